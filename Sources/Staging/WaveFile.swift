public import Media

/// Sound as a WAV file (RIFF, 16-bit PCM, one channel).
public enum WaveFile {
    /// The whole file; samples beyond −1…1 are cut to them.
    public static func bytes(of sound: Waveform) -> [UInt8] {
        let size = UInt32(sound.samples.count * 2)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44 + sound.samples.count * 2)
        func put(_ text: String) { bytes += text.utf8 }
        func put(_ value: UInt32) {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(value >> UInt32(shift) & 0xFF)) }
        }
        func put(_ value: UInt16) {
            for shift in [0, 8] { bytes.append(UInt8(value >> UInt16(shift) & 0xFF)) }
        }
        put("RIFF")
        put(36 + size)
        put("WAVEfmt ")
        put(UInt32(16))
        put(UInt16(1))
        put(UInt16(1))
        put(UInt32(sound.sampleRate))
        put(UInt32(sound.sampleRate * 2))
        put(UInt16(2))
        put(UInt16(16))
        put("data")
        put(size)
        for sample in sound.samples {
            put(UInt16(bitPattern: Int16(max(-1, min(1, sample)) * 32_767)))
        }
        return bytes
    }
}
