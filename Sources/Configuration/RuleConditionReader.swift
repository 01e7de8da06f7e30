import Evidence

/// Reads conditions, with complaints that name the line.
struct ConditionReader {
    let vocabulary: RuleVocabulary?

    func read(_ node: DocumentNode) -> RuleCondition? {
        for (key, build) in [("all", RuleCondition.all), ("any", RuleCondition.any)] {
            guard let list = node.child(key) else { continue }
            node.refuseUnknownKeys([key])
            let elements = list.elements()
            if elements.isEmpty { node.problems.add(list, "\(key) 里至少要有一个条件", "\(key) needs a condition") }
            let parts = elements.map(read)
            return parts.contains { $0 == nil } ? nil : build(parts.compactMap { $0 })
        }
        if let part = node.child("not") {
            node.refuseUnknownKeys(["not"])
            return read(part).map(RuleCondition.not)
        }
        if let score = node.child("score") {
            node.refuseUnknownKeys(["score"])
            return self.score(score)
        }
        if node.child("attribute") != nil { return attribute(node) }
        return sign(node).map(RuleCondition.sign)
    }

    private func attribute(_ node: DocumentNode) -> RuleCondition? {
        node.refuseUnknownKeys(["attribute", "anyOf", "is"])
        guard let name = node.string("attribute") else { return nil }
        let values = node.strings("anyOf") ?? node.optionalString("is").map { [$0] } ?? []
        guard !values.isEmpty else {
            node.problems.add(node, "请写 is 或 anyOf", "say is or anyOf")
            return nil
        }
        return .attribute(name, anyOf: values)
    }

    private func score(_ node: DocumentNode) -> RuleCondition? {
        node.refuseUnknownKeys(["atLeast", "signs"])
        guard let limit = node.number("atLeast", in: 0.000_1...100), let list = node.required("signs") else {
            return nil
        }
        let parts = list.elements().map { element -> WeightedCondition? in
            element.refuseUnknownKeys(["name", "weight", "when"])
            guard let name = element.string("name"), let weight = element.number("weight", in: 0.01...100),
                let when = element.required("when"), let condition = read(when)
            else { return nil }
            return WeightedCondition(name: name, weight: weight, condition: condition)
        }
        if parts.isEmpty { node.problems.add(list, "signs 里至少要有一个信号", "signs needs a sign") }
        return parts.isEmpty || parts.contains { $0 == nil }
            ? nil : .score(atLeast: limit, signs: parts.compactMap { $0 })
    }

    // MARK: Signs

    private static let signKeys: Set<String> = [
        "metric", "topic", "category", "phrase", "minimumRecordings", "minimumCount", "missing", "bridgeDays",
        "above", "atLeast", "below", "atMost", "consecutiveDays", "daysOf", "totalDays", "change", "peers",
        "trend",
        "absentDays", "surge",
    ]
    private static let windowKeys = [
        "consecutiveDays", "daysOf", "totalDays", "change", "peers", "trend", "absentDays", "surge",
    ]

    private func sign(_ node: DocumentNode) -> RuleSign? {
        node.refuseUnknownKeys(Self.signKeys)
        let named = Self.windowKeys.filter { node.child($0) != nil }
        guard named.count == 1, let kind = named.first else {
            node.problems.add(
                node, "请写且只写一种窗口：\(Self.windowKeys.joined(separator: "、"))",
                "name one window, and only one: \(Self.windowKeys.joined(separator: ", "))")
            return nil
        }
        if kind == "absentDays" { return absence(node) }
        // Each is read whatever became of the others: one check tells every problem.
        let what = metric(node, anyKey: kind == "surge")
        let missing = missing(node)
        let window = window(node, kind, what?.metric)
        guard let (metric, key) = what, let missing, let window else { return nil }
        if missing != .bridges, node.child("bridgeDays") != nil {
            node.problems.add(
                node.child("bridgeDays"), "bridgeDays 只和 missing: bridges 一起用",
                "bridgeDays goes with missing: bridges only")
        }
        return RuleSign(
            metric: metric, key: key, window: window, missing: missing,
            bridgeDays: missing == .bridges ? node.integer("bridgeDays", in: 0...30, default: 1) ?? 1 : 0,
            minimumCount: node.integer("minimumCount", in: 0...1_000_000, default: 0) ?? 0)
    }

    private func absence(_ node: DocumentNode) -> RuleSign? {
        node.refuseUnknownKeys(["absentDays"])
        guard let days = node.integer("absentDays", in: 1...365) else { return nil }
        return RuleSign(metric: "completeness", window: .absence(days: days), missing: .waits)
    }

    private func missing(_ node: DocumentNode) -> FlagRule.MissingDay? {
        guard let word = node.optionalString("missing") else {
            node.problems.add(
                node, "请写明没有证据的一天怎么算：missing: breaks、bridges 或 waits",
                "say what a day without evidence means: missing: breaks, bridges or waits")
            return nil
        }
        guard let missing = FlagRule.MissingDay(rawValue: word) else {
            node.problems.add(
                node.child("missing"), "missing 只能是 breaks、bridges 或 waits",
                "missing is breaks, bridges or waits")
            return nil
        }
        return missing
    }

    /// `topic: X` is short for `metric: topicCount` with that key.
    private func metric(_ node: DocumentNode, anyKey: Bool) -> (metric: String, key: String)? {
        let words = ["topic": "topicCount", "phrase": "phraseCount", "category": "shareOfShelf"]
        let given = words.keys.sorted().filter { node.child($0) != nil }
        let metric = node.optionalString("metric") ?? given.first.flatMap { words[$0] }
        guard let metric, given.count <= 1 else {
            node.problems.add(
                node, "请写 metric，或者 topic、phrase、category 之一",
                "name a metric, or one topic, phrase or category")
            return nil
        }
        if let vocabulary, vocabulary.metrics[metric] == nil {
            node.problems.add(
                node.child("metric") ?? node,
                "没有指标 \(metric)；可用：\(vocabulary.metrics.keys.sorted().joined(separator: "、"))",
                "there is no metric \(metric)")
            return nil
        }
        let word = vocabulary?.metrics[metric].flatMap { $0 } ?? given.first
        guard let word else {
            if let extra = given.first {
                node.problems.add(
                    node.child(extra), "\(metric) 不按 \(extra) 统计", "\(metric) is not counted by \(extra)")
                return nil
            }
            return (metric, "")
        }
        guard let key = node.optionalString(word) else {
            node.problems.add(node, "\(metric) 要写 \(word)", "\(metric) needs a \(word)")
            return nil
        }
        if key == "any" {
            if anyKey { return (metric, "") }
            node.problems.add(node.child(word), "any 只用于 surge", "any is for a surge only")
            return nil
        }
        if word == "topic", let topics = vocabulary?.topics, !topics.contains(key) {
            node.problems.add(node.child(word), "词库里没有主题 \(key)", "the lexicon has no topic \(key)")
        }
        return (metric, key)
    }

    // MARK: Windows

    /// - Parameter metric: nil where none is known by the name that was given.
    private func window(_ node: DocumentNode, _ kind: String, _ metric: String?) -> RuleWindow? {
        switch kind {
        case "consecutiveDays":
            let limit = comparison(node, metric)
            guard let days = node.integer(kind, in: 1...60), let limit else { return nil }
            return .consecutive(days: days, limit)
        case "daysOf": return within(node, metric)
        case "totalDays":
            let limit = comparison(node, metric)
            guard let days = node.integer(kind, in: 1...366), let limit else { return nil }
            return .total(days: days, limit)
        case "change", "peers", "trend": return node.child(kind).flatMap { relative($0, kind) }
        case "surge": return node.child(kind).flatMap { surge($0) }
        default: return nil
        }
    }

    private func within(_ node: DocumentNode, _ metric: String?) -> RuleWindow? {
        guard let inner = node.child("daysOf") else { return nil }
        inner.refuseUnknownKeys(["atLeast", "of"])
        let limit = comparison(node, metric)
        guard let needed = inner.integer("atLeast", in: 1...366), let span = inner.integer("of", in: 1...366),
            let limit
        else { return nil }
        guard needed <= span else {
            node.problems.add(
                inner, "\(span) 天里不可能有 \(needed) 天", "\(needed) days of \(span) can never be")
            return nil
        }
        return .within(days: needed, of: span, limit)
    }

    private func relative(_ node: DocumentNode, _ kind: String) -> RuleWindow? {
        let limits: Set<String> = ["above", "atLeast", "below", "atMost"]
        node.refuseUnknownKeys(limits.union(["days", "baselineDays", "deviations"]))
        guard let days = node.integer("days", in: 1...366), let limit = comparison(node, nil) else {
            return nil
        }
        let deviations = node.number("deviations", in: 0...20, default: 3) ?? 3
        switch kind {
        case "change":
            guard let baseline = node.integer("baselineDays", in: 1...366) else { return nil }
            return .change(days: days, baselineDays: baseline, limit, deviations: deviations)
        case "trend":
            if days < 8 {
                node.problems.add(node.child("days"), "趋势至少要 8 天", "a trend needs at least 8 days")
            }
            return .trend(days: days, limit, deviations: deviations)
        default: return .peers(days: days, limit)
        }
    }

    private func surge(_ node: DocumentNode) -> RuleWindow? {
        node.refuseUnknownKeys([
            "days", "baselineDays", "falseDiscoveryRate", "level", "minimumFactor", "minimumMentions",
            "minimumStores", "minimumShare",
        ])
        guard let days = node.integer("days", in: 1...60),
            let baseline = node.integer("baselineDays", in: 7...366),
            let rate = node.number("falseDiscoveryRate", in: 0.000_001...0.5), let word = node.string("level")
        else { return nil }
        guard let level = Scope.Kind(rawValue: word) else {
            node.problems.add(
                node.child("level"), "level 只能是 store、district、region 或 chain",
                "level is store, district, region or chain")
            return nil
        }
        return .surge(
            SurgeWindow(
                days: days, baselineDays: baseline, falseDiscoveryRate: rate, level: level,
                minimumFactor: node.number("minimumFactor", in: 1...100, default: 1.5) ?? 1.5,
                minimumMentions: node.integer("minimumMentions", in: 1...10_000, default: 5) ?? 5,
                minimumStores: node.integer("minimumStores", in: 1...10_000, default: 1) ?? 1,
                minimumShare: node.number("minimumShare", in: 0...1, default: 0) ?? 0))
    }

    /// - Parameter metric: nil where the limit is on a difference, not on the metric itself, or the metric is unknown.
    private func comparison(_ node: DocumentNode, _ metric: String?) -> Comparison? {
        if node.child("minimumRecordings") != nil {
            return node.integer("minimumRecordings", in: 1...100).map { Comparison(.atLeast, Double($0)) }
        }
        let given = Comparison.Relation.allCases.filter { node.child($0.rawValue) != nil }
        if given.isEmpty, metric == "topicCount" || metric == "phraseCount" { return Comparison(.atLeast, 1) }
        guard given.count == 1, let relation = given.first else {
            node.problems.add(
                node, "请写且只写一个界限：above、atLeast、below 或 atMost",
                "give one limit, and only one: above, atLeast, below or atMost")
            return nil
        }
        guard let limit = node.number(relation.rawValue, in: -1e9...1e9) else { return nil }
        if let metric, let range = vocabulary?.limits[metric] {
            let never =
                switch relation {
                case .above: limit >= range.upperBound
                case .atLeast: limit > range.upperBound
                case .below: limit <= range.lowerBound
                case .atMost: limit < range.lowerBound
                }
            if never {
                node.problems.add(
                    node.child(relation.rawValue),
                    "\(metric) 在 \(range.lowerBound)…\(range.upperBound) 之间，条件永远不成立",
                    "\(metric) lies in \(range.lowerBound)…\(range.upperBound): this never holds")
            }
        }
        return Comparison(relation, limit)
    }
}
