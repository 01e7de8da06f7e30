import ArgumentParser
import Evidence
import Records
import Reports

/// `metrics rank`: the weekly ranking, on the terminal or as a report.
struct MetricsRank: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "门店排名，默认一周的合规得分 (rank stores, by default by a week's score)")

    @Option(name: .long, help: "指标 (metric)") var metric = "complianceTotal"
    @Option(name: .long, help: "day、week 或 month") var grain = "week"
    @Option(name: .long, help: "时期内的任意一天 (any day of the period)") var day: BusinessDay
    @Flag(name: .long, help: "从低到高 (lowest first)") var ascending = false
    @OptionGroup var form: ReportForm
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard let grain = Grain(rawValue: grain) else { throw Failure.usage("--grain day|week|month") }
        let folder = try await data.open()
        let ranking = try await StoreRanking.load(
            folder.records, metric: metric, grain: grain, day: day, ascending: ascending)
        guard let ranking else {
            throw Failure.badInput("不能按 \(metric) 排名 (cannot rank by this)：storeproof metrics list")
        }
        let name = "ranking-\(metric)-\(grain.rawValue)-\(ranking.from)"
        if try form.deliver(ranking, named: name) { return }
        Terminal.line("\(ranking.title)，\(ranking.from) … \(ranking.to)")
        var table = TextTable(header: ["名次", "门店", "数值", "比上期", "店日"])
        for line in ranking.lines {
            table.rows.append([
                "\(line.rank)", "\(line.store) \(line.name)", ranking.text(line.value), ranking.change(line),
                "\(line.storeDays)",
            ])
        }
        for line in table.lines() { Terminal.line(line) }
        if !ranking.unranked.isEmpty {
            Terminal.line("\(ranking.unranked.count) 家没有数据，不排名 (no data, not ranked)")
        }
    }
}
