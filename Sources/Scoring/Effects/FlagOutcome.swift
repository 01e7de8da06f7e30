public import Evidence

/// What came after a flag: a metric before and after, beside stores of the same cluster that were not flagged. A rise
/// without a control group proves nothing.
public struct FlagOutcome: Codable, Sendable, Equatable {
    /// Days before the flag and after it.
    public static let days = 14
    /// Stores that a flagged one is held against, the most like it before the flag first.
    public static let controls = 5

    public var flag: FlagID
    public var metric: String
    public var before: Double
    public var after: Double
    public var controlStores: [StoreID]
    /// Mean change of the controls.
    public var controlChange: Double

    /// The change beyond that of the controls.
    public var effect: Double { after - before - controlChange }

    /// - Parameter flagged: the days on which stores were flagged by the same rule; a store that was flagged in the span
    ///   is no control.
    /// - Returns: nil where the metric has no value before or after, or no store can stand beside.
    public static func measure(
        _ flag: Flag, metric: MetricDefinition, key: String = "", history: ChainHistory, reader: MetricReader,
        flagged: [StoreID: [BusinessDay]]
    ) -> FlagOutcome? {
        guard let row = history.row(of: flag.store) else { return nil }
        let raised = flag.raisedOn ?? flag.to
        func change(_ row: Int) -> (before: Double, after: Double)? {
            guard let before = value(row, raised.adding(days: -days)...raised.adding(days: -1)),
                let after = value(row, raised.adding(days: 1)...raised.adding(days: days))
            else { return nil }
            return (before, after)
        }
        func value(_ row: Int, _ span: ClosedRange<BusinessDay>) -> Double? {
            var sum = Counts()
            var known = 0
            for column in 0..<history.dayCount where span.contains(history.day(column)) {
                guard let facts = history.facts(row, column) else { continue }
                sum += facts.counts
                known += 1
            }
            let reading = reader.reading(metric.formula, key: key, of: sum)
            guard let value = reading.value, known > 0 else { return nil }
            return metric.formula.isTotal ? value / Double(known) : value
        }
        guard let own = change(row) else { return nil }
        let span = raised.adding(days: -days)...raised.adding(days: days)
        let others = history.stores.indices.filter { other in
            other != row && history.cluster(other) == history.cluster(row)
                && !(flagged[history.stores[other].id] ?? []).contains(where: span.contains)
        }
        let matched = others.compactMap { other in change(other).map { (row: other, change: $0) } }
            .sorted { one, two in
                (abs(one.change.before - own.before), one.row) < (
                    abs(two.change.before - own.before), two.row
                )
            }.prefix(controls)
        guard !matched.isEmpty else { return nil }
        return FlagOutcome(
            flag: flag.id, metric: metric.code, before: own.before, after: own.after,
            controlStores: matched.map { history.stores[$0.row].id },
            controlChange: matched.reduce(0) { $0 + $1.change.after - $1.change.before }
                / Double(matched.count))
    }
}

/// What a rule is worth: how many of its flags people agreed with, and what changed where they did.
public struct RuleWorth: Codable, Sendable, Equatable {
    public var rule: String
    /// Acted on or closed, of all that were decided.
    public var precision: Interval?
    public var effect: Interval?

    public init(rule: String, flags: [Flag], outcomes: [FlagOutcome]) {
        self.rule = rule
        let own = flags.filter { $0.rule == rule }
        let agreed = own.count { $0.state == .actioned || $0.state == .closed }
        let dismissed = own.count { $0.state == .dismissed }
        precision = Interval.share(agreed, of: agreed + dismissed)
        let ids = Set(own.map(\.id))
        effect = Interval.mean(outcomes.filter { ids.contains($0.flag) }.map(\.effect))
    }
}
