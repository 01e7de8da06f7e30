import Evidence
import Foundation
import Hashing
import Originals
import Records
import SQLiteDriver
import TestSupport
import Testing

@testable import Intake

/// From the policy over the purge to the restore, on real files and a real database.
struct EvidencePurgeTests {
    let fixture: IntakeFixture
    let renditions: FileOriginalStore
    let log: PurgeLog
    let photo: EvidenceItem
    let recording: EvidenceItem
    let transcript = SHA256Hasher.hash(Array("顾客：你好".utf8))
    /// When all of it has been kept long enough.
    static let later = IntakeFixture.afternoon.addingTimeInterval(400 * 86_400)

    init() async throws {
        fixture = try await IntakeFixture()
        renditions = try FileOriginalStore(folder: fixture.folder.appendingPathComponent("renditions"))
        log = try PurgeLog(folder: fixture.folder.appendingPathComponent("purges"))
        photo = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") { [recording] in $0.transcriptOf = recording.id },
            Array("顾客：你好".utf8))
        for item in [photo, recording] { try await finish(item) }
        let writer = try renditions.writer()
        try writer.append(Array("rendition".utf8))
        let shown = try writer.finish()
        _ = try await fixture.records.renditions.save(
            Rendition(item: photo.id, sha256: shown.sha256, byteCount: shown.byteCount))
    }

    private func finish(_ item: EvidenceItem, in records: EvidenceRecords? = nil) async throws {
        try await (records ?? fixture.records).items.update(
            item.id, state: .analysed, reason: nil, verdict: .trusted, score: 80)
    }

    private let policy = RetentionPolicy(version: "a")

    private func purge(_ records: EvidenceRecords? = nil) -> EvidencePurge {
        EvidencePurge(
            records: records ?? fixture.records, originals: fixture.originals, renditions: renditions,
            log: log, clock: { Self.later })
    }

    @discardableResult
    private func run(at instant: Date = later) async throws -> EvidencePurge.Result {
        // Everything goes at once, long after it came: a person has looked.
        let count = try await purge().survey(policy, at: instant).purged.count
        return try await purge().run(policy, at: instant, by: AccountID("test"), confirmed: count)
    }

    /// Nothing of the purged items is left but their rows, and nobody misses anything.
    private func expectPurged(_ records: EvidenceRecords? = nil) async throws {
        let records = records ?? fixture.records
        #expect(try fixture.originals.hashes().isEmpty)
        #expect(try fixture.originals.labelNames().isEmpty)
        #expect(try renditions.hashes().isEmpty)
        #expect(try await purge(records).replay().isEmpty)
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: records)
        #expect(audit.isSound)
        #expect(try await OriginalsAudit.run(renditions: renditions, records: records).isSound)
        #expect(try await OriginalsAudit.unlabelled(fixture.originals, records).isEmpty)
        #expect(try await OriginalsAudit.strayLabels(fixture.originals, records).isEmpty)
        #expect(try await OriginalsAudit.returned(fixture.originals, records).isEmpty)
        let repair = OriginalsRepair(records: records, originals: fixture.originals, clock: { Self.later })
        #expect(try await repair.run() == .init())
        let scrub = OriginalsScrub(
            records: records, originals: fixture.originals, bytesPerSecond: 1e9, clock: { Self.later })
        #expect(try await scrub.finishPass { _ in } == 0)
        #expect(try await records.custody.verifyChain() == nil)
    }

    // MARK: What goes and what stays

    @Test func `recordings go after their days with their transcripts, photos after theirs`() async throws {
        let result = try await run(at: IntakeFixture.afternoon.addingTimeInterval(180 * 86_400))
        #expect(result.purged == [recording.id] && result.kept.isEmpty)
        #expect(result.byteCount == recording.byteCount)
        #expect(try fixture.originals.hashes() == [photo.sha256])
        #expect(try fixture.originals.labelNames() == [LabelName(sha256: photo.sha256, item: photo.id)])
        #expect(try await run().purged == [photo.id])
        try await expectPurged()
        #expect(try await run() == .init())
    }

    @Test func `a survey says what would go and changes nothing`() async throws {
        let before = try await fixture.records.custody.last()
        let survey = try await purge().survey(policy, at: Self.later)
        #expect(survey.purged == [photo.id, recording.id].sorted())
        #expect(try await fixture.records.custody.last() == before)
        #expect(try fixture.originals.hashes().count == 3)
        #expect(try log.names().isEmpty)
        #expect(try await run() == survey)
    }

    @Test func `what is held, appealed or without a result stays and is told`() async throws {
        _ = try await fixture.records.retention.hold(
            photo.id, reason: "纠纷", by: AccountID("hq"), at: IntakeFixture.afternoon)
        try await fixture.records.items.update(
            recording.id, state: .failed, reason: nil, verdict: nil, score: nil)
        let result = try await run()
        #expect(result.purged.isEmpty)
        #expect(
            Set(result.kept) == [
                .init(item: photo.id, because: .hold), .init(item: recording.id, because: .unfinished),
            ])
        #expect(try fixture.originals.hashes().count == 3)
        _ = try await fixture.records.retention.release(
            photo.id, reason: "已解决", by: AccountID("hq"), at: IntakeFixture.afternoon)
        #expect(try await run().purged == [photo.id])
    }

    @Test func `bytes that another item has stay with that one alone`() async throws {
        fixture.setClock(to: IntakeFixture.afternoon.addingTimeInterval(100))
        let other = try await fixture.send(
            fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo()
        ).item
        try await finish(other)
        #expect(
            try await run(at: IntakeFixture.afternoon.addingTimeInterval(400 * 86_400 + 50)).purged.contains(
                photo.id))
        #expect(try fixture.originals.labels(of: photo.sha256).map(\.item) == [other.id])
        #expect(try await fixture.records.items.isGone(photo.id))
        #expect(try await run(at: Self.later.addingTimeInterval(200)).purged == [other.id])
        try await expectPurged()
    }

    @Test func `many items go in parts, and each part is an order`() async throws {
        for number in 1...EvidencePurge.itemsAtATime {
            let item = try await fixture.send(
                fixture.submission(.orderScreenshot, "order-\(number)"), IntakeFixture.photo(number)
            ).item
            try await finish(item)
        }
        #expect(try await run().purged.count == EvidencePurge.itemsAtATime + 2)
        #expect(try log.names().count == 2)
        try await expectPurged()
    }

    // MARK: Sent again

    @Test func `the same bytes for the same slot get the old receipt and are not stored`() async throws {
        try await run()
        let again = try await fixture.send(fixture.submission(), IntakeFixture.photo())
        #expect(again.repeated && again.item.id == photo.id)
        #expect(try fixture.originals.hashes().isEmpty)
        let asked = try await fixture.intake.receipt(
            store: photo.store, day: photo.day, slot: photo.slot, sha256: photo.sha256)
        #expect(asked?.item.id == photo.id)
    }

    @Test func `the same bytes for another slot are new evidence`() async throws {
        try await run()
        let other = try await fixture.send(
            fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo()
        ).item
        #expect(other.id != photo.id)
        #expect(try fixture.originals.labels(of: photo.sha256).map(\.item) == [other.id])
        // No later purge of the old item, and no replay, takes them.
        let kept = EvidencePurge.Result.Kept(item: other.id, because: .unfinished)
        #expect(try await run() == EvidencePurge.Result(kept: [kept]))
        #expect(fixture.originals.contains(photo.sha256))
    }

    @Test func `a transcript for a purged recording is refused before it is stored`() async throws {
        try await run()
        let submission = fixture.submission(.consultationAudio, "") { [recording] in
            $0.transcriptOf = recording.id
        }
        let error = await #expect(throws: IntakeError.self) {
            try await fixture.send(submission, Array("顾客：再见".utf8))
        }
        #expect(error?.code == .purged)
        #expect(try fixture.originals.hashes().isEmpty)
    }

    // MARK: Broken off

    private func order() -> PurgeOrder {
        PurgeOrder(
            entries: [
                .init(item: photo.id, originals: [photo.sha256]),
                .init(item: recording.id, originals: [recording.sha256, transcript]),
            ], policy: policy, actor: AccountID("test"), at: Self.later, lastCustody: 1000)
    }

    private func changeRows(_ order: PurgeOrder) async throws {
        _ = try await fixture.records.retention.purge(
            order.entries.map(\.item), by: policy, actor: order.actor, at: order.at,
            lastCustody: order.lastCustody)
    }

    @Test func `a purge that broke off after its order is finished by the replay`() async throws {
        _ = try log.append(order())
        #expect(try await purge().replay() == [photo.id, recording.id].sorted())
        try await expectPurged()
    }

    @Test func `a purge that broke off before its files is finished by the replay`() async throws {
        _ = try log.append(order())
        try await changeRows(order())
        #expect(try renditions.hashes().count == 1)
        #expect(try await purge().replay().isEmpty, "the rows had their tombstones")
        try await expectPurged()
    }

    @Test func `a purge that broke off among its files is finished by the replay`() async throws {
        _ = try log.append(order())
        try await changeRows(order())
        try fixture.originals.detach(LabelName(sha256: photo.sha256, item: photo.id))
        try fixture.originals.erase(transcript)
        _ = try await purge().replay()
        try await expectPurged()
    }

    @Test func `a hold that came after the break is heard`() async throws {
        let chosen = try #require(try await fixture.records.custody.last()?.sequence)
        var order = order()
        order.lastCustody = chosen
        _ = try log.append(order)
        _ = try await fixture.records.retention.hold(
            photo.id, reason: "等等", by: AccountID("hq"), at: Self.later)
        #expect(try await purge().replay() == [recording.id])
        #expect(try fixture.originals.hashes() == [photo.sha256])
        #expect(try fixture.originals.labels(of: photo.sha256).map(\.item) == [photo.id])
    }

    @Test func `an order that cannot be read purges nothing and is named`() async throws {
        let name = try log.append(order())
        let file = fixture.folder.appendingPathComponent("purges/\(name).json")
        try FileManager.default.removeItem(at: file)
        try Data("{".utf8).write(to: file)
        #expect(try await purge().replay().isEmpty)
        #expect(try fixture.originals.hashes().count == 3)
        #expect(try purge().unreadableOrders() == [name])
        #expect(try await run().purged.count == 2)
    }

    // MARK: Backups

    private func copyOfOriginals() throws -> URL {
        let backup = fixture.folder.appendingPathComponent("backup")
        try FileManager.default.copyItem(
            at: fixture.folder.appendingPathComponent("originals"), to: backup)
        return backup
    }

    private func putBack(_ backup: URL) throws {
        let live = fixture.folder.appendingPathComponent("originals")
        try FileManager.default.removeItem(at: live)
        try FileManager.default.copyItem(at: backup, to: live)
    }

    private func newDatabase() async throws -> EvidenceRecords {
        let records = EvidenceRecords(database: try SQLiteDatabase.inMemory()) {
            SHA256Hasher.hash(Array($0.utf8)).rawValue
        }
        try await records.migrate()
        try await records.stores.upsert([Store(id: IntakeFixture.xihu, name: "晨光店", region: ["全国"])])
        return records
    }

    private func repair(_ records: EvidenceRecords) async throws -> OriginalsRepair.Result {
        try await OriginalsRepair(
            records: records, originals: fixture.originals, clock: { IntakeFixture.afternoon }
        ).run()
    }

    @Test func `a backup that is put back cannot bring a purged original back`() async throws {
        let backup = try copyOfOriginals()
        // The database of then, in which nothing was purged.
        let restored = try await newDatabase()
        #expect(try await repair(restored).restored.count == 3)
        try await run()
        try putBack(backup)
        #expect(fixture.originals.contains(photo.sha256), "the backup brought the bytes back")
        #expect(try await purge(restored).replay() == [photo.id, recording.id].sorted())
        #expect(try await restored.retention.isPurged(photo.id))
        try await expectPurged(restored)
    }

    @Test func `originals that are put back beside a database that knows better go too`() async throws {
        let backup = try copyOfOriginals()
        try await run()
        try putBack(backup)
        let returned = try await OriginalsAudit.returned(fixture.originals, fixture.records)
        #expect(Set(returned.map(\.sha256)) == [photo.sha256, recording.sha256, transcript])
        // Nothing is recorded again and nothing set aside meanwhile.
        #expect(try await repair(fixture.records) == .init())
        #expect(try await run() == .init())
        try await expectPurged()
    }

    @Test func `a database that was lost does not record them again, whenever the backup comes`() async throws
    {
        let backup = try copyOfOriginals()
        try await run()
        let empty = try await newDatabase()
        #expect(try await purge(empty).replay().isEmpty)
        try putBack(backup)
        #expect(try await repair(empty) == .init())
        _ = try await purge(empty).run(policy, at: Self.later, by: AccountID("test"))
        #expect(try await empty.items.find(photo.id) == nil)
        try await expectPurged(empty)
        let error = await #expect(throws: IntakeError.self) {
            let intake = EvidenceIntake(
                records: empty, originals: fixture.originals, limits: IntakeLimits(),
                clock: { IntakeFixture.afternoon })
            let writer = try intake.writer()
            try writer.append(IntakeFixture.photo())
            _ = try await intake.accept(fixture.submission(), from: writer)
        }
        #expect(error?.code == .purged)
    }

    @Test func `bytes that a label gives to an unknown item outlast the purge of another`() async throws {
        let other = try await fixture.send(
            fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo()
        ).item
        _ = try log.append(order())
        let empty = try await newDatabase()
        _ = try await purge(empty).replay()
        #expect(try fixture.originals.labels(of: photo.sha256).map(\.item) == [other.id])
        #expect(try await repair(empty).restored == [other.id])
    }
}
