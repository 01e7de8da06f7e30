import Evidence
import Foundation
import Records
import SQLiteDriver
import TestSupport
import Testing

struct SQLiteDatabaseTests {
    private func pragma(_ name: String, _ database: SQLiteDatabase) async throws -> SQLValue? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM pragma_\(name)", []).first?.value(name)
        }
    }

    @Test func `a file is opened for durability`() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.url.appendingPathComponent("a.sqlite").path)
        #expect(try await pragma("journal_mode", database) == .text("wal"))
        #expect(try await pragma("foreign_keys", database) == .integer(1))
        // 2 = FULL: the log is on the disk before a commit returns.
        let synchronous = try await database.write { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM pragma_synchronous", []).first?.value("synchronous")
        }
        #expect(synchronous == .integer(2))
    }

    @Test func `what was recorded is there after opening again`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("a.sqlite").path
        do {
            let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
            try await fixture.record(RecordsFixture.item(1))
        }
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        #expect(try await fixture.records.items.find(EvidenceID("item-1")) != nil)
        #expect(try await fixture.records.jobs.progress().waiting == 1)
    }

    @Test func `two processes share a file`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("a.sqlite").path
        let first = try await RecordsFixture(try SQLiteDatabase(path: path))
        let second = try await RecordsFixture(try SQLiteDatabase(path: path))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...60 {
                let fixture = number % 2 == 0 ? first : second
                group.addTask {
                    try await fixture.record(RecordsFixture.item(number, slot: "shelf-\(number)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await first.count("item") == 60)
        #expect(try await second.records.custody.verifyChain() == nil)
    }

    @Test func `a transaction that throws leaves nothing`() async throws {
        let fixture = try await RecordsFixture()
        let error = await #expect(throws: RecordError.self) {
            try await fixture.database.write { (connection) throws(RecordError) in
                try connection.execute("DELETE FROM store", [])
                throw RecordError(.conflict, "on purpose")
            }
        }
        #expect(error?.code == .conflict)
        #expect(try await fixture.records.stores.all().count == 2)
    }

    @Test func `a wrong statement is named`() async throws {
        let database = try SQLiteDatabase.inMemory()
        let error = await #expect(throws: RecordError.self) {
            try await database.read { (connection) throws(RecordError) in
                try connection.query("SELECT nothing FROM nowhere", [])
            }
        }
        #expect(error?.code == .statement)
        #expect(error?.detail.contains("SELECT nothing FROM nowhere") == true)
    }

    @Test func `a reader cannot write`() async throws {
        let folder = try TemporaryFolder()
        let fixture = try await RecordsFixture(
            try SQLiteDatabase(path: folder.url.appendingPathComponent("a.sqlite").path))
        await #expect(throws: RecordError.self) {
            try await fixture.database.read { (connection) throws(RecordError) in
                try connection.execute("DELETE FROM store", [])
            }
        }
    }

    @Test func `a path that cannot be opened is named`() throws {
        let error = #expect(throws: RecordError.self) {
            try SQLiteDatabase(path: "/nonexistent-folder/records.sqlite")
        }
        #expect(error?.code == .unavailable)
        #expect(error?.detail.contains("/nonexistent-folder/records.sqlite") == true)
    }

    @Test func `a file that is no database is refused`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("a.sqlite")
        try Data(repeating: 0x41, count: 4096).write(to: file)
        let error = #expect(throws: RecordError.self) { try SQLiteDatabase(path: file.path) }
        #expect(error?.code == .unavailable)
    }

    @Test func `a record goes through although its task is cancelled`() async throws {
        let fixture = try await RecordsFixture()
        let task = Task {
            // Cancelled before the transaction begins: who hangs up has sent the evidence all the same.
            while !Task.isCancelled { await Task.yield() }
            return try await fixture.record(RecordsFixture.item(1))
        }
        task.cancel()
        #expect(try await task.value.item.id == EvidenceID("item-1"))
        #expect(try await fixture.count("item") == 1)
    }

    @Test func `a text that the database would cut is refused`() async throws {
        let fixture = try await RecordsFixture()
        let error = await #expect(throws: RecordError.self) {
            try await fixture.execute("UPDATE store SET name = ?", [.text("a\u{0}b")])
        }
        #expect(error?.code == .unstorableText)
    }

    @Test func `values of every type come back`() async throws {
        let values: [SQLValue] = [
            .null, .integer(.min), .integer(.max), .real(0.1), .real(-1e300), .text("门店 '\"\\ x"),
            .text(""), .blob([0, 255, 1]), .blob([]),
        ]
        let database = try SQLiteDatabase.inMemory()
        for value in values {
            let back = try await database.read { (connection) throws(RecordError) in
                try connection.query("SELECT ? AS value", [value]).first?.value("VALUE")
            }
            #expect(back == value)
        }
    }
}
