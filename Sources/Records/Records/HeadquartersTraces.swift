public import Evidence
public import FoundationEssentials

/// That somebody at headquarters did something.
public struct WorkTrace: Hashable, Sendable {
    public var actor: AccountID
    public var at: Date

    public init(actor: AccountID, at: Date) {
        self.actor = actor
        self.at = at
    }
}

/// What the work of headquarters leaves behind: originals opened, appeals decided, flags taken a step further.
public struct HeadquartersTraces: Sendable {
    let database: any SQLDatabase

    /// By time, of a span without its end. Managers, integrators and rules are left out.
    public func all(from first: Date, to end: Date) async throws(RecordError) -> [WorkTrace] {
        try await database.read { (connection) throws(RecordError) in
            var arguments: [SQLValue] = []
            for action in [CustodyAction.opened, .decided] {
                arguments += [SQLValue(action.rawValue), SQLValue(first), SQLValue(end)]
            }
            arguments += [SQLValue(first), SQLValue(end), SQLValue(FlagRecords.system)]
            return try connection.query(TraceQueries.work, arguments).map { (row) throws(RecordError) in
                WorkTrace(actor: AccountID(try row.text("actor")), at: try row.instant("tracedAt"))
            }
        }
    }

    /// Days from each appeal of a span to the decision that answered it; appeals that wait are left out.
    public func appealDays(from first: Date, to end: Date) async throws(RecordError) -> [Double] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                TraceQueries.appeals,
                [
                    SQLValue(CustodyAction.decided.rawValue), SQLValue(CustodyAction.appealed.rawValue),
                    SQLValue(first), SQLValue(end),
                ]
            ).map { (row) throws(RecordError) -> Double? in
                guard let decided = try row.optionalInteger("decidedAt") else { return nil }
                let decidedAt = Date(milliseconds: decided)
                return decidedAt.timeIntervalSince(try row.instant("appealedAt")) / 86_400
            }.compactMap(\.self)
        }
    }
}

enum TraceQueries {
    static let work = """
        SELECT trace.actor, trace.tracedAt FROM (
            \(custody) UNION ALL \(custody)
            UNION ALL SELECT actor, changedAt AS tracedAt FROM flagChange
            WHERE changedAt >= ? AND changedAt < ? AND actor <> ?
        ) AS trace
        LEFT JOIN account ON account.id = trace.actor
        WHERE account.role IS NULL OR account.role = 'hq'
        ORDER BY trace.tracedAt, trace.actor
        """
    static let appeals = """
        SELECT recordedAt AS appealedAt, (
            SELECT MIN(recordedAt) FROM custody
            WHERE item = appeal.item AND action = ? AND sequence > appeal.sequence
        ) AS decidedAt
        FROM custody AS appeal WHERE action = ? AND recordedAt >= ? AND recordedAt < ?
        ORDER BY recordedAt, sequence
        """
    private static let custody = """
        SELECT actor, recordedAt AS tracedAt FROM custody
        WHERE action = ? AND recordedAt >= ? AND recordedAt < ?
        """
}
