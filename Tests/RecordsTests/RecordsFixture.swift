import Evidence
import Foundation
import SQLiteDriver

@testable import Records

/// Records in memory with two stores, and values to put into them.
struct RecordsFixture {
    static let noon = Date(timeIntervalSince1970: 1_795_000_000.123)
    static let day = BusinessDay(ordinal: 20_776)
    static let xihu = StoreID("HZ-001")
    static let binjiang = StoreID("HZ-004")

    let database: SQLiteDatabase
    let records: EvidenceRecords

    init(_ database: SQLiteDatabase? = nil) async throws {
        self.database = try database ?? .inMemory()
        records = EvidenceRecords(database: self.database, hash: Self.hash)
        try await records.migrate()
        try await records.stores.upsert([
            Store(id: Self.xihu, name: "古翠路晨光店", region: ["全国", "浙江", "杭州市", "西湖区"]),
            Store(id: Self.binjiang, name: "江陵路星河店", region: ["全国", "浙江", "杭州市", "滨江区"]),
        ])
    }

    /// FNV-1a: enough to see a change; the program passes SHA-256.
    @Sendable static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    static func sha256(_ number: Int) -> ContentHash {
        let digits = String(number, radix: 16)
        return ContentHash(String(repeating: "0", count: 64 - digits.count) + digits)
    }

    static func item(
        _ number: Int, store: StoreID = xihu, day: BusinessDay = day, kind: EvidenceKind = .shelfPhoto,
        slot: String = "shelf-1"
    ) -> EvidenceItem {
        EvidenceItem(
            id: EvidenceID("item-\(number)"), store: store, day: day, kind: kind, slot: slot,
            sha256: sha256(number), byteCount: 1000 + number, receivedAt: noon, recordedAt: noon,
            sender: AccountID("hz001"))
    }

    static func note(_ action: CustodyAction = .received, at instant: Date = noon) -> CustodyNote {
        CustodyNote(at: instant, actor: AccountID("hz001"), action: action, detail: "bytes=1000")
    }

    @discardableResult
    func record(_ item: EvidenceItem) async throws -> RecordedItem {
        try await records.items.record(item, custody: Self.note())
    }

    /// A statement past the repositories.
    func execute(_ sql: String, _ arguments: [SQLValue] = []) async throws {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(sql, arguments)
        }
    }

    func count(_ table: String) async throws -> Int64? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT COUNT(*) AS number FROM \(table)").first?.integer("number")
        }
    }
}
