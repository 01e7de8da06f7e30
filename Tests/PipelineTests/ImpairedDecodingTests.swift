import Decoding
import Evidence
import Media
import Records
import Testing

@testable import Pipeline

/// What becomes of items when the processes that decode them come to harm.
struct ImpairedDecodingTests {
    @Test(arguments: [
        DecodingFailure.Code.decoderCrashed, .decoderTimedOut, .decoderOutOfMemory,
    ])
    func `a file that harms its process ends rejected, its neighbour is analysed`(
        _ code: DecodingFailure.Code
    ) async throws {
        let harness = try await PipelineHarness()
        let picture = try PipelineHarness.picture()
        let harmful = try await harness.receive(picture, "order-1", .orderScreenshot)
        let sound = try await harness.receive(
            PipelineHarness.recording(), "consultation-1", .consultationAudio)
        await harness.worker(harness.pipeline(decoder: ImpairedDecoder(harmful: picture, code))).drain()
        let rejected = try #require(try await harness.records.items.find(harmful.id))
        #expect(rejected.state == .rejected && rejected.reason?.code == "media.\(code.rawValue)")
        #expect(rejected.reason?.chinese.contains("请") == true)
        #expect(try await harness.records.items.find(sound.id)?.state == .analysed)
        #expect(try await harness.records.jobs.progress().dead == 0)
    }

    @Test func `where no process can be had the job is tried again, nothing is held against the file`()
        async throws
    {
        let harness = try await PipelineHarness()
        let picture = try PipelineHarness.picture()
        let item = try await harness.receive(picture, "order-1", .orderScreenshot)
        let pipeline = harness.pipeline(decoder: ImpairedDecoder(harmful: picture, .decoderUnavailable))
        let job = try #require(
            try await harness.records.jobs.claim(now: harness.clock(), lease: .seconds(60), worker: "w"))
        let error = try await #require(throws: PipelineError.self) { try await pipeline.run(job) }
        #expect(error.code == .decoderFailed && error.disposition == .retry)
        #expect(try await harness.records.items.find(item.id)?.state == .processing)
    }
}

/// Fails at one file as a harmed process would, and decodes the others.
private struct ImpairedDecoder: MediaDecoding {
    let harmful: [UInt8]
    let code: DecodingFailure.Code

    init(harmful: [UInt8], _ code: DecodingFailure.Code) {
        self.harmful = harmful
        self.code = code
    }

    private func sound(_ bytes: [UInt8]) throws(DecodingFailure) -> MediaDecoder {
        if bytes == harmful { throw DecodingFailure(code, .picture, detail: "given") }
        return MediaDecoder()
    }

    func picture(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        try sound(bytes).picture(bytes)
    }

    func recording(_ bytes: [UInt8]) throws(DecodingFailure) -> (Waveform, MediaFacts) {
        try sound(bytes).recording(bytes)
    }

    func facts(of bytes: [UInt8]) throws(DecodingFailure) -> MediaFacts? { try sound(bytes).facts(of: bytes) }

    func examine(
        _ bytes: [UInt8], as subject: DecodingFailure.Subject
    ) throws(DecodingFailure) -> Examination {
        try sound(bytes).examine(bytes, as: subject)
    }

    func archive(_ bytes: [UInt8]) throws(DecodingFailure) -> ArchiveListing {
        try sound(bytes).archive(bytes)
    }
}
