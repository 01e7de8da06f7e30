import Decoding
import Evidence
import Foundation
import Media
import Originals
import Pipeline
import Records
import TestSupport
import Testing

/// Recordings on their way: copies, corrections, words said before.
struct RecordingTests {
    private let one = "chain/media/consultations/HZ-001_2026-11-21_consultation-2.ogg"
    private let other = "chain/media/consultations/HZ-001_2026-11-22_consultation-1.ogg"

    private func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Fixture.data(file)) }

    /// The recording without its first seconds, as a WAV of 16 bits.
    private func trimmed(_ file: String, seconds: Int) throws -> [UInt8] {
        let (sound, _) = try MediaDecoder().recording(try bytes(file))
        let samples = sound.samples.dropFirst(seconds * sound.sampleRate)
        var wave = Array("RIFF".utf8)
        func add(_ value: Int, bytes count: Int) {
            for index in 0..<count { wave.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        add(36 + 2 * samples.count, bytes: 4)
        wave += Array("WAVEfmt ".utf8)
        for (value, count) in [
            (16, 4), (1, 2), (1, 2), (sound.sampleRate, 4), (2 * sound.sampleRate, 4), (2, 2), (16, 2),
        ] {
            add(value, bytes: count)
        }
        wave += Array("data".utf8)
        add(2 * samples.count, bytes: 4)
        for sample in samples { add(Int(sample * 32_767), bytes: 2) }
        return wave
    }

    private func provenance(_ harness: PipelineHarness, _ item: EvidenceID) async throws -> ProvenanceFindings
    {
        let documents = try await harness.records.findings.current(item)
        let document = try #require(documents.first { $0.kind == .provenance })
        return try CanonicalJSON.decode(ProvenanceFindings.self, from: document.json)
    }

    private func transcript(_ harness: PipelineHarness, _ item: EvidenceID) async throws -> Transcript? {
        let documents = try await harness.records.findings.current(item)
        let document = try #require(documents.first { $0.kind == .consultation })
        return try CanonicalJSON.decode(ConsultationFindings.self, from: document.json).transcript
    }

    private func attach(_ text: String, to item: EvidenceID, _ harness: PipelineHarness) async throws {
        let writer = try harness.originals.writer()
        try writer.append([UInt8](text.utf8))
        let stored = try writer.finish()
        try await harness.records.items.attachTranscript(
            to: item, sha256: stored.sha256, name: "a.txt",
            custody: CustodyNote(
                at: harness.clock(), actor: AccountID("tester"), action: .transcriptAttached, detail: "test"))
    }

    @Test func `a trimmed, re-encoded copy of another day is suspect, other sound is not`() async throws {
        let harness = try await PipelineHarness()
        let first = try await harness.receive(
            bytes(one), "consultation-1", .consultationAudio, day: harness.day.adding(days: -2))
        let honest = try await harness.receive(
            bytes(other), "consultation-1", .consultationAudio, day: harness.day.adding(days: -1), after: 10)
        // An altered copy is found once what it copies has been opened (decision 0004).
        await harness.worker(harness.pipeline()).drain()
        let copy = try await harness.receive(
            trimmed(one, seconds: 3), "consultation-1", .consultationAudio, after: 20)
        await harness.worker(harness.pipeline()).drain()
        #expect(try await provenance(harness, first.id).verdict == .trusted)
        #expect(try await provenance(harness, honest.id).verdict == .trusted)
        let judged = try await provenance(harness, copy.id)
        #expect(judged.verdict == .suspect)
        #expect(judged.reasons.map(\.code) == ["duplicate.reused"])
        #expect(judged.reasons.first?.of == first.id.rawValue)
        #expect(try await harness.records.items.find(copy.id)?.state == .analysed)
    }

    @Test func `a second transcript is a correction, and the first one's findings stay`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive(bytes(one), "consultation-1", .consultationAudio)
        let worker = harness.worker(harness.pipeline())
        try await attach("預製菜怎么热", to: item.id, harness)
        await worker.drain()
        #expect(try await transcript(harness, item.id)?.source == .sidecar)
        #expect(try await transcript(harness, item.id)?.segments.first?.text == "预制菜怎么热")
        try await attach("预制菜怎么加热", to: item.id, harness)
        await worker.drain()
        let corrected = try #require(try await transcript(harness, item.id))
        #expect(corrected.source == .corrected)
        #expect(corrected.segments.first?.text == "预制菜怎么加热")
    }

    @Test func `the same words a third time get a hint and no verdict`() async throws {
        let harness = try await PipelineHarness()
        let text = "顾客问你们这个预制菜怎么加热呀家里没有微波炉能不能在店里热一下店员说可以的"
        let worker = harness.worker(harness.pipeline())
        var last: EvidenceItem?
        for (back, file) in [(2, one), (1, other), (0, "media/s16-16k.wav")] {
            let item = try await harness.receive(
                bytes(file), "consultation-1", .consultationAudio, day: harness.day.adding(days: -back),
                after: Double(10 - back))
            try await attach(text, to: item.id, harness)
            await worker.drain()
            last = item
        }
        let judged = try await provenance(harness, try #require(last).id)
        #expect(judged.reasons.map(\.code) == ["duplicate.sameWords"])
        #expect(judged.verdict == .trusted)
    }
}
