public import Evidence

/// What a list of flags shows of one.
public struct FlagLine: Hashable, Sendable {
    public var id: FlagID
    public var rule: String
    public var title: [String: String]
    public var store: StoreID
    public var from: BusinessDay
    public var to: BusinessDay
    public var severity: String
    public var state: Flag.State
    /// How many mentions and how many numbers raised it.
    public var quotes: Int
    public var numbers: Int
}

extension FlagRecords {
    /// Flags in some states, newest first.
    /// - Parameters:
    ///   - store: nil for all stores.
    ///   - limit: no more than so many.
    public func lines(
        _ states: [Flag.State], of store: StoreID? = nil, limit: Int
    ) async throws(RecordError) -> [FlagLine] {
        try await database.read { (connection) throws(RecordError) in
            var rows: [(to: String, id: String, row: SQLRow)] = []
            for state in states {
                let found =
                    if let store {
                        try connection.query(
                            FlagQueries.linesOfStore,
                            [SQLValue(store), SQLValue(state.rawValue), SQLValue(limit)])
                    } else {
                        try connection.query(
                            FlagQueries.linesOfState, [SQLValue(state.rawValue), SQLValue(limit)])
                    }
                for row in found { rows.append((try row.text("lastDay"), try row.text("id"), row)) }
            }
            rows.sort { ($1.to, $0.id) < ($0.to, $1.id) }
            // The flags of a rule share their title: it is read once.
            var titles: [String: [String: String]] = [:]
            return try rows.prefix(limit).map { (entry) throws(RecordError) in
                let text = try entry.row.text("title")
                if titles[text] == nil {
                    titles[text] = try entry.row.json("title", as: [String: String].self)
                }
                return try FlagLine(entry.row, title: titles[text] ?? [:])
            }
        }
    }
}

extension FlagQueries {
    private static let columns = """
        SELECT id, rule, title, store, firstDay, lastDay, severity, state, evidence, facts FROM flag
        """
    static let linesOfState = "\(columns) WHERE state = ? ORDER BY lastDay DESC, id LIMIT ?"
    static let linesOfStore = "\(columns) WHERE store = ? AND state = ? ORDER BY lastDay DESC, id LIMIT ?"
}

extension FlagLine {
    fileprivate init(_ row: SQLRow, title: [String: String]) throws(RecordError) {
        self.init(
            id: FlagID(try row.text("id")), rule: try row.text("rule"), title: title,
            store: StoreID(try row.text("store")), from: try row.day("firstDay"), to: try row.day("lastDay"),
            severity: try row.text("severity"), state: try row.word("state", as: Flag.State.self),
            quotes: try row.json("evidence", as: [Uninspected].self).count,
            numbers: try row.optionalText("facts") == nil
                ? 0 : try row.json("facts", as: [Uninspected].self).count)
    }
}

/// An element that is only counted.
private struct Uninspected: Decodable {
    init(from decoder: any Decoder) {}
}
