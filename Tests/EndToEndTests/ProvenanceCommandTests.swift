import Foundation
import TestSupport
import Testing

/// `analyze provenance` as a program that calls it meets it.
struct ProvenanceCommandTests {
    private static let photo = "chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg"

    private struct Answer: Decodable {
        struct Reason: Decodable { let code: String }
        struct Signal: Decodable {
            let name: String
            let result: String
            let detail: String
        }
        let verdict: String?
        let reasons: [Reason]?
        let signals: [Signal]?
    }

    private func run(
        day: String = "2026-11-20", store: String = "HZ-001", _ more: [String] = []
    ) throws -> Program.Ended {
        try Program.run(
            [
                "analyze", "provenance", Fixture.url(Self.photo).path, "--stores",
                Fixture.url("chain/stores.json").path, "--store", store, "--day", day, "--json",
            ] + more)
    }

    private func answer(_ ended: Program.Ended) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(ended.output.utf8))
    }

    @Test func `a rejected verdict ends with 1, a trusted one with 0, an unknown store with 3`() throws {
        let rejected = try run(day: "2026-11-25")
        #expect(try answer(rejected).verdict == "rejected" && rejected.status == 1)
        let trusted = try run()
        #expect(try answer(trusted).verdict == "trusted" && trusted.status == 0)
        let unknown = try run(store: "NO-999")
        #expect(unknown.status == 3 && unknown.output.contains("store.unknown"))
    }

    @Test func `a check that was not made names its option`() throws {
        let signals = try #require(try answer(run()).signals)
        for (name, option) in [("reuse", "--prior"), ("time.uploadDelay", "--received")] {
            let signal = try #require(signals.first { $0.name == name })
            #expect(signal.result == "notAssessed" && signal.detail.contains(option))
        }
    }

    @Test(arguments: [
        ("120.118632,30.278421", "place.client"), ("0,0", "place.clientNullIsland"),
        ("120.15,170", "place.clientImpossible"),
    ])
    func `a position of the page that is none is a result`(position: String, code: String) throws {
        let found = try answer(try run(["--client-position", position]))
        #expect(found.reasons?.contains { $0.code.hasPrefix(code) } == true)
    }

    @Test func `a day that is none is said in Chinese first`() throws {
        let ended = try run(day: "2026-13-40")
        #expect(ended.status == 2)
        #expect(ended.error.hasPrefix("storeproof: --day 的值“2026-13-40”不对，日期请写成 2026-11-20"))
        let instant = try run(["--received", "noon"])
        #expect(instant.error.hasPrefix("storeproof: --received 的值“noon”不对，时间请写成"))
        let position = try run(["--client-position", "30.27N"])
        #expect(position.status == 3 && position.error.contains("不是两个数字"))
    }
}
