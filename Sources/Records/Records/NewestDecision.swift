public import Evidence

extension ReviewRecords {
    /// The newest decision about an item of a store-day, and whether the store had appealed.
    public func newestDecision(
        store: StoreID, day: BusinessDay
    ) async throws(RecordError) -> (decision: ReviewDecision, followsAppeal: Bool)? {
        try await database.read { (connection) throws(RecordError) in
            let row = try connection.query(
                ReviewQueries.newestDecisionOfStoreDay,
                [
                    SQLValue(CustodyAction.appealed.rawValue), SQLValue(CustodyAction.decided.rawValue),
                    SQLValue(store), SQLValue(day),
                ]
            ).first
            guard let row, let decision = ReviewDecision(text: try row.text("detail")) else { return nil }
            return (decision, try row.boolean("isAppealed"))
        }
    }
}

extension ReviewQueries {
    static let newestDecisionOfStoreDay = """
        SELECT detail, EXISTS (
            SELECT 1 FROM custody AS appeal WHERE appeal.item = custody.item AND appeal.action = ?
        ) AS isAppealed
        FROM custody WHERE action = ? AND item IN (SELECT id FROM item WHERE store = ? AND day = ?)
        ORDER BY sequence DESC LIMIT 1
        """
}
