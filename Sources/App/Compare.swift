import ArgumentParser
import Evidence
import Foundation
import Records
import Scoring

/// `storeproof compare`: the chain's indicators of two periods, with the interval of the difference.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "两个时期的指标对比，带置信区间 (compare two periods, with 95 % intervals)")

    @Option(name: .long, help: "前一时期 (first period): 2026-09-01..2026-09-30") var before: DaySpan
    @Option(name: .long, help: "后一时期 (second period)") var after: DaySpan
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        var comparison = PeriodComparison(
            before: try await counts(folder, before), after: try await counts(folder, after),
            stores: try await stores(folder), policy: try await RulesHistory.policy(in: folder))
        comparison.indicators += FlagHandling.compare(
            try await handling(folder, before), try await handling(folder, after))
        comparison.indicators += HeadquartersWork.compare(
            try await work(folder, before), try await work(folder, after))
        if json { return Terminal.line(try CanonicalJSON.string(comparison)) }
        var table = TextTable(header: ["指标", "之前", "之后", "差别 (95 %)", "注意"])
        for row in comparison.indicators {
            table.rows.append([
                "\(row.chinese) \(row.english)", row.before.map(threeDecimals) ?? "—",
                row.after.map(threeDecimals) ?? "—",
                row.difference.map {
                    "\(threeDecimals($0.estimate)) [\(threeDecimals($0.low)), \(threeDecimals($0.high))]"
                } ?? "—", row.caution.map { "\($0.chinese) (\($0.english))" } ?? "",
            ])
        }
        for line in table.lines() { Terminal.line(line) }
    }

    private func counts(_ folder: DataFolder, _ span: DaySpan) async throws -> Counts {
        var sum = Counts()
        var day = span.first
        while day <= span.last {
            let key = PeriodKey(grain: .day, start: day, scope: .chain)
            if let found = try await folder.records.metricBook.sum(key) { sum += found.counts }
            day = day.adding(days: 1)
        }
        return sum
    }

    private func stores(_ folder: DataFolder) async throws -> [(before: Counts, after: Counts)] {
        var pairs: [(before: Counts, after: Counts)] = []
        for store in try await folder.records.stores.all() {
            func sum(_ span: DaySpan) async throws -> Counts {
                try await folder.records.metricBook.facts(store: store.id, from: span.first, to: span.last)
                    .reduce(into: Counts()) { $0 += $1.counts }
            }
            pairs.append((try await sum(before), try await sum(after)))
        }
        return pairs
    }

    private func handling(_ folder: DataFolder, _ span: DaySpan) async throws -> FlagHandling {
        var handling = FlagHandling()
        for flag in try await folder.records.flags.all() {
            let raised = flag.raisedOn ?? flag.to
            guard span.first <= raised, raised <= span.last else { continue }
            handling.raised += 1
            if flag.state == .actioned || flag.state == .closed { handling.actedOn += 1 }
            let changes = try await folder.records.flags.history(flag.id)
            if let first = changes.first,
                let decided = changes.first(where: { $0.actor != FlagRecords.system })
            {
                handling.latencyDays.append(decided.at.timeIntervalSince(first.at) / 86_400)
            }
        }
        return handling
    }

    /// Days of headquarters are those of the first store: a chain has no clock of its own.
    private func work(_ folder: DataFolder, _ span: DaySpan) async throws -> HeadquartersWork {
        guard let store = try await folder.records.stores.all().first else { return HeadquartersWork() }
        let first = span.first.start(timeZone: store.zone, cutOff: store.cutOff)
        let end = span.last.end(timeZone: store.zone, cutOff: store.cutOff)
        let traces = try await folder.records.traces.all(from: first, to: end).map {
            HeadquartersWork.Trace(
                person: $0.actor, day: store.businessDay(at: $0.at), seconds: $0.at.timeIntervalSince1970)
        }
        return HeadquartersWork(
            traces: traces, from: span.first, to: span.last,
            appealDays: try await folder.records.traces.appealDays(from: first, to: end))
    }

    private func threeDecimals(_ value: Double) -> String { String(format: "%.3f", value) }
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
