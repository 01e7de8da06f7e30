import Foundation
import TestSupport
import Testing

/// A chain without stores, and one of a single store: every number is undefined, nothing fails.
struct SmallChainTests {
    private func folder() throws -> (owner: TemporaryFolder, data: String) {
        let owner = try TemporaryFolder()
        let data = owner.url.appendingPathComponent("data").path
        let made = try Program.run([
            "init", "--data", data, "--accounts", Fixture.url("chain/accounts.yaml").path,
        ])
        #expect(made.status == 0, "\(made.error)")
        return (owner, data)
    }

    private static let rules = Fixture.url("rules/shipped.yaml").path

    @Test(arguments: [
        (["brief"], "no evidence yet"), (["report"], "no evidence yet"),
        (["rules", "run"], "no evidence yet"), (["metrics", "recount"], "✓"),
        (["metrics", "sum", "--day", "2026-10-01"], "no data in this period"),
        (
            ["compare", "--before", "2026-09-01..2026-09-30", "--after", "2026-10-01..2026-10-31"],
            "one period has no data"
        ),
        (
            ["rules", "dry-run", rules, "--from", "2026-10-01", "--to", "2026-10-31"],
            "kitchen-scene-upgrade 2026-11-d/2：0 个标记"
        ),
    ])
    func `without a store there is nothing to say, and that is said`(command: [String], said: String) throws {
        let (owner, data) = try folder()
        let ended = try Program.run(command + ["--data", data])
        #expect(ended.status == 0 && ended.output.contains(said), "\(ended.error)\(ended.output)")
        withExtendedLifetime(owner) {}
    }

    @Test func `one store of one day has sums and no flag`() throws {
        let (owner, data) = try folder()
        let filled = try Program.run([
            "simulate", "--stores", "1", "--days", "1", "--from", "2026-10-01", "--into", data,
        ])
        #expect(filled.status == 0, "\(filled.error)")
        let recounted = try Program.run(["metrics", "recount", "--data", data])
        #expect(recounted.status == 0, "\(recounted.error)")
        let sums = try Program.run(["metrics", "sum", "--day", "2026-10-01", "--data", data])
        #expect(sums.status == 0 && !sums.output.contains("no data in this period"))
        let flags = try Program.run([
            "rules", "dry-run", Self.rules, "--from", "2026-10-01", "--to", "2026-10-01", "--data", data,
        ])
        #expect(flags.status == 0 && !flags.output.contains("：1 个标记"))
        withExtendedLifetime(owner) {}
    }

    @Test(arguments: [
        (["metrics", "rank", "--day", "2026-10-01"], "ranking-complianceTotal-week-2026-09-28"),
        (
            ["compare", "--before", "2026-09-01..2026-09-30", "--after", "2026-10-01..2026-10-31"],
            "compare-2026-09-01-2026-10-01"
        ),
    ])
    func `a report is a page, a table and a workbook`(command: [String], name: String) throws {
        let (owner, data) = try folder()
        let filled = try Program.run([
            "simulate", "--stores", "2", "--days", "3", "--from", "2026-10-01", "--into", data,
        ])
        #expect(filled.status == 0, "\(filled.error)")
        let made = try Program.run(command + ["--output", "\(data)/reports", "--data", data])
        #expect(made.status == 0, "\(made.error)")
        for ending in ["html", "csv", "xlsx"] {
            let file = URL(fileURLWithPath: "\(data)/reports/\(name).\(ending)")
            #expect(try !Data(contentsOf: file).isEmpty, "\(ending)")
        }
        withExtendedLifetime(owner) {}
    }

    @Test(arguments: ["store,size\n", "store,size\nHZ-001,3\n"])
    func `no store makes no group, one store makes one`(rows: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("attributes.csv")
        try Data(rows.utf8).write(to: file)
        let ended = try Program.run(["clusters", file.path])
        let expected = rows.contains("HZ-001") ? "1 组" : "0 组"
        #expect(ended.status == 0 && ended.output.contains(expected), "\(ended.error)")
    }
}
