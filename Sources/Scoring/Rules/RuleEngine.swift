public import Evidence

/// Judges rules over a chain's history and says which flags they raise, with every number that made them true. The same
/// history gives the same flags, whether it is judged day by day or at once.
public struct RuleEngine: Sendable {
    let history: ChainHistory
    let reader: MetricReader

    public init(history: ChainHistory, policy: ScoringPolicy) {
        self.history = history
        reader = MetricReader(policy: policy)
    }

    /// The flags of a rule over all days of the history, by store and day.
    public func flags(_ rule: FlagRule) -> [Flag] {
        if case .sign(let sign) = rule.when, case .surge(let window) = sign.window {
            return surgeFlags(rule, sign, window)
        }
        let judge = ConditionJudge(engine: self)
        let table = judge.table(rule.when)
        return history.stores.indices.filter { rule.concerns(history.stores[$0]) }.flatMap { row in
            let truths = (0..<history.dayCount).map { table[row, $0] }
            let spans = FlagLife(rule: rule).spans(truths) { judge.start(rule.when, row, $0) }
            return spans.map { flag(rule, row, $0, judge) }
        }
    }

    /// Whether a rule needs other stores than the one that is judged.
    public static func needsChain(_ rule: FlagRule) -> Bool {
        rule.when.signs.contains { sign in
            if case .peers = sign.window { return true }
            if case .surge = sign.window { return true }
            return MetricRegistry.definition(sign.metric)?.formula.isRelative ?? false
        }
    }

    /// Whether a rule's condition held for a store on any of the last days, as many as end a flag.
    /// - Parameter subject: what a flag of a surge is about; other rules have none.
    /// - Returns: nil where none of them says, and where the store or day is not of the history.
    public func heldRecently(
        _ rule: FlagRule, _ store: StoreID, subject: String? = nil, on day: BusinessDay
    ) -> Bool? {
        guard let row = history.row(of: store), let column = history.column(of: day) else { return nil }
        let recent = max(0, column - max(0, rule.expiresDays - 1))...column
        if case .sign(let sign) = rule.when, case .surge(let window) = sign.window {
            return surged(sign, window, row, subject, recent)
        }
        let table = ConditionJudge(engine: self).table(rule.when)
        let truths = recent.map { table[row, $0] }
        if truths.contains(.yes) { return true }
        return truths.contains(.no) ? false : nil
    }

    private func surged(
        _ sign: RuleSign, _ window: SurgeWindow, _ row: Int, _ subject: String?, _ recent: ClosedRange<Int>
    ) -> Bool? {
        guard let kind = MetricRegistry.definition(sign.metric)?.formula.key else { return nil }
        let detector = SurgeDetector(sign, window, kind: kind, history: history)
        let surges = detector.surges(columns: recent.lowerBound..<recent.upperBound + 1)
        if surges.contains(where: { $0.subject == subject }) { return true }
        let group = history.group(row, window.level)
        return recent.contains { detector.canJudge(group, on: $0) } ? false : nil
    }

    /// The days before the judged one that a rule may look at.
    public static func reach(_ rule: FlagRule) -> Int {
        let windows = rule.when.signs.map(reach)
        return (windows.max() ?? 0) + rule.debounceDays + rule.expiresDays + rule.coolDownDays
    }

    /// Windows of the calendar reach as far as they say; only those that count days with data look past silent ones.
    private static func reach(_ sign: RuleSign) -> Int {
        let days = sign.window.reach
        switch (sign.missing, sign.window) {
        case (.breaks, _), (_, .surge), (_, .absence): return days
        case (.bridges, .consecutive): return days + sign.bridgeDays * days
        case (.bridges, .within): return days + sign.bridgeDays
        case (.bridges, _): return days
        case (.waits, _): return days * 3
        }
    }

    // MARK: Flags

    private func flag(_ rule: FlagRule, _ row: Int, _ span: FlagSpan, _ judge: ConditionJudge) -> Flag {
        let store = history.stores[row]
        let facts = judge.facts(rule.when, row, span.raised)
        let topics = Set(rule.when.signs.filter { $0.metric == "topicCount" }.map(\.key))
        let evidence = (span.first...span.last).flatMap { column in
            (history.facts(row, column)?.mentions ?? []).filter { topics.contains($0.topic) }.map {
                FlagEvidence(day: history.day(column), item: $0.item, text: $0.text, start: $0.start)
            }
        }
        return build(rule, store, span, subject: nil, facts: facts, evidence: evidence)
    }

    private func surgeFlags(_ rule: FlagRule, _ sign: RuleSign, _ window: SurgeWindow) -> [Flag] {
        guard let kind = MetricRegistry.definition(sign.metric)?.formula.key else { return [] }
        let found = SurgeDetector(sign, window, kind: kind, history: history)
            .surges(columns: 0..<history.dayCount)
        let subjects = Dictionary(grouping: found) { "\($0.group)\u{1F}\($0.key)" }
        return subjects.sorted { $0.key < $1.key }.flatMap { _, surges -> [Flag] in
            let byColumn = Dictionary(surges.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
            let truths = (0..<history.dayCount).map { byColumn[$0] == nil ? TruthTable.Truth.no : .yes }
            return FlagLife(rule: rule).spans(truths) { max(0, $0 - window.days + 1) }.compactMap { span in
                guard let surge = byColumn[span.raised], let row = surge.stores.first,
                    surge.stores.contains(where: { rule.concerns(history.stores[$0]) })
                else { return nil }
                return surgeFlag(rule, kind, surge, span, anchor: row)
            }
        }.sorted { ($0.store, $0.from, $0.id) < ($1.store, $1.from, $1.id) }
    }

    private func surgeFlag(
        _ rule: FlagRule, _ kind: KeyedCount, _ surge: Surge, _ span: FlagSpan, anchor: Int
    ) -> Flag {
        let note =
            "期望 \(brief(surge.expected))，偶然概率 \(brief(surge.chance))，\(surge.stores.count) 家店，\(surge.group) "
            + "(expected \(brief(surge.expected)), chance \(brief(surge.chance)), \(surge.stores.count) stores)"
        let fact = FlagFact(
            day: history.day(surge.column), metric: "\(kind.rawValue):\(surge.key)",
            value: Double(surge.mentions), numerator: Double(surge.mentions), denominator: surge.expected,
            note: note)
        let evidence = surge.stores.flatMap { row in
            (span.first...span.raised).flatMap { column in
                (history.facts(row, column)?.mentions ?? []).filter { $0.topic == surge.key }.map {
                    FlagEvidence(day: history.day(column), item: $0.item, text: $0.text, start: $0.start)
                }
            }
        }
        return build(
            rule, history.stores[anchor], span, subject: surge.subject, facts: [fact],
            evidence: evidence.sorted { ($0.day, $0.item) < ($1.day, $1.item) })
    }

    private func build(
        _ rule: FlagRule, _ store: Store, _ span: FlagSpan, subject: String?, facts: [FlagFact],
        evidence: [FlagEvidence]
    ) -> Flag {
        let from = history.day(span.first)
        let suffix = subject.map { ".\($0)" } ?? ""
        let words: [String: String] = [
            "store": store.id.rawValue, "storeName": store.name, "district": store.region.last ?? "",
            "from": from.description, "to": history.day(span.last).description,
            "days": String(span.last - span.first + 1), "subject": subject ?? "",
            "value": facts.first?.valueInWords ?? "",
        ]
        return Flag(
            id: FlagID("\(rule.id).\(store.id).\(from)\(suffix)"), rule: rule.id, ruleVersion: rule.version,
            store: store.id, from: from, to: history.day(span.last), title: rule.title,
            recommendation: rule.recommendation.mapValues { Placeholders.fill($0, words) },
            severity: rule.severity, evidence: evidence, subject: subject, raisedOn: history.day(span.raised),
            facts: facts)
    }
}

/// `{name}` in a text of a rule.
enum Placeholders {
    static let names = ["store", "storeName", "district", "from", "to", "days", "subject", "value"]

    static func fill(_ text: String, _ words: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            let tail = rest[rest.index(after: open)...]
            guard let close = tail.firstIndex(of: "}"), let word = words[String(tail[..<close])] else {
                filled += "{"
                rest = tail
                continue
            }
            filled += word
            rest = tail[tail.index(after: close)...]
        }
        return filled + rest
    }
}

extension FlagFact {
    /// The value as a sentence has it: shares in percent, money in yuan, to one decimal; nil where there is none.
    var valueInWords: String? {
        guard let value else { return nil }
        func tenths(_ value: Double) -> String { brief((value * 10).rounded() / 10) }
        let code = metric.split(separator: ":", maxSplits: 1).first.map(String.init) ?? metric
        return switch MetricRegistry.definition(code)?.unit {
        case .ratio: "\(tenths(value * 100)) %"
        case .fen: tenths(value / 100)
        case .score, .count, .minutes, nil: tenths(value)
        }
    }
}

/// A number for people: up to three decimals.
func brief(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value != 0, abs(value) < 0.001 {
        var scaled = abs(value)
        var exponent = 0
        while scaled < 1 {
            scaled *= 10
            exponent += 1
        }
        return "\(value < 0 ? "-" : "")\(Int(scaled.rounded()))e-\(exponent)"
    }
    if abs(value) >= 1e9 { return "\(value)" }
    let thousandths = Int((value * 1000).rounded())
    let whole = abs(thousandths) / 1000
    let part = abs(thousandths) % 1000
    let sign = thousandths < 0 ? "-" : ""
    guard part != 0 else { return "\(sign)\(whole)" }
    var digits = String(1000 + part).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(sign)\(whole).\(digits)"
}
