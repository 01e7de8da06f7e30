public import Evidence
public import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Recording → transcript: the gate, the engine, and what nobody said taken out again.
public struct Transcriber: Sendable {
    /// What came of it.
    public struct Result: Sendable, Equatable {
        /// Nil where nobody speaks.
        public var transcript: Transcript?
        /// Stretches of speech, seconds.
        public var speech: [ClosedRange<Double>]
    }

    /// Less speech than this never reaches an engine: over silence, noise and music engines invent text.
    public static let leastSpeechSeconds = 0.8
    public static let leastSpeechShare = 0.05
    /// At more noise the text is not to be relied on, dB.
    static let reliableDecibels = 5.0
    /// Mean token probability; what engines invent over a babble of voices lies below, real lines mostly above.
    static let reliableConfidence = 0.6
    /// What is longer is transcribed up to here, seconds.
    public static let longestSeconds = 1800.0

    private let engine: any SpeechEngine
    private let detector: any SpeechDetecting

    public init(engine: any SpeechEngine, detector: any SpeechDetecting) {
        self.engine = engine
        self.detector = detector
    }

    public var identity: Transcript.Engine { engine.engine }

    /// - Parameter terms: words of lexicon and catalogue that are likely to fall.
    public func transcribe(_ recording: Waveform, terms: [String]) async throws(SpeechError) -> Result {
        let speech = try await detector.speech(in: recording)
        let spoken = speech.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        guard spoken >= Self.leastSpeechSeconds, spoken >= Self.leastSpeechShare * recording.seconds else {
            return Result(transcript: nil, speech: speech)
        }
        let isCut = recording.seconds > Self.longestSeconds
        let heard =
            isCut
            ? Waveform(
                sampleRate: recording.sampleRate,
                samples: Array(recording.samples.prefix(Int(Self.longestSeconds) * recording.sampleRate)))
            : recording
        let prompt = SpeechPrompt.text(terms: terms)
        let raw = try await engine.transcribe(heard, prompt: prompt)
        let segments = TranscriptCleaning(prompt: prompt, speech: speech, seconds: heard.seconds).clean(raw)
        var notes: [Reason] = []
        if isCut { notes.append(Self.cut) }
        if Self.isDoubtful(segments, SpeechNoise.decibels(heard, speech: speech)) {
            notes.append(.unreliableTranscript)
        }
        return Result(
            transcript: Transcript(
                source: engine.source, segments: segments, notes: notes, engine: engine.engine),
            speech: speech)
    }

    private static func isDoubtful(_ segments: [Transcript.Segment], _ decibels: Double?) -> Bool {
        if let decibels, decibels < reliableDecibels { return true }
        var weight = 0.0
        var sum = 0.0
        for segment in segments {
            guard let confidence = segment.confidence else { continue }
            weight += Double(segment.text.count)
            sum += confidence * Double(segment.text.count)
        }
        return weight > 0 && sum / weight < reliableConfidence
    }

    private static let cut = Reason(
        code: "transcript.cut", chinese: "录音很长，只转写了前 30 分钟，请分段录制",
        english: "the recording is long: only its first 30 minutes were transcribed")
}

/// Speech against the pauses between it.
enum SpeechNoise {
    /// dB; nil where there are no pauses to compare with.
    static func decibels(_ recording: Waveform, speech: [ClosedRange<Double>]) -> Double? {
        let frame = max(1, recording.sampleRate / 50)
        var sums: (speech: Double, rest: Double) = (0, 0)
        var counts: (speech: Int, rest: Int) = (0, 0)
        var next = 0
        // First difference: the mains hum of fridges says nothing about what is heard.
        var last: Float = 0
        for start in stride(from: 0, to: recording.samples.count - frame, by: frame) {
            var power = 0.0
            for index in start..<start + frame {
                let difference = recording.samples[index] - 0.9 * last
                last = recording.samples[index]
                power += Double(difference * difference)
            }
            let seconds = (Double(start) + Double(frame) / 2) / Double(recording.sampleRate)
            while next < speech.count, speech[next].upperBound < seconds { next += 1 }
            if next < speech.count, speech[next].contains(seconds) {
                sums.speech += power
                counts.speech += 1
            } else {
                sums.rest += power
                counts.rest += 1
            }
        }
        guard counts.speech >= 10, counts.rest >= 15 else { return nil }
        let noise = max(sums.rest / Double(counts.rest), 1e-12)
        let signal = max(sums.speech / Double(counts.speech) - noise, 1e-12)
        return 10 * Double(log10(Float(signal / noise)))
    }
}
