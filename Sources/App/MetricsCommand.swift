import ArgumentParser
import Evidence
import Foundation
import Records
import Reports
import Scoring

/// `storeproof metrics`: the registry, the sums of a period, what a number was before, and counting everything anew.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "门店指标 (metrics of stores)",
        subcommands: [
            MetricsList.self, MetricsSum.self, MetricsRank.self, MetricsHistory.self, MetricsRecount.self,
            MetricsRescore.self, MetricsReanalyse.self,
        ])
}

struct MetricsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "全部指标：名称、单位、没有数据的含义 (every metric)")

    func run() {
        var table = TextTable(header: ["代码", "名称", "单位", "公式", "最细粒度", "没有数据"])
        for metric in MetricRegistry.all {
            table.rows.append([
                metric.code, "\(metric.chinese) \(metric.english)", metric.unit.rawValue,
                "\(metric.formula)", metric.grain.rawValue,
                metric.noData,
            ])
        }
        for line in table.lines() { Terminal.line(line) }
    }
}

/// The metrics of a period for every store, district, region or the chain.
struct MetricsSum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sum", abstract: "一个时期的指标，由计数汇总 (metrics of a period, summed from counts)")

    @Option(name: .long, help: "store、district、region 或 chain") var scope = "chain"
    @Option(name: .long, help: "day、week 或 month") var grain = "month"
    @Option(name: .long, help: "时期内的任意一天 (any day of the period)") var day: BusinessDay
    @Option(name: .long, help: "只看一个指标 (one metric only)") var metric: String?
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard let kind = Scope.Kind(rawValue: scope), let grain = Grain(rawValue: grain) else {
            throw Failure.usage("--scope store|district|region|chain，--grain day|week|month")
        }
        let folder = try await data.open()
        let policy = try await RulesHistory.policy(in: folder)
        let wanted = MetricRegistry.all.filter { metric == nil || $0.code == metric }
        guard !wanted.isEmpty else {
            throw Failure.badInput("没有指标 \(metric ?? "") (there is no such metric)：storeproof metrics list")
        }
        let sums = try await folder.records.metricBook.sums(kind, grain, start: grain.start(of: day))
        let peers = try await Self.peers(of: sums, kind, in: folder)
        for (scope, sum) in sums {
            Terminal.line("\(scope)  \(grain.start(of: day))  \(sum.storeDays) 个店日 (store-days)")
            let reader = MetricReader(policy: policy, peers: peers[scope.name] ?? .init())
            for definition in wanted { show(definition, sum.counts, reader) }
        }
        if sums.isEmpty { Terminal.line("这个时期没有数据 (no data in this period)") }
    }
}

extension MetricsSum {
    /// Of stores the medians of their clusters; districts, regions and chain stand beside each other.
    static func peers(
        of sums: [(scope: Scope, sum: PeriodCounts)], _ kind: Scope.Kind, in folder: DataFolder
    ) async throws -> [String: GroupBuyCapability.Peers] {
        if kind == .store {
            let peers = try await ClusterPeers.load(
                folder.records, stores: try await folder.records.stores.all())
            let counts = Dictionary(
                sums.map { (StoreID($0.scope.name), $0.sum.counts) }, uniquingKeysWith: { $1 })
            return Dictionary(
                peers.medians(of: counts).map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })
        }
        let everyone = GroupBuyCapability.Peers(of: sums.map(\.sum.counts))
        return Dictionary(sums.map { ($0.scope.name, everyone) }, uniquingKeysWith: { $1 })
    }

    private func show(_ definition: MetricDefinition, _ counts: Counts, _ reader: MetricReader) {
        for key in definition.formula.key.map({ $0.keys(in: counts) }) ?? [""] {
            let reading = reader.reading(definition.formula, key: key, of: counts)
            guard let value = reading.value else { continue }
            Terminal.line(
                "  \(definition.chinese)\(key.isEmpty ? "" : " \(key)")  \(String(format: "%.4g", value))")
        }
        guard case .groupBuyCapability = definition.formula else { return }
        for part in GroupBuyCapability(counts: counts, peers: reader.peers).parts {
            let score = part.score.map { String(format: "%.4g", $0) } ?? "—"
            Terminal.line(
                "    \(part.chineseName)，占 \(String(format: "%g", part.weight))%  \(score)  \(part.note.map { "\($0.chinese) (\($0.english))" } ?? "")"
            )
        }
    }
}

/// "was 71 until 3 March, appeal accepted".
struct MetricsHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "一个店日的数字以前是多少、为什么变 (what numbers were before, and why they changed)"
    )

    @Argument(help: "门店 (store)") var store: StoreID
    @Argument(help: "营业日 (business day)") var day: BusinessDay
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let changes = try await folder.records.metricBook.history(store: store, day: day)
        for change in changes {
            let number = NumberBefore(change)
            Terminal.line(
                "\(number.name)：\(change.at.formatted(.iso8601)) 之前为 \(number.before)，之后 \(number.after)；\(number.reason)  (\(change.code) was \(number.before) until then, now \(number.after): \(change.reason); by \(change.actor))"
            )
        }
        if changes.isEmpty { Terminal.line("没有变化 (nothing changed)") }
    }
}

struct MetricsRecount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount", abstract: "从已存的事实重新计数 (count every store-day and sum anew)")

    @Option(name: .long, help: "原因，留在历史里 (reason, kept in the history)") var reason = "recount"
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let reader = MetricReader(policy: try await RulesHistory.policy(in: folder))
        let began = Date()
        try await folder.records.metricBook.recount(
            cause: MetricCause(reason: reason, actor: AccountID("cli"), at: began)
        ) { DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader) }
        Terminal.line("✓ \(oneDecimal(Date().timeIntervalSince(began))) s")
    }
}
