import Evidence
import Foundation
import Records
import Testing

struct ItemRecordsTests {
    @Test func `an item comes back with everything it had`() async throws {
        let fixture = try await RecordsFixture()
        var item = RecordsFixture.item(1, kind: .consultationAudio, slot: "consultation-1")
        item.fileName = "录音 1.mp3"
        item.late = true
        item.state = .rejected
        item.reason = Reason(
            code: "media.truncated", chinese: "只收到约 62%", english: "about 62 % arrived", arrivedPercent: 62)
        item.verdict = .suspect
        item.score = 61.5
        item.transcriptSHA256 = RecordsFixture.sha256(9)
        item.transcriptName = "1.srt"
        item.consent = true
        item.clientPosition = ClientPosition(
            latitude: 30.279, longitude: 120.1219, accuracy: 18, time: Date(timeIntervalSince1970: 1.79e9))
        try await fixture.record(item)
        var found = try #require(try await fixture.records.items.find(item.id))
        // Instants keep their milliseconds.
        #expect(abs(found.receivedAt.timeIntervalSince(item.receivedAt)) < 0.001)
        found.receivedAt = item.receivedAt
        found.recordedAt = item.recordedAt
        #expect(found == item)
    }

    @Test func `an item, its custody entry and its job are recorded together`() async throws {
        let fixture = try await RecordsFixture()
        let recorded = try await fixture.record(RecordsFixture.item(1))
        #expect(!recorded.repeated)
        #expect(try await fixture.records.custody.entries(EvidenceID("item-1")).map(\.action) == [.received])
        let job = try #require(
            try await fixture.records.jobs.claim(now: RecordsFixture.noon, lease: .seconds(9), worker: "w"))
        #expect(job.kind == .analyzeItem)
        #expect(job.subject == "item-1")
        #expect(job.store == RecordsFixture.xihu)
        #expect(job.day == RecordsFixture.day)
    }

    @Test func `what cannot be recorded leaves nothing`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        let error = await #expect(throws: RecordError.self) {
            try await fixture.record(RecordsFixture.item(2, store: StoreID("HZ-999")))
        }
        #expect(error?.code == .constraint)
        // The id is taken, in another slot: the older item of that slot stays current.
        var clash = RecordsFixture.item(3)
        clash.id = EvidenceID("item-1")
        await #expect(throws: RecordError.self) { try await fixture.record(clash) }
        #expect(try await fixture.count("item") == 1)
        #expect(try await fixture.count("custody") == 1)
        #expect(try await fixture.count("job") == 1)
        #expect(try await fixture.records.items.find(EvidenceID("item-1"))?.supersededBy == nil)
    }

    @Test func `where something beside the record cannot be kept nothing is recorded`() async throws {
        let fixture = try await RecordsFixture()
        let terms = RecordingTerms { (entry) throws(RecordError) in
            #expect(entry.sequence == 1)
            throw RecordError(.full, "no room for the label")
        }
        let error = await #expect(throws: RecordError.self) {
            try await fixture.records.items.record(
                RecordsFixture.item(1), custody: RecordsFixture.note(), terms: terms)
        }
        #expect(error?.code == .full)
        for table in ["item", "custody", "job"] { #expect(try await fixture.count(table) == 0) }
    }

    @Test func `another file for a slot supersedes the one before`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        let recorded = try await fixture.record(RecordsFixture.item(2))
        #expect(recorded.replaced == EvidenceID("item-1"))
        let items = fixture.records.items
        let current = try await items.current(store: RecordsFixture.xihu, day: RecordsFixture.day)
        #expect(current.map(\.id.rawValue) == ["item-2"])
        #expect(try await items.find(EvidenceID("item-1"))?.supersededBy == EvidenceID("item-2"))
        let history = try await items.history(store: RecordsFixture.xihu, day: RecordsFixture.day)
        #expect(history.count == 2)
        let custody = try await fixture.records.custody.entries(EvidenceID("item-1"))
        #expect(custody.map(\.action) == [.received, .superseded])
        #expect(custody.last?.detail == "by=item-2")
    }

    @Test func `the same bytes for a slot are the item of before, also when it was replaced`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        try await fixture.record(RecordsFixture.item(2))
        var again = RecordsFixture.item(1)
        again.id = EvidenceID("another-id")
        let recorded = try await fixture.record(again)
        #expect(recorded.repeated)
        #expect(recorded.item.id == EvidenceID("item-1"))
        #expect(recorded.item.supersededBy == EvidenceID("item-2"))
        #expect(try await fixture.count("item") == 2)
        #expect(try await fixture.count("job") == 2)
    }

    @Test func `the same bytes may fill two slots`() async throws {
        let fixture = try await RecordsFixture()
        var other = RecordsFixture.item(1, slot: "shelf-2")
        other.id = EvidenceID("other")
        try await fixture.record(RecordsFixture.item(1))
        #expect(try await !fixture.record(other).repeated)
    }

    @Test func `a replacement that expects another item is a conflict`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        let items = fixture.records.items
        let error = await #expect(throws: RecordError.self) {
            try await items.record(
                RecordsFixture.item(2), custody: RecordsFixture.note(),
                terms: RecordingTerms(replacing: EvidenceID("item-0")))
        }
        #expect(error?.code == .conflict)
        let recorded = try await items.record(
            RecordsFixture.item(2), custody: RecordsFixture.note(),
            terms: RecordingTerms(replacing: EvidenceID("item-1")))
        #expect(recorded.replaced == EvidenceID("item-1"))
    }

    @Test func `a hundred files for one slot at once leave one that counts`() async throws {
        let fixture = try await RecordsFixture()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...100 { group.addTask { try await fixture.record(RecordsFixture.item(number)) } }
            try await group.waitForAll()
        }
        let items = fixture.records.items
        #expect(try await items.current(store: RecordsFixture.xihu, day: RecordsFixture.day).count == 1)
        #expect(try await items.history(store: RecordsFixture.xihu, day: RecordsFixture.day).count == 100)
        #expect(try await fixture.records.custody.verifyChain() == nil)
        #expect(try await fixture.count("custody") == 199)
    }

    @Test func `items stand by store, kind and number of their slot`() async throws {
        let fixture = try await RecordsFixture()
        let slots: [(EvidenceKind, String)] = [
            (.orderScreenshot, "order-10"), (.orderScreenshot, "order-9"), (.shelfPhoto, "shelf-2"),
            (.consultationAudio, "consultation-1"), (.shelfPhoto, "shelf-1"),
        ]
        for (number, slot) in slots.enumerated() {
            try await fixture.record(RecordsFixture.item(number + 10, kind: slot.0, slot: slot.1))
        }
        try await fixture.record(RecordsFixture.item(99, store: RecordsFixture.binjiang))
        let items = try await fixture.records.items.currentOnDay(RecordsFixture.day)
        #expect(
            items.map(\.slot) == ["shelf-1", "shelf-2", "consultation-1", "order-9", "order-10", "shelf-1"])
        #expect(items.last?.store == RecordsFixture.binjiang)
    }

    @Test func `an analysis changes state, reason, verdict and score`() async throws {
        let fixture = try await RecordsFixture()
        let items = fixture.records.items
        try await fixture.record(RecordsFixture.item(1))
        let reason = Reason(code: "quality.blurred", chinese: "照片模糊，请重拍", english: "blurred")
        try await items.update(
            EvidenceID("item-1"), state: .rejected, reason: reason, verdict: .suspect, score: nil)
        var item = try #require(try await items.find(EvidenceID("item-1")))
        #expect(item.state == .rejected && item.reason == reason && item.verdict == .suspect)
        try await items.update(
            EvidenceID("item-1"), state: .analysed, reason: nil, verdict: .trusted, score: 88.25)
        item = try #require(try await items.find(EvidenceID("item-1")))
        #expect(item.state == .analysed && item.reason == nil && item.score == 88.25)
        #expect(try await items.counts(day: RecordsFixture.day) == [.analysed: 1])
        let error = await #expect(throws: RecordError.self) {
            try await items.update(
                EvidenceID("nobody"), state: .analysed, reason: nil, verdict: nil, score: nil)
        }
        #expect(error?.code == .notFound)
    }

    @Test func `a transcript is attached and the recording is analysed again`() async throws {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        let id = EvidenceID("item-1")
        try await fixture.record(
            RecordsFixture.item(1, kind: .consultationAudio, slot: "consultation-1"))
        let job = try #require(
            try await records.jobs.claim(now: RecordsFixture.noon, lease: .seconds(9), worker: "w"))
        try await records.jobs.finish(job.id, worker: "w")
        try await records.items.update(id, state: .analysed, reason: nil, verdict: nil, score: nil)
        for _ in 0..<2 {
            try await records.items.attachTranscript(
                to: id, sha256: RecordsFixture.sha256(50), name: "1.srt",
                custody: RecordsFixture.note(.transcriptAttached))
        }
        try await records.items.attachTranscript(
            to: id, sha256: RecordsFixture.sha256(51), name: "1.srt",
            custody: RecordsFixture.note(.transcriptAttached))
        let item = try #require(try await records.items.find(id))
        #expect(item.transcriptSHA256 == RecordsFixture.sha256(51))
        #expect(item.transcriptName == "1.srt")
        #expect(item.state == .received)
        #expect(try await records.jobs.progress() == JobProgress(waiting: 1, done: 1))
        #expect(
            try await records.custody.entries(id).map(\.action)
                == [.received, .transcriptAttached, .transcriptAttached])
        // The first transcript stays an original that someone points at.
        #expect(
            try await records.items.referencedOriginals()
                == [RecordsFixture.sha256(1), RecordsFixture.sha256(50), RecordsFixture.sha256(51)])
        let error = await #expect(throws: RecordError.self) {
            try await records.items.attachTranscript(
                to: EvidenceID("nobody"), sha256: RecordsFixture.sha256(1), name: "a.txt",
                custody: RecordsFixture.note())
        }
        #expect(error?.code == .notFound)
    }

    @Test func `days are listed newest first`() async throws {
        let fixture = try await RecordsFixture()
        let items = fixture.records.items
        #expect(try await items.latestDay() == nil)
        for offset in [0, -2, 1, -1] {
            try await fixture.record(
                RecordsFixture.item(offset + 10, day: RecordsFixture.day.adding(days: offset)))
        }
        #expect(try await items.latestDay() == RecordsFixture.day.adding(days: 1))
        #expect(
            try await items.days(limit: 3) == [1, 0, -1].map { RecordsFixture.day.adding(days: $0) })
    }
}
