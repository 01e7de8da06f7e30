import ArgumentParser
import Evidence
import Foundation
import Records
import Reports

/// `storeproof report`: a table a store-day, what was refused and why, and the flags.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "每店每日得分、被退回的证据和标记 (scores, refused items and flags)")

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "从哪一天 (first day)；默认有证据的最近三天") var from: BusinessDay?
    @Option(name: .long, help: "到哪一天 (last day)") var to: BusinessDay?
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    func run() async throws {
        let folder = try await data.open()
        guard let latest = try await folder.records.items.latestDay() else {
            if json { return Terminal.line("null") }
            return Terminal.line("还没有任何证据 (no evidence yet)")
        }
        let last = to ?? latest
        let first = from ?? last.adding(days: -2)
        guard first <= last else {
            throw Failure.usage(
                "\(first) 晚于 \(last)，最近的证据是 \(latest) (\(first) is after \(last); the latest evidence is of \(latest))"
            )
        }
        let report = try await DailyReport.load(folder.records, from: first, to: last)
        if json { return Terminal.line(try CanonicalJSON.string(report)) }
        ReportText.show(report)
    }
}

enum ReportText {
    static func show(_ report: DailyReport) {
        Terminal.line("\(report.from) … \(report.to)")
        Terminal.line()
        var table = TextTable(header: ["营业日", "门店", "收到", "完整", "陈列", "促销", "咨询", "总分", "退回", "待复核"])
        for row in report.rows {
            table.rows.append([
                row.day.description, "\(row.store) \(row.storeName)",
                "\(row.received)/\(row.required == 0 ? "—" : "\(row.required)")",
                score(row.completeness), score(row.shelf), score(row.promotion), score(row.consultation),
                score(row.total) + (row.provisional ? "（暂评）" : ""), count(row.rejected), count(row.suspect),
            ])
        }
        for line in table.lines() { Terminal.line(line) }
        Terminal.line()
        Terminal.line("— 表示没有可评的证据，权重由其余部分分担 (— = not scored)")
        showNotable(report.notable)
        for flag in report.flags { showFlag(flag) }
        if report.flags.isEmpty { Terminal.line("\n没有标记 (no flags)") }
    }

    private static func showNotable(_ items: [NotableItem]) {
        let rejected = items.filter { $0.state == .rejected || $0.state == .failed }
        let suspect = items.filter { $0.state != .rejected && $0.state != .failed }
        for (title, group) in [("退回的证据 (rejected)", rejected), ("待复核的证据 (to review)", suspect)]
        where !group.isEmpty {
            Terminal.line("\n\(title)")
            for item in group {
                Terminal.line(
                    "  \(item.day) \(item.store) \(item.slot)  \(item.reason.chinese)  [\(item.reason.code)]")
            }
        }
    }

    private static func showFlag(_ flag: Evidence.Flag) {
        Terminal.line(
            "\n⚑ \(flag.rule) \(flag.title["zh"] ?? "")  \(flag.store)  \(flag.from) … \(flag.to)  [\(flag.state.chineseName)]"
        )
        for evidence in flag.evidence {
            let second = evidence.start.map { " \(oneDecimal($0))s" } ?? ""
            Terminal.line("  \(evidence.day) \(evidence.item)\(second)  “\(evidence.text)”")
        }
        if let text = flag.recommendation["zh"] { Terminal.line("  → \(text)") }
    }

    private static func score(_ value: Double?) -> String { value.map(oneDecimal) ?? "—" }
    private static func count(_ number: Int) -> String { number == 0 ? "" : "\(number)" }
}
