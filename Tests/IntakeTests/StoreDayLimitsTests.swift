import Evidence
import Originals
import Testing

@testable import Intake

struct StoreDayLimitsTests {
    private static func refusal(_ body: () async throws -> Void) async -> IntakeError? {
        await #expect(throws: IntakeError.self) { try await body() }
    }

    @Test func `more files than a store may send for a day are refused in both languages`() async throws {
        let fixture = try await IntakeFixture(
            limits: IntakeLimits(storeDay: StoreDayLimits(files: 2, bytes: 0)))
        try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        // What is replaced was sent too.
        try await fixture.send(fixture.submission(), IntakeFixture.photo(2))
        let error = await Self.refusal {
            try await fixture.send(fixture.submission(), IntakeFixture.photo(3))
        }
        #expect(error?.code == .storeDayFull)
        #expect(error?.chinese.contains("请") == true && error?.chinese.contains("2 个文件") == true)
        #expect(error?.english.contains("please") == true && error?.english.contains("2 files") == true)
        #expect(try fixture.originals.hashes().count == 2)
        #expect(try await fixture.send(fixture.submission(), IntakeFixture.photo(1)).repeated)
    }

    @Test func `files that come at the same moment do not pass the limit together`() async throws {
        let fixture = try await IntakeFixture(
            limits: IntakeLimits(storeDay: StoreDayLimits(files: 3, bytes: 0)))
        let refusals = await withTaskGroup { group in
            for number in 1...12 {
                group.addTask {
                    do {
                        try await fixture.send(
                            fixture.submission(.orderScreenshot, "order-\(number)"),
                            IntakeFixture.photo(number))
                        return IntakeError.Code?.none
                    } catch { return (error as? IntakeError)?.code ?? .storageFailed }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 3)
        #expect(refusals.count { $0 == .storeDayFull } == 9)
        // What was stored before it was refused is gone, and nothing else.
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records)
        #expect(audit.isSound && audit.checked == 3)
        #expect(try fixture.originals.labelNames().count == 3)
    }

    @Test func `what is stored is judged again where it is recorded`() async throws {
        let fixture = try await IntakeFixture(
            limits: IntakeLimits(storeDay: StoreDayLimits(files: 2, bytes: 0)))
        try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        let recording = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), IntakeFixture.recording()
        ).item
        // As when the others came after the first look.
        let admission = Admission(
            now: IntakeFixture.afternoon, receivedAt: IntakeFixture.afternoon, late: false,
            dayBegin: IntakeFixture.afternoon)
        for submission in [
            fixture.submission(.shelfPhoto, "shelf-2"),
            fixture.submission(.consultationAudio, "") { $0.transcriptOf = recording.id },
        ] {
            var admission = admission
            if submission.transcriptOf != nil { admission.recording = recording }
            for (bytes, isNew) in [(IntakeFixture.photo(2), true), (IntakeFixture.photo(1), false)] {
                let writer = try fixture.intake.writer()
                try writer.append(bytes)
                let stored = try writer.finish()
                let error = await Self.refusal {
                    _ = try await fixture.intake.record(submission, stored, admission)
                }
                #expect(error?.code == .storeDayFull && error?.english.contains("2 files") == true)
                // Bytes that another item has stay.
                #expect(fixture.originals.contains(stored.sha256) != isNew)
            }
        }
        let audit = try await OriginalsAudit.run(originals: fixture.originals, records: fixture.records)
        #expect(audit.isSound && audit.checked == 2)
    }

    @Test func `other days and other stores have limits of their own`() async throws {
        let fixture = try await IntakeFixture(
            limits: IntakeLimits(storeDay: StoreDayLimits(files: 1, bytes: 0)))
        try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        try await fixture.send(
            fixture.submission(day: fixture.day.adding(days: -1)), IntakeFixture.photo(2))
        try await fixture.send(
            fixture.submission(store: IntakeFixture.binjiang, sender: IntakeFixture.headquarters),
            IntakeFixture.photo(3))
        let error = await Self.refusal {
            try await fixture.send(fixture.submission(), IntakeFixture.photo(4))
        }
        #expect(error?.code == .storeDayFull)
    }

    @Test func `bytes are counted, and transcripts as files`() async throws {
        let recording = Array("RIFF....WAVE".utf8) + [UInt8](repeating: 7, count: 1 << 20)
        let fixture = try await IntakeFixture(
            limits: IntakeLimits(storeDay: StoreDayLimits(files: 3, bytes: 3 << 20)))
        let first = try await fixture.send(
            fixture.submission(.consultationAudio, "consultation-1"), recording)
        let transcript = fixture.submission(.consultationAudio, "consultation-1") {
            $0.transcriptOf = first.item.id
            $0.fileName = "1.txt"
        }
        try await fixture.send(transcript, Array("顾客问价格".utf8))
        let second = await Self.refusal {
            try await fixture.send(
                fixture.submission(), IntakeFixture.photo(1) + [UInt8](repeating: 0, count: 2 << 20))
        }
        #expect(second?.chinese.contains("3 MB") == true)
        try await fixture.send(fixture.submission(), IntakeFixture.photo(1))
        let third = await Self.refusal {
            try await fixture.send(fixture.submission(.shelfPhoto, "shelf-2"), IntakeFixture.photo(2))
        }
        #expect(third?.chinese.contains("3 个文件") == true)
    }
}
