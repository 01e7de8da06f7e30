import Decoding
import Foundation
import Media

@testable import Transcribing

/// Seconds of sound a second, over the clips of a folder joined into recordings of half a minute.
struct SpeechBenchmark {
    private let recordings: [Waveform]
    private let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)

    init(folder: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".flac")
        }.sorted()
        let clips = try files.map {
            try MediaDecoder().recording(
                [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
            ).0.samples
        }
        let pause = [Float](repeating: 0, count: 8_000)
        recordings = [Waveform(sampleRate: 16_000, samples: Array(clips.joined(separator: pause)))]
    }

    private var library: URL { root.appendingPathComponent(".deps/whisper/lib") }
    private var models: URL { root.appendingPathComponent("models/cache/whisper") }
    private var recogniser: URL { models.appendingPathComponent("whisper-base-q8_0.bin") }
    private var seconds: Double { recordings.reduce(0) { $0 + $1.seconds } }

    /// As the service does it: the gate, the engine on its thread, and the cleaning.
    func transcriber() async throws {
        let engine = try WhisperEngine(
            library: library, model: recogniser, modelDigest: "",
            detector: models.appendingPathComponent("silero-v6.2.0.bin"))
        let transcriber = Transcriber(engine: engine, detector: engine)
        let began = ContinuousClock.now
        for recording in recordings { _ = try await transcriber.transcribe(recording, terms: []) }
        print(seconds / ((ContinuousClock.now - began) / .seconds(1)))
    }

    /// The library's call alone, same parameters.
    func plainLoop() async throws {
        try WhisperLibrary.open(in: library)
        let model = try WhisperModel(file: recogniser)
        var settings = WhisperModel.Settings()
        settings.prompt = SpeechPrompt.text(terms: [])
        let stop = StopSign(allowed: .seconds(3_600))
        let began = ContinuousClock.now
        for recording in recordings { _ = try model.transcribe(recording.samples[...], settings, stop: stop) }
        print(seconds / ((ContinuousClock.now - began) / .seconds(1)))
    }
}
