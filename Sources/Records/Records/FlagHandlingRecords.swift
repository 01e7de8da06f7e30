public import Evidence
import FoundationEssentials

/// What people did about a flag.
public struct HandledFlag: Hashable, Sendable {
    public var state: Flag.State
    /// From raising to the first step of a person; nil where nobody has looked.
    public var daysToDecision: Double?
}

extension FlagRecords {
    /// The flags that were raised in a span, both ends included.
    public func handling(
        from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [HandledFlag] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                FlagQueries.handling,
                [SQLValue(Self.system.rawValue), SQLValue(first), SQLValue(first), SQLValue(last)]
            ).map { (row) throws(RecordError) in
                let raised = try row.optionalInteger("raisedAt").map(Date.init(milliseconds:))
                let decided = try row.optionalInteger("decidedAt").map(Date.init(milliseconds:))
                var days: Double?
                if let raised, let decided { days = decided.timeIntervalSince(raised) / 86_400 }
                return HandledFlag(state: try row.word("state", as: Flag.State.self), daysToDecision: days)
            }
        }
    }
}

extension FlagQueries {
    /// A flag's last day is never before the day on which it was raised: the index of last days cuts the older ones off.
    static let handling = """
        SELECT state, (
            SELECT changedAt FROM flagChange WHERE flag = flag.id ORDER BY sequence LIMIT 1
        ) AS raisedAt, (
            SELECT changedAt FROM flagChange WHERE flag = flag.id AND actor <> ? ORDER BY sequence LIMIT 1
        ) AS decidedAt
        FROM flag WHERE lastDay >= ? AND COALESCE(raisedOn, lastDay) BETWEEN ? AND ?
        ORDER BY lastDay, id
        """
}
