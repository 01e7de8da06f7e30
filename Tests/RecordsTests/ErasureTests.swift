import Evidence
import Foundation
import Records
import Testing

struct ErasureTests {
    private static let second = RecordsFixture.sha256(77)

    private func recording(_ number: Int, slot: String, in fixture: RecordsFixture) async throws -> EvidenceID
    {
        var item = RecordsFixture.item(number, kind: .consultationAudio, slot: slot)
        item.sha256 = RecordsFixture.sha256(1)
        item.score = 80
        try await fixture.record(item)
        return item.id
    }

    private func save(_ text: String, of item: EvidenceID, in fixture: RecordsFixture) async throws {
        let findings = ConsultationFindings(
            audio: nil, transcript: Transcript(source: .sidecar, segments: [Transcript.Segment(text: text)]),
            keywords: [ConsultationFindings.Keyword(term: "积分", weight: 1, at: [])],
            topics: [
                ConsultationFindings.Topic(
                    id: "会员积分", polarity: .question,
                    evidence: [ConsultationFindings.Topic.Evidence(segment: 0, text: text)], confidence: 0.9)
            ], usable: true, analyzer: AnalyzerIdentity(name: "consultation", version: "1"))
        try await fixture.records.findings.save(
            FindingDocument(
                item: item, kind: .consultation, analyzer: findings.analyzer,
                json: try CanonicalJSON.string(findings), createdAt: RecordsFixture.noon))
    }

    @Test func `an erased recording leaves hash, counts and reason and none of its words`() async throws {
        let fixture = try await RecordsFixture()
        let item = try await recording(1, slot: "consultation-1", in: fixture)
        try await fixture.records.items.attachTranscript(
            to: item, sha256: Self.second, name: "1.txt", custody: RecordsFixture.note(.transcriptAttached))
        try await save("我的积分怎么查", of: item, in: fixture)
        let erasure = try await fixture.records.items.erase(
            item, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(erasure.items == [item])
        #expect(erasure.originals == [RecordsFixture.sha256(1), Self.second])
        for document in try await fixture.records.findings.history(item) {
            #expect(!document.json.contains("怎么查"))
            let findings = try CanonicalJSON.decode(ConsultationFindings.self, from: document.json)
            #expect(findings.topics.map(\.id) == ["会员积分"])
            #expect(findings.transcript == nil)
        }
        let left = try #require(try await fixture.records.items.find(item))
        #expect(left.sha256 == RecordsFixture.sha256(1))
        #expect(left.score == 80)
        #expect(left.reason?.code == "item.erased")
        let last = try #require(try await fixture.records.custody.entries(item).last)
        #expect(last.action == .erased)
        #expect(last.actor == AccountID("hq"))
        #expect(last.detail.contains("顾客要求"))
        #expect(try await fixture.records.custody.verifyChain() == nil)
        // The audit no longer asks for the bytes.
        #expect(try await fixture.records.items.referencedOriginals() == [])
    }

    @Test func `the same bytes are erased wherever they stand, once`() async throws {
        let fixture = try await RecordsFixture()
        let first = try await recording(1, slot: "consultation-1", in: fixture)
        let second = try await recording(2, slot: "consultation-2", in: fixture)
        let erase = {
            try await fixture.records.items.erase(
                second, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        }
        let erasure = try await erase()
        #expect(erasure.items == [first, second])
        #expect(try await erase() == erasure)
        #expect(try await fixture.records.custody.entries(first).map(\.action) == [.received, .erased])
    }

    @Test func `a transcript that another recording shares stays`() async throws {
        let fixture = try await RecordsFixture()
        let item = try await recording(1, slot: "consultation-1", in: fixture)
        let other = RecordsFixture.item(5, kind: .consultationAudio, slot: "consultation-2")
        try await fixture.record(other)
        for id in [item, other.id] {
            try await fixture.records.items.attachTranscript(
                to: id, sha256: Self.second, name: "1.txt", custody: RecordsFixture.note(.transcriptAttached))
        }
        let erasure = try await fixture.records.items.erase(
            item, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(erasure.originals == [RecordsFixture.sha256(1)])
        #expect(try await fixture.records.items.referencedOriginals() == [other.sha256, Self.second])
    }

    @Test func `an erased screenshot leaves no customer, no print and no rendition`() async throws {
        let fixture = try await RecordsFixture()
        let item = RecordsFixture.item(1, kind: .orderScreenshot, slot: "order-1")
        try await fixture.record(item)
        let analyzer = AnalyzerIdentity(name: "order", version: "1")
        let findings = OrderFindings(
            orders: [Order(orderNumber: "88", pickup: .init(point: "古翠路"), customer: "5f3a")],
            analyzer: analyzer)
        for (kind, json) in [
            (FindingKind.order, try CanonicalJSON.string(findings)), (.text, #"[{"text":"张小明"}]"#),
        ] {
            try await fixture.records.findings.save(
                FindingDocument(
                    item: item.id, kind: kind, analyzer: analyzer, json: json, createdAt: RecordsFixture.noon)
            )
        }
        try await fixture.records.orders.save(
            [
                SeenOrder(
                    item: item.id, store: item.store, day: item.day, number: "88", customer: "5f3a",
                    placedOn: nil, scheme: nil)
            ], of: item.id)
        let shown = RecordsFixture.sha256(60)
        _ = try await fixture.records.renditions.save(
            Rendition(item: item.id, sha256: shown, byteCount: 9))
        let erasure = try await fixture.records.items.erase(
            item.id, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(erasure.renditions == [shown])
        #expect(try await fixture.records.renditions.referenced() == [])
        for document in try await fixture.records.findings.history(item.id) {
            #expect(!["5f3a", "古翠路", "张小明"].contains { document.json.contains($0) })
        }
        #expect(try await fixture.count("seenOrder WHERE customer IS NOT NULL") == 0)
        #expect(try await fixture.count("seenOrder WHERE number = '88'") == 1)
    }

    @Test func `a rendition that another item shares stays, a replaced one is given back once`() async throws
    {
        let fixture = try await RecordsFixture()
        let items = [1, 2].map { RecordsFixture.item($0, slot: "shelf-\($0)") }
        for item in items { try await fixture.record(item) }
        let renditions = fixture.records.renditions
        let old = RecordsFixture.sha256(60)
        let new = RecordsFixture.sha256(61)
        for item in items {
            let freed = try await renditions.save(Rendition(item: item.id, sha256: old, byteCount: 9))
            #expect(freed == nil)
        }
        let first = try await renditions.save(Rendition(item: items[0].id, sha256: new, byteCount: 9))
        #expect(first == nil)
        let second = try await renditions.save(Rendition(item: items[1].id, sha256: nil, byteCount: 0))
        #expect(second == old)
        #expect(try await renditions.referenced() == [new])
    }

    @Test func `an item that does not exist is told`() async throws {
        let fixture = try await RecordsFixture()
        let error = await #expect(throws: RecordError.self) {
            try await fixture.records.items.erase(
                EvidenceID("none"), reason: "x", actor: AccountID("hq"), at: RecordsFixture.noon)
        }
        #expect(error?.code == .notFound)
    }
}
