import Evidence
import Foundation
import Records
import SQLiteDriver
import TestSupport
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

    @Test func `no file of the database holds an erased word`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("a.sqlite").path
        let fixture = try await RecordsFixture(try SQLiteDatabase(path: path))
        // Long enough for pages of their own, which the erasure sets free.
        let words = String(repeating: "我的积分怎么查", count: 2_000)
        func filesWithWords() throws -> [String] {
            try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
                .filter { try Data(contentsOf: $0).range(of: Data("积分怎么查".utf8)) != nil }
                .map(\.lastPathComponent)
        }
        for (number, text) in [words, "积分怎么查"].enumerated() {
            let item = try await recording(number, slot: "consultation-\(number)", in: fixture)
            try await save(text, of: item, in: fixture)
        }
        try await fixture.database.forgetOverwritten([])
        #expect(try filesWithWords() == ["a.sqlite"])
        _ = try await fixture.records.items.erase(
            EvidenceID("item-1"), reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        try await fixture.records.items.forgetOverwritten([])
        #expect(try filesWithWords().isEmpty)
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

    @Test(arguments: [
        "UPDATE item SET fileName = '张小明.m4a' WHERE id = 'item-1'",
        "UPDATE transcript SET name = '张小明.txt' WHERE item = 'item-1'",
        "UPDATE finding SET json = replace(json, '\"text\":\"\"', '\"text\":\"我的积分\"') WHERE item = 'item-1'",
        "INSERT INTO rendition (item, sha256, byteCount) VALUES ('item-1', NULL, 0)",
        "UPDATE storeDayFacts SET facts = replace(facts, '\"text\":\"\"', '\"text\":\"我的积分\"')",
    ])
    func `whatever tells of erased evidence again is named`(statement: String) async throws {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let item = try await recording(1, slot: "consultation-1", in: fixture)
        try await records.items.attachTranscript(
            to: item, sha256: Self.second, name: "1.txt", custody: RecordsFixture.note(.transcriptAttached))
        try await save("我的积分怎么查", of: item, in: fixture)
        let facts = StoreDayFacts(
            store: RecordsFixture.xihu, day: RecordsFixture.day, counts: Counts(),
            mentions: [TopicMention(topic: "会员积分", item: item, text: "我的积分怎么查")])
        try await records.metricBook.record(
            [facts], cause: MetricCause(reason: "firstCount", at: RecordsFixture.noon)
        ) { _, _, _ in [] }
        #expect(try await records.items.erasedRemains().isEmpty)
        _ = try await records.items.erase(
            item, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(try await records.items.erasedRemains().isEmpty)
        let changed = try await fixture.database.write { (connection) throws(RecordError) in
            try connection.execute(statement, [])
        }
        #expect(changed == 1)
        #expect(try await records.items.erasedRemains() == [item])
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

    @Test func `an erased photo has no rendition, no print and nothing left to do`() async throws {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        let analyzer = AnalyzerIdentity(name: "text", version: "1")
        let document = FindingDocument(
            item: item.id, kind: .text, analyzer: analyzer, json: #"[{"text":"张小明"}]"#,
            createdAt: RecordsFixture.noon)
        try await records.findings.save(document)
        try await records.jobs.enqueue(
            .makeRendition, subject: item.id.rawValue, store: item.store, day: item.day,
            at: RecordsFixture.noon)
        let claimed = try await records.jobs.claim(now: .distantFuture, lease: .seconds(60), worker: "w")
        let shown = RecordsFixture.sha256(60)
        _ = try await records.renditions.save(Rendition(item: item.id, sha256: shown, byteCount: 9))
        let erasure = try await records.items.erase(
            item.id, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(erasure.renditions == [shown])
        #expect(try await fixture.count("job WHERE isOpen = 1") == 0)
        let job = try #require(claimed)
        let error = await #expect(throws: RecordError.self) {
            try await records.jobs.finish(job.id, worker: "w")
        }
        #expect(error?.code == .leaseLost)
    }

    @Test func `an erased photo's size stays, where and by what it was taken does not`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        var media = MediaFindings()
        media.format = "jpeg"
        media.width = 4000
        media.claimedFormat = "png"
        media.exif = ProvenanceFindings.Exif(make: "HUAWEI", latitude: 30.2, longitude: 120.1)
        try await fixture.records.findings.save(
            FindingDocument(
                item: EvidenceID("item-1"), kind: .media,
                analyzer: AnalyzerIdentity(name: "media", version: "1.0"),
                json: try CanonicalJSON.string(media), createdAt: RecordsFixture.noon))
        _ = try await fixture.records.items.erase(
            EvidenceID("item-1"), reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        let document = try #require(try await fixture.records.findings.current(EvidenceID("item-1"), .media))
        media.exif = nil
        media.claimedFormat = nil
        #expect(try CanonicalJSON.decode(MediaFindings.self, from: document.json) == media)
    }

    @Test func `what a worker saves of an erased item is dropped`() async throws {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let item = try await recording(1, slot: "consultation-1", in: fixture)
        _ = try await records.items.erase(
            item, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        let tombstone = try await records.items.find(item)
        try await save("我的积分怎么查", of: item, in: fixture)
        try await records.fingerprints.save(
            KnownPicture(
                item: item, store: RecordsFixture.xihu, day: RecordsFixture.day, slot: "consultation-1",
                sha256: RecordsFixture.sha256(1), perceptualHash: 1, payload: [1],
                receivedAt: RecordsFixture.noon))
        let late = Rendition(item: item, sha256: RecordsFixture.sha256(60), byteCount: 9)
        #expect(try await records.renditions.save(late) == late.sha256)
        try await records.items.update(item, state: .analysed, reason: nil, verdict: .trusted, score: 99)
        let error = await #expect(throws: RecordError.self) {
            try await records.items.attachTranscript(
                to: item, sha256: Self.second, name: "1.txt",
                custody: RecordsFixture.note(.transcriptAttached))
        }
        #expect(error?.code == .notFound)
        #expect(try await records.findings.history(item).isEmpty)
        #expect(try await fixture.count("fingerprint") == 0)
        #expect(try await records.renditions.referenced() == [])
        #expect(try await records.items.find(item) == tombstone)
    }

    @Test func `sentences that metrics and flags quote are erased, those of other recordings stay`()
        async throws
    {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let item = try await recording(1, slot: "consultation-1", in: fixture)
        let texts = [item: "我的积分怎么查", EvidenceID("other"): "积分怎么换"]
        let mentions = texts.keys.sorted().map {
            TopicMention(topic: "会员积分", item: $0, text: texts[$0] ?? "")
        }
        try await records.metricBook.record(
            [
                StoreDayFacts(
                    store: RecordsFixture.xihu, day: RecordsFixture.day, counts: Counts(), mentions: mentions)
            ], cause: MetricCause(reason: "firstCount", at: RecordsFixture.noon)
        ) { _, _, _ in [] }
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: RecordsFixture.xihu,
            from: RecordsFixture.day, to: RecordsFixture.day, title: [:], recommendation: [:],
            severity: "info",
            evidence: mentions.map { FlagEvidence(day: RecordsFixture.day, item: $0.item, text: $0.text) })
        #expect(try await records.flags.raise(flag, at: RecordsFixture.noon))
        _ = try await records.items.erase(
            item, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        #expect(try await fixture.count("storeDayFacts WHERE facts LIKE '%怎么查%'") == 0)
        #expect(try await fixture.count("storeDayFacts WHERE facts LIKE '%怎么换%'") == 1)
        let evidence = try #require(try await records.flags.find(flag.id)).evidence
        #expect(evidence.map(\.item) == mentions.map(\.item))
        #expect(Set(evidence.map(\.text)) == ["", "积分怎么换"])
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
