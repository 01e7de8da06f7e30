import ArgumentParser
import Evidence
import Records
import Reports

/// `storeproof brief`: the morning's page for headquarters or one store, as HTML that prints, and as CSV.
struct Brief: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "每日简报：HTML（可打印）、CSV 和 Excel (daily brief of headquarters or one store)")

    @Option(name: .long, help: "营业日 (business day)；默认最近有证据的一天") var day: BusinessDay?
    @Option(name: .long, help: "只看一家门店 (one store only)") var store: StoreID?
    @Option(name: .long, help: "写到哪个文件夹 (folder to write into)") var output = "."
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let last = if let day { day } else { try await folder.records.items.latestDay() } else {
            return Terminal.line("还没有任何证据 (no evidence yet)")
        }
        if let store, try await folder.records.stores.find(store) == nil {
            throw Failure.badInput("没有门店 \(store) (there is no store \(store))")
        }
        let brief = try await DailyBrief.load(folder.records, day: last, store: store)
        try ReportFiles.write(
            brief, name: store.map { "brief-\(last)-\($0)" } ?? "brief-\(last)", to: output)
    }
}
