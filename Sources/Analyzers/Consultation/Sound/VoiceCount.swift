/// One voice or several, by pitch: a man and a woman stand apart, two of the same pitch do not, so that "one" means that
/// no second voice stands out.
enum VoiceCount {
    /// Voiced frames of a stretch before its pitch counts: 0.3 s.
    private static let leastFrames = 30
    private static let voicedHeight: Float = 0.7
    /// Two groups of stretches whose pitches lie this far apart are two voices; one speaker's sentences stay within.
    private static let leastRatio: Float = 1.45
    /// Of the voiced time the smaller group must hold this share.
    private static let leastShare = 0.15

    static func voices(_ frames: SoundFrames, isSpeech: [Bool]) -> Int? {
        let pitches = stretchPitches(frames, isSpeech).sorted { $0.hertz < $1.hertz }
        let total = pitches.reduce(0) { $0 + $1.frames }
        guard total >= 2 * leastFrames else { return nil }
        var below = 0
        for (lower, upper) in zip(pitches, pitches.dropFirst()) {
            below += lower.frames
            let smaller = Double(min(below, total - below)) / Double(total)
            // Twice the pitch is more often an error of the octave than a child.
            let ratio = upper.hertz / lower.hertz
            if ratio >= leastRatio, ratio < 1.9, smaller >= leastShare { return 2 }
        }
        return 1
    }

    /// Median pitch of every run of speech.
    private static func stretchPitches(
        _ frames: SoundFrames, _ isSpeech: [Bool]
    ) -> [(hertz: Float, frames: Int)] {
        var found: [(hertz: Float, frames: Int)] = []
        var pitches: [Float] = []
        for index in 0...frames.count {
            if index < frames.count, index < isSpeech.count, isSpeech[index] {
                if frames.voicing[index] >= voicedHeight { pitches.append(frames.pitch[index]) }
            } else if !pitches.isEmpty {
                if pitches.count >= leastFrames {
                    found.append((pitches.sorted()[pitches.count / 2], pitches.count))
                }
                pitches = []
            }
        }
        return found
    }
}
