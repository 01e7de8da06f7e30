import ArgumentParser
import Evidence
import Foundation
import Records
import Reports
import Scoring

/// `storeproof compare`: the chain's indicators of two periods, with the interval of the difference.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "两个时期的指标对比，带置信区间 (compare two periods, with 95 % intervals)")

    @Option(name: .long, help: "前一时期 (first period): 2026-09-01..2026-09-30") var before: DaySpan
    @Option(name: .long, help: "后一时期 (second period)") var after: DaySpan
    @OptionGroup var form: ReportForm
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let report = try await PeriodReport.load(
            folder.records, before: before.first...before.last, after: after.first...after.last)
        if try form.deliver(report, named: "compare-\(before.first)-\(after.first)") { return }
        var table = TextTable(header: ["指标", "之前", "之后", "差别 (95 %)", "注意"])
        for (row, indicator) in zip(report.rows, report.indicators) {
            let caution = indicator.caution.map { "\($0.chinese) (\($0.english))" } ?? ""
            table.rows.append([
                "\(row.name) \(row.english)", row.before, row.after,
                row.interval.isEmpty ? row.difference : "\(row.difference) [\(row.interval)]", caution,
            ])
        }
        for line in table.lines() { Terminal.line(line) }
    }
}

/// `2026-09-01..2026-09-30`, both ends included.
struct DaySpan: ExpressibleByArgument {
    let first: BusinessDay
    let last: BusinessDay

    init?(argument: String) {
        guard let dots = argument.range(of: ".."),
            let first = BusinessDay(String(argument[..<dots.lowerBound])),
            let last = BusinessDay(String(argument[dots.upperBound...])), first <= last,
            last.ordinal - first.ordinal <= 3660
        else { return nil }
        self.first = first
        self.last = last
    }
}
