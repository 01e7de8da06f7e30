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
