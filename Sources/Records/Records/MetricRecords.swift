public import Evidence

/// Store metrics: derived numbers, replaced as a whole when a store-day is scored again.
public struct MetricRecords: Sendable {
    let database: any SQLDatabase

    public func replace(
        store: StoreID, day: BusinessDay, metrics: [StoreMetric]
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try connection.execute(
                "DELETE FROM metric WHERE store = ? AND day = ?", [SQLValue(store), SQLValue(day)])
            for metric in metrics {
                guard metric.store == store && metric.day == day else {
                    throw RecordError(.constraint, "\(metric.code) is of \(metric.store) on \(metric.day)")
                }
                try Self.put(metric, connection)
            }
        }
    }

    static func put(_ metric: StoreMetric, _ connection: any SQLConnection) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO metric (store, day, code, topic, value, numerator, denominator)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (store, day, code, topic) DO UPDATE SET value = excluded.value,
                numerator = excluded.numerator, denominator = excluded.denominator
            """,
            [
                SQLValue(metric.store), SQLValue(metric.day), SQLValue(metric.code), SQLValue(metric.topic),
                SQLValue(metric.value), SQLValue(metric.numerator), SQLValue(metric.denominator),
            ])
    }

    /// By day, code and topic; both ends included.
    public func series(
        store: StoreID, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [StoreMetric] {
        try await metrics(MetricQueries.series, [SQLValue(store), SQLValue(first), SQLValue(last)])
    }

    /// By store, code and topic.
    public func onDay(_ day: BusinessDay) async throws(RecordError) -> [StoreMetric] {
        try await metrics(MetricQueries.onDay, [SQLValue(day)])
    }

    private func metrics(
        _ sql: String, _ arguments: [SQLValue]
    ) async throws(RecordError) -> [StoreMetric] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(StoreMetric.init(row:))
        }
    }
}

enum MetricQueries {
    static let series = """
        SELECT * FROM metric WHERE store = ? AND day BETWEEN ? AND ? ORDER BY day, code, topic
        """
    static let onDay = "SELECT * FROM metric WHERE day = ? ORDER BY store, code, topic"
}

extension StoreMetric {
    init(row: SQLRow) throws(RecordError) {
        self.init(
            store: StoreID(try row.text("store")), day: try row.day("day"), code: try row.text("code"),
            topic: try row.text("topic"), value: try row.optionalReal("value"),
            numerator: try row.real("numerator"), denominator: try row.real("denominator"))
    }
}
