import ArgumentParser
import Evidence
import Foundation
import Records
import Scoring

/// `rules worth`: how often people agreed with a rule, and what changed after its flags beside stores that had none.
struct RulesWorth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worth",
        abstract: "规则的准确率和效果，对照同类未标记门店 (precision and effect of rules, against matched stores)")

    @Option(name: .long, help: "看哪个指标的变化 (metric that should change)") var metric = "salesAmount"
    @Option(name: .long, help: "主题或品类，指标需要时 (topic or category, where the metric needs one)") var key = ""
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard let definition = MetricRegistry.definition(metric) else {
            throw Failure.badInput("没有指标 \(metric) (there is no such metric)：storeproof metrics list")
        }
        guard (definition.formula.key == nil) == key.isEmpty else {
            throw Failure.usage(
                key.isEmpty ? "\(metric) 要写 --key (needs a --key)" : "\(metric) 不用 --key (takes no --key)")
        }
        let folder = try await data.open()
        let flags = try await folder.records.flags.all()
        guard let first = flags.map({ $0.raisedOn ?? $0.to }).min(),
            let last = flags.map({ $0.raisedOn ?? $0.to }).max()
        else { return Terminal.line("没有标记 (no flags)") }
        let history = try await RulesHistory.load(
            folder, from: first, to: last.adding(days: FlagOutcome.days), reach: FlagOutcome.days)
        let reader = MetricReader(policy: try await RulesHistory.policy(in: folder))
        var outcomes: [FlagOutcome] = []
        for flag in flags {
            let same = flags.filter { $0.rule == flag.rule }
            let flagged = Dictionary(grouping: same, by: \.store).mapValues {
                $0.map { $0.raisedOn ?? $0.to }
            }
            guard
                let outcome = FlagOutcome.measure(
                    flag, metric: definition, key: key, history: history, reader: reader, flagged: flagged)
            else { continue }
            outcomes.append(outcome)
            try await folder.records.flags.keep(outcome, of: flag.id, metric: metric, at: Date())
        }
        for rule in Set(flags.map(\.rule)).sorted() {
            show(RuleWorth(rule: rule, flags: flags, outcomes: outcomes))
        }
    }

    private func show(_ worth: RuleWorth) {
        let precision = worth.precision.map(words) ?? "还没有处理过的标记 (nothing decided yet)"
        let effect = worth.effect.map(words) ?? "没有可对照的门店或不足两例 (no controls, or fewer than two)"
        Terminal.line(
            "\(worth.rule)\n  准确率 (precision) \(precision)\n  \(metric) 变化，已减去对照 (change beyond controls) \(effect)"
        )
    }

    private func words(_ interval: Interval) -> String {
        let numbers = [interval.estimate, interval.low, interval.high].map { String(format: "%.3g", $0) }
        return "\(numbers[0]) [\(numbers[1]), \(numbers[2])]，n = \(interval.count)"
            + (interval.isSmall ? "，样本少，请谨慎 (small sample)" : "")
    }
}
