public import Evidence

/// Flag rules: `{version, rules: [{id, title, when: {topic, consecutiveDays, missing, …}, recommendation}]}`.
public enum RulesFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [FlagRule] {
        let root = try DocumentNode.root(of: text, file: file)
        let fileVersion = root.optionalString("version") ?? "1"
        let rules = root.list("rules").compactMap { rule($0, fileVersion: fileVersion) }
        root.refuseDoubles(rules.map(\.id)) {
            "规则 \($0) 重复"
        } english: {
            "rule \($0) stands twice"
        }
        try root.problems.throwIfAny()
        return rules
    }

    private static func rule(_ node: DocumentNode, fileVersion: String) -> FlagRule? {
        guard let id = node.string("id"), let when = node.required("when"), let topic = when.string("topic"),
            let days = when.integer("consecutiveDays", in: 1...60)
        else { return nil }
        guard let word = when.optionalString("missing") else {
            when.problems.add(
                when, "请写明没有证据的一天怎么算：missing: breaks、bridges 或 waits",
                "say what a day without evidence means: missing: breaks, bridges or waits")
            return nil
        }
        guard let missing = FlagRule.MissingDay(rawValue: word) else {
            when.problems.add(
                when.child("missing"), "missing 只能是 breaks、bridges 或 waits",
                "missing is breaks, bridges or waits")
            return nil
        }
        return FlagRule(
            id: id, version: "\(fileVersion)/\(node.optionalString("version") ?? "1")",
            title: node.dictionary("title"), topic: topic,
            minimumMentions: when.integer("minimumRecordings", in: 1...100, default: 1) ?? 1,
            consecutiveDays: days,
            missing: missing, bridgeDays: when.integer("bridgeDays", in: 0...7, default: 0) ?? 0,
            regions: node.child("scope")?.strings("regions") ?? [],
            severity: node.optionalString("severity") ?? "attention",
            recommendation: node.dictionary("recommendation"))
    }
}
