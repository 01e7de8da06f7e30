public import Media
import Scoring
public import Simulation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a phone beside the till hears: the shop's hum, and voices that have the pitch, the vowels and the pauses of speech
/// but say nothing. What was said stands in the transcript beside the recording.
public struct TillSound {
    /// A line with its time, seconds from the start.
    public struct Spoken: Sendable, Equatable {
        public var text: String
        public var start: Double
        public var end: Double
    }

    private static let rate = 16_000
    private static let secondsPerSyllable = 0.21
    private static let leastSeconds = 11.0

    private var chance: SeededChance
    private var samples: [Float]

    /// - Returns: the sound, and where in it each line is spoken.
    public static func recording(of plan: PlannedRecording, seed: UInt64) -> (Waveform, [Spoken]) {
        var sound = TillSound(seed: seed)
        let spoken = sound.times(plan.lines)
        let seconds = max(leastSeconds, (spoken.last?.end ?? 0) + 0.9)
        sound.hum(Int(seconds * Double(rate)))
        let pitches = (customer: 190 + 60 * sound.chance.share(), staff: 105 + 40 * sound.chance.share())
        for (line, time) in zip(plan.lines, spoken) {
            sound.say(
                line.text.count, from: time.start, pitch: line.isCustomer ? pitches.customer : pitches.staff)
        }
        return (Waveform(sampleRate: rate, samples: sound.samples), spoken)
    }

    private init(seed: UInt64) {
        chance = SeededChance(seed: seed)
        samples = []
    }

    private mutating func times(_ lines: [PlannedRecording.Line]) -> [Spoken] {
        var at = 0.8 + 0.6 * chance.share()
        return lines.map { line in
            let end = at + Double(line.text.count) * Self.secondsPerSyllable
            defer { at = end + 0.4 + 0.4 * chance.share() }
            return Spoken(text: line.text, start: at, end: end)
        }
    }

    /// Mains hum and noise that falls with frequency.
    private mutating func hum(_ count: Int) {
        samples = [Float](repeating: 0, count: count)
        let phase = chance.share() * 6
        let level = 0.006 + 0.006 * chance.share()
        var drift = 0.0
        for index in samples.indices {
            let time = Double(index) / Double(Self.rate)
            drift = 0.96 * drift + (chance.share() - 0.5)
            let tone = sin(2 * .pi * 50 * time + phase) + 0.6 * sin(2 * .pi * 100 * time)
            samples[index] = Float(level * (0.4 * tone + 0.8 * drift))
        }
    }

    /// One syllable a character: a breath of noise, then a vowel that glides to another while the pitch falls or rises.
    private mutating func say(_ syllables: Int, from start: Double, pitch: Double) {
        var vowel = Self.vowels[chance.number(below: Self.vowels.count)]
        for syllable in 0..<syllables {
            let next = Self.vowels[chance.number(below: Self.vowels.count)]
            let first = Int((start + Double(syllable) * Self.secondsPerSyllable) * Double(Self.rate))
            breath(at: first)
            voice(
                at: first + Self.rate / 33, from: vowel, to: next, pitch: pitch,
                rise: 0.25 * (chance.share() - 0.6))
            vowel = next
        }
    }

    private mutating func breath(at first: Int) {
        let count = Self.rate / 33
        var last = 0.0
        for index in 0..<count where first + index < samples.count {
            let noise = chance.share() - 0.5
            samples[first + index] += Float(0.12 * (noise - last) * sin(.pi * Double(index) / Double(count)))
            last = noise
        }
    }

    /// Pulses of the pitch through two resonances (Fant 1960), both moving.
    private mutating func voice(
        at first: Int, from: (Double, Double), to: (Double, Double), pitch: Double, rise: Double
    ) {
        let count = Int(Self.secondsPerSyllable * Double(Self.rate)) - Self.rate / 33
        var phase = 0.0
        var low = Resonance()
        var high = Resonance()
        for index in 0..<count where first + index < samples.count {
            let share = Double(index) / Double(count)
            phase += pitch * (1 + rise * share) / Double(Self.rate)
            var pulse = 0.0
            if phase >= 1 {
                phase -= 1
                pulse = 1
            }
            let lower = low.passed(pulse, hertz: from.0 + (to.0 - from.0) * share, rate: Self.rate)
            let upper = high.passed(pulse, hertz: from.1 + (to.1 - from.1) * share, rate: Self.rate)
            let loudness = min(1, share * 12, (1 - share) * 8)
            samples[first + index] += Float(0.16 * loudness * (lower + 0.6 * upper))
        }
    }

    /// The two lowest resonances of a, i, u, e, o, hertz.
    private static let vowels = [(800.0, 1_250.0), (300, 2_300), (340, 750), (500, 1_800), (520, 900)]
}

/// A resonance of two poles, 90 Hz wide.
private struct Resonance {
    private var last = 0.0
    private var beforeLast = 0.0

    mutating func passed(_ input: Double, hertz: Double, rate: Int) -> Double {
        let radius = exp(-.pi * 90 / Double(rate))
        let turn = 2 * radius * cos(2 * .pi * hertz / Double(rate))
        let output = input + turn * last - radius * radius * beforeLast
        beforeLast = last
        last = output
        return output
    }
}
