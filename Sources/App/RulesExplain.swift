import ArgumentParser
import Evidence
import Foundation
import Pipeline
import Records
import Scoring

/// `rules explain FLAG`: every fact that made it true.
struct RulesExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "标记为什么升起 (why a flag was raised: every number and recording)")

    @Argument(help: "标记编号 (flag id)") var flag: String
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let found = try await folder.records.flags.find(FlagID(flag)) else {
            throw Failure.badInput("没有标记 \(flag) (there is no flag \(flag))")
        }
        if json { return Terminal.line(try CanonicalJSON.string(found)) }
        Terminal.line(
            "⚑ \(found.rule) \(found.ruleVersion)  \(found.title["zh"] ?? "")  [\(found.state.chineseName)]")
        Terminal.line("  \(found.store)  \(found.from) … \(found.to)\(found.subject.map { "  \($0)" } ?? "")")
        if let raised = found.raisedOn { Terminal.line("  升起于 (raised on) \(raised)") }
        for fact in found.facts ?? [] {
            Terminal.line(
                "  \(fact.day)  \(fact.metric) = \(fact.value.map { "\($0)" } ?? "—")  (\(plain(fact.numerator)) ÷ \(plain(fact.denominator)))  \(fact.note)"
            )
        }
        for evidence in found.evidence {
            let second = evidence.start.map { " \(oneDecimal($0))s" } ?? ""
            Terminal.line("  \(evidence.day) \(evidence.item)\(second)  “\(evidence.text)”")
        }
        for change in try await folder.records.flags.history(found.id) {
            Terminal.line("  \(change.to.chineseName)  \(change.actor)  \(change.reason ?? "")")
        }
        for (language, text) in found.recommendation.sorted(by: { $0.key > $1.key }) where language != "id" {
            Terminal.line("  → \(text)")
        }
    }

    private func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : oneDecimal(number)
    }
}

/// `rules run`: what the nightly timer calls: judges all rules up to a day, raises, merges and expires flags, and
/// judges the tasks of rules that compare stores.
struct RulesRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "按现行规则升起和过期标记 (raise and expire flags by the rules in force)")

    @Option(name: .long, help: "到哪一天 (up to which day)；默认最近有证据的一天") var day: BusinessDay?
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let last = if let day { day } else { try await folder.records.items.latestDay() } else {
            return Terminal.line("还没有任何证据 (no evidence yet)")
        }
        let rules = try await RulesHistory.rules(in: folder)
        let history = try await RulesHistory.load(
            folder, from: last, to: last, reach: RulesHistory.reach(of: rules))
        let outcome = try await NightlyRules(records: folder.records, rules: rules, clock: { Date() })
            .run(over: history, policy: try await RulesHistory.policy(in: folder), day: last)
        Terminal.line(
            "✓ \(last)：新标记 \(outcome.raised)，过期 \(outcome.expired)；整改关闭 \(outcome.closedTasks)，重开 \(outcome.reopenedTasks)，升级 \(outcome.escalatedTasks) (new flags, expired; tasks closed, reopened, escalated)"
        )
    }
}
