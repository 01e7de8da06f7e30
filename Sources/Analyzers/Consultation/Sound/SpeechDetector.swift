import Media

/// Where a recording holds speech.
struct SpeechActivity: Sendable {
    /// One a frame of 10 ms.
    var isSpeech: [Bool]
    var speechSeconds: Double
    /// Mean power of speech over mean power of the rest, dB; nil where one is missing.
    var signalToNoiseDecibels: Double?
    /// Share of the loud frames that hold a tone: near 1 for music and machines, small for noise.
    var tonalShare: Double
    /// 1, 2 for two and more, nil where too little is heard to tell.
    var voices: Int?
}

/// Finds speech by its energy against the noise floor, its voiced parts and its ever-changing spectrum: hum and noise
/// have no activity, tones and chords stand still, knocks and rustling have no pitch.
enum SpeechDetector {
    /// Frames this far above the noise floor are active.
    static let marginDecibels: Float = 6
    /// Nothing below this counts, however quiet the floor, dBFS.
    static let leastLevelDecibels: Float = -62
    /// The floor is the level that this share of the frames stays below.
    static let floorShare = 0.1
    /// The noise floor follows the recording in blocks of this many frames.
    static let blockFrames = 3_000
    static let voicedHeight: Float = 0.55
    static let steadyCosine: Float = 0.95
    /// Pauses inside a word group, frames.
    static let bridgedFrames = 30
    /// Shorter stretches are knocks, frames.
    static let leastFrames = 12

    /// - Parameter heard: stretches of speech that another detector found, seconds.
    static func activity(
        in recording: Waveform, heard: [ClosedRange<Double>]? = nil
    ) -> SpeechActivity {
        let frames = SoundFrames(recording)
        guard let heard else { return activity(frames) }
        var speech = [Bool](repeating: false, count: frames.count)
        for stretch in heard {
            let first = max(0, Int(stretch.lowerBound / SoundFrames.hopSeconds))
            let end = min(frames.count, Int(stretch.upperBound / SoundFrames.hopSeconds))
            for index in first..<max(first, end) { speech[index] = true }
        }
        return SpeechActivity(
            isSpeech: speech, speechSeconds: heard.reduce(0) { $0 + $1.upperBound - $1.lowerBound },
            signalToNoiseDecibels: ratio(frames, speech), tonalShare: tonalShare(frames),
            voices: VoiceCount.voices(frames, isSpeech: speech))
    }

    static func activity(_ frames: SoundFrames) -> SpeechActivity {
        let active = activeFrames(frames)
        var speech = [Bool](repeating: false, count: frames.count)
        for stretch in stretches(of: active) where isSpeechLike(frames, stretch, active) {
            for index in stretch { speech[index] = true }
        }
        let count = speech.count { $0 }
        return SpeechActivity(
            isSpeech: speech, speechSeconds: Double(count) * SoundFrames.hopSeconds,
            signalToNoiseDecibels: ratio(frames, speech), tonalShare: tonalShare(frames),
            voices: VoiceCount.voices(frames, isSpeech: speech))
    }

    private static func tonalShare(_ frames: SoundFrames) -> Double {
        var loud = 0
        var tonal = 0
        for index in 0..<frames.count where frames.level[index] >= leastLevelDecibels {
            loud += 1
            if frames.voicing[index] >= voicedHeight || frames.steadiness[index] >= steadyCosine {
                tonal += 1
            }
        }
        return loud > 0 ? Double(tonal) / Double(loud) : 0
    }

    private static func activeFrames(_ frames: SoundFrames) -> [Bool] {
        var active = [Bool](repeating: false, count: frames.count)
        var start = 0
        while start < frames.count {
            // A short rest joins the block before it.
            let end = frames.count - start < 2 * blockFrames ? frames.count : start + blockFrames
            let sorted = frames.speechBand[start..<end].sorted()
            let floor = sorted[min(sorted.count - 1, Int(Double(sorted.count) * floorShare))]
            let least = max(floor + marginDecibels, leastLevelDecibels)
            for index in start..<end { active[index] = frames.speechBand[index] >= least }
            start = end
        }
        return active
    }

    /// Runs of active frames, pauses bridged.
    private static func stretches(of active: [Bool]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < active.count {
            guard active[index] else {
                index += 1
                continue
            }
            let start = index
            while index < active.count, active[index] { index += 1 }
            if let last = found.last, start - last.upperBound <= bridgedFrames {
                found[found.count - 1] = last.lowerBound..<index
            } else {
                found.append(start..<index)
            }
        }
        return found
    }

    private static func isSpeechLike(
        _ frames: SoundFrames, _ stretch: Range<Int>, _ active: [Bool]
    ) -> Bool {
        var count = 0
        var voiced = 0
        var steady = 0
        for index in stretch where active[index] {
            count += 1
            if frames.voicing[index] >= voicedHeight { voiced += 1 }
            if frames.steadiness[index] >= steadyCosine { steady += 1 }
        }
        guard count >= leastFrames else { return false }
        return voiced * 10 >= count * 2 && steady * 10 <= count * 5
    }

    private static func ratio(_ frames: SoundFrames, _ speech: [Bool]) -> Double? {
        var sums: (speech: Double, rest: Double) = (0, 0)
        var counts: (speech: Int, rest: Int) = (0, 0)
        for index in 0..<frames.count {
            let power = Double(power(frames.level[index]))
            if speech[index] {
                sums.speech += power
                counts.speech += 1
            } else {
                sums.rest += power
                counts.rest += 1
            }
        }
        guard counts.speech > 0, counts.rest >= 10 else { return nil }
        let noise = max(sums.rest / Double(counts.rest), 1e-12)
        let signal = max(sums.speech / Double(counts.speech) - noise, 1e-12)
        return Double(decibels(Float(signal / noise)))
    }
}
