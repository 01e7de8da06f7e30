public import Evidence

/// What a store sent on a day, counted.
public struct ItemTally: Hashable, Sendable {
    /// Of the slots that were asked about, those that hold an item which need not be captured again.
    public var filled: Int
    public var suspect: Int
    public var rejected: Int
    public var late: Int

    public init(filled: Int = 0, suspect: Int = 0, rejected: Int = 0, late: Int = 0) {
        self.filled = filled
        self.suspect = suspect
        self.rejected = rejected
        self.late = late
    }
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
    /// Items in force on a day, counted by store.
    /// - Parameter slots: each once.
    public func tallies(
        on day: BusinessDay, slots: [String]
    ) async throws(RecordError) -> [StoreID: ItemTally] {
        try await database.read { (connection) throws(RecordError) in
            var tallies: [StoreID: ItemTally] = [:]
            let rows = try connection.query(
                GlanceQueries.tallies(slots: slots.count), slots.map { SQLValue($0) } + [SQLValue(day)])
            for row in rows {
                tallies[StoreID(try row.text("store"))] = ItemTally(
                    filled: Int(try row.integer("filled")), suspect: Int(try row.integer("suspect")),
                    rejected: Int(try row.integer("rejected")), late: Int(try row.integer("late")))
            }
            return tallies
        }
    }
}

extension ScoreRecords {
    /// The scores in force of some stores on a day.
    public func glances(
        on day: BusinessDay, of stores: [StoreID]
    ) async throws(RecordError) -> [StoreID: ScoreGlance] {
        guard !stores.isEmpty else { return [:] }
        return try await database.read { (connection) throws(RecordError) in
            var glances: [StoreID: ScoreGlance] = [:]
            let rows = try connection.query(
                GlanceQueries.scores(stores: stores.count), [SQLValue(day)] + stores.map { SQLValue($0) })
            for row in rows {
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
    /// No slot is named by nothing, so that the list may be empty.
    static func tallies(slots: Int) -> String {
        """
        SELECT store,
            COUNT(*) FILTER (WHERE state <> 'rejected' AND slot IN (''\(SQLPlaceholders.list(slots, afterOther: true)))) AS filled,
            COUNT(*) FILTER (WHERE verdict = 'suspect') AS suspect,
            COUNT(*) FILTER (WHERE state = 'rejected' OR verdict = 'rejected') AS rejected,
            COUNT(*) FILTER (WHERE late = 1) AS late
        FROM item WHERE day = ? AND supersededBy IS NULL GROUP BY store
        """
    }

    static func scores(stores: Int) -> String {
        """
        SELECT store, total, provisional, parts FROM score
        WHERE day = ? AND superseded = 0 AND store IN (\(SQLPlaceholders.list(stores)))
        """
    }

    static let totals = "SELECT store, total FROM score WHERE day = ? AND superseded = 0"
}
