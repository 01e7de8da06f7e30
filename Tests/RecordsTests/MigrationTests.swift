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

    private func schema(_ database: SQLiteDatabase) async throws -> [String] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
                .map { (row) throws(RecordError) in try row.text("sql") }
        }
    }
}
