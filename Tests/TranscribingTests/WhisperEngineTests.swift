import Decoding
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Transcribing

/// With the installed recogniser; skipped where `tools/setup` left speech out.
@Suite(.enabled(if: Installed.isThere, "speech is not installed: tools/setup --with-speech"), .serialized)
struct WhisperEngineTests {
    private func clip(_ file: String) throws -> Waveform {
        try MediaDecoder().recording([UInt8](try Fixture.data("consultation/\(file)"))).0
    }

    private func noise(seconds: Int) -> Waveform {
        var generator = SeededGenerator(seed: 3)
        let samples = (0..<seconds * 16_000).map { _ in Float.random(in: -0.1...0.1, using: &generator) }
        return Waveform(sampleRate: 16_000, samples: samples)
    }

    @Test func `read Mandarin comes out as simplified characters with times`() async throws {
        let line = try #require(try Installed.references().first)
        let engine = try Installed.engine()
        let result = try await Transcriber(engine: engine, detector: engine).transcribe(
            try clip(line.file), terms: [])
        let transcript = try #require(result.transcript)
        #expect(transcript.source == .embedded)
        #expect(transcript.engine?.modelDigest == "digest")
        let text = transcript.segments.map(\.text).joined()
        let shared = line.text.count { text.contains($0) }
        #expect(shared * 10 >= line.text.count * 6, "\(text)")
        #expect(transcript.segments.allSatisfy { $0.start != nil && $0.end != nil && $0.confidence != nil })
        #expect(!result.speech.isEmpty)
    }

    @Test func `silence and noise never reach the engine`() async throws {
        let engine = try Installed.engine()
        let transcriber = Transcriber(engine: MustNotBeAsked(), detector: engine)
        let silence = Waveform(sampleRate: 16_000, samples: [Float](repeating: 0, count: 160_000))
        #expect(try await transcriber.transcribe(silence, terms: ["预制菜"]).transcript == nil)
        #expect(try await transcriber.transcribe(noise(seconds: 10), terms: ["预制菜"]).transcript == nil)
        let empty = Waveform(sampleRate: 16_000, samples: [])
        #expect(try await transcriber.transcribe(empty, terms: []).transcript == nil)
    }

    @Test func `a cancelled transcription ends`() async throws {
        let engine = try Installed.engine()
        let sound = noise(seconds: 60)
        let task = Task { () -> SpeechError? in
            do throws(SpeechError) {
                _ = try await engine.transcribe(sound, prompt: "")
                return nil
            } catch {
                return error
            }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func `what is not done in time is given up`() async throws {
        var settings = WhisperEngine.Settings()
        settings.leastSeconds = 0
        settings.deadlineMultiple = 0
        let engine = try Installed.engine(settings: settings)
        await #expect(throws: SpeechError.self) { try await engine.transcribe(noise(seconds: 2), prompt: "") }
    }

    @Test func `a file that is no model is refused`() throws {
        let file = Fixture.url("consultation/aishell.tsv")
        #expect(throws: SpeechError(.modelUnreadable, "aishell.tsv")) { try Installed.engine(model: file) }
    }
}

private struct MustNotBeAsked: SpeechEngine {
    let source = Transcript.Source.embedded
    let engine = Transcript.Engine(name: "none", version: "0", model: "none")
    func transcribe(_ recording: Waveform, prompt: String) async throws(SpeechError) -> [Transcript.Segment] {
        throw SpeechError(.engineFailed, "asked about \(recording.seconds) s without speech")
    }
}

/// What `tools/setup` laid down.
private enum Installed {
    static let models = Fixture.projectRoot.appendingPathComponent("models/cache/whisper")
    static let recogniser = models.appendingPathComponent("whisper-base-q8_0.bin")

    static var isThere: Bool { FileManager.default.fileExists(atPath: recogniser.path) }

    static func engine(
        model: URL = recogniser, settings: WhisperEngine.Settings = .init()
    ) throws(SpeechError) -> WhisperEngine {
        try WhisperEngine(
            library: Fixture.projectRoot.appendingPathComponent(".deps/whisper/lib"), model: model,
            modelDigest: "digest", detector: models.appendingPathComponent("silero-v6.2.0.bin"),
            settings: settings)
    }

    static func references() throws -> [(file: String, text: String)] {
        String(decoding: try Fixture.data("consultation/aishell.tsv"), as: UTF8.self).split(separator: "\n")
            .map {
                let fields = $0.split(separator: "\t")
                return (String(fields[0]), String(fields[1]))
            }
    }
}
