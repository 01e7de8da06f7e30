internal import CWhisper
import Evidence
import Foundation
import Synchronization

/// The one place that calls libwhisper. Nothing here may be used by two threads at once; ``WhisperEngine`` sees to it.
enum WhisperLibrary {
    private static let opening = Mutex(())

    /// - Parameter folder: holds the library and those that it needs.
    static func open(in folder: URL) throws(SpeechError) {
        guard cwhisper_was_built() else {
            throw SpeechError(.notInstalled, "built without speech: run tools/setup and build again")
        }
        guard cwhisper_processor_suffices() else {
            throw SpeechError(.processorTooOld, "libwhisper needs AVX2, FMA, F16C and BMI2")
        }
        let path = folder.appendingPathComponent("libwhisper.so").path
        let complaint = opening.withLock { _ in
            cwhisper_open_library(path).map { String(cString: $0) }
        }
        if let complaint { throw SpeechError(.notInstalled, complaint) }
    }

    static var version: String { String(cString: cwhisper_version()) }
}

/// One loaded Whisper model.
struct WhisperModel: ~Copyable {
    struct Settings {
        var threads = 2
        var beam = 1
        var language = "zh"
        var prompt = ""
    }

    private let model: OpaquePointer

    init(file: URL) throws(SpeechError) {
        guard let model = cwhisper_open_model(file.path) else {
            throw SpeechError(.modelUnreadable, file.lastPathComponent)
        }
        self.model = model
    }

    deinit { cwhisper_close_model(model) }

    /// - Parameter stop: asked between computations; ends the work when its answer is true.
    func transcribe(
        _ samples: ArraySlice<Float>, _ settings: Settings, stop: StopSign
    ) throws(SpeechError) -> [Transcript.Segment] {
        guard let count = Int32(exactly: samples.count) else {
            throw SpeechError(.engineFailed, "\(samples.count) samples")
        }
        let status = samples.withUnsafeBufferPointer { sound in
            settings.language.withCString { language in
                settings.prompt.withCString { prompt in
                    let call = cwhisper_settings(
                        threads: Int32(settings.threads), beam: Int32(settings.beam), language: language,
                        prompt: settings.prompt.isEmpty ? nil : prompt,
                        abort: { StopSign.isUp($0) }, abort_data: Unmanaged.passUnretained(stop).toOpaque())
                    return cwhisper_transcribe(model, call, sound.baseAddress, count)
                }
            }
        }
        withExtendedLifetime(stop) {}
        if let reason = stop.reason { throw reason }
        guard status == 0 else { throw SpeechError(.engineFailed, "libwhisper answered \(status)") }
        var segments: [Transcript.Segment] = []
        for index in 0..<max(0, cwhisper_segments(model)) { segments.append(segment(index)) }
        return segments
    }

    private func segment(_ index: Int32) -> Transcript.Segment {
        var sum = 0.0
        var count = 0
        for token in 0..<cwhisper_segment_tokens(model, index) {
            let probability = cwhisper_token_probability(model, index, token)
            guard probability >= 0 else { continue }
            sum += Double(probability)
            count += 1
        }
        return Transcript.Segment(
            start: Double(cwhisper_segment_start(model, index)) / 100,
            end: Double(cwhisper_segment_end(model, index)) / 100,
            text: cwhisper_segment_text(model, index).map { String(cString: $0) } ?? "",
            confidence: count > 0 ? sum / Double(count) : 0)
    }
}

/// Silero's voice activity detection as libwhisper runs it.
struct SpeechDetectorModel: ~Copyable {
    /// Samples to a probability.
    static let step = 512

    private let detector: OpaquePointer

    init(file: URL) throws(SpeechError) {
        // One thread: the network is far too small to share.
        guard let detector = cwhisper_open_detector(file.path, 1) else {
            throw SpeechError(.modelUnreadable, file.lastPathComponent)
        }
        self.detector = detector
    }

    deinit { cwhisper_close_detector(detector) }

    /// 0…1 for every `step` samples.
    func probabilities(_ samples: ArraySlice<Float>) throws(SpeechError) -> [Float] {
        var found: UnsafePointer<Float>?
        let count = samples.withUnsafeBufferPointer {
            cwhisper_detect(detector, $0.baseAddress, Int32(clamping: $0.count), &found)
        }
        guard count >= 0, let found else { throw SpeechError(.engineFailed, "speech detection failed") }
        return Array(UnsafeBufferPointer(start: found, count: Int(count)))
    }
}

/// Tells a running computation to end: when its task is cancelled or its time is up.
final class StopSign: Sendable {
    private let cancelled = Atomic(false)
    private let allowed: Duration
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)

    init(allowed: Duration) { self.allowed = allowed }

    /// The time runs from here: waiting for other recordings does not count.
    func begin() { deadline.withLock { $0 = .now + allowed } }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    var reason: SpeechError? {
        if cancelled.load(ordering: .relaxed) { return SpeechError(.cancelled, "the task was cancelled") }
        guard let deadline = deadline.withLock({ $0 }), ContinuousClock.now > deadline else { return nil }
        return SpeechError(.deadline, "not done in \(allowed)")
    }

    static func isUp(_ data: UnsafeMutableRawPointer?) -> Bool {
        data.map { Unmanaged<StopSign>.fromOpaque($0).takeUnretainedValue().reason != nil } ?? false
    }
}
