/// Lists of words by name: `{freight: [运费, 配送费], paid: [实付, 实付款]}`.
public enum WordListsFile {
    /// - Parameter names: the lists that there may be.
    public static func read(
        _ text: String, file: String, names: [String]
    ) throws(ConfigurationError) -> [String: [String]] {
        let root = try DocumentNode.root(of: text, file: file)
        var lists: [String: [String]] = [:]
        if root.keys.isEmpty { root.problems.add(root, "应是 名称: [词, 词] 的列表", "must be NAME: [word, word]") }
        for name in root.keys {
            guard names.contains(name), let node = root.child(name) else {
                root.problems.add(
                    root.child(name) ?? root, "不认识的用语组 \(name)",
                    "unknown list \(name); there are \(names.joined(separator: ", "))")
                continue
            }
            let words = root.strings(name) ?? []
            if words.contains(where: { word in !word.contains { !$0.isWhitespace } }) {
                root.problems.add(node, "\(name) 中有空白的词", "\(name) holds an empty word")
            }
            lists[name] = words
        }
        try root.problems.throwIfAny()
        return lists
    }
}
