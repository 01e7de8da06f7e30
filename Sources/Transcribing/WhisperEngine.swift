public import Evidence
public import Foundation
public import Media
import Synchronization

/// A Whisper model in this process: loaded once, on a thread of its own, one recording after the other.
public final class WhisperEngine: SpeechEngine, SpeechDetecting {
    public struct Settings: Sendable {
        public var threads = 2
        /// 1 decodes greedily.
        public var beam = 1
        public var language = "zh"
        /// A recording may take this many times its own length, and never less than `leastSeconds`.
        public var deadlineMultiple = 6.0
        public var leastSeconds = 120.0
        public init() {}
    }

    public let source = Transcript.Source.embedded
    public let engine: Transcript.Engine
    private let settings: Settings
    private let thread = DispatchQueue(label: "speech")
    private let models: Mutex<Models>

    /// Used on `thread` only; the lock is what lets the compiler see it.
    private struct Models: ~Copyable {
        var recogniser: WhisperModel
        var detector: SpeechDetectorModel
    }

    /// Samples that go to the engine at once: ten minutes.
    static let longestPiece = 600 * 16_000

    /// - Parameters:
    ///   - library: folder with libwhisper.so and its companions.
    ///   - model: a ggml Whisper model.
    ///   - modelDigest: its SHA-256, for the findings.
    ///   - detector: the Silero model in ggml form.
    public init(
        library: URL, model: URL, modelDigest: String, detector: URL, settings: Settings = Settings()
    ) throws(SpeechError) {
        try WhisperLibrary.open(in: library)
        self.settings = settings
        engine = Transcript.Engine(
            name: "whisper.cpp", version: WhisperLibrary.version,
            model: model.deletingPathExtension().lastPathComponent, modelDigest: modelDigest)
        let recogniser = try WhisperModel(file: model)
        models = Mutex(Models(recogniser: recogniser, detector: try SpeechDetectorModel(file: detector)))
    }

    public func transcribe(
        _ recording: Waveform, prompt: String
    ) async throws(SpeechError) -> [Transcript.Segment] {
        let call = WhisperModel.Settings(
            threads: settings.threads, beam: settings.beam, language: settings.language, prompt: prompt)
        let allowed = max(settings.leastSeconds, recording.seconds * settings.deadlineMultiple)
        return try await onThread(allowed) { (models, stop) throws(SpeechError) in
            var segments: [Transcript.Segment] = []
            for piece in try Self.pieces(recording, models.detector) {
                let offset = Double(piece.lowerBound) / Double(recording.sampleRate)
                let found = try models.recogniser.transcribe(recording.samples[piece], call, stop: stop)
                segments += found.map { Self.shifted($0, by: offset) }
            }
            return segments
        }
    }

    public func speech(in recording: Waveform) async throws(SpeechError) -> [ClosedRange<Double>] {
        try await onThread(settings.leastSeconds + recording.seconds) { (models, stop) throws(SpeechError) in
            var probabilities: [Float] = []
            var start = 0
            // In pieces, so that cancelling does not wait for two hours of sound.
            while start < recording.samples.count {
                if let reason = stop.reason { throw reason }
                let end = min(recording.samples.count, start + 1_024 * SpeechDetectorModel.step)
                probabilities += try models.detector.probabilities(recording.samples[start..<end])
                start = end
            }
            return SpeechStretches.find(
                probabilities, stepSeconds: Double(SpeechDetectorModel.step) / Double(recording.sampleRate),
                seconds: recording.seconds)
        }
    }

    /// Cuts what is too long for one call at the quietest moment near its end.
    private static func pieces(
        _ recording: Waveform, _ detector: borrowing SpeechDetectorModel
    ) throws(SpeechError) -> [Range<Int>] {
        let total = recording.samples.count
        var pieces: [Range<Int>] = []
        var start = 0
        while total - start > longestPiece {
            let searched = (start + longestPiece * 19 / 20)..<(start + longestPiece)
            let probabilities = try detector.probabilities(recording.samples[searched])
            let quietest = probabilities.indices.min { probabilities[$0] < probabilities[$1] } ?? 0
            let cut = searched.lowerBound + quietest * SpeechDetectorModel.step
            pieces.append(start..<cut)
            start = cut
        }
        pieces.append(start..<total)
        return pieces
    }

    private static func shifted(_ segment: Transcript.Segment, by seconds: Double) -> Transcript.Segment {
        var moved = segment
        moved.start = segment.start.map { $0 + seconds }
        moved.end = segment.end.map { $0 + seconds }
        return moved
    }

    private func onThread<Value: Sendable>(
        _ allowedSeconds: Double,
        _ body: @escaping @Sendable (borrowing Models, StopSign) throws(SpeechError) -> Value
    ) async throws(SpeechError) -> Value {
        let stop = StopSign(allowed: .seconds(allowedSeconds))
        let result: Result<Value, SpeechError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                thread.async {
                    let result = self.models.withLock { models -> Result<Value, SpeechError> in
                        stop.begin()
                        if let reason = stop.reason { return .failure(reason) }
                        do throws(SpeechError) { return .success(try body(models, stop)) } catch {
                            return .failure(error)
                        }
                    }
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            stop.cancel()
        }
        return try result.get()
    }
}

/// Probabilities → stretches of speech.
enum SpeechStretches {
    /// Speech begins at this probability and goes on down to the lower one, as Silero's authors do it.
    static let beginning: Float = 0.5
    static let goingOn: Float = 0.35
    /// Seconds.
    static let longestPause = 0.3
    static let shortest = 0.25
    static let margin = 0.1

    static func find(
        _ probabilities: [Float], stepSeconds: Double, seconds: Double
    ) -> [ClosedRange<Double>] {
        var raw: [Range<Int>] = []
        var begun: Int?
        for (index, probability) in probabilities.enumerated() {
            if begun == nil, probability >= beginning { begun = index }
            if let start = begun, probability < goingOn {
                raw.append(start..<index)
                begun = nil
            }
        }
        if let start = begun { raw.append(start..<probabilities.count) }
        var joined: [ClosedRange<Double>] = []
        for range in raw {
            let start = Double(range.lowerBound) * stepSeconds
            let end = min(seconds, Double(range.upperBound) * stepSeconds)
            if let last = joined.last, start - last.upperBound <= longestPause {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, end)
            } else if end >= start {
                joined.append(start...end)
            }
        }
        return joined.filter { $0.upperBound - $0.lowerBound >= shortest }
            .map { max(0, $0.lowerBound - margin)...min(seconds, $0.upperBound + margin) }
    }
}
