public import Evidence

/// What a store sold on a day, as the chain's own system says; read beside the evidence, never scored.
public struct SalesDay: Codable, Sendable, Hashable {
    public var store: StoreID
    public var day: BusinessDay
    public var fen: Int
    public var receipts: Int
    public init(store: StoreID, day: BusinessDay, fen: Int, receipts: Int) {
        self.store = store
        self.day = day
        self.fen = fen
        self.receipts = receipts
    }
}

extension MetricBook {
    /// Imports sales; a day that was imported before is replaced, and what its numbers were stays in the history.
    @discardableResult
    public func record(
        sales: [SalesDay], cause: MetricCause, reading: @escaping Reading
    ) async throws(RecordError) -> [StoreDayChange] {
        try await database.write { (connection) throws(RecordError) in
            var session = MetricSession(connection: connection, cause: cause, reading: reading)
            for day in sales { try session.sell(day) }
            return try session.finish()
        }
    }
}

enum SalesQueries {
    static let ofStoreDay = "SELECT * FROM salesDay WHERE store = ? AND day = ?"
}
