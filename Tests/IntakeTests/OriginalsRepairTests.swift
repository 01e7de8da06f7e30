import Evidence
import Foundation
import Hashing
import Originals
import Records
import SQLiteDriver
import TestSupport
import Testing

@testable import Intake

struct OriginalsRepairTests {
    let fixture: IntakeFixture
    let later = IntakeFixture.afternoon.addingTimeInterval(86_400)

    init() async throws { fixture = try await IntakeFixture() }

    private func repair(_ records: EvidenceRecords? = nil) async throws -> OriginalsRepair.Result {
        let later = self.later
        return try await OriginalsRepair(
            records: records ?? fixture.records, originals: fixture.originals, clock: { later }
        ).run()
    }

    private func audit(_ records: EvidenceRecords) async throws -> OriginalsAudit.Result {
        try await OriginalsAudit.run(originals: fixture.originals, records: records)
    }

    /// A new database with the chain's stores and nothing else.
    private func newDatabase(stores: [StoreID] = [IntakeFixture.xihu]) async throws -> EvidenceRecords {
        let records = EvidenceRecords(database: try SQLiteDatabase.inMemory()) {
            SHA256Hasher.hash(Array($0.utf8)).rawValue
        }
        try await records.migrate()
        try await records.stores.upsert(stores.map { Store(id: $0, name: $0.rawValue, region: ["全国"]) })
        return records
    }

    private func orphan(_ text: String = "never recorded") throws -> ContentHash {
        let writer = try fixture.originals.writer()
        try writer.append(Array(text.utf8))
        return try writer.finish().sha256
    }

    // MARK: Labels

    @Test func `every acknowledged original has a label with the hash of its custody entry`() async throws {
        let receipt = try await fixture.send(
            fixture.submission {
                $0.clientPosition = ClientPosition(latitude: 30.27, longitude: 120.12)
            }, IntakeFixture.photo())
        let label = try #require(try fixture.originals.labels(of: receipt.item.sha256).first)
        #expect(label.item == receipt.item.id)
        #expect(label.store == IntakeFixture.xihu)
        #expect(label.day == fixture.day)
        #expect(label.kind == .shelfPhoto)
        #expect(label.slot == "shelf-1")
        #expect(label.receivedAt == receipt.item.receivedAt)
        #expect(label.sender == IntakeFixture.manager.id)
        #expect(label.clientPosition == receipt.item.clientPosition)
        let entry = try #require(try await fixture.records.custody.entries(receipt.item.id).first)
        #expect(label.custody.hash == entry.hash)
    }

    @Test(arguments: [#""slot" : "shelf-1""#, "{"])
    func `a label that was altered is named and written anew`(part: String) async throws {
        let receipt = try await fixture.send(fixture.submission(), IntakeFixture.photo())
        let name = LabelName(sha256: receipt.item.sha256, item: receipt.item.id)
        #expect(try await OriginalsAudit.unlabelled(fixture.originals, fixture.records).isEmpty)
        let folder = fixture.folder.appendingPathComponent("originals")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "json" {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains(part))
            try Data(text.replacing(part, with: #""slot" : "shelf-9""#).utf8).write(to: file)
        }
        #expect(try await OriginalsAudit.unlabelled(fixture.originals, fixture.records) == [name])
        #expect(try await repair().labelled == [receipt.item.id])
        #expect(try fixture.originals.labels(of: receipt.item.sha256).first?.slot == "shelf-1")
        #expect(try await OriginalsAudit.unlabelled(fixture.originals, fixture.records).isEmpty)
    }

    @Test func `where the label cannot be written nothing is recorded`() async throws {
        let writer = try fixture.intake.writer()
        try writer.append(IntakeFixture.photo())
        let stored = try writer.finish()
        // As a repair would between the bytes and their record.
        try fixture.originals.quarantine(stored.sha256)
        let error = await #expect(throws: IntakeError.self) {
            _ = try await fixture.intake.record(
                fixture.submission(), stored,
                Admission(
                    now: IntakeFixture.afternoon, receivedAt: IntakeFixture.afternoon, late: false,
                    dayBegin: IntakeFixture.afternoon, recording: nil))
        }
        #expect(error?.code == .storageFailed)
        #expect(try await fixture.records.items.latestDay() == nil)
        #expect(try await fixture.records.jobs.progress().waiting == 0)
        #expect(try await fixture.records.custody.last() == nil)
    }

    // MARK: A lost database

    @Test func `a lost database is rebuilt from originals and labels`() async throws {
        var before: [EvidenceItem] = []
        for (number, slot) in ["shelf-1", "shelf-2", "shelf-1"].enumerated() {
            fixture.setClock(to: IntakeFixture.afternoon.addingTimeInterval(Double(number) + 0.125))
            before.append(
                try await fixture.send(
                    fixture.submission(.shelfPhoto, slot), IntakeFixture.photo(number)
                ).item)
        }
        // The same bytes in another slot are a second item.
        before.append(
            try await fixture.send(fixture.submission(.shelfPhoto, "shelf-3"), IntakeFixture.photo(1)).item)
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        let transcript = fixture.submission(.consultationAudio, "") {
            $0.transcriptOf = recording.id
            $0.fileName = "a.txt"
        }
        try await fixture.send(transcript, Array("顾客：你好".utf8))
        before.append(recording)

        let records = try await newDatabase()
        let result = try await repair(records)
        #expect(result.restored == (before.map(\.id) + [recording.id]).sorted())
        #expect(result.quarantined.isEmpty && result.waiting.isEmpty)
        for item in before {
            let old = try #require(try await fixture.records.items.find(item.id))
            #expect(try await records.items.find(item.id) == old)
        }
        #expect(try await records.items.find(before[0].id)?.supersededBy == before[2].id)
        #expect(try await records.jobs.progress().waiting == before.count)
        #expect(try await records.custody.verifyChain() == nil)
        #expect(try await audit(records).isSound)
        // The new labels name the new chain.
        let label = try #require(try fixture.originals.labels(of: before[0].sha256).first)
        let entries = try await records.custody.entries(before[0].id)
        #expect(entries.first?.action == .restored)
        #expect(label.custody.hash == entries.first?.hash)
        #expect(try await repair(records) == .init())
    }

    @Test func `what came into the slot later stays there`() async throws {
        let first = try await fixture.send(fixture.submission(), IntakeFixture.photo(1)).item
        let records = try await newDatabase()
        let now = later
        let intake = EvidenceIntake(
            records: records, originals: fixture.originals, limits: IntakeLimits(), clock: { now })
        let writer = try intake.writer()
        try writer.append(IntakeFixture.photo(2))
        let second = try await intake.accept(fixture.submission(), from: writer).item
        #expect(try await repair(records).restored == [first.id])
        #expect(try await records.items.find(first.id)?.supersededBy == second.id)
        #expect(try await records.items.current(store: first.store, day: first.day).map(\.id) == [second.id])
    }

    @Test func `evidence of a store that is not imported waits for it`() async throws {
        let item = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        let records = try await newDatabase(stores: [IntakeFixture.binjiang])
        #expect(try await repair(records).waiting == [item.sha256])
        #expect(fixture.originals.contains(item.sha256))
        try await records.stores.upsert([Store(id: item.store, name: "古翠路晨光店", region: ["全国"])])
        #expect(try await repair(records).restored == [item.id])
    }

    @Test func `an item that shares its bytes with a known one is found by its label`() async throws {
        let records = try await newDatabase()
        let first = try await fixture.send(fixture.submission(.shelfPhoto, "shelf-1"), IntakeFixture.photo())
        #expect(try await repair(records).restored == [first.item.id])
        let second = try await fixture.send(fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo())
        #expect(
            try await OriginalsAudit.strayLabels(fixture.originals, records)
                == [LabelName(sha256: second.item.sha256, item: second.item.id)])
        #expect(try await repair(records).restored == [second.item.id])
        #expect(try await records.items.find(second.item.id)?.slot == "shelf-2")
    }

    // MARK: Orphans

    @Test func `an orphan without a label is set aside, not deleted`() async throws {
        let item = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        let hash = try orphan()
        #expect(try await audit(fixture.records).orphaned == [hash])
        #expect(try await repair().quarantined == [hash])
        #expect(try await audit(fixture.records).isSound)
        #expect(try fixture.originals.quarantined() == [hash])
        #expect(fixture.originals.contains(item.sha256))
        // Sent again, they are taken as any bytes.
        let writer = try fixture.originals.writer()
        try writer.append(Array("never recorded".utf8))
        #expect(try writer.finish().sha256 == hash)
    }

    @Test func `bytes that are not those of their name are not recorded`() async throws {
        let item = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        let url = fixture.originals.url(of: item.sha256)
        try FileManager.default.removeItem(at: url)
        try Data(IntakeFixture.photo(9)).write(to: url)
        let records = try await newDatabase()
        #expect(try await repair(records).quarantined == [item.sha256])
        #expect(try await records.items.find(item.id) == nil)
    }

    @Test(arguments: ["slot", "sha256", "store"])
    func `a label that somebody changed is not believed`(field: String) async throws {
        let item = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        let url = fixture.originals.url(of: item.sha256)
            .deletingLastPathComponent().appendingPathComponent("\(item.sha256).\(item.id).json")
        var text = try String(contentsOf: url, encoding: .utf8)
        text = text.replacing("\"shelf-1\"", with: field == "slot" ? "\"shelf-2\"" : "\"shelf-1\"")
        text = text.replacing(
            "\"HZ-001\"", with: field == "store" ? "\"HZ-004\"" : "\"HZ-001\"")
        if field == "sha256" {
            text = text.replacing("\"\(item.sha256)\"", with: "\"\(String(repeating: "0", count: 64))\"")
        }
        try FileManager.default.removeItem(at: url)
        try Data(text.utf8).write(to: url)
        #expect(try await repair(try await newDatabase()).quarantined == [item.sha256])
    }

    @Test func `what is known and has no label gets one`() async throws {
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") { $0.transcriptOf = recording.id },
            Array("顾客：你好".utf8))
        let before = try fixture.originals.labelNames()
        #expect(before.count == 2)
        let labels = try before.sorted().map { try fixture.originals.labels(of: $0.sha256) }
        for name in before { try fixture.originals.detach(name) }
        #expect(
            try await OriginalsAudit.unlabelled(fixture.originals, fixture.records) == before.sorted())
        #expect(try await repair().labelled == [recording.id, recording.id])
        #expect(try before.sorted().map { try fixture.originals.labels(of: $0.sha256) } == labels)
    }
}
