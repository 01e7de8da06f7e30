import AnalyzerKit
import Evidence
import Media
import Records
import Testing

@testable import Pipeline

struct DeviceSightingsTests {
    private static let other = Store(id: StoreID("HZ-002"), name: "另一家", region: ["全国"])

    private func capture(serial: String?) -> CaptureFacts {
        var facts = CaptureFacts()
        facts.make = "HUAWEI"
        facts.model = "Mate 60"
        facts.bodySerialNumber = serial
        return facts
    }

    private func analysed(_ item: EvidenceItem, in harness: PipelineHarness) async throws {
        let findings = ProvenanceFindings(
            verdict: .trusted, reasons: [], exif: .init(dateTimeOriginal: "2026-11-20T10:00:00"),
            analyzer: AnalyzerIdentity(name: "provenance", version: "1"))
        try await harness.records.findings.save(
            FindingDocument(
                item: item.id, kind: .provenance, analyzer: findings.analyzer,
                json: CanonicalJSON.string(findings), createdAt: harness.clock()))
    }

    @Test func `a camera is found again at other stores of the days around, until its photo is erased`()
        async throws
    {
        let harness = try await PipelineHarness()
        try await harness.records.stores.upsert([Self.other])
        let sightings = DeviceSightings(records: harness.records)
        let first = try await harness.receive(
            PipelineHarness.picture(), "shelf-1", .shelfPhoto, store: Self.other.id,
            day: harness.day.adding(days: -7))
        #expect(try await sightings.elsewhere(first, capture(serial: "A23B")).isEmpty)
        try await analysed(first, in: harness)
        let own = try await harness.receive([1, 2, 3], "shelf-1", .shelfPhoto)
        let seen = try await sightings.elsewhere(own, capture(serial: "A23B"))
        #expect(seen.map(\.name) == [first.id.rawValue])
        #expect(seen.first?.store == Self.other.id)
        #expect(seen.first?.exif?.dateTimeOriginal == "2026-11-20T10:00:00")
        // Another camera of the model, the same store, no serial number, a day later than the window reaches.
        #expect(try await sightings.elsewhere(own, capture(serial: "A23C")).isEmpty)
        #expect(try await sightings.elsewhere(own, capture(serial: nil)).isEmpty)
        let later = try await harness.receive(
            [4, 5, 6], "shelf-1", .shelfPhoto, day: harness.day.adding(days: 1))
        #expect(try await sightings.elsewhere(later, capture(serial: "A23B")).isEmpty)
        _ = try await harness.records.items.erase(
            first.id, reason: "x", actor: AccountID("tester"), at: harness.clock())
        #expect(try await sightings.elsewhere(own, capture(serial: "A23B")).isEmpty)
        #expect(try await sightings.elsewhere(first, capture(serial: "A23B")).isEmpty)
    }
}
