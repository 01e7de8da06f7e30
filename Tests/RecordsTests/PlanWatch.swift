import Records
import Synchronization

/// A database that asks the planner about every statement that runs, and notes which walk through a whole table.
final class PlanWatch: SQLDatabase {
    /// A walk: the planner's line and the statement, white space as single blanks.
    struct Walk: Hashable, Comparable, CustomStringConvertible {
        let step: String
        let statement: String
        /// It goes along the order that was asked for and ends where the statement's limit is reached.
        let isCutShort: Bool

        var description: String { "\(step) ← \(statement)" }
        static func < (left: Walk, right: Walk) -> Bool { left.description < right.description }
    }

    private let database: any SQLDatabase
    private let walks = Mutex<Set<Walk>>([])

    init(_ database: any SQLDatabase) { self.database = database }

    var dialect: SQLDialect { database.dialect }
    var seen: Set<Walk> { walks.withLock { $0 } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        try await database.read { (connection) throws(RecordError) in
            try body(WatchedConnection(base: connection, watch: self))
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        try await database.write { (connection) throws(RecordError) in
            try body(WatchedConnection(base: connection, watch: self))
        }
    }

    func forgetOverwritten(_ words: Set<String>?) async throws(RecordError) {
        try await database.forgetOverwritten(words)
    }

    fileprivate func note(
        _ sql: String, _ arguments: [SQLValue], _ connection: any SQLConnection
    ) throws(RecordError) {
        let steps = try connection.query("EXPLAIN QUERY PLAN " + sql, arguments)
            .map { (row) throws(RecordError) in try row.text("detail") }
        let statement = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isCutShort = statement.contains(" LIMIT ") && !steps.contains { $0.contains("FOR ORDER BY") }
        for step in steps where step.hasPrefix("SCAN ") {
            walks.withLock {
                _ = $0.insert(Walk(step: step, statement: statement, isCutShort: isCutShort))
            }
        }
    }
}

private struct WatchedConnection: SQLConnection {
    let base: any SQLConnection
    let watch: PlanWatch

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> Int {
        try watch.note(sql, arguments, base)
        return try base.execute(sql, arguments)
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> [SQLRow] {
        try watch.note(sql, arguments, base)
        return try base.query(sql, arguments)
    }
}
