import Evidence
import Foundation
import Hashing
import Originals
import Records
import TestSupport
import Testing

@testable import Intake

struct AcceptTests {
    let fixture: IntakeFixture

    init() async throws { fixture = try await IntakeFixture() }

    private func refusal(_ submission: Submission, _ bytes: [UInt8]) async throws -> IntakeError? {
        let error = await #expect(throws: IntakeError.self) { try await fixture.send(submission, bytes) }
        // What is refused leaves nothing: no original, no temporary file, no row.
        #expect(try fixture.originals.hashes().isEmpty)
        let temporary = fixture.folder.appendingPathComponent("originals/tmp").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        #expect(try await fixture.records.items.latestDay() == nil)
        return error
    }

    @Test func `a receipt carries the hash of what was written`() async throws {
        let bytes = IntakeFixture.photo()
        let receipt = try await fixture.send(fixture.submission(), bytes)
        #expect(!receipt.repeated)
        #expect(receipt.item.sha256 == SHA256Hasher.hash(bytes))
        #expect(receipt.item.byteCount == bytes.count)
        #expect(receipt.item.state == .received)
        #expect(receipt.item.sender == IntakeFixture.manager.id)
        #expect(try fixture.originals.read(receipt.item.sha256) == bytes)
        #expect(try await fixture.records.items.find(receipt.item.id) == receipt.item)
        #expect(try await fixture.records.jobs.progress().waiting == 1)
        let custody = try await fixture.records.custody.entries(receipt.item.id)
        #expect(custody.map(\.action) == [.received])
        #expect(custody.first?.detail.contains("sha256=\(receipt.item.sha256)") == true)
        #expect(custody.first?.at == receipt.item.recordedAt)
    }

    @Test func `a receipt survives JSON`() async throws {
        let receipt = try await fixture.send(fixture.submission(), IntakeFixture.photo())
        let back = try CanonicalJSON.decode(Receipt.self, from: try CanonicalJSON.string(receipt))
        #expect(back == receipt)
    }

    @Test func `the same file for the same slot gives the receipt of then`() async throws {
        let first = try await fixture.send(fixture.submission(), IntakeFixture.photo())
        fixture.setClock(to: IntakeFixture.afternoon.addingTimeInterval(600))
        let second = try await fixture.send(fixture.submission(), IntakeFixture.photo())
        #expect(second.repeated)
        #expect(second.item == first.item)
        #expect(try await fixture.records.jobs.progress().waiting == 1)
        #expect(try fixture.originals.hashes().count == 1)
    }

    @Test func `another file for the slot replaces the one before, which stays stored`() async throws {
        let first = try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        let second = try await fixture.send(fixture.submission(), IntakeFixture.photo(2))
        #expect(!second.repeated)
        let current = try await fixture.records.items.current(store: IntakeFixture.xihu, day: fixture.day)
        #expect(current.map(\.id) == [second.item.id])
        #expect(fixture.originals.contains(first.item.sha256))
        // A late repetition of the first upload does not bring the old file back.
        let late = try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        #expect(late.repeated)
        #expect(late.item.supersededBy == second.item.id)
    }

    @Test func `a hundred senders of one file get one item`() async throws {
        let fixture = self.fixture
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for _ in 0..<100 {
                group.addTask { try await fixture.send(fixture.submission(), IntakeFixture.photo()) }
            }
            return try await group.reduce(into: [Receipt]()) { $0.append($1) }
        }
        #expect(Set(receipts.map(\.item.id)).count == 1)
        #expect(receipts.filter { !$0.repeated }.count == 1)
        #expect(try await fixture.records.jobs.progress().waiting == 1)
        #expect(try fixture.originals.hashes().count == 1)
    }

    @Test func `a hundred senders of different files leave one that counts, in a file database too`()
        async throws
    {
        let fixture = try await IntakeFixture(inMemory: false)
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for number in 0..<100 {
                group.addTask { try await fixture.send(fixture.submission(), IntakeFixture.photo(number)) }
            }
            return try await group.reduce(into: [Receipt]()) { $0.append($1) }
        }
        #expect(Set(receipts.map(\.item.id)).count == 100)
        let items = fixture.records.items
        #expect(try await items.current(store: IntakeFixture.xihu, day: fixture.day).count == 1)
        #expect(try await items.history(store: IntakeFixture.xihu, day: fixture.day).count == 100)
        #expect(try await fixture.records.custody.verifyChain() == nil)
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records)
        #expect(audit == .init(checked: 100, missing: [], altered: [], orphaned: []))
    }

    // MARK: Late

    @Test func `evidence is late after the day's end, or after the requirement's deadline`() async throws {
        let zone = Store(id: IntakeFixture.xihu, name: "", region: []).zone
        func isLate(_ slot: String, _ instant: Date) async throws -> Bool {
            let submission = fixture.submission(.shelfPhoto, slot, sender: IntakeFixture.integrator) {
                $0.receivedAt = instant
            }
            return try await fixture.send(submission, IntakeFixture.photo()).item.late
        }
        fixture.setClock(to: IntakeFixture.afternoon.addingTimeInterval(3 * 86_400))
        let end = fixture.day.end(timeZone: zone, cutOff: LocalTime(minutes: 240))
        #expect(try await !isLate("shelf-1", end))
        #expect(try await isLate("shelf-2", end.addingTimeInterval(1)))
        try await fixture.importRequirements(deadline: LocalTime(minutes: 60))
        let deadline = fixture.day.end(timeZone: zone, cutOff: LocalTime(minutes: 60))
        #expect(try await isLate("shelf-3", deadline.addingTimeInterval(1)))
        let submission = fixture.submission(.orderScreenshot, "order-9", sender: IntakeFixture.integrator) {
            $0.receivedAt = deadline
        }
        #expect(try await !fixture.send(submission, IntakeFixture.photo()).item.late)
    }

    @Test func `custody keeps the stated and the real time`() async throws {
        let stated = IntakeFixture.afternoon.addingTimeInterval(-7200)
        let receipt = try await fixture.send(
            fixture.submission(sender: IntakeFixture.integrator) { $0.receivedAt = stated },
            IntakeFixture.photo())
        #expect(receipt.item.receivedAt == stated)
        #expect(receipt.item.recordedAt == IntakeFixture.afternoon)
        let entry = try #require(try await fixture.records.custody.entries(receipt.item.id).first)
        #expect(entry.at == IntakeFixture.afternoon)
        #expect(entry.detail.contains("statedReceivedAt=\(stated.ISO8601Format())"))
    }

    // MARK: What is refused

    @Test func `an empty file is refused`() async throws {
        #expect(try await refusal(fixture.submission(), [])?.code == .emptyFile)
    }

    @Test func `a file over the limit is refused`() async throws {
        let fixture = try await IntakeFixture(limits: IntakeLimits(maximumBytes: 100))
        let error = await #expect(throws: IntakeError.self) {
            try await fixture.send(
                fixture.submission(), IntakeFixture.photo() + [UInt8](repeating: 0, count: 100))
        }
        #expect(error?.code == .tooLarge)
        #expect(try fixture.originals.hashes().isEmpty)
    }

    @Test(arguments: [
        ("wav-named.jpg", IntakeError.Code.wrongKind),
        ("gif-script-polyglot.jpg", .wrongKind), ("pdf-named.jpg", .notMedia), ("html-named.jpg", .notMedia),
        ("zip-bomb-named.jpg", .notMedia), ("random-named.jpg", .notMedia), ("playlist-named.jpg", .notMedia),
        ("svg-script-named.jpg", .notMedia), ("empty.jpg", .emptyFile),
    ])
    func `what is no photo does not fill a photo's slot`(name: String, code: IntakeError.Code) async throws {
        let bytes = [UInt8](try Fixture.data("hostile/\(name)"))
        #expect(try await refusal(fixture.submission(), bytes)?.code == code)
    }

    @Test(arguments: [
        ("jpeg-named.mp3", IntakeError.Code.wrongKind), ("silk-v3.amr", .wrongKind),
        ("text-named.mp3", .notMedia), ("concat-script-named.mp3", .notMedia),
        ("random-named.mp3", .notMedia),
    ])
    func `what is no sound does not fill a recording's slot`(name: String, code: IntakeError.Code)
        async throws
    {
        let bytes = [UInt8](try Fixture.data("hostile/\(name)"))
        #expect(
            try await refusal(fixture.submission(.consultationAudio, "consultation-1"), bytes)?.code == code)
    }

    @Test(arguments: ["aac_lc.m4a", "aac_adts.aac", "amr_nb.amr", "amr_nb.3gp", "opus_live.webm"])
    func `what phones and browsers record fills a recording's slot`(name: String) async throws {
        let bytes = [UInt8](try Fixture.data("media/phones/\(name)"))
        let receipt = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), bytes)
        #expect(receipt.item.state == .received)
        #expect(try fixture.originals.read(receipt.item.sha256) == bytes)
    }

    @Test func `a damaged photo is taken: the analysis will say what is wrong`() async throws {
        let bytes = [UInt8](try Fixture.data("hostile/jpeg-truncated-half.jpg"))
        #expect(try await fixture.send(fixture.submission(), bytes).item.state == .received)
    }

    @Test func `a refusal before the bytes abandons them`() async throws {
        let error = try await refusal(fixture.submission(.shelfPhoto, "shelf-x"), IntakeFixture.photo())
        #expect(error?.code == .unknownSlot)
    }

    @Test func `a file name is kept for people, without its path`() async throws {
        let receipt = try await fixture.send(
            fixture.submission { $0.fileName = "C:\\照片\\../\u{7}货架 1.jpg" }, IntakeFixture.photo())
        #expect(receipt.item.fileName == "货架 1.jpg")
        let other = try await fixture.send(
            fixture.submission(.shelfPhoto, "shelf-2") { $0.fileName = "///" }, IntakeFixture.photo())
        #expect(other.item.fileName == nil)
    }

    @Test func `a position whose radius is no number is kept without it`() async throws {
        let receipt = try await fixture.send(
            fixture.submission {
                $0.clientPosition = ClientPosition(latitude: 30.2, longitude: 120.1, accuracy: .nan)
            }, IntakeFixture.photo())
        #expect(receipt.item.clientPosition == ClientPosition(latitude: 30.2, longitude: 120.1))
    }

    // MARK: Transcripts

    @Test func `a transcript is stored and attached to its recording`() async throws {
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        let transcript = fixture.submission(.consultationAudio, "") {
            $0.transcriptOf = recording.id
            $0.fileName = "consultation-1.srt"
            $0.consent = nil
        }
        let text = Array("1\n00:00:01,000 --> 00:00:02,000\n这个怎么加热？\n".utf8)
        let receipt = try await fixture.send(transcript, text)
        #expect(!receipt.repeated)
        #expect(receipt.item.id == recording.id)
        #expect(receipt.item.transcriptSHA256 == SHA256Hasher.hash(text))
        #expect(receipt.item.transcriptName == "consultation-1.srt")
        #expect(try fixture.originals.read(SHA256Hasher.hash(text)) == text)
        #expect(try await fixture.send(transcript, text).repeated)
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records)
        #expect(audit.isSound)
        let picture = await #expect(throws: IntakeError.self) {
            try await fixture.send(transcript, IntakeFixture.photo())
        }
        #expect(picture?.code == .wrongKind)
    }

    @Test func `a transcript belongs to a recording of its store and day`() async throws {
        let photo = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        let submissions = [
            fixture.submission { $0.transcriptOf = EvidenceID("nobody") },
            fixture.submission { $0.transcriptOf = photo.id },
            fixture.submission(day: fixture.day.adding(days: -1)) { $0.transcriptOf = recording.id },
            fixture.submission(store: IntakeFixture.binjiang, sender: IntakeFixture.integrator) {
                $0.transcriptOf = recording.id
            },
        ]
        for submission in submissions {
            let error = await #expect(throws: IntakeError.self) {
                try await fixture.intake.check(submission)
            }
            #expect(error?.code == .itemNotFound)
        }
    }
}
