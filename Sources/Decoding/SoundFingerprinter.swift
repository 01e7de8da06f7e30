internal import CChromaprint
public import Media

/// Chromaprint's account of a recording, by which copies are found however they were encoded or trimmed.
public enum SoundFingerprinter {
    /// What lies beyond says no more about a copy, seconds.
    static let longestSeconds = 600

    /// - Parameter recording: mono, −1…1, at 8 kHz or more.
    /// - Returns: no frames where the recording is shorter than the library's window of 2.6 s.
    public static func fingerprint(of recording: Waveform) -> SoundFingerprint {
        guard let context = chromaprint_new(Int32(CHROMAPRINT_ALGORITHM_TEST2.rawValue)) else {
            return SoundFingerprint(frames: [])
        }
        defer { chromaprint_free(context) }
        let count = min(recording.samples.count, longestSeconds * recording.sampleRate)
        let sound = recording.samples.prefix(count).map { Int16(max(-1, min(1, $0)) * 32_767) }
        guard chromaprint_start(context, Int32(recording.sampleRate), 1) == 1,
            chromaprint_feed(context, sound, Int32(sound.count)) == 1, chromaprint_finish(context) == 1
        else { return SoundFingerprint(frames: []) }
        var frames: UnsafeMutablePointer<UInt32>?
        var size: Int32 = 0
        guard chromaprint_get_raw_fingerprint(context, &frames, &size) == 1, let frames else {
            return SoundFingerprint(frames: [])
        }
        defer { chromaprint_dealloc(frames) }
        return SoundFingerprint(frames: Array(UnsafeBufferPointer(start: frames, count: Int(size))))
    }
}
