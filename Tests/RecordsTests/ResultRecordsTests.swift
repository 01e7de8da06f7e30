import Evidence
import Foundation
import Testing

@testable import Records

struct ResultRecordsTests {
    let fixture: RecordsFixture
    let noon = RecordsFixture.noon
    let day = RecordsFixture.day
    let xihu = RecordsFixture.xihu

    init() async throws {
        fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        try await fixture.record(RecordsFixture.item(2, slot: "shelf-2"))
    }

    // MARK: Findings

    private func finding(
        _ item: String, _ kind: FindingKind, _ json: String, version: String = "1"
    ) -> FindingDocument {
        FindingDocument(
            item: EvidenceID(item), kind: kind, analyzer: AnalyzerIdentity(name: "shelf", version: version),
            json: json, createdAt: Date(timeIntervalSince1970: 1_795_000_001))
    }

    @Test func `new findings supersede older ones, which stay`() async throws {
        let findings = fixture.records.findings
        let first = finding("item-1", .shelf, "{\"a\":1}")
        let second = finding("item-1", .shelf, "{\"a\":1}", version: "2")
        let text = finding("item-1", .text, "[]")
        for document in [first, first, second, second, text] { try await findings.save(document) }
        #expect(try await findings.current(EvidenceID("item-1")) == [second, text])
        #expect(try await findings.current(EvidenceID("item-1"), .shelf) == second)
        #expect(try await findings.current(EvidenceID("item-1"), .order) == nil)
        #expect(try await findings.history(EvidenceID("item-1")) == [first, second, text])
    }

    @Test func `the findings of a store-day are those of the items that count`() async throws {
        let findings = fixture.records.findings
        try await findings.save(finding("item-2", .shelf, "{\"slot\":2}"))
        try await findings.save(finding("item-1", .shelf, "{\"slot\":1}"))
        #expect(
            try await findings.current(store: xihu, day: day, kind: .shelf).map(\.item.rawValue)
                == ["item-1", "item-2"])
        try await fixture.record(RecordsFixture.item(3))
        #expect(
            try await findings.current(store: xihu, day: day, kind: .shelf).map(\.item.rawValue) == ["item-2"]
        )
        #expect(try await findings.current(store: xihu, day: day, kind: .order).isEmpty)
    }

    // MARK: Fingerprints

    @Test func `known pictures come back in the order of arrival`() async throws {
        let fingerprints = fixture.records.fingerprints
        func picture(_ number: Int, _ hash: UInt64, _ payload: [UInt8]) -> KnownPicture {
            let item = RecordsFixture.item(number, slot: "shelf-\(number)")
            return KnownPicture(
                item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
                perceptualHash: hash, payload: payload, receivedAt: item.receivedAt)
        }
        try await fingerprints.save(picture(2, 5, []))
        try await fingerprints.save(picture(1, 7, [1]))
        try await fingerprints.save(picture(1, .max, [1, 2, 3]))
        let window = try await fingerprints.window(from: day.adding(days: -30), to: day, kind: .shelfPhoto)
        #expect(window.map(\.item.rawValue) == ["item-1", "item-2"])
        #expect(window.first?.perceptualHash == .max)
        #expect(window.first?.payload == [1, 2, 3])
        #expect(window.last?.payload.isEmpty == true)
        #expect(
            try await fingerprints.window(
                from: day.adding(days: 1), to: day.adding(days: 9), kind: .shelfPhoto
            ).isEmpty)
        #expect(
            try await fingerprints.window(from: day.adding(days: -30), to: day, kind: .orderScreenshot)
                .isEmpty)
        #expect(
            try await fingerprints.pictures([EvidenceID("item-2"), EvidenceID("none")]).map(\.item.rawValue)
                == ["item-2"])
    }

    @Test func `what was saved after a picture comes once, what was saved again comes again`() async throws {
        let fingerprints = fixture.records.fingerprints
        func save(_ number: Int) async throws {
            let item = RecordsFixture.item(number, slot: "shelf-\(number)")
            try await fingerprints.save(
                KnownPicture(
                    item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
                    perceptualHash: 1, payload: [], receivedAt: item.receivedAt))
        }
        func saved(after number: Int64) async throws -> [NumberedPicture] {
            try await fingerprints.saved(after: number, from: day, limit: 10)
        }
        try await save(2)
        try await save(1)
        var last = try await saved(after: 0)
        #expect(last.map(\.picture.item.rawValue) == ["item-2", "item-1"])
        try await save(2)
        last = try await saved(after: try #require(last.last?.number))
        #expect(last.map(\.picture.item.rawValue) == ["item-2"])
        // What is erased takes its number along.
        _ = try await fixture.records.items.erase(
            EvidenceID("item-2"), reason: "x", actor: AccountID("hq"), at: RecordsFixture.noon)
        try await save(1)
        #expect(
            try await saved(after: try #require(last.last?.number)).map(\.picture.item.rawValue) == ["item-1"]
        )
        #expect(try await fingerprints.saved(after: 0, from: day.adding(days: 1), limit: 10).isEmpty)
    }

    // MARK: Scores and metrics

    private func score(_ total: Double?, store: StoreID = RecordsFixture.xihu, day: BusinessDay)
        -> ComplianceScore
    {
        ComplianceScore(
            store: store, day: day, total: total, provisional: total == nil,
            parts: [
                ScorePart(
                    code: "shelf", chineseName: "陈列合规", weight: 45, numerator: 1, denominator: 3,
                    score: total.map { $0 / 3 },
                    note: Reason(code: "n", chinese: "无", english: "none"),
                    parts: [ScorePart(code: "shelf.facings", chineseName: "排面", weight: 20, score: nil)])
            ], policyVersion: "2026-11")
    }

    @Test func `the newest score of a store-day is in force, earlier ones are kept`() async throws {
        let scores = fixture.records.scores
        let first = score(70, day: day)
        let second = score(70.1, day: day)
        for value in [first, first, second] { try await scores.save(value, at: noon) }
        try await scores.save(score(nil, store: RecordsFixture.binjiang, day: day), at: noon)
        try await scores.save(score(50, day: day.adding(days: -1)), at: noon)
        #expect(try await scores.find(store: xihu, day: day) == second)
        #expect(try await scores.history(store: xihu, day: day) == [first, second])
        #expect(try await scores.onDay(day).map(\.total) == [70.1, nil])
        #expect(
            try await scores.series(store: xihu, from: day.adding(days: -5), to: day).map(\.total)
                == [50, 70.1])
        #expect(try await scores.find(store: xihu, day: day.adding(days: 5)) == nil)
    }

    @Test func `a glance at a day shows the scores in force by store, and who was scored by another policy`()
        async throws
    {
        let scores = fixture.records.scores
        for value in [score(60, day: day), score(90, day: day)] { try await scores.save(value, at: noon) }
        try await scores.save(score(nil, store: RecordsFixture.binjiang, day: day), at: noon)
        let glances = try await scores.glances(on: day, of: [xihu, RecordsFixture.binjiang])
        #expect(glances[xihu] == ScoreGlance(total: 90, provisional: false, parts: ["shelf": 30]))
        #expect(
            glances[RecordsFixture.binjiang] == ScoreGlance(total: nil, provisional: true, parts: [:]))
        #expect(try await scores.glances(on: day, of: [xihu]).keys.map(\.self) == [xihu])
        #expect(try await scores.glances(on: day, of: []).isEmpty)
        #expect(try await scores.totals(on: day) == [xihu: 90])
        #expect(try await scores.totals(on: day.adding(days: 1)).isEmpty)
        #expect(try await scores.scored(notBy: "2026-11", from: day, to: day).isEmpty)
        let others = try await scores.scored(notBy: "2026-12", from: day.adding(days: -1), to: day)
        #expect(others.map(\.store) == [xihu, RecordsFixture.binjiang].sorted())
    }

    @Test func `a glance at a day counts the items in force by store`() async throws {
        let day = day.adding(days: 20)
        for (number, slot) in [(101, "shelf-1"), (102, "shelf-1"), (103, "shelf-2"), (104, "order-1")] {
            try await fixture.record(RecordsFixture.item(number, day: day, slot: slot))
        }
        let items = fixture.records.items
        try await items.update(
            EvidenceID("item-103"), state: .analysed, reason: nil, verdict: .suspect, score: nil)
        try await items.update(
            EvidenceID("item-104"), state: .rejected, reason: nil, verdict: nil, score: nil)
        let tallies = try await items.tallies(on: day, slots: ["shelf-1", "shelf-3", "order-1"])
        #expect(tallies == [xihu: ItemTally(filled: 1, suspect: 1, rejected: 1, late: 0)])
        #expect(try await items.tallies(on: day, slots: [])[xihu]?.filled == 0)
        #expect(try await items.tallies(on: day.adding(days: 1), slots: ["shelf-1"]).isEmpty)
    }

    @Test func `the metrics of a store-day are replaced as a whole`() async throws {
        let metrics = fixture.records.metrics
        func metric(_ code: String, _ topic: String = "", _ value: Double?) -> StoreMetric {
            StoreMetric(
                store: xihu, day: day, code: code, topic: topic, value: value, numerator: 1, denominator: 2)
        }
        try await metrics.replace(
            store: xihu, day: day, metrics: [metric("topicCount", "heating", 3), metric("old", "", 1)])
        let new = [metric("shelfCompliance", "", nil), metric("topicCount", "heating", 4)]
        try await metrics.replace(store: xihu, day: day, metrics: new)
        #expect(try await metrics.onDay(day) == new)
        #expect(try await metrics.series(store: xihu, from: day, to: day) == new)
        let error = await #expect(throws: RecordError.self) {
            try await metrics.replace(store: RecordsFixture.binjiang, day: day, metrics: new)
        }
        #expect(error?.code == .constraint)
        #expect(try await metrics.onDay(day) == new)
    }
}
