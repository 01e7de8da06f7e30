import Evidence
import Foundation
import SQLiteDriver
import TestSupport
import Testing

@testable import Records

struct MigrationTests {
    @Test func `a second run changes nothing`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        let before = try await schema(fixture.database)
        try await fixture.records.migrate()
        #expect(try await schema(fixture.database) == before)
        #expect(try await fixture.count("item") == 1)
        #expect(try await fixture.count("migration") == Int64(Migration.all.count))
    }

    @Test func `processes that start at the same time migrate once`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("records.sqlite").path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let database = try SQLiteDatabase(path: path)
                    try await EvidenceRecords(database: database, hash: RecordsFixture.hash).migrate()
                }
            }
            try await group.waitForAll()
        }
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        #expect(try await fixture.count("migration") == Int64(Migration.all.count))
    }

    @Test func `a database of a newer version is left alone`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.execute("INSERT INTO migration (number, name) VALUES (999, 'from-the-future')")
        let error = await #expect(throws: RecordError.self) { try await fixture.records.migrate() }
        #expect(error?.code == .migration)
        #expect(error?.detail.contains("999-from-the-future") == true)
    }

    @Test func `a step that fails leaves the schema as it was`() async throws {
        let database = try SQLiteDatabase.inMemory()
        let broken = Migration(number: 998, name: "broken") { _ in
            ["CREATE TABLE half (id INTEGER PRIMARY KEY)", "CREATE NONSENSE"]
        }
        let error = await #expect(throws: RecordError.self) {
            try await Migrator(migrations: Migration.all + [broken]).run(on: database)
        }
        #expect(error?.code == .statement)
        #expect(try await schema(database).isEmpty)
    }

    @Test func `every table is strict`() async throws {
        let fixture = try await RecordsFixture()
        for table in try await schema(fixture.database).filter({ $0.hasPrefix("CREATE TABLE") }) {
            #expect(table.hasSuffix("STRICT"), "\(table)")
        }
        let error = await #expect(throws: RecordError.self) {
            try await fixture.execute("UPDATE store SET geofenceMetres = 'far'")
        }
        #expect(error?.code == .constraint)
    }

    @Test func `fingerprints of an older database are numbered in the order of their items`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await Migrator(migrations: Migration.all.filter { $0.number < 7 }).run(on: database)
        try await database.write { (connection) throws(RecordError) in
            try connection.execute(
                "INSERT INTO store VALUES ('S', 's', '[]', NULL, NULL, NULL, 0, 'Asia/Shanghai', '04:00', '{}')"
            )
            for item in ["c", "a", "b"] {
                try connection.execute(
                    """
                    INSERT INTO item (id, store, day, kind, slot, sha256, byteCount, receivedAt, recordedAt, late,
                        state, sender)
                    VALUES (?, 'S', '2026-11-20', 'shelfPhoto', ?, ?, 1, 0, 0, 0, 'analysed', 'x')
                    """, [SQLValue(item), SQLValue(item), SQLValue(String(repeating: item, count: 64))])
                try connection.execute(
                    "INSERT INTO fingerprint (item, perceptualHash, payload) VALUES (?, 1, x'01')",
                    [SQLValue(item)])
            }
        }
        try await Migrator(migrations: Migration.all).run(on: database)
        let numbered = try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT item, number FROM fingerprint ORDER BY number").map {
                (row) throws(RecordError) in "\(try row.text("item"))\(try row.integer("number"))"
            }
        }
        #expect(numbered == ["a1", "b2", "c3"])
    }

    private func schema(_ database: SQLiteDatabase) async throws -> [String] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
                .map { (row) throws(RecordError) in try row.text("sql") }
        }
    }
}
