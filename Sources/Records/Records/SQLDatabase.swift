/// A value that goes into or comes out of a database. These five are what every database here has in common.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// An open transaction. Placeholders are `?`, in order; table and column names are written unquoted.
public protocol SQLConnection {
    /// - Returns: the number of rows that the statement changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> Int
    func query(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> [SQLRow]
}

extension SQLConnection {
    @discardableResult
    func execute(_ sql: String) throws(RecordError) -> Int { try execute(sql, []) }
    func query(_ sql: String) throws(RecordError) -> [SQLRow] { try query(sql, []) }
}

/// A database that runs transactions. A transaction that has begun runs to its end, also where the task that waits
/// for it is cancelled.
public protocol SQLDatabase: Sendable {
    /// Runs a body on one unchanging state of the database.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value

    /// Runs a body as one transaction: all of it or, where it throws, nothing. Writers come one after another.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value

    /// Rids the files of what rows held before they were changed or removed. Returns only when it is gone.
    /// - Parameter words: what they held; nil where nobody knows any more.
    /// - Throws: `busy` where somebody still reads what was.
    func forgetOverwritten(_ words: Set<String>?) async throws(RecordError)

    var dialect: SQLDialect { get }
}

/// The few words that databases spell differently. Everything else is written in what they share.
public struct SQLDialect: Sendable {
    /// A whole number of 64 bits.
    public var integer: String
    /// A floating-point number of 64 bits.
    public var real: String
    public var blob: String
    /// What stands after the columns of a table.
    public var tableEnd: String
    /// What keeps two workers from taking the same row, at the end of the query that finds it.
    public var claimEnd: String

    public init(integer: String, real: String, blob: String, tableEnd: String, claimEnd: String) {
        self.integer = integer
        self.real = real
        self.blob = blob
        self.tableEnd = tableEnd
        self.claimEnd = claimEnd
    }

    /// SQLite, with types that are enforced. Its writers are alone, so a claim needs no lock of its own.
    public static let sqlite = SQLDialect(
        integer: "INTEGER", real: "REAL", blob: "BLOB", tableEnd: " STRICT", claimEnd: "")
}
