public import Evidence
public import FoundationEssentials

/// Something that a raised flag sends: a webhook's call or an e-mail.
public struct Delivery: Hashable, Codable, Sendable {
    public enum State: String, Codable, Sendable, CaseIterable { case waiting, sent, dead }

    /// The same for every attempt: a receiver that has seen it need do nothing.
    public var id: String
    public var flag: FlagID
    public var kind: RuleAction.Kind
    /// The name of a webhook, or an address.
    public var target: String
    public var state: State
    /// Attempts begun.
    public var attempts: Int
    /// When the next attempt may begin.
    public var dueAt: Date
    public var sentAt: Date?
    /// Why the newest attempt failed.
    public var failure: String?
}

/// The outbox: what must be sent is written with the flag in one transaction, and stays until it has arrived. Whoever
/// dies between sending and noting it sends again: at least once, with the same id.
public struct DeliveryRecords: Sendable {
    let database: any SQLDatabase

    /// Takes what has been due longest. Until `hold` has passed nobody else takes it.
    public func claim(now: Date, hold: Duration) async throws(RecordError) -> Delivery? {
        let next = now.addingTimeInterval(hold.inSeconds)
        let claim = DeliveryQueries.claim(database.dialect)
        return try await database.write { (connection) throws(RecordError) in
            try connection.query(claim, [SQLValue(next), SQLValue(now)]).first.map(Delivery.init(row:))
        }
    }

    public func markSent(_ id: String, at instant: Date) async throws(RecordError) {
        try await change(
            "UPDATE delivery SET state = 'sent', sentAt = ?, failure = NULL WHERE id = ? AND state = 'waiting'",
            [SQLValue(instant), SQLValue(id)])
    }

    /// - Parameter retryAt: nil where another attempt is of no use.
    public func markFailed(_ id: String, _ failure: String, retryAt: Date?) async throws(RecordError) {
        guard let retryAt else {
            return try await change(
                "UPDATE delivery SET state = 'dead', failure = ? WHERE id = ? AND state = 'waiting'",
                [SQLValue(failure), SQLValue(id)])
        }
        try await change(
            "UPDATE delivery SET dueAt = ?, failure = ? WHERE id = ? AND state = 'waiting'",
            [SQLValue(retryAt), SQLValue(failure), SQLValue(id)])
    }

    /// Lets what was given up begin anew.
    /// - Returns: how many.
    public func revive(at instant: Date) async throws(RecordError) -> Int {
        try await database.write { (connection) throws(RecordError) in
            try connection.execute(
                "UPDATE delivery SET state = 'waiting', attempts = 0, dueAt = ? WHERE state = 'dead'",
                [SQLValue(instant)])
        }
    }

    /// By the time at which they are due.
    public func all(_ state: Delivery.State) async throws(RecordError) -> [Delivery] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(DeliveryQueries.ofState, [SQLValue(state.rawValue)])
                .map(Delivery.init(row:))
        }
    }

    private func change(_ sql: String, _ arguments: [SQLValue]) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(sql, arguments)
        }
    }

    static func add(
        _ action: RuleAction, of flag: FlagID, at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO delivery (id, flag, kind, target, state, attempts, dueAt, createdAt)
            VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                .text("\(flag)/\(action.kind.rawValue)/\(action.target)"), SQLValue(flag),
                SQLValue(action.kind.rawValue), SQLValue(action.target), SQLValue(instant), SQLValue(instant),
            ])
    }
}

enum DeliveryQueries {
    static let ofState = "SELECT * FROM delivery WHERE state = ? ORDER BY dueAt, id"

    static func claim(_ dialect: SQLDialect) -> String {
        """
        UPDATE delivery SET attempts = attempts + 1, dueAt = ?
        WHERE id = (
            SELECT id FROM delivery WHERE state = 'waiting' AND dueAt <= ?
            ORDER BY dueAt, id LIMIT 1\(dialect.claimEnd))
        RETURNING *
        """
    }
}

extension Delivery {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            id: try row.text("id"), flag: FlagID(try row.text("flag")),
            kind: try row.word("kind", as: RuleAction.Kind.self), target: try row.text("target"),
            state: try row.word("state", as: State.self), attempts: Int(try row.integer("attempts")),
            dueAt: try row.instant("dueAt"),
            sentAt: try row.optionalInteger("sentAt").map(Date.init(milliseconds:)),
            failure: try row.optionalText("failure"))
    }
}
