import ArgumentParser
import Evidence
import Foundation
import Records
import Reports
import Scoring

/// `storeproof sales import`: the chain's sales of store-days, to be read beside the evidence.
struct SalesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sales", abstract: "门店销售数据 (sales of store-days)", subcommands: [SalesImport.self])
}

struct SalesImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "导入 CSV：store,day,yuan,receipts (import sales)")

    @Argument(help: "CSV：门店,营业日,销售额(元),笔数 (store, day, yuan, receipts)") var file: String
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let known = Set(try await folder.records.stores.all().map(\.id))
        let days = try SalesFile.read(try InputFile.text(file), file: file, stores: known)
        let reader = MetricReader(policy: try await RulesHistory.policy(in: folder))
        let changes = try await folder.records.metricBook.record(
            sales: days, cause: MetricCause(reason: "salesImport", actor: AccountID("cli"), at: Date())
        ) { DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader) }
        Terminal.line("✓ 已导入 \(days.count) 个店日，\(changes.count) 个有变化 (store-days imported, changed)")
    }
}

/// Reads all of a file or names every line that is wrong.
enum SalesFile {
    /// Above any store's day; sums of a chain's years stay far below what a whole number holds.
    private static let largestFen = 100_000_000_000

    static func read(_ text: String, file: String, stores: Set<StoreID>) throws -> [SalesDay] {
        var days: [SalesDay] = []
        var problems: [String] = []
        var seen: Set<String> = []
        let rows = CommaSeparated.rows(text)
        for (index, row) in rows.enumerated() {
            if index == 0, row.first == "store" { continue }
            func complain(_ chinese: String, _ english: String) {
                problems.append("\(file):\(index + 1): \(chinese) (\(english))")
            }
            guard row.count == 4 else {
                complain("应有四列", "four columns are needed")
                continue
            }
            let store = StoreID(row[0])
            guard stores.contains(store) else {
                complain("没有门店 \(row[0])", "there is no store \(row[0])")
                continue
            }
            guard let day = BusinessDay(row[1]) else {
                complain("日期应如 2026-11-20", "a day looks like 2026-11-20")
                continue
            }
            guard let money = Money(row[2]), money >= .zero, money.fen <= largestFen,
                let receipts = Int(row[3]),
                (0...1_000_000).contains(receipts)
            else {
                complain("金额或笔数不对", "the amount or the number of receipts is wrong")
                continue
            }
            guard seen.insert("\(store) \(day)").inserted else {
                complain("\(store) \(day) 重复", "\(store) \(day) stands twice")
                continue
            }
            days.append(SalesDay(store: store, day: day, fen: Int(money.fen), receipts: receipts))
        }
        guard problems.isEmpty else { throw Failure.badInput(problems.prefix(50).joined(separator: "\n")) }
        return days
    }
}
