import Evidence
import Foundation
import SQLiteDriver
import Testing

@testable import Records

struct RetentionTests {
    private let fixture: RecordsFixture
    private var retention: RetentionRecords { fixture.records.retention }
    private static let hq = AccountID("hq")
    private static let day = 86_400.0
    /// Photos ten days, recordings three, screenshots for good.
    private let policy: RetentionPolicy

    init() async throws {
        fixture = try await RecordsFixture()
        var policy = RetentionPolicy(version: "a")
        policy[.shelfPhoto] = 10
        policy[.consultationAudio] = 3
        policy[.orderScreenshot] = nil
        self.policy = policy
    }

    /// An item with a result.
    @discardableResult
    private func analysed(
        _ number: Int, _ kind: EvidenceKind = .shelfPhoto, verdict: Verdict = .trusted
    ) async throws -> EvidenceID {
        let item = RecordsFixture.item(number, kind: kind, slot: "slot-\(number)")
        try await fixture.record(item)
        try await fixture.records.items.update(
            item.id, state: .analysed, reason: nil, verdict: verdict, score: 80)
        return item.id
    }

    private func due(afterDays days: Double) async throws -> [DueItem] {
        try await retention.due(
            policy, at: RecordsFixture.noon.addingTimeInterval(days * Self.day), after: nil, limit: 100
        ).items
    }

    private func purge(_ items: [EvidenceID], lastCustody: Int64? = nil) async throws -> Purge {
        let newest = try await fixture.records.custody.last()?.sequence ?? 0
        return try await retention.purge(
            items, by: policy, actor: Self.hq, at: RecordsFixture.noon, lastCustody: lastCustody ?? newest)
    }

    // MARK: What is due

    @Test func `each kind is due when its own days are over, to the second`() async throws {
        let photo = try await analysed(1)
        let recording = try await analysed(2, .consultationAudio)
        try await analysed(3, .orderScreenshot)
        #expect(try await due(afterDays: 3 - 1 / Self.day).isEmpty)
        #expect(try await due(afterDays: 3).map(\.item.id) == [recording])
        #expect(try await due(afterDays: 10).map(\.item.id) == [photo, recording])
        #expect(try await due(afterDays: 40_000).count == 2, "forever is for good")
    }

    @Test func `a recording's transcripts go with it, however late they came`() async throws {
        let recording = try await analysed(1, .consultationAudio)
        for number in [8, 9] {
            _ = try await fixture.records.items.attachTranscript(
                to: recording, sha256: RecordsFixture.sha256(number), name: "t.txt",
                custody: RecordsFixture.note(.transcriptAttached))
        }
        try await fixture.records.items.update(
            recording, state: .analysed, reason: nil, verdict: .trusted, score: nil)
        #expect(
            try await due(afterDays: 3).map(\.originals) == [[1, 8, 9].map(RecordsFixture.sha256)])
    }

    @Test func `pages follow each other without a gap`() async throws {
        for number in 1...5 { try await analysed(number) }
        var seen: [EvidenceID] = []
        while true {
            let page = try await retention.due(
                policy, at: RecordsFixture.noon.addingTimeInterval(11 * Self.day), after: seen.last, limit: 2)
            seen += page.items.map(\.item.id)
            if page.items.count < 2 { break }
        }
        #expect(seen == (1...5).map { EvidenceID("item-\($0)") })
    }

    @Test func `what is erased or purged is not kept, and the newest is told all the same`() async throws {
        #expect(try await retention.kept() == KeptOriginals(items: 0, newest: nil))
        for number in 1...3 { try await analysed(number) }
        #expect(try await retention.kept() == KeptOriginals(items: 3, newest: RecordsFixture.noon))
        _ = try await purge([EvidenceID("item-1")])
        _ = try await fixture.records.items.erase(
            EvidenceID("item-2"), reason: "顾客要求", actor: Self.hq, at: RecordsFixture.noon)
        #expect(try await retention.kept().items == 1)
        _ = try await purge([EvidenceID("item-3")])
        #expect(try await retention.kept() == KeptOriginals(items: 0, newest: RecordsFixture.noon))
    }

    // MARK: Holds

    @Test func `an open appeal keeps the original until headquarters has decided`() async throws {
        let item = try await analysed(1, verdict: .suspect)
        let records = fixture.records
        #expect(
            try await records.reviews.appeal(item, reason: "不对", by: Self.hq, at: RecordsFixture.noon) == nil)
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [.appeal])
        try await records.reviews.decide(
            item, .trusted, reason: "看过", by: Self.hq, at: RecordsFixture.noon)
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [nil])
    }

    @Test func `a hold keeps the original until it is released, and both stand in the chain`() async throws {
        let item = try await analysed(1)
        let at = RecordsFixture.noon
        #expect(try await retention.release(item, reason: "?", by: Self.hq, at: at) == .notHeld)
        #expect(try await retention.hold(item, reason: "供应商纠纷", by: Self.hq, at: at) == nil)
        #expect(try await retention.hold(item, reason: "再次", by: Self.hq, at: at) == .alreadyHeld)
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [.hold])
        let hold = try #require(try await retention.standing(of: item).hold)
        #expect(hold.reason == "供应商纠纷" && hold.by == Self.hq)
        #expect(try await retention.holds() == [hold])
        #expect(try await retention.release(item, reason: "已解决", by: Self.hq, at: at) == nil)
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [nil])
        #expect(try await retention.holds().isEmpty)
        #expect(
            try await fixture.records.custody.entries(item).map(\.action) == [.received, .held, .released])
        #expect(try await fixture.records.custody.verifyChain() == nil)
        #expect(try await retention.hold(item, reason: "又来", by: Self.hq, at: at) == nil)
        #expect(try await retention.standing(of: item).hold?.reason == "又来")
    }

    @Test func `nobody holds what is not there`() async throws {
        let error = await #expect(throws: RecordError.self) {
            try await retention.hold(
                EvidenceID("nobody"), reason: "?", by: Self.hq, at: RecordsFixture.noon)
        }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: [ItemState.received, .processing, .failed])
    func `what has no result yet is kept`(state: ItemState) async throws {
        let item = try await analysed(1)
        try await fixture.records.items.update(item, state: state, reason: nil, verdict: nil, score: nil)
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [.unfinished])
    }

    // MARK: What goes

    @Test func `a purge leaves hash, verdict, score and findings, and a link of the chain`() async throws {
        let item = try await analysed(1)
        let before = try #require(try await fixture.records.items.find(item))
        try await fixture.records.findings.save(
            FindingDocument(
                item: item, kind: .text, analyzer: AnalyzerIdentity(name: "text", version: "1"),
                json: "[]", createdAt: RecordsFixture.noon))
        #expect(try await purge([item]).items == [item])
        #expect(try await fixture.records.items.find(item) == before)
        #expect(try await fixture.records.findings.current(item).map(\.json) == ["[]"])
        let entry = try #require(try await fixture.records.custody.entries(item).last)
        #expect(entry.action == .purged && entry.actor == Self.hq)
        #expect(entry.detail == "sha256=\(before.sha256) policy=a days=10")
        #expect(try await fixture.records.custody.verifyChain() == nil)
        #expect(try await retention.standing(of: item).purgedAt == entry.at)
        #expect(try await fixture.records.items.referencedOriginals().isEmpty)
        #expect(try await due(afterDays: 11).isEmpty)
        // Asked again, it is there already.
        let again = try await purge([item])
        #expect(again.items == [item] && again.added.isEmpty)
        #expect(try await fixture.records.custody.entries(item).count == 2)
    }

    @Test func `whoever objects after the choice is heard`() async throws {
        let held = try await analysed(1)
        let appealed = try await analysed(2, verdict: .suspect)
        let quiet = try await analysed(3)
        let chosen = try #require(try await fixture.records.custody.last()?.sequence)
        _ = try await retention.hold(held, reason: "等等", by: Self.hq, at: RecordsFixture.noon)
        _ = try await fixture.records.reviews.appeal(
            appealed, reason: "不对", by: Self.hq, at: RecordsFixture.noon)
        let purge = try await purge([held, appealed, quiet], lastCustody: chosen)
        #expect(purge.items == [quiet])
        #expect(try await due(afterDays: 11).map(\.keptBecause) == [.hold, .appeal])
    }

    @Test func `a backup's older appeal does not keep what went after it`() async throws {
        let item = try await analysed(1, verdict: .suspect)
        _ = try await fixture.records.reviews.appeal(
            item, reason: "不对", by: Self.hq, at: RecordsFixture.noon)
        #expect(try await purge([item], lastCustody: 5000).items == [item])
        #expect(try await fixture.records.reviews.openAppeals().isEmpty)
    }

    @Test func `of a purged item nothing is appealed, decided, held or rendered any more`() async throws {
        let item = try await analysed(1, verdict: .suspect)
        let records = fixture.records
        let at = RecordsFixture.noon
        _ = try await purge([item])
        #expect(try await records.reviews.appeal(item, reason: "?", by: Self.hq, at: at) == .purged)
        let error = await #expect(throws: RecordError.self) {
            try await records.reviews.decide(item, .trusted, reason: "?", by: Self.hq, at: at)
        }
        #expect(error?.code == .purged)
        #expect(try await retention.hold(item, reason: "?", by: Self.hq, at: at) == .purged)
        let late = Rendition(item: item, sha256: RecordsFixture.sha256(77), byteCount: 1)
        #expect(try await records.renditions.save(late) == late.sha256, "it is to be removed again")
        #expect(try await records.renditions.find(item) == nil)
        #expect(try await records.items.isGone(item))
    }

    @Test func `its rendition goes, unless another item shows the same`() async throws {
        let first = try await analysed(1)
        let second = try await analysed(2)
        let hash = RecordsFixture.sha256(50)
        for item in [first, second] {
            _ = try await fixture.records.renditions.save(Rendition(item: item, sha256: hash, byteCount: 9))
        }
        #expect(try await purge([first]).renditions.isEmpty)
        #expect(try await purge([second]).renditions == [hash])
    }

    @Test func `a transcript for a purged recording is refused`() async throws {
        let item = try await analysed(1, .consultationAudio)
        _ = try await purge([item])
        let error = await #expect(throws: RecordError.self) {
            try await fixture.records.items.attachTranscript(
                to: item, sha256: RecordsFixture.sha256(9), name: "t.txt", custody: RecordsFixture.note())
        }
        #expect(error?.code == .purged)
    }

    @Test func `a purged item can be erased, and an erased one is not due`() async throws {
        let item = try await analysed(1)
        _ = try await purge([item])
        _ = try await fixture.records.items.erase(
            item, reason: "顾客要求", actor: Self.hq, at: RecordsFixture.noon)
        #expect(
            try await fixture.records.custody.entries(item).map(\.action) == [.received, .purged, .erased])
        let other = try await analysed(2)
        _ = try await fixture.records.items.erase(
            other, reason: "顾客要求", actor: Self.hq, at: RecordsFixture.noon)
        #expect(try await due(afterDays: 11).isEmpty)
        // A log that knows of the purge before the backup knows of the erasure changes no tombstone.
        #expect(try await purge([other]).items == [other])
        #expect(try await fixture.records.custody.entries(other).map(\.action) == [.received, .erased])
    }

    @Test func `what a backup holds of an item without a result is told as failed`() async throws {
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        _ = try await purge([item.id])
        let left = try #require(try await fixture.records.items.find(item.id))
        #expect(left.state == .failed && left.reason?.code == "item.purged")
        #expect(try await fixture.records.jobs.progress().waiting == 0)
    }

    @Test func `an item that a rebuilt database does not know does not come back`() async throws {
        let item = RecordsFixture.item(1)
        #expect(try await purge([item.id]).added.isEmpty)
        #expect(try await retention.isPurged(item.id))
        let error = await #expect(throws: RecordError.self) { try await fixture.record(item) }
        #expect(error?.code == .purged)
        #expect(try await fixture.records.items.find(item.id) == nil)
    }

    @Test func `an order is open until it is closed`() async throws {
        #expect(try await retention.open(among: ["a", "b"]) == ["a", "b"])
        try await retention.close("a", at: RecordsFixture.noon)
        try await retention.close("a", at: RecordsFixture.noon)
        #expect(try await retention.open(among: ["a", "b"]) == ["b"])
    }
}
