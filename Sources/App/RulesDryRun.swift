import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Records
import Scoring

/// `rules dry-run`: what rules would have raised, and what changes against those in force. Nothing is written.
struct RulesDryRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dry-run", abstract: "试算规则，不写入 (which flags rules would have raised; writes nothing)")

    @Argument(help: "规则文件；不写则试算现行规则 (rule file; the rules in force without one)") var file: String?
    @Option(name: .long, help: "从哪一天 (first day)") var from: BusinessDay
    @Option(name: .long, help: "到哪一天 (last day)") var to: BusinessDay
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let inForce = try await RulesHistory.rules(in: folder)
        let rules: [FlagRule]
        if let file {
            do { rules = try await RulesNoun.read(file, in: folder) } catch let error as ConfigurationError {
                throw Failure.badInput(error.description)
            }
        } else {
            rules = inForce
        }
        let history = try await RulesHistory.load(
            folder, from: from, to: to, reach: RulesHistory.reach(of: rules + inForce))
        let engine = RuleEngine(history: history, policy: try await RulesHistory.policy(in: folder))
        let trial = DryRun(engine: engine, from: from, to: to)
        let results = rules.map { rule in trial.result(rule, inForce: inForce.first { $0.id == rule.id }) }
        if json { return Terminal.line(try CanonicalJSON.string(results)) }
        for result in results { show(result) }
        if results.isEmpty { Terminal.line("没有规则 (no rules)") }
    }

    private func show(_ result: DryRun.Result) {
        let weeks = Double(to.ordinal - from.ordinal + 1) / 7
        Terminal.line(
            "⚑ \(result.rule) \(result.version)：\(result.flags.count) 个标记，\(result.stores) 家门店，每周 \(oneDecimal(Double(result.flags.count) / weeks)) 个 (flags, stores, per week)"
        )
        for flag in result.flags { Terminal.line("  \(DryRun.line(flag))") }
        for flag in result.added {
            Terminal.line("  ＋ 现行规则没有 (not by the rule in force)：\(DryRun.line(flag))")
        }
        for flag in result.gone {
            Terminal.line("  － 现行规则才有 (only by the rule in force)：\(DryRun.line(flag))")
        }
        for (word, flags) in result.hangingOnMissing.sorted(by: { $0.key < $1.key }) where !flags.isEmpty {
            Terminal.line(
                "  missing: \(word) 时会变的 (would change)：\(flags.joined(separator: "、"))")
        }
    }
}

/// One rule over past days, beside the rule in force and beside other meanings of a day without data.
struct DryRun {
    struct Result: Codable {
        var rule: String
        var version: String
        var stores: Int
        var flags: [Evidence.Flag]
        var added: [Evidence.Flag]
        var gone: [Evidence.Flag]
        /// By another value of `missing`: the flags that would come or go.
        var hangingOnMissing: [String: [String]]
    }

    let engine: RuleEngine
    let from: BusinessDay
    let to: BusinessDay

    func result(_ rule: FlagRule, inForce: FlagRule?) -> Result {
        let flags = raised(rule)
        let names = Set(flags.map(Self.name))
        let before = inForce.map(raised) ?? []
        let known = Set(before.map(Self.name))
        var hanging: [String: [String]] = [:]
        for missing in FlagRule.MissingDay.allCases {
            var other = rule
            other.when = rule.when.with(missing: missing)
            guard other.when != rule.when else { continue }
            hanging[missing.rawValue] = Set(raised(other).map(Self.name)).symmetricDifference(names).sorted()
        }
        return Result(
            rule: rule.id, version: rule.version, stores: Set(flags.map(\.store)).count, flags: flags,
            added: inForce == nil ? [] : flags.filter { !known.contains(Self.name($0)) },
            gone: before.filter { !names.contains(Self.name($0)) }, hangingOnMissing: hanging)
    }

    private func raised(_ rule: FlagRule) -> [Evidence.Flag] {
        engine.flags(rule).filter { flag in flag.raisedOn.map { from <= $0 && $0 <= to } ?? false }
    }

    /// A store and the day: the same flag by another version of the rule.
    private static func name(_ flag: Evidence.Flag) -> String {
        "\(flag.store) \(flag.raisedOn?.description ?? "")\(flag.subject.map { " \($0)" } ?? "")"
    }

    static func line(_ flag: Evidence.Flag) -> String {
        let fact =
            flag.facts?.first.map { "  \($0.metric) \($0.value.map(oneDecimal) ?? "—") \($0.note)" } ?? ""
        return "\(name(flag))  \(flag.from) … \(flag.to)\(fact)"
    }
}

extension RuleCondition {
    /// The same condition, with another meaning of days without data.
    func with(missing: FlagRule.MissingDay) -> RuleCondition {
        switch self {
        case .all(let parts): .all(parts.map { $0.with(missing: missing) })
        case .any(let parts): .any(parts.map { $0.with(missing: missing) })
        case .not(let part): .not(part.with(missing: missing))
        case .attribute: self
        case .score(let limit, let signs):
            .score(
                atLeast: limit,
                signs: signs.map {
                    WeightedCondition(
                        name: $0.name, weight: $0.weight, condition: $0.condition.with(missing: missing))
                })
        case .sign(var sign):
            .sign(sign.changed(to: missing))
        }
    }
}

extension RuleSign {
    fileprivate mutating func changed(to missing: FlagRule.MissingDay) -> RuleSign {
        if case .absence = window { return self }
        if missing != self.missing {
            self.missing = missing
            bridgeDays = missing == .bridges ? max(1, bridgeDays) : 0
        }
        return self
    }
}
