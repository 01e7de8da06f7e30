import Media
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Recordings without speech, made from a seed.
enum SyntheticSound {
    static let rate = 16_000

    static func silence(seconds: Double) -> Waveform {
        Waveform(sampleRate: rate, samples: [Float](repeating: 0, count: Int(seconds * Double(rate))))
    }

    enum Colour: CaseIterable, Sendable {
        case white
        case pink
        case brown
    }

    static func noise(_ colour: Colour, seconds: Double, level: Float = 0.1, seed: UInt64 = 7) -> Waveform {
        var generator = SeededGenerator(seed: seed)
        var low: Float = 0
        var slow: Float = 0
        let samples = (0..<Int(seconds * Double(rate))).map { _ -> Float in
            // Twelve uniform numbers are nearly a normal one.
            let white = (0..<12).reduce(Float(-6)) { sum, _ in
                sum + Float.random(in: 0..<1, using: &generator)
            }
            low = 0.98 * low + 0.2 * white
            slow = 0.999 * slow + 0.02 * white
            switch colour {
            case .white: return level * white
            case .pink: return level * (1.5 * low + 0.2 * white)
            case .brown: return level * 10 * slow
            }
        }
        return Waveform(sampleRate: rate, samples: samples.map { max(-1, min(1, $0)) })
    }

    static func hum(hertz: Float, seconds: Double, level: Float = 0.1) -> Waveform {
        tones([[hertz, 2 * hertz, 3 * hertz]], seconds: seconds, beat: 1e9, level: level)
    }

    /// Chords that are struck every `beat` seconds and die away.
    static func tones(
        _ chords: [[Float]], seconds: Double, beat: Float, level: Float = 0.12
    ) -> Waveform {
        let samples = (0..<Int(seconds * Double(rate))).map { index -> Float in
            let time = Float(index) / Float(rate)
            let chord = chords[Int(time / beat) % chords.count]
            let fade = exp(-3 * time.truncatingRemainder(dividingBy: beat) / beat)
            let sum = chord.reduce(Float(0)) {
                $0 + sin(2 * .pi * $1 * time) + 0.4 * sin(4 * .pi * $1 * time)
            }
            return level * fade * sum
        }
        return Waveform(sampleRate: rate, samples: samples)
    }

    static let chords: [[Float]] = [[262, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294]]

    /// A knock every second: a burst of noise of 60 ms.
    static func knocks(seconds: Double) -> Waveform {
        let bursts = noise(.white, seconds: seconds, level: 0.2, seed: 3).samples
        let samples = bursts.enumerated().map { index, value -> Float in
            let within = index % rate
            return within < rate * 6 / 100 ? value * exp(-Float(within) / 300) : value * 0.002
        }
        return Waveform(sampleRate: rate, samples: samples)
    }
}
