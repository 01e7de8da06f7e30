public import Evidence

/// The lexicon of consultation topics: `{groups, topics}` with a list of `{id, names, phrases, pairs, forbidden,
/// forbiddenNear, by, examples}`, that list alone, or the map from topic to `{phrases, pairs}`. `groups` are lists of
/// words by name, for `{name}` in pairs.
public enum TopicsFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> TopicLexicon {
        let root = try DocumentNode.root(of: text, file: file)
        let groups = Self.groups(root)
        let names = Set(groups.keys)
        var topics: [TopicEntry] = []
        if root.isList || root.child("topics") != nil {
            for node in root.list("topics") {
                guard let id = node.string("id") else { continue }
                topics.append(topic(id, node, groups: names))
            }
        } else {
            for key in root.keys {
                if let node = root.child(key) { topics.append(topic(key, node, groups: names)) }
            }
        }
        if topics.isEmpty { root.problems.add(root, "没有任何主题", "there is no topic") }
        root.refuseDoubles(topics.map(\.id)) {
            "主题 \($0) 重复"
        } english: {
            "topic \($0) stands twice"
        }
        try root.problems.throwIfAny()
        return TopicLexicon(topics: topics, groups: groups.isEmpty ? nil : groups)
    }

    /// What a pair may name without a group of the file.
    private static let known: Set<String> = ["钱", "数", "时长", "商品"]

    private static func groups(_ root: DocumentNode) -> [String: [String]] {
        guard !root.isList, root.child("topics") != nil, let node = root.child("groups") else { return [:] }
        var groups: [String: [String]] = [:]
        for name in node.keys { groups[name] = node.strings(name) }
        return groups
    }

    /// A name in braces that stands for nothing would make its pair match never, silently.
    private static func refuseUnknownGroups(
        _ pair: DocumentNode, _ groups: [String], _ id: String, known names: Set<String>
    ) {
        for word in groups.flatMap({ $0.split(separator: "|") }) where word.hasPrefix("{") {
            let name = String(word.dropFirst().dropLast())
            if names.contains(name) || known.contains(name) { continue }
            pair.problems.add(
                pair, "主题 \(id)：没有名为 \(name) 的词组", "topic \(id): there is no word group \(name)")
        }
    }

    /// `by: anyone` counts what the staff says, too; else only the customer's words count.
    private static func byAnyone(_ node: DocumentNode) -> Bool? {
        guard node.child("by") != nil, let by = node.string("by") else { return nil }
        if by != "anyone" && by != "customer" {
            node.problems.add(node, "by 应为 customer 或 anyone", "by must be customer or anyone")
        }
        return by == "anyone" ? true : nil
    }

    private static func topic(_ id: String, _ node: DocumentNode, groups: Set<String>) -> TopicEntry {
        let phrases = node.strings("phrases") ?? []
        let pairs: [[String]] =
            node.child("pairs")?.elements().map { (pair) -> [String] in
                let words = pair.elements().compactMap(\.text)
                refuseUnknownGroups(pair, words, id, known: groups)
                return words
            } ?? []
        if phrases.isEmpty && pairs.isEmpty {
            node.problems.add(node, "主题 \(id) 没有说法", "topic \(id) has no phrase")
        }
        for pair in pairs where !(2...3).contains(pair.count) {
            node.problems.add(
                node, "主题 \(id)：一条搭配应有两组或三组词", "topic \(id): a pair has two or three groups")
        }
        let examples = node.child("examples").map {
            TopicEntry.Examples(match: $0.strings("match"), noMatch: $0.strings("noMatch"))
        }
        return TopicEntry(
            id: id, names: node.child("names") == nil ? nil : node.dictionary("names"), phrases: phrases,
            pairs: pairs.isEmpty ? nil : pairs, forbidden: node.strings("forbidden"),
            forbiddenNear: node.strings("forbiddenNear"), byAnyone: byAnyone(node),
            learnt: node.child("learnt") == nil ? nil : node.boolean("learnt"), examples: examples)
    }
}
