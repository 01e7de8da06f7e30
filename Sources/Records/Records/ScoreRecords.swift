public import Evidence
public import FoundationEssentials

/// Compliance scores, one in force for each store-day; earlier ones are kept.
public struct ScoreRecords: Sendable {
    let database: any SQLDatabase

    /// The same score again changes nothing.
    public func save(_ score: ComplianceScore, at instant: Date) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            let key = [SQLValue(score.store), SQLValue(score.day)]
            let older = try connection.query(ScoreQueries.ofStoreDay, key).first
            if let older, try ComplianceScore(row: older) == score { return }
            try connection.execute(
                "UPDATE score SET superseded = 1 WHERE store = ? AND day = ? AND superseded = 0", key)
            try connection.execute(
                """
                INSERT INTO score
                    (store, day, revision, total, provisional, policyVersion, parts, scoredAt, superseded)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
                """,
                key + [
                    .integer((try older?.integer("revision") ?? 0) + 1), SQLValue(score.total),
                    SQLValue(score.provisional), SQLValue(score.policyVersion), try .json(score.parts),
                    SQLValue(instant),
                ])
        }
    }

    public func find(store: StoreID, day: BusinessDay) async throws(RecordError) -> ComplianceScore? {
        try await scores(ScoreQueries.ofStoreDay, [SQLValue(store), SQLValue(day)]).first
    }

    /// Since when the score in force stands.
    public func scoredAt(store: StoreID, day: BusinessDay) async throws(RecordError) -> Date? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(ScoreQueries.ofStoreDay, [SQLValue(store), SQLValue(day)]).first
                .map { (row) throws(RecordError) in try row.instant("scoredAt") }
        }
    }

    /// By store.
    public func onDay(_ day: BusinessDay) async throws(RecordError) -> [ComplianceScore] {
        try await scores(ScoreQueries.onDay, [SQLValue(day)])
    }

    /// By day; both ends included.
    public func series(
        store: StoreID, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [ComplianceScore] {
        try await scores(ScoreQueries.series, [SQLValue(store), SQLValue(first), SQLValue(last)])
    }

    /// Every score that a store-day ever had, oldest first.
    public func history(store: StoreID, day: BusinessDay) async throws(RecordError) -> [ComplianceScore] {
        try await scores(
            "SELECT * FROM score WHERE store = ? AND day = ? ORDER BY revision",
            [SQLValue(store), SQLValue(day)])
    }

    /// Store-days of a span that were scored by another policy than one, by day and store; both ends included.
    public func scored(
        notBy version: String, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [(store: StoreID, day: BusinessDay)] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                ScoreQueries.ofOtherPolicies, [SQLValue(first), SQLValue(last), SQLValue(version)]
            ).map { (row) throws(RecordError) in (StoreID(try row.text("store")), try row.day("day")) }
        }
    }

    private func scores(
        _ sql: String, _ arguments: [SQLValue]
    ) async throws(RecordError) -> [ComplianceScore] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(ComplianceScore.init(row:))
        }
    }
}

enum ScoreQueries {
    static let ofStoreDay = "SELECT * FROM score WHERE store = ? AND day = ? AND superseded = 0"
    static let onDay = "SELECT * FROM score WHERE day = ? AND superseded = 0 ORDER BY store"
    static let ofOtherPolicies = """
        SELECT store, day FROM score WHERE day BETWEEN ? AND ? AND superseded = 0 AND policyVersion <> ?
        ORDER BY day, store
        """
    static let series = """
        SELECT * FROM score WHERE store = ? AND day BETWEEN ? AND ? AND superseded = 0 ORDER BY day
        """
}

extension ComplianceScore {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            store: StoreID(try row.text("store")), day: try row.day("day"),
            total: try row.optionalReal("total"), provisional: try row.boolean("provisional"),
            parts: try row.json("parts", as: [ScorePart].self),
            policyVersion: try row.text("policyVersion"))
    }
}
