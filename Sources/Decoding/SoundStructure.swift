/// What the headers of sound files promise, held against the bytes that came: the sound library makes do with less
/// and says nothing.
enum SoundStructure {
    /// Where the sound library shall read.
    static func range(
        _ bytes: [UInt8], _ signature: MediaSignature
    ) throws(DecodingFailure) -> Range<Int> {
        switch signature {
        case .mp3: return try MPEGAudioStream.range(in: bytes)
        case .wav:
            if let problem = wave(bytes) { throw problem }
            return bytes.indices
        default: return bytes.indices
        }
    }

    private static func wave(_ bytes: [UInt8]) -> DecodingFailure? {
        guard bytes.holds("RIFF", at: 0) else { return nil }
        var place = 12
        var hasFormat = false
        while bytes.count - place >= 8 {
            let size = bytes.littleEndian32(at: place + 4)
            let body = place + 8
            if bytes.holds("fmt ", at: place) {
                guard size >= 16 else { return failure(.corrupt, "fmt chunk of \(size) bytes") }
                guard bytes.count - body >= 16 else { return failure(.truncated, "ends in the fmt chunk") }
                let channels = bytes.littleEndian16(at: body + 2)
                let rate = bytes.littleEndian32(at: body + 4)
                guard channels > 0, channels <= 1024, rate > 0 else {
                    return failure(.corrupt, "\(channels) channels at \(rate) Hz")
                }
                hasFormat = true
            }
            if bytes.holds("data", at: place) {
                guard hasFormat else { return failure(.corrupt, "data before fmt") }
                if size == 0 { return body >= bytes.count ? failure(.empty, "no samples") : nil }
                // Writers that stream leave a number for "unknown".
                if size >= 0x7FFF_F000 { return nil }
                let here = bytes.count - body
                if here >= size { return nil }
                return failure(
                    .truncated, "\(here) of \(size) bytes of sound", ArrivedShare.percent(here, of: size))
            }
            place = body + size + size & 1
        }
        return failure(.truncated, "no sound after \(bytes.count) bytes")
    }

    private static func failure(
        _ code: DecodingFailure.Code, _ detail: String, _ arrivedPercent: Int? = nil
    ) -> DecodingFailure {
        DecodingFailure(code, .recording, detail: detail, arrivedPercent: arrivedPercent)
    }
}
