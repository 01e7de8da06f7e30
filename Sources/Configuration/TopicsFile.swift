public import Evidence

/// The lexicon of consultation topics: a list of `{id, names, phrases, pairs, forbidden,
/// forbiddenNear, by, examples}`, or the map from
/// topic to `{phrases, pairs}`.
public enum TopicsFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> TopicLexicon {
        let root = try DocumentNode.root(of: text, file: file)
        var topics: [TopicEntry] = []
        if root.isList || root.child("topics") != nil {
            for node in root.list("topics") {
                guard let id = node.string("id") else { continue }
                topics.append(topic(id, node))
            }
        } else {
            for key in root.keys { if let node = root.child(key) { topics.append(topic(key, node)) } }
        }
        if topics.isEmpty { root.problems.add(root, "没有任何主题", "there is no topic") }
        root.refuseDoubles(topics.map(\.id)) {
            "主题 \($0) 重复"
        } english: {
            "topic \($0) stands twice"
        }
        try root.problems.throwIfAny()
        return TopicLexicon(topics: topics)
    }

    /// `by: anyone` counts what the staff says, too; else only the customer's words count.
    private static func byAnyone(_ node: DocumentNode) -> Bool? {
        guard node.child("by") != nil, let by = node.string("by") else { return nil }
        if by != "anyone" && by != "customer" {
            node.problems.add(node, "by 应为 customer 或 anyone", "by must be customer or anyone")
        }
        return by == "anyone" ? true : nil
    }

    private static func topic(_ id: String, _ node: DocumentNode) -> TopicEntry {
        let phrases = node.strings("phrases") ?? []
        let pairs = node.child("pairs")?.elements().map { pair in pair.elements().compactMap(\.text) } ?? []
        if phrases.isEmpty && pairs.isEmpty {
            node.problems.add(node, "主题 \(id) 没有说法", "topic \(id) has no phrase")
        }
        for pair in pairs where pair.count != 2 {
            node.problems.add(node, "主题 \(id)：一对词应有两组", "topic \(id): a pair has two groups")
        }
        let examples = node.child("examples").map {
            TopicEntry.Examples(match: $0.strings("match"), noMatch: $0.strings("noMatch"))
        }
        return TopicEntry(
            id: id, names: node.child("names") == nil ? nil : node.dictionary("names"), phrases: phrases,
            pairs: pairs.isEmpty ? nil : pairs, forbidden: node.strings("forbidden"),
            forbiddenNear: node.strings("forbiddenNear"), byAnyone: byAnyone(node), examples: examples)
    }
}
