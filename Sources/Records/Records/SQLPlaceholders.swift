/// Where a statement takes as many values as there are.
enum SQLPlaceholders {
    /// `?, ?, ?`, each with a comma before it where something stands in front.
    static func list(_ count: Int, afterOther: Bool = false) -> String {
        let list = Array(repeating: "?", count: count).joined(separator: ", ")
        return afterOther && count > 0 ? ", " + list : list
    }
}
