import Evidence
import Foundation
import Records
import Testing

struct NearbyEvidenceTests {
    private let fixture: RecordsFixture
    private let day = RecordsFixture.day

    init() async throws { fixture = try await RecordsFixture() }

    private func judge(_ number: Int) async throws {
        try await fixture.records.findings.save(
            FindingDocument(
                item: EvidenceID("item-\(number)"), kind: .provenance,
                analyzer: AnalyzerIdentity(name: "provenance", version: "1"), json: "{\"n\":\(number)}",
                createdAt: RecordsFixture.noon))
    }

    @Test func `days of one store come in order, without what was replaced and without other stores`()
        async throws
    {
        let items = [
            RecordsFixture.item(1, day: day.adding(days: 1), slot: "shelf-10"),
            RecordsFixture.item(2, day: day.adding(days: 1), slot: "shelf-9"),
            RecordsFixture.item(3, day: day, slot: "shelf-1"),
            RecordsFixture.item(4, day: day, slot: "shelf-1"),
            RecordsFixture.item(5, day: day.adding(days: -3)),
            RecordsFixture.item(6, day: day.adding(days: 2)),
            RecordsFixture.item(7, store: RecordsFixture.binjiang),
            RecordsFixture.item(8, kind: .orderScreenshot, slot: "order-1"),
        ]
        for item in items { try await fixture.record(item) }
        for number in 1...8 where number != 2 { try await judge(number) }
        let around = try await fixture.records.items.current(
            store: RecordsFixture.xihu, from: day.adding(days: -2), to: day.adding(days: 1))
        #expect(around.map(\.id.rawValue) == ["item-4", "item-8", "item-2", "item-1"])
        let found = try await fixture.records.findings.current(
            .provenance, ofEach: .shelfPhoto, store: RecordsFixture.xihu, from: day.adding(days: -3),
            to: day.adding(days: 1))
        #expect(found.map(\.item.id.rawValue) == ["item-5", "item-4", "item-1"])
        #expect(found.map(\.json) == ["{\"n\":5}", "{\"n\":4}", "{\"n\":1}"])
        let onDay = try await fixture.records.findings.current(.provenance, ofEach: .shelfPhoto, on: day)
        #expect(onDay.map(\.item.id.rawValue) == ["item-4", "item-7"])
    }
}
