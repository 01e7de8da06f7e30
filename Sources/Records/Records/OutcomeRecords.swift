public import Evidence
public import FoundationEssentials

extension FlagRecords {
    /// Keeps what was measured after a flag, one measurement a metric; a later one replaces it.
    public func keep(
        _ outcome: some Encodable & Sendable, of flag: FlagID, metric: String, at instant: Date
    ) async throws(RecordError) {
        let json = try SQLValue.json(outcome)
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                """
                INSERT INTO flagOutcome (flag, metric, outcome, measuredAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (flag, metric) DO UPDATE SET outcome = excluded.outcome,
                    measuredAt = excluded.measuredAt
                """, [SQLValue(flag), SQLValue(metric), json, SQLValue(instant)])
        }
    }

    /// What was measured after a flag, by metric.
    public func outcomes<Outcome: Decodable & Sendable>(
        of flag: FlagID, as type: Outcome.Type
    ) async throws(RecordError) -> [Outcome] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                "SELECT outcome FROM flagOutcome WHERE flag = ? ORDER BY metric", [SQLValue(flag)]
            ).map { (row) throws(RecordError) in try row.json("outcome", as: type) }
        }
    }
}
