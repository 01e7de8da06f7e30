public import Evidence

/// What a list of stores shows of an item.
public struct ItemGlance: Hashable, Sendable {
    public var store: StoreID
    public var slot: String
    public var state: ItemState
    public var verdict: Verdict?
    public var late: Bool
}

/// What a list of stores shows of a score.
public struct ScoreGlance: Hashable, Sendable {
    public var total: Double?
    public var provisional: Bool
    /// Scores of the parts by code, without what they are made of.
    public var parts: [String: Double]
}

// Lists of a whole chain's day read no more of a row than they show.
extension ItemRecords {
    /// Items in force on a day, by store.
    public func glances(on day: BusinessDay) async throws(RecordError) -> [StoreID: [ItemGlance]] {
        let glances = try await database.read { (connection) throws(RecordError) in
            try connection.query(GlanceQueries.items, [SQLValue(day)]).map { (row) throws(RecordError) in
                ItemGlance(
                    store: StoreID(try row.text("store")), slot: try row.text("slot"),
                    state: try row.word("state", as: ItemState.self),
                    verdict: try row.optionalWord("verdict", as: Verdict.self), late: try row.boolean("late"))
            }
        }
        return Dictionary(grouping: glances, by: \.store)
    }
}

extension ScoreRecords {
    /// The scores in force of a day, by store.
    public func glances(on day: BusinessDay) async throws(RecordError) -> [StoreID: ScoreGlance] {
        try await database.read { (connection) throws(RecordError) in
            var glances: [StoreID: ScoreGlance] = [:]
            for row in try connection.query(GlanceQueries.scores, [SQLValue(day)]) {
                let parts = try row.json("parts", as: [PartGlance].self)
                glances[StoreID(try row.text("store"))] = ScoreGlance(
                    total: try row.optionalReal("total"), provisional: try row.boolean("provisional"),
                    parts: Dictionary(
                        parts.compactMap { part in part.score.map { (part.code, $0) } },
                        uniquingKeysWith: { first, _ in first }))
            }
            return glances
        }
    }

    /// The totals of a day, by store; stores whose parts could not be scored are left out.
    public func totals(on day: BusinessDay) async throws(RecordError) -> [StoreID: Double] {
        try await database.read { (connection) throws(RecordError) in
            var totals: [StoreID: Double] = [:]
            for row in try connection.query(GlanceQueries.totals, [SQLValue(day)]) {
                totals[StoreID(try row.text("store"))] = try row.optionalReal("total")
            }
            return totals
        }
    }

    private struct PartGlance: Decodable {
        var code: String
        var score: Double?
    }
}

enum GlanceQueries {
    static let items = """
        SELECT store, slot, state, verdict, late FROM item WHERE day = ? AND supersededBy IS NULL
        """
    static let scores = "SELECT store, total, provisional, parts FROM score WHERE day = ? AND superseded = 0"
    static let totals = "SELECT store, total FROM score WHERE day = ? AND superseded = 0"
}
