import Foundation
import GRDB
import Records

// GRDB has an error of the same name.
import struct Records.RecordError

/// An open transaction of SQLite.
struct SQLiteConnection: SQLConnection {
    let database: Database

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> Int {
        try Self.translating(sql) {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: Self.arguments(arguments))
            return database.changesCount
        }
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws(RecordError) -> [SQLRow] {
        try Self.translating(sql) {
            let statement = try database.cachedStatement(sql: sql)
            let columns = SQLColumns(statement.columnNames)
            let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(arguments))
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return rows
        }
    }

    private static func arguments(_ values: [SQLValue]) throws(RecordError) -> StatementArguments {
        for case .text(let text) in values where text.utf8.contains(0) {
            // C strings end there: the rest would be lost without a word.
            throw RecordError(.unstorableText, "a text holds the character NUL")
        }
        return StatementArguments(values.map(\.databaseValue))
    }

    // MARK: Errors

    /// Runs what GRDB may throw out of, as a result.
    static func result<Value>(_ body: () throws -> Value) -> Result<Value, RecordError> {
        do { return .success(try translating(nil, body)) } catch { return .failure(error) }
    }

    private static func translating<Value>(
        _ sql: String?, _ body: () throws -> Value
    ) throws(RecordError) -> Value {
        do {
            return try body()
        } catch let error as RecordError {
            throw error
        } catch let error as DatabaseError {
            throw RecordError(code(of: error), describe(error, sql))
        } catch {
            throw RecordError(.unavailable, "\(error)")
        }
    }

    private static func code(of error: DatabaseError) -> RecordError.Code {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        case .SQLITE_FULL: .full
        case .SQLITE_CONSTRAINT: .constraint
        case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_RANGE: .statement
        default: .unavailable
        }
    }

    private static func describe(_ error: DatabaseError, _ sql: String?) -> String {
        let statement =
            sql.map { " in \($0.split(whereSeparator: \.isWhitespace).joined(separator: " "))" } ?? ""
        return "\(error.message ?? "error \(error.resultCode.rawValue)")\(statement)"
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): bytes.withUnsafeBytes { Data($0).databaseValue }
        }
    }
}
