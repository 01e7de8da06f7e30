import Evidence
import Foundation
import Testing

@testable import Records

struct ReviewTests {
    @Test(
        arguments: [
            ReviewDecision(verdict: .trusted, before: .rejected, codes: ["time.future"], reason: "手机时钟刚换过"),
            ReviewDecision(verdict: .rejected, before: nil, codes: [], reason: "[看不清] 请重拍"),
            ReviewDecision(
                verdict: .suspect, before: .suspect, codes: ["a.b", "c.d"], reason: "two words"),
        ])
    func `a decision comes back from its text`(decision: ReviewDecision) {
        #expect(ReviewDecision(text: decision.text) == decision)
    }

    @Test(arguments: ["", "rejected → trusted", "a b c d", "- → guilty [] x", "- → trusted x"])
    func `other text is no decision`(text: String) {
        #expect(ReviewDecision(text: text) == nil)
    }

    /// An item that the checks refused with the given codes.
    private func refused(
        _ number: Int, codes: [String], in fixture: RecordsFixture
    ) async throws -> EvidenceItem {
        let item = RecordsFixture.item(number, slot: "shelf-\(number)")
        try await fixture.record(item)
        let findings = ProvenanceFindings(
            verdict: .rejected,
            reasons: codes.map { .init(code: $0, detail: "所见", severity: .rejected) }
                + [.init(code: "datum.gcj02", detail: "所见", severity: .info)],
            analyzer: AnalyzerIdentity(name: "provenance", version: "1"))
        try await fixture.records.findings.save(
            FindingDocument(
                item: item.id, kind: .provenance, analyzer: findings.analyzer,
                json: try CanonicalJSON.string(findings), createdAt: RecordsFixture.noon))
        try await fixture.records.items.update(
            item.id, state: .rejected, reason: Reason(code: codes[0], chinese: "所见", english: "seen"),
            verdict: .rejected, score: nil)
        return item
    }

    private func decide(
        _ item: EvidenceItem, _ verdict: Verdict, reason: String = "x", in fixture: RecordsFixture
    ) async throws -> ReviewDecision? {
        try await fixture.records.reviews.decide(
            item.id, verdict, reason: reason, by: AccountID("hq"), at: RecordsFixture.noon)
    }

    private func appeal(_ item: EvidenceItem, in fixture: RecordsFixture) async throws -> AppealRefusal? {
        try await fixture.records.reviews.appeal(
            item.id, reason: "手机时钟刚换过", by: item.sender, at: RecordsFixture.noon)
    }

    @Test func `a decision gives the item its verdict and stands in the chain`() async throws {
        let fixture = try await RecordsFixture()
        var item = try await refused(1, codes: ["time.future"], in: fixture)
        let reviews = fixture.records.reviews
        #expect(try await reviews.decision(item.id) == nil)
        #expect(try await appeal(item, in: fixture) == nil)
        #expect(try await reviews.openAppeals().map(\.item) == [item.id])
        let decision = ReviewDecision(
            verdict: .trusted, before: .rejected, codes: ["time.future"], reason: "已核对")
        #expect(try await decide(item, .trusted, reason: "已核对", in: fixture) == decision)
        item = try #require(try await fixture.records.items.find(item.id))
        #expect(item.verdict == .trusted)
        #expect(item.state == .analysed)
        #expect(item.reason == nil)
        #expect(try await reviews.decision(item.id) == decision)
        #expect(try await reviews.openAppeals().isEmpty)
        let links = try await fixture.records.custody.entries(item.id)
        #expect(links.map(\.action) == [.received, .appealed, .decided])
        #expect(try await fixture.records.custody.verifyChain() == nil)
    }

    @Test(arguments: [true, false])
    func `a decision has the day scored again, and so has an appeal`(isDecision: Bool) async throws {
        let fixture = try await RecordsFixture()
        let item = try await refused(1, codes: ["a"], in: fixture)
        let queue = fixture.records.jobs
        let analysis = try #require(
            try await queue.claim(now: RecordsFixture.noon, lease: .seconds(60), worker: "w"))
        try await queue.finish(analysis.id, worker: "w")
        if isDecision {
            _ = try await decide(item, .trusted, in: fixture)
        } else {
            #expect(try await appeal(item, in: fixture) == nil)
        }
        let job = try #require(
            try await queue.claim(
                now: RecordsFixture.noon.addingTimeInterval(1), lease: .seconds(60), worker: "w"))
        #expect(job.kind == .scoreDay)
        #expect(job.subject == "\(item.store)/\(item.day)")
    }

    @Test func `an appeal is taken once, while something is held against the item`() async throws {
        let fixture = try await RecordsFixture()
        let fresh = RecordsFixture.item(1, slot: "shelf-1")
        try await fixture.record(fresh)
        #expect(try await appeal(fresh, in: fixture) == .nothingHeldAgainst)
        let item = try await refused(2, codes: ["a"], in: fixture)
        #expect(try await appeal(item, in: fixture) == nil)
        #expect(try await appeal(item, in: fixture) == .alreadyAppealed)
        _ = try await decide(item, .rejected, in: fixture)
        #expect(try await appeal(item, in: fixture) == .alreadyDecided)
        let replaced = try await refused(3, codes: ["a"], in: fixture)
        try await fixture.record(RecordsFixture.item(4, slot: "shelf-3"))
        #expect(try await appeal(replaced, in: fixture) == .superseded)
    }

    @Test func `what is not analysed yet cannot be decided`() async throws {
        let fixture = try await RecordsFixture()
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        #expect(try await decide(item, .trusted, in: fixture) == nil)
        #expect(try await fixture.records.reviews.decision(item.id) == nil)
    }

    @Test func `what was erased is neither appealed nor decided, its tombstone stays`() async throws {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let item = try await refused(1, codes: ["a"], in: fixture)
        let waiting = try await refused(2, codes: ["a"], in: fixture)
        #expect(try await appeal(waiting, in: fixture) == nil)
        for erased in [item, waiting] {
            _ = try await records.items.erase(
                erased.id, reason: "顾客要求", actor: AccountID("hq"), at: RecordsFixture.noon)
        }
        let tombstone = try #require(try await records.items.find(item.id))
        #expect(tombstone.reason?.code == "item.erased")
        #expect(try await appeal(item, in: fixture) == .erased)
        for verdict in [Verdict.trusted, .rejected] {
            let error = await #expect(throws: RecordError.self) {
                try await decide(item, verdict, in: fixture)
            }
            #expect(error?.code == .erased)
        }
        #expect(try await records.items.find(item.id) == tombstone)
        #expect(try await records.custody.entries(item.id).map(\.action) == [.received, .erased])
        #expect(try await records.reviews.standing(of: item.id) == ReviewStanding(isErased: true))
        #expect(try await records.reviews.openAppeals().isEmpty)
    }

    @Test func `a file that could not be opened is decided under its own reason`() async throws {
        let fixture = try await RecordsFixture()
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        try await fixture.records.items.update(
            item.id, state: .rejected, reason: Reason(code: "media.truncated", chinese: "", english: ""),
            verdict: nil, score: nil)
        let decision = try #require(try await decide(item, .rejected, in: fixture))
        #expect(decision.before == .rejected)
        #expect(decision.codes == ["media.truncated"])
    }

    @Test func `rates count what was decided otherwise, each item once`() async throws {
        let fixture = try await RecordsFixture()
        let first = try await refused(1, codes: ["a", "b"], in: fixture)
        let second = try await refused(2, codes: ["a", "b"], in: fixture)
        let third = try await refused(3, codes: ["b"], in: fixture)
        for (item, verdict) in [
            (first, Verdict.rejected), (first, .trusted), (second, .rejected), (third, .rejected),
        ] {
            _ = try await decide(item, verdict, in: fixture)
        }
        #expect(
            try await fixture.records.reviews.overrideRates() == [
                OverrideRate(code: "a", decided: 2, overturned: 1),
                OverrideRate(code: "b", decided: 3, overturned: 1),
            ])
        _ = try await decide(try await refused(4, codes: ["c", "d"], in: fixture), .trusted, in: fixture)
        #expect(try await fixture.records.reviews.overrideRates().map(\.code) == ["c", "d", "a", "b"])
        let kept = try #require(try await fixture.records.items.find(second.id))
        #expect(kept.state == .rejected)
        #expect(kept.reason?.code == "review.rejected")
    }

    @Test func `a store-day counts its appeals and how long their answers took`() async throws {
        let fixture = try await RecordsFixture()
        let reviews = fixture.records.reviews
        let day = (RecordsFixture.xihu, RecordsFixture.day)
        #expect(try await reviews.figures(store: day.0, day: day.1) == ReviewFigures())
        let first = try await refused(1, codes: ["a"], in: fixture)
        let second = try await refused(2, codes: ["a"], in: fixture)
        _ = try await appeal(first, in: fixture)
        _ = try await appeal(second, in: fixture)
        _ = try await reviews.decide(
            first.id, .trusted, reason: "x", by: AccountID("hq"),
            at: RecordsFixture.noon.addingTimeInterval(90 * 60))
        let figures = try await reviews.figures(store: day.0, day: day.1)
        #expect(figures.appealed == 2 && figures.closed == 1 && figures.minutes == 90)
        #expect(try await reviews.figures(store: day.0, day: day.1.adding(days: 1)) == ReviewFigures())
    }

    @Test func `nothing is decided about an item that is not there`() async throws {
        let fixture = try await RecordsFixture()
        let error = await #expect(throws: RecordError.self) {
            _ = try await fixture.records.reviews.decide(
                EvidenceID("none"), .trusted, reason: "x", by: AccountID("hq"), at: RecordsFixture.noon)
        }
        #expect(error?.code == .notFound)
        #expect(try await fixture.records.custody.last() == nil)
    }

    @Test func `an opening is noted once an hour for each account`() async throws {
        let fixture = try await RecordsFixture()
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        for (actor, minutes) in [("hq", 0.0), ("hq", 30), ("hz001", 31), ("hq", 61)] {
            try await fixture.records.custody.noteOpening(
                item.id, by: AccountID(actor), at: RecordsFixture.noon.addingTimeInterval(minutes * 60),
                detail: "page")
        }
        let opened = try await fixture.records.custody.entries(item.id).filter { $0.action == .opened }
        #expect(opened.map(\.actor.rawValue) == ["hq", "hz001", "hq"])
        #expect(try await fixture.records.custody.verifyChain() == nil)
    }
}
