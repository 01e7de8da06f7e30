import Evidence

/// Judges a condition for every store and day at once; holds the series that it has read.
final class ConditionJudge {
    private let engine: RuleEngine
    private var history: ChainHistory { engine.history }
    private var evaluators: [RuleSign: [SignEvaluator]] = [:]
    private var standings: [RuleSign: [[PeerComparison.Standing?]]] = [:]
    private var tables: [RuleSign: TruthTable] = [:]

    init(engine: RuleEngine) { self.engine = engine }

    func table(_ condition: RuleCondition) -> TruthTable {
        switch condition {
        case .all(let parts): combined(parts, .yes, TruthTable.and)
        case .any(let parts): combined(parts, .no, TruthTable.or)
        case .not(let part):
            inverted(table(part))
        case .sign(let sign): table(sign)
        case .attribute(let name, let values): attributeTable(name, values)
        case .score(let limit, let signs): scoreTable(limit, signs)
        }
    }

    private func combined(
        _ parts: [RuleCondition], _ start: TruthTable.Truth,
        _ rule: (TruthTable.Truth, TruthTable.Truth) -> TruthTable.Truth
    ) -> TruthTable {
        var table = TruthTable(stores: history.stores.count, days: history.dayCount, filledWith: start)
        for part in parts { table.combine(self.table(part), rule) }
        return table
    }

    private func inverted(_ table: TruthTable) -> TruthTable {
        var table = table
        table.invert()
        return table
    }

    private func attributeTable(_ name: String, _ values: [String]) -> TruthTable {
        var table = TruthTable(stores: history.stores.count, days: history.dayCount)
        for (row, store) in history.stores.enumerated() {
            guard let value = store.attributes[name] else { continue }
            for day in 0..<history.dayCount { table[row, day] = values.contains(value) ? .yes : .no }
        }
        return table
    }

    private func scoreTable(_ limit: Double, _ signs: [WeightedCondition]) -> TruthTable {
        var table = TruthTable(stores: history.stores.count, days: history.dayCount)
        let parts = signs.map { (weight: $0.weight, table: self.table($0.condition)) }
        for row in history.stores.indices {
            for day in 0..<history.dayCount {
                guard let score = Self.score(parts.map { ($0.weight, $0.table[row, day]) }) else { continue }
                table[row, day] = score >= limit ? .yes : .no
            }
        }
        return table
    }

    /// 0…100 over the signs that are known; nil where less than half of the weights are.
    static func score(_ parts: [(weight: Double, truth: TruthTable.Truth)]) -> Double? {
        let all = parts.reduce(0) { $0 + $1.weight }
        let known = parts.filter { $0.truth != .unknown }.reduce(0) { $0 + $1.weight }
        guard all > 0, known * 2 >= all else { return nil }
        return 100 * parts.filter { $0.truth == .yes }.reduce(0) { $0 + $1.weight } / known
    }

    // MARK: Signs

    private func table(_ sign: RuleSign) -> TruthTable {
        if let known = tables[sign] { return known }
        let made = judged(sign)
        tables[sign] = made
        return made
    }

    private func judged(_ sign: RuleSign) -> TruthTable {
        var table = TruthTable(stores: history.stores.count, days: history.dayCount)
        let evaluators = evaluators(of: sign)
        guard evaluators.count == history.stores.count else { return table }
        switch sign.window {
        case .peers(_, let comparison):
            for (day, standings) in standings(of: sign).enumerated() {
                for (row, standing) in standings.enumerated() {
                    guard let standing else { continue }
                    table[row, day] = comparison.holds(standing.deviations) ? .yes : .no
                }
            }
        case .total(let days, let comparison) where isRelative(sign):
            for day in 0..<history.dayCount {
                let windows = relativeWindows(sign, day, days)
                for (row, window) in windows.enumerated() {
                    guard let value = window?.reading.value else { continue }
                    table[row, day] = comparison.holds(value) ? .yes : .no
                }
            }
        default:
            for (row, evaluator) in evaluators.enumerated() {
                for (day, truth) in evaluator.truths().enumerated() { table[row, day] = truth }
            }
        }
        return table
    }

    private func isRelative(_ sign: RuleSign) -> Bool {
        MetricRegistry.definition(sign.metric)?.formula.isRelative ?? false
    }

    /// One evaluator a store; none where the metric is not in the registry.
    private func evaluators(of sign: RuleSign) -> [SignEvaluator] {
        if let known = evaluators[sign] { return known }
        guard let definition = MetricRegistry.definition(sign.metric) else { return [] }
        let made = history.stores.indices.map { row in
            let facts = (0..<history.dayCount).map { history.facts(row, $0) }
            return SignEvaluator(
                sign: sign,
                series: SignSeries(
                    sign, formula: definition.formula, reader: engine.reader, counts: facts.map { $0?.counts }
                ),
                isTotal: definition.formula.isTotal,
                evidence: facts.map { ($0?.counts[.evidenceDays] ?? 0) > 0 })
        }
        evaluators[sign] = made
        return made
    }

    private func standings(of sign: RuleSign) -> [[PeerComparison.Standing?]] {
        if let known = standings[sign] { return known }
        guard case .peers(let days, _) = sign.window else { return [] }
        let evaluators = evaluators(of: sign)
        let clusters = history.stores.indices.map(history.cluster)
        let made = (0..<history.dayCount).map { day in
            PeerComparison.standings(
                evaluators.map { $0.series.isKnown(day) ? $0.series.window(endingAt: day, days: days) : nil },
                clusters: clusters, isTotal: evaluators.first?.isTotal ?? false)
        }
        standings[sign] = made
        return made
    }

    /// Windows of a metric that is read against the medians of the cluster.
    private func relativeWindows(_ sign: RuleSign, _ day: Int, _ days: Int) -> [SignSeries.Window?] {
        let peers = peers(of: sign, day, days)
        return evaluators(of: sign).enumerated().map { row, evaluator in
            guard evaluator.series.isKnown(day) else { return nil }
            return evaluator.series.window(
                endingAt: day, days: days, peers: peers[history.cluster(row)])
        }
    }

    /// By cluster.
    private func peers(of sign: RuleSign, _ day: Int, _ days: Int) -> [String: GroupBuyCapability.Peers] {
        GroupBuyCapability.Peers.byCluster(
            evaluators(of: sign).enumerated().compactMap { row, evaluator in
                evaluator.series.windowCounts(endingAt: day, days: days)
                    .map { (history.cluster(row), $0) }
            })
    }

    // MARK: What made it true

    /// The first day of what was looked at.
    func start(_ condition: RuleCondition, _ row: Int, _ day: Int) -> Int {
        switch condition {
        case .all(let parts), .any(let parts):
            return parts.map { start($0, row, day) }.min() ?? day
        case .score(_, let parts): return parts.map { start($0.condition, row, day) }.min() ?? day
        case .not, .attribute: return day
        case .sign(let sign):
            let evaluators = evaluators(of: sign)
            guard evaluators.indices.contains(row), table(sign)[row, day] == .yes else { return day }
            if case .consecutive(_, let comparison) = sign.window {
                return evaluators[row].runStart(endingAt: day, comparison)
            }
            return max(0, day - sign.window.judged + 1)
        }
    }

    /// Every number that made a condition true on a day, in the order of the condition.
    func facts(_ condition: RuleCondition, _ row: Int, _ day: Int) -> [FlagFact] {
        switch condition {
        case .all(let parts): parts.flatMap { facts($0, row, day) }
        case .any(let parts):
            parts.filter { table($0)[row, day] == .yes }.flatMap { facts($0, row, day) }
        case .not(let part): facts(part, row, day).map { negated($0) }
        case .score(let limit, let parts): scoreFacts(limit, parts, row, day)
        case .attribute(let name, _):
            [
                FlagFact(
                    day: history.day(day), metric: "attribute:\(name)", value: nil, numerator: 0,
                    denominator: 0,
                    note: history.stores[row].attributes[name] ?? "")
            ]
        case .sign(let sign): facts(sign, row, day)
        }
    }

    private func negated(_ fact: FlagFact) -> FlagFact {
        var fact = fact
        fact.note = "不成立 (does not hold): \(fact.note)"
        return fact
    }

    private func scoreFacts(
        _ limit: Double, _ parts: [WeightedCondition], _ row: Int, _ day: Int
    ) -> [FlagFact] {
        let judged = parts.map { (weight: $0.weight, truth: table($0.condition)[row, day]) }
        let score = Self.score(judged)
        let total = FlagFact(
            day: history.day(day), metric: "score", value: score, numerator: score ?? 0, denominator: 100,
            note: zip(parts, judged).map { part, judged in
                let mark = judged.truth == .yes ? "✓" : judged.truth == .no ? "✗" : "—"
                return "\(mark) \(part.name) \(brief(part.weight))"
            }.joined(separator: "；") + "；≥ \(brief(limit))")
        return [total]
            + zip(parts, judged).filter { $0.1.truth == .yes }.flatMap { facts($0.0.condition, row, day) }
    }

    private func facts(_ sign: RuleSign, _ row: Int, _ day: Int) -> [FlagFact] {
        let evaluators = evaluators(of: sign)
        guard evaluators.indices.contains(row) else { return [] }
        let evaluator = evaluators[row]
        let name = sign.key.isEmpty ? sign.metric : "\(sign.metric):\(sign.key)"
        func fact(_ column: Int, _ reading: MetricReading, _ note: String) -> FlagFact {
            FlagFact(
                day: history.day(column), metric: name, value: reading.value, numerator: reading.numerator,
                denominator: reading.denominator, note: note)
        }
        switch sign.window {
        case .consecutive(_, let comparison), .within(_, _, let comparison):
            let first = start(.sign(sign), row, day)
            return (first...day).filter(evaluator.series.isKnown).map {
                fact($0, evaluator.series.days[$0], comparison.description)
            }
        case .peers(let days, let comparison):
            guard let window = evaluator.series.window(endingAt: day, days: days),
                let standing = standings(of: sign)[day][row]
            else { return [] }
            let note =
                "同类中位数 \(brief(standing.median))，相差 \(brief(standing.deviations)) 个稳健标准差 "
                + "(median of peers, robust deviations)；\(comparison.description)"
            return [fact(day, window.reading, note)]
        case .absence(let days):
            return [
                FlagFact(
                    day: history.day(day), metric: "evidenceDays", value: 0, numerator: 0,
                    denominator: Double(days), note: "\(days) 天没有证据 (days without evidence)")
            ]
        default:
            let days = sign.window.judged
            if isRelative(sign) {
                guard let window = relativeWindows(sign, day, days)[row] else { return [] }
                return [fact(day, window.reading, sign.window.words)] + capabilityFacts(sign, row, day, days)
            }
            guard let window = evaluator.series.window(endingAt: day, days: days) else { return [] }
            return [fact(day, window.reading, sign.window.words)]
        }
    }

    /// The parts of a capability with what was counted for each.
    private func capabilityFacts(_ sign: RuleSign, _ row: Int, _ day: Int, _ days: Int) -> [FlagFact] {
        guard let counts = evaluators(of: sign)[row].series.windowCounts(endingAt: day, days: days),
            let peers = peers(of: sign, day, days)[history.cluster(row)]
        else { return [] }
        return GroupBuyCapability(counts: counts, peers: peers).parts.map { part in
            FlagFact(
                day: history.day(day), metric: "\(sign.metric):\(part.chineseName)", value: part.score,
                numerator: part.numerator, denominator: part.denominator,
                note: "占 \(brief(part.weight)) %" + (part.note.map { "：\($0.chinese) (\($0.english))" } ?? "")
            )
        }
    }
}

extension Comparison {
    var description: String {
        let mark =
            switch relation {
            case .above: ">"
            case .atLeast: "≥"
            case .below: "<"
            case .atMost: "≤"
            }
        return "\(mark) \(brief(limit))"
    }
}

extension RuleWindow {
    /// The days that are judged, without the baseline they are held against.
    var judged: Int {
        switch self {
        case .change(let days, _, _, _): days
        case .surge(let surge): surge.days
        default: reach
        }
    }

    var words: String {
        switch self {
        case .total(let days, let comparison): "\(days) 天合计 (total of days) \(comparison.description)"
        case .change(let days, let baseline, let comparison, _):
            "\(days) 天对比此前 \(baseline) 天 (against the days before) \(comparison.description)"
        case .trend(let days, let comparison, _): "\(days) 天趋势每周 (trend per week) \(comparison.description)"
        default: ""
        }
    }
}
