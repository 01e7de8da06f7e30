import AnalyzerKit
import Evidence
import Media
import Records
import Testing

@testable import Pipeline

struct SeenCameraTests {
    private static let other = Store(id: StoreID("HZ-002"), name: "另一家", region: ["全国"])

    private func seen(
        _ item: EvidenceItem, serial: String? = nil, makerNote: Bool = true, in harness: PipelineHarness
    ) throws -> SeenCamera {
        var facts = CaptureFacts()
        facts.make = "HUAWEI"
        facts.model = "Mate 60"
        facts.bodySerialNumber = serial
        facts.hasMakerNote = makerNote
        return try #require(SeenCamera(item, facts, harness.records))
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
        let first = try await harness.receive(
            PipelineHarness.picture(), "shelf-1", .shelfPhoto, store: Self.other.id,
            day: harness.day.adding(days: -7))
        try await seen(first, serial: "A23B", in: harness).save()
        try await analysed(first, in: harness)
        let own = try await harness.receive([1, 2, 3], "shelf-1", .shelfPhoto)
        let captures = try await seen(own, serial: "A23B", in: harness).elsewhere()
        #expect(captures.map(\.name) == [first.id.rawValue])
        #expect(captures.first?.store == Self.other.id)
        #expect(captures.first?.exif?.dateTimeOriginal == "2026-11-20T10:00:00")
        // The store itself, another camera of the model, one that cannot be told, a day beyond the window.
        #expect(try await seen(first, serial: "A23B", in: harness).elsewhere().isEmpty)
        #expect(try await seen(own, serial: "A23C", in: harness).elsewhere().isEmpty)
        #expect(try await seen(own, in: harness).elsewhere().isEmpty)
        let later = try await harness.receive(
            [4, 5, 6], "shelf-1", .shelfPhoto, day: harness.day.adding(days: 1))
        #expect(try await seen(later, serial: "A23B", in: harness).elsewhere().isEmpty)
        _ = try await harness.records.items.erase(
            first.id, reason: "x", actor: AccountID("tester"), at: harness.clock())
        try await seen(first, serial: "A23B", in: harness).save()
        #expect(try await seen(own, serial: "A23B", in: harness).elsewhere().isEmpty)
    }

    @Test func `photos of a model are counted with and without a maker note, each once`() async throws {
        let harness = try await PipelineHarness()
        for number: UInt8 in 1...4 {
            let item = try await harness.receive([number], "shelf-\(number)", .shelfPhoto)
            for _ in 0..<2 { try await seen(item, makerNote: number > 1, in: harness).save() }
        }
        let next = try await harness.receive([9], "shelf-9", .shelfPhoto)
        #expect(try await seen(next, in: harness).makerNotes() == MakerNoteCounts(with: 3, without: 1))
    }

    @Test func `screenshots and photos without a model have no camera`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive([1], "order-1", .orderScreenshot)
        var facts = CaptureFacts()
        #expect(SeenCamera(item, facts, harness.records) == nil)
        facts.model = "Mate 60"
        #expect(SeenCamera(item, facts, harness.records) == nil)
    }
}
