public import Evidence

/// What a rule file may name.
public struct RuleVocabulary: Sendable {
    /// The registry's codes; those of keyed metrics with the word for their key (`topic`, `category`, `phrase`).
    public var metrics: [String: String?]
    /// Ratios lie in 0…1, scores in 0…100.
    public var limits: [String: ClosedRange<Double>]
    /// Nil: the lexicon is not known here, any topic is taken.
    public var topics: Set<String>?
    public init(
        metrics: [String: String?], limits: [String: ClosedRange<Double>] = [:], topics: Set<String>? = nil
    ) {
        self.metrics = metrics
        self.limits = limits
        self.topics = topics
    }
}

/// Flag rules: `{version, rules: [{id, title, when, recommendation, …}]}`. A condition is `all`, `any`, `not`, `score`,
/// `attribute`, or a sign: a metric or topic with one window, a limit, and what a day without data means.
public enum RulesFile {
    public static let severities = ["opportunity", "attention", "urgent", "info"]
    public static let placeholders: Set<String> = [
        "store", "storeName", "district", "from", "to", "days", "subject", "value",
    ]
    private static let keys: Set<String> = [
        "id", "version", "title", "severity", "scope", "when", "debounceDays", "coolDownDays", "expiresDays",
        "owner", "recommendation", "actions", "note",
    ]

    /// - Parameter vocabulary: nil where only the form is looked at.
    public static func read(
        _ text: String, file: String, vocabulary: RuleVocabulary? = nil
    ) throws(ConfigurationError) -> [FlagRule] {
        let root = try DocumentNode.root(of: text, file: file)
        let fileVersion = root.optionalString("version") ?? "1"
        let rules = root.list("rules").compactMap {
            rule($0, fileVersion: fileVersion, conditions: ConditionReader(vocabulary: vocabulary))
        }
        root.refuseDoubles(rules.map(\.id)) {
            "规则 \($0) 重复"
        } english: {
            "rule \($0) stands twice"
        }
        try root.problems.throwIfAny()
        return rules
    }

    private static func rule(
        _ node: DocumentNode, fileVersion: String, conditions: ConditionReader
    ) -> FlagRule? {
        node.refuseUnknownKeys(keys)
        let id = node.string("id")
        let when = node.required("when")
        let condition = when.flatMap(conditions.read)
        if let when, let condition { conditions.refuseContradictions(condition, at: when) }
        let debounce = node.integer("debounceDays", in: 1...30, default: 1) ?? 1
        let expires = node.integer("expiresDays", in: 1...365, default: 14) ?? 14
        let severity = node.optionalString("severity") ?? "attention"
        if !severities.contains(severity) {
            node.problems.add(
                node.child("severity"), "severity 只能是 \(severities.joined(separator: "、"))",
                "severity is one of \(severities.joined(separator: ", "))")
        }
        let recommendation = node.dictionary("recommendation")
        check(recommendation, at: node.child("recommendation"))
        let actions = node.child("actions").map(actions) ?? []
        guard let id, let condition else { return nil }
        return FlagRule(
            id: id, version: "\(fileVersion)/\(node.optionalString("version") ?? "1")",
            title: node.dictionary("title"), regions: node.child("scope")?.strings("regions") ?? [],
            stores: (node.child("scope")?.strings("stores") ?? []).map { StoreID($0) }, when: condition,
            debounceDays: debounce, coolDownDays: node.integer("coolDownDays", in: 0...365, default: 0) ?? 0,
            expiresDays: expires, severity: severity, owner: node.optionalString("owner") ?? "hq",
            recommendation: recommendation, actions: actions)
    }

    private static func check(_ recommendation: [String: String], at node: DocumentNode?) {
        for (_, text) in recommendation.sorted(by: { $0.key < $1.key }) {
            for part in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
                guard let close = part.firstIndex(of: "}") else { continue }
                let name = String(part[..<close])
                if !placeholders.contains(name) {
                    node?.problems.add(
                        node, "没有占位符 {\(name)}；可用：\(placeholders.sorted().joined(separator: "、"))",
                        "there is no placeholder {\(name)}; use \(placeholders.sorted().joined(separator: ", "))"
                    )
                }
            }
        }
    }

    private static func actions(_ node: DocumentNode) -> [RuleAction] {
        node.elements().compactMap { action in
            guard let word = action.string("kind") else { return nil }
            guard let kind = RuleAction.Kind(rawValue: word) else {
                action.problems.add(
                    action.child("kind"), "kind 只能是 task、webhook 或 email", "kind is task, webhook or email")
                return nil
            }
            guard let target = action.string("target") else { return nil }
            if kind == .email, !MailAddress.isPlausible(target) {
                action.problems.add(
                    action.child("target"), "email 的 target 应是一个邮箱地址", "the target of an e-mail is an address"
                )
            }
            return RuleAction(
                kind: kind, target: target,
                dueDays: kind == .task ? action.integer("dueDays", in: 1...365, default: 7) : nil)
        }
    }
}

extension DocumentNode {
    /// A misspelt key would silently mean its default.
    func refuseUnknownKeys(_ known: Set<String>) {
        for key in keys where !known.contains(key) {
            problems.add(
                child(key) ?? self, "没有 \(key) 这一项；可用：\(known.sorted().joined(separator: "、"))",
                "there is no \(key) here; use \(known.sorted().joined(separator: ", "))")
        }
    }
}
