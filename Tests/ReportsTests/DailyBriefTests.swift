import Evidence
import Foundation
import Records
import SQLiteDriver
import Testing

@testable import Reports

struct DailyBriefTests {
    private static let day = BusinessDay(ordinal: 20_774)
    private static let noon = Date(timeIntervalSince1970: 1_794_888_000)

    private func records(_ requirements: [Requirement]) async throws -> EvidenceRecords {
        let records = EvidenceRecords(database: try SQLiteDatabase.inMemory(), hash: { "\($0.count)" })
        try await records.migrate()
        try await records.stores.upsert(
            ["A", "B", "C"].map { Store(id: StoreID($0), name: "\($0)店", region: ["全国", "浙江", "杭州市"]) })
        try await records.reference.put(
            kind: .requirements, name: "requirements", json: try CanonicalJSON.string(requirements), by: "hq",
            at: Self.noon)
        return records
    }

    private func requirement(_ id: String, _ stores: [String]) -> Requirement {
        Requirement(
            id: id, stores: stores.map { StoreID($0) },
            slots: [RequiredSlot(slot: "shelf-1", kind: .shelfPhoto, title: "货架")])
    }

    @Test func `a store is silent where it owed evidence and was not closed`() async throws {
        let records = try await records([requirement("two", ["A", "B"])])
        try await records.metricBook.place(
            StorePlace(
                store: StoreID("B"), from: Self.day.adding(days: -3), region: ["全国"], closed: true),
            cause: MetricCause(reason: "closed", at: Self.noon)
        ) { _, _, _ in [] }
        let brief = try await DailyBrief.load(records, day: Self.day)
        #expect(brief.lines.count == 3 && brief.silent == [StoreID("A")])
        let before = try await DailyBrief.load(records, day: Self.day.adding(days: -4))
        #expect(before.silent == [StoreID("A"), StoreID("B")])
    }

    @Test func `nobody is silent where nothing is required`() async throws {
        let brief = try await DailyBrief.load(try await records([]), day: Self.day)
        #expect(brief.silent.isEmpty && brief.lines.allSatisfy { $0.total == nil })
    }
}
