import Foundation
import GRDB
public import Records

// GRDB has an error of the same name.
public import struct Records.RecordError

/// The embedded database: one file, many readers beside one writer (write-ahead log), every commit on the disk before
/// it is reported.
public struct SQLiteDatabase: SQLDatabase {
    private let writer: any DatabaseWriter
    /// nil for one in memory.
    private let path: String?

    /// Opens a file, made where there is none.
    /// - Parameter busySeconds: how long a writer waits for another process's before it says `busy`.
    public init(path: String, busySeconds: Double = 10) throws(RecordError) {
        do {
            var configuration = Self.configuration()
            configuration.busyMode = .timeout(busySeconds)
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL as it opens; an acknowledged item must survive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            writer = pool
            self.path = path
        } catch {
            throw RecordError(.unavailable, "\(path): \(error)")
        }
    }

    private init(inMemory writer: any DatabaseWriter) {
        self.writer = writer
        path = nil
    }

    /// A database of its own that ends with the value: for tests.
    public static func inMemory() throws(RecordError) -> SQLiteDatabase {
        do { return SQLiteDatabase(inMemory: try DatabaseQueue(configuration: configuration())) } catch {
            throw RecordError(.unavailable, "in memory: \(error)")
        }
    }

    public var dialect: SQLDialect { .sqlite }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // What a row held is overwritten with zeros, not only unlinked: erased words must not be read out of the file.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        return configuration
    }

    // GRDB's async methods give up where their task is cancelled. Evidence that is being recorded when its sender
    // hangs up is recorded all the same, so the calls here go through callbacks.

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        let result = await withCheckedContinuation { continuation in
            writer.asyncRead { opened in
                continuation.resume(
                    returning: SQLiteConnection.result {
                        try body(SQLiteConnection(database: try opened.get()))
                    })
            }
        }
        return try result.get()
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        let result = await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                continuation.resume(
                    returning: SQLiteConnection.result {
                        var value: Value?
                        // Immediate: a transaction that reads before it writes never finds the file locked later.
                        try database.inTransaction(.immediate) {
                            value = try body(SQLiteConnection(database: database))
                            return .commit
                        }
                        guard let value else {
                            throw RecordError(.statement, "the transaction has no result")
                        }
                        return value
                    })
            }
        }
        return try result.get()
    }

    public func forgetOverwritten(_ words: Set<String>?) async throws(RecordError) {
        let path = self.path
        let result = await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                continuation.resume(
                    returning: SQLiteConnection.result {
                        // The log keeps pages as they were until it is emptied.
                        _ = try database.checkpoint(.truncate)
                        if try Self.keeps(words, path, database) {
                            try database.execute(sql: "VACUUM")
                            _ = try database.checkpoint(.truncate)
                        }
                    })
            }
        }
        return try result.get()
    }

    /// Whether the file may hold words beside its rows. Nobody writes to it meanwhile.
    private static func keeps(_ words: Set<String>?, _ path: String?, _ database: Database) throws -> Bool {
        guard let words, let path else { return path != nil }
        return try look(path, database) { UnusedSpace(file: $0).holds(words) }
    }

    /// Whether pages in which no row stands any more hold text. `secure_delete` empties them, so that nothing of what was
    /// deleted is left there, whatever it said.
    public func freePagesHoldText() async throws(RecordError) -> Bool {
        guard let path else { return false }
        let result = await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                continuation.resume(
                    returning: SQLiteConnection.result {
                        try Self.look(path, database) { !UnusedSpace(freePagesOf: $0).isEmpty }
                    })
            }
        }
        return try result.get()
    }

    /// Looks at the file while nobody writes to it.
    private static func look(
        _ path: String, _ database: Database, _ body: (Data) -> Bool
    ) throws -> Bool {
        var answer = false
        try database.inTransaction(.immediate) {
            answer = body(try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
            return .rollback
        }
        return answer
    }
}
