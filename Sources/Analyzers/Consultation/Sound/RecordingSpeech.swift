public import Media

/// Where somebody speaks, judged by the sound alone.
public enum RecordingSpeech {
    /// Seconds from the start, in order, without overlap.
    public static func stretches(in recording: Waveform) -> [ClosedRange<Double>] {
        let speech = SpeechDetector.activity(in: recording).isSpeech
        var stretches: [ClosedRange<Double>] = []
        var start: Int?
        for (index, speaks) in (speech + [false]).enumerated() {
            if speaks, start == nil { start = index }
            if !speaks, let first = start {
                stretches.append(
                    Double(first) * SoundFrames.hopSeconds...Double(index) * SoundFrames.hopSeconds)
                start = nil
            }
        }
        return stretches
    }
}
