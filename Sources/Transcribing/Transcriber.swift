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
    /// Loud against quiet, dB: read speech over store noise has 11 at 5 dB of noise, 14 at 10, a babble 5 to 12.
    static let reliableRangeDecibels = 12.0
    /// Mean token probability; what engines invent over a babble of voices lies below, real lines mostly above.
    static let reliableConfidence = 0.6

    private let engine: any SpeechEngine
    private let detector: any SpeechDetecting
    private let longestMinutes: Int

    /// - Parameter longestMinutes: what is longer is transcribed up to here.
    public init(engine: any SpeechEngine, detector: any SpeechDetecting, longestMinutes: Int = 30) {
        self.engine = engine
        self.detector = detector
        self.longestMinutes = longestMinutes
    }

    public var identity: Transcript.Engine { engine.engine }

    /// - Parameter terms: words of lexicon and catalogue that are likely to fall.
    public func transcribe(_ recording: Waveform, terms: [String]) async throws(SpeechError) -> Result {
        let speech = try await detector.speech(in: recording)
        let spoken = speech.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        guard spoken >= Self.leastSpeechSeconds, spoken >= Self.leastSpeechShare * recording.seconds else {
            return Result(transcript: nil, speech: speech)
        }
        let longest = longestMinutes * 60 * recording.sampleRate
        let isCut = recording.samples.count > longest
        let heard =
            isCut
            ? Waveform(
                sampleRate: recording.sampleRate,
                samples: Array(recording.samples.prefix(longest)))
            : recording
        let prompt = SpeechPrompt.text(terms: terms)
        let raw = try await engine.transcribe(heard, prompt: prompt)
        let said = TranscriptCleaning(prompt: prompt, speech: speech, seconds: heard.seconds).clean(raw)
        let segments = SentenceSplitting(speech: speech).split(said)
        var notes: [Reason] = []
        if isCut { notes.append(Self.cut(after: longestMinutes)) }
        if Self.isDoubtful(segments, SpeechNoise(heard, speech: speech)) {
            notes.append(.unreliableTranscript)
        }
        return Result(
            transcript: Transcript(
                source: engine.source, segments: segments, notes: notes, engine: engine.engine),
            speech: speech)
    }

    private static func isDoubtful(_ segments: [Transcript.Segment], _ noise: SpeechNoise) -> Bool {
        if let ratio = noise.ratioDecibels, ratio < reliableDecibels { return true }
        if let range = noise.rangeDecibels, range < reliableRangeDecibels { return true }
        var weight = 0.0
        var sum = 0.0
        for segment in segments {
            guard let confidence = segment.confidence else { continue }
            weight += Double(segment.text.count)
            sum += confidence * Double(segment.text.count)
        }
        return weight > 0 && sum / weight < reliableConfidence
    }

    private static func cut(after minutes: Int) -> Reason {
        Reason(
            code: "transcript.cut", chinese: "录音很长，只转写了前 \(minutes) 分钟，请分段录制",
            english: "the recording is long: only its first \(minutes) minutes were transcribed")
    }
}

/// How far speech stands out of what else is heard.
struct SpeechNoise {
    /// Speech against the pauses between it, dB; nil where there are no pauses to compare with.
    private(set) var ratioDecibels: Double?
    /// Between the frames that a tenth is louder than and those that a tenth is quieter than, dB: words rise and fall, a
    /// babble of voices and noise do not. Falls by a decibel for each of noise, below 15 dB.
    private(set) var rangeDecibels: Double?

    init(_ recording: Waveform, speech: [ClosedRange<Double>]) {
        let frame = max(1, recording.sampleRate / 50)
        let powers = Self.powers(recording.samples, frame: frame)
        var sums: (speech: Double, rest: Double) = (0, 0)
        var counts: (speech: Int, rest: Int) = (0, 0)
        var next = 0
        for (index, power) in powers.enumerated() {
            let seconds = (Double(index) + 0.5) * Double(frame) / Double(recording.sampleRate)
            while next < speech.count, speech[next].upperBound < seconds { next += 1 }
            if next < speech.count, speech[next].contains(seconds) {
                sums.speech += power
                counts.speech += 1
            } else {
                sums.rest += power
                counts.rest += 1
            }
        }
        if counts.speech >= 10, counts.rest >= 15 {
            let noise = max(sums.rest / Double(counts.rest), 1e-12)
            let signal = max(sums.speech / Double(counts.speech) - noise, 1e-12)
            ratioDecibels = Self.decibels(signal / noise)
        }
        if powers.count >= 50 {
            let sorted = powers.sorted()
            let loud = max(sorted[sorted.count * 9 / 10], 1e-12)
            rangeDecibels = Self.decibels(loud / max(sorted[sorted.count / 10], 1e-12))
        }
    }

    /// Of 20 ms each. First differences: the mains hum of fridges says nothing about what is heard.
    private static func powers(_ samples: [Float], frame: Int) -> [Double] {
        var powers: [Double] = []
        powers.reserveCapacity(samples.count / frame)
        samples.withUnsafeBufferPointer { sound in
            var last: Float = 0
            for start in stride(from: 0, through: sound.count - frame, by: frame) {
                var power = 0.0
                for index in start..<start + frame {
                    let difference = sound[index] - 0.9 * last
                    last = sound[index]
                    power += Double(difference * difference)
                }
                powers.append(power)
            }
        }
        return powers
    }

    private static func decibels(_ ratio: Double) -> Double { 10 * log10(ratio) }
}
