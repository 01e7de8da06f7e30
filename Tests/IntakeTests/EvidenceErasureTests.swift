import Evidence
import Foundation
import Hashing
import Originals
import Records
import SQLiteDriver
import TestSupport
import Testing

@testable import Intake

/// From the erasure over the backup to the restore.
struct EvidenceErasureTests {
    let fixture: IntakeFixture
    let renditions: FileOriginalStore
    let log: ErasureLog
    let recording: EvidenceItem
    let transcript: ContentHash

    init() async throws {
        fixture = try await IntakeFixture()
        renditions = try FileOriginalStore(folder: fixture.folder.appendingPathComponent("renditions"))
        log = ErasureLog(file: fixture.folder.appendingPathComponent("erasures.jsonl"))
        recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") { [recording] in $0.transcriptOf = recording.id },
            Array("顾客：你好".utf8))
        transcript = SHA256Hasher.hash(Array("顾客：你好".utf8))
    }

    private func erasure(_ records: EvidenceRecords? = nil) -> EvidenceErasure {
        EvidenceErasure(
            records: records ?? fixture.records, originals: fixture.originals, renditions: renditions,
            log: log)
    }

    private func erase() async throws {
        _ = try await erasure().erase(
            recording.id, reason: "顾客要求", actor: AccountID("hq"), at: IntakeFixture.afternoon)
    }

    /// Everything below the folder that holds the hash in its name or its bytes.
    private func traces() throws -> [String] {
        let names = [recording.sha256.rawValue, transcript.rawValue, "你好"]
        let files = FileManager.default.enumerator(at: fixture.folder, includingPropertiesForKeys: nil)
        return try (files?.allObjects as? [URL] ?? []).filter { url in
            if url.hasDirectoryPath { return false }
            let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
            return names.contains { text.contains($0) || url.lastPathComponent.contains($0) }
        }.map(\.lastPathComponent)
    }

    @Test func `only the log keeps the hash outside the database`() async throws {
        try await erase()
        #expect(try traces() == ["erasures.jsonl"])
        #expect(try fixture.originals.labelNames().isEmpty)
        #expect(try log.orders().orders.map(\.item) == [recording.id])
        #expect(try await erasure().replay().isEmpty)
    }

    @Test func `a transcript that another recording shares stays with that one alone`() async throws {
        let other = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-2"), IntakeFixture.recording(2)
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") { $0.transcriptOf = other.id },
            Array("顾客：你好".utf8))
        try await erase()
        #expect(try fixture.originals.labels(of: transcript).map(\.item) == [other.id])
        #expect(try await erasure().replay().isEmpty)
    }

    /// The new database knows neither recording when the folder is opened; repairing it brings the other one back whole.
    @Test(arguments: [false, true])
    func `a lost database costs no other recording the transcript that both share`(
        fromBackup: Bool
    ) async throws {
        let other = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-2"), IntakeFixture.recording(2)
        ).item
        try await fixture.send(
            fixture.submission(.consultationAudio, "") { $0.transcriptOf = other.id },
            Array("顾客：你好".utf8))
        let backup = fixture.folder.appendingPathComponent("backup")
        let live = fixture.folder.appendingPathComponent("originals")
        try FileManager.default.copyItem(at: live, to: backup)
        try await erase()
        if fromBackup {
            try FileManager.default.removeItem(at: live)
            try FileManager.default.moveItem(at: backup, to: live)
        }
        let empty = try await Self.recordsWithoutItems()
        #expect(try await erasure(empty).replay().count == (fromBackup ? 1 : 0))
        #expect(!fixture.originals.contains(recording.sha256))
        #expect(try fixture.originals.labels(of: transcript).map(\.item) == [other.id])
        #expect(try await erasure(empty).replay().isEmpty)
        let repaired = try await OriginalsRepair(
            records: empty, originals: fixture.originals, clock: { IntakeFixture.afternoon }
        ).run()
        #expect(repaired.restored == [other.id, other.id])
        #expect(try await empty.items.needed(among: [transcript]) == [transcript])
    }

    @Test func `an erasure that broke off after its order is finished by the replay`() async throws {
        try log.append(
            ErasureOrder(
                item: recording.id, originals: [recording.sha256, transcript], reason: "顾客要求",
                actor: AccountID("hq"), at: IntakeFixture.afternoon))
        #expect(try await erasure().replay().map(\.item) == [recording.id])
        #expect(try await fixture.records.items.isErased(recording.id))
        #expect(try traces() == ["erasures.jsonl"])
        #expect(try await erasure().replay().isEmpty)
    }

    @Test func `an erasure that broke off before its files is finished by the replay`() async throws {
        try log.append(
            ErasureOrder(
                item: recording.id, originals: [recording.sha256, transcript], reason: "顾客要求",
                actor: AccountID("hq"), at: IntakeFixture.afternoon))
        _ = try await fixture.records.items.erase(
            recording.id, reason: "顾客要求", actor: AccountID("hq"), at: IntakeFixture.afternoon)
        #expect(try traces().count > 1)
        #expect(try await erasure().replay().map(\.item) == [recording.id])
        #expect(try traces() == ["erasures.jsonl"])
    }

    @Test func `a label that cannot be read goes too and keeps nothing from opening`() async throws {
        try await erase()
        let original = fixture.originals.url(of: recording.sha256)
        let label = original.deletingLastPathComponent()
            .appendingPathComponent("\(recording.sha256).\(recording.id).json")
        try Data("{\"fileName\": \"张小".utf8).write(to: label)
        #expect(try await erasure().replay().map(\.item) == [recording.id])
        #expect(try traces() == ["erasures.jsonl"])
        #expect(try await erasure().replay().isEmpty)
    }

    @Test func `words that only the database's log still holds go before the files do`() async throws {
        let disk = try await IntakeFixture(inMemory: false)
        let item = try await disk.send(
            disk.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording(3)
        ).item
        let findings = ConsultationFindings(
            audio: nil, transcript: Transcript(source: .sidecar, segments: [.init(text: "我的积分怎么查")]),
            keywords: [], topics: [], usable: true,
            analyzer: AnalyzerIdentity(name: "consultation", version: "1"))
        try await disk.records.findings.save(
            FindingDocument(
                item: item.id, kind: .consultation, analyzer: findings.analyzer,
                json: try CanonicalJSON.string(findings), createdAt: IntakeFixture.afternoon))
        func filesWithWords() throws -> [String] {
            try FileManager.default.contentsOfDirectory(at: disk.folder, includingPropertiesForKeys: nil)
                .filter { !$0.hasDirectoryPath }
                .filter { try Data(contentsOf: $0).range(of: Data("积分怎么查".utf8)) != nil }
                .map(\.lastPathComponent)
        }
        try log.append(
            ErasureOrder(
                item: item.id, originals: [item.sha256], reason: "顾客要求", actor: AccountID("hq"),
                at: IntakeFixture.afternoon))
        _ = try await disk.records.items.erase(
            item.id, reason: "顾客要求", actor: AccountID("hq"), at: IntakeFixture.afternoon)
        #expect(try filesWithWords() == ["records.sqlite-wal"])
        let erasure = EvidenceErasure(
            records: disk.records, originals: disk.originals, renditions: renditions, log: log)
        #expect(try await erasure.replay().map(\.item) == [item.id])
        #expect(try filesWithWords().isEmpty)
    }

    /// A database that knows the store and nothing that came from it.
    private static func recordsWithoutItems() async throws -> EvidenceRecords {
        let records = EvidenceRecords(database: try SQLiteDatabase.inMemory()) {
            SHA256Hasher.hash(Array($0.utf8)).rawValue
        }
        try await records.migrate()
        try await records.stores.upsert([
            Store(id: IntakeFixture.xihu, name: "古翠路晨光店", region: ["全国"])
        ])
        return records
    }

    @Test func `a backup that is put back cannot bring an erased item back`() async throws {
        let backup = fixture.folder.appendingPathComponent("backup")
        let live = fixture.folder.appendingPathComponent("originals")
        try FileManager.default.copyItem(at: live, to: backup)
        // The database of then, in which nothing was erased.
        let restored = try await Self.recordsWithoutItems()
        let clock = IntakeFixture.afternoon
        let repair = { (records: EvidenceRecords) async throws in
            try await OriginalsRepair(records: records, originals: fixture.originals, clock: { clock }).run()
        }
        #expect(try await repair(restored).restored.count == 2)

        try await erase()
        try FileManager.default.removeItem(at: live)
        try FileManager.default.moveItem(at: backup, to: live)
        #expect(fixture.originals.contains(recording.sha256), "the backup brought the bytes back")

        #expect(try await erasure(restored).replay().map(\.item) == [recording.id])
        #expect(try await restored.items.isErased(recording.id))
        #expect(try traces() == ["erasures.jsonl"])
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: restored)
        #expect(audit.isSound)
        #expect(try await repair(restored) == .init())
        #expect(try await restored.custody.verifyChain() == nil)
    }

    @Test func `originals of a backup alone, in a database that has forgotten them, go too`() async throws {
        let backup = fixture.folder.appendingPathComponent("backup")
        let live = fixture.folder.appendingPathComponent("originals")
        try FileManager.default.copyItem(at: live, to: backup)
        try await erase()
        try FileManager.default.removeItem(at: live)
        try FileManager.default.moveItem(at: backup, to: live)
        let empty = EvidenceRecords(database: try SQLiteDatabase.inMemory()) { $0 }
        try await empty.migrate()
        #expect(try await erasure(empty).replay().count == 1)
        #expect(try traces() == ["erasures.jsonl"])
    }

    @Test func `nobody is erased who is not there`() async throws {
        let error = await #expect(throws: RecordError.self) {
            try await erasure().erase(
                EvidenceID("nobody"), reason: "?", actor: AccountID("hq"), at: IntakeFixture.afternoon)
        }
        #expect(error?.code == .notFound)
        #expect(try log.orders().orders.isEmpty)
    }
}
