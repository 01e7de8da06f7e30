public import Evidence

/// The flags of one store that somebody still works on, as far as a list of stores shows them.
public struct FlagsInHand: Hashable, Sendable {
    public struct Name: Hashable, Sendable {
        public var id: FlagID
        public var rule: String
        public var title: [String: String]
    }

    /// All of them, also those that are not named.
    public var count: Int
    /// The newest first.
    public var newest: [Name]
}

extension FlagRecords {
    /// How many flags are open, acknowledged or actioned, by store.
    public func countsInHand() async throws(RecordError) -> [StoreID: Int] {
        try await database.read { (connection) throws(RecordError) in
            var counts: [StoreID: Int] = [:]
            for row in try connection.query(FlagQueries.countsInHand) {
                counts[StoreID(try row.text("store"))] = Int(try row.integer("number"))
            }
            return counts
        }
    }

    /// Flags of some stores that are open, acknowledged or actioned.
    /// - Parameter most: no more than so many are named of each store.
    public func inHand(
        naming most: Int, of stores: [StoreID]
    ) async throws(RecordError) -> [StoreID: FlagsInHand] {
        guard !stores.isEmpty else { return [:] }
        return try await database.read { (connection) throws(RecordError) in
            var found: [StoreID: FlagsInHand] = [:]
            // The flags of a rule share their title: it is read once.
            var titles: [String: [String: String]] = [:]
            let rows = try connection.query(
                FlagQueries.inHand(stores: stores.count), stores.map { SQLValue($0) } + [SQLValue(most)])
            for row in rows {
                let store = StoreID(try row.text("store"))
                let text = try row.text("title")
                if titles[text] == nil { titles[text] = try row.json("title", as: [String: String].self) }
                let name = FlagsInHand.Name(
                    id: FlagID(try row.text("id")), rule: try row.text("rule"),
                    title: titles[text] ?? [:])
                let count = Int(try row.integer("number"))
                found[store, default: FlagsInHand(count: count, newest: [])].newest.append(name)
            }
            return found
        }
    }
}

extension FlagQueries {
    static let countsInHand = """
        SELECT store, COUNT(*) AS number FROM flag
        WHERE state IN ('open', 'acknowledged', 'actioned') GROUP BY store
        """

    static func inHand(stores: Int) -> String {
        """
        SELECT store, id, rule, title, number FROM (
            SELECT store, id, rule, title, COUNT(*) OVER (PARTITION BY store) AS number,
                ROW_NUMBER() OVER (PARTITION BY store ORDER BY lastDay DESC, id) AS place
            FROM flag WHERE state IN ('open', 'acknowledged', 'actioned')
                AND store IN (\(SQLPlaceholders.list(stores)))
        ) AS ranked WHERE place <= ? ORDER BY store, place
        """
    }
}
