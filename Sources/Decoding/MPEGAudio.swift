/// MPEG-1/2/2.5 layer I–III frame headers (ISO/IEC 11172-3 2.4.1.3), enough to tell sound from noise.
struct MPEGAudioFrame: Equatable {
    var byteCount: Int

    init?(at offset: Int, in bytes: [UInt8]) {
        guard offset >= 0, bytes.count - offset >= 4, bytes[offset] == 0xFF, bytes[offset + 1] & 0xE0 == 0xE0
        else { return nil }
        let version = Int(bytes[offset + 1] >> 3) & 3
        let layer = 4 - (Int(bytes[offset + 1] >> 1) & 3)
        let bitRateIndex = Int(bytes[offset + 2] >> 4)
        let rateIndex = Int(bytes[offset + 2] >> 2) & 3
        let padding = Int(bytes[offset + 2] >> 1) & 1
        guard version != 1, layer != 4, 1...14 ~= bitRateIndex, rateIndex != 3 else { return nil }
        let first = version == 3
        let rate = [44_100, 48_000, 32_000][rateIndex] >> (first ? 0 : version == 2 ? 1 : 2)
        let kilobits = MPEGAudioFrame.kilobits(first: first, layer: layer)[bitRateIndex - 1]
        switch layer {
        case 1: byteCount = (12 * kilobits * 1000 / rate + padding) * 4
        case 3 where !first: byteCount = 72 * kilobits * 1000 / rate + padding
        default: byteCount = 144 * kilobits * 1000 / rate + padding
        }
    }

    private static func kilobits(first: Bool, layer: Int) -> [Int] {
        switch (first, layer) {
        case (true, 1): [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
        case (true, 2): [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
        case (true, _): [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
        case (false, 1): [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
        case (false, _): [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
        }
    }

    /// Two frames in a row, or one that fills the file: four bytes alone prove nothing.
    static func follows(at offset: Int, in bytes: [UInt8]) -> Bool {
        guard let frame = MPEGAudioFrame(at: offset, in: bytes) else { return false }
        let next = offset + frame.byteCount
        return next >= bytes.count || MPEGAudioFrame(at: next, in: bytes) != nil
    }
}

/// Where the sound lies in an MP3 file, without the tags around it.
enum MPEGAudioStream {
    /// How far after the tags the first frame may lie: encoders pad, cut recordings begin in the middle of a frame.
    private static let searchBytes = 65_536

    static func range(in bytes: [UInt8]) throws(DecodingFailure) -> Range<Int> {
        var start = 0
        // ID3v2 (id3.org/id3v2.4.0-structure 3.1), now and then several.
        while bytes.holds("ID3", at: start) {
            guard bytes.count - start >= 10 else {
                throw DecodingFailure(.truncated, .recording, detail: "ends in the ID3 header")
            }
            let size = bytes[(start + 6)..<(start + 10)].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            guard bytes.count - start - 10 > size else {
                throw DecodingFailure(
                    .truncated, .recording, detail: "ID3 tag of \(size) bytes in \(bytes.count)")
            }
            start += 10 + size
        }
        let end =
            bytes.count >= 128 && bytes.holds("TAG", at: bytes.count - 128) ? bytes.count - 128 : bytes.count
        var first = start
        while first < end, !MPEGAudioFrame.follows(at: first, in: bytes) {
            first += 1
            if first - start > searchBytes { break }
        }
        guard first < end, MPEGAudioFrame.follows(at: first, in: bytes) else {
            throw DecodingFailure(.corrupt, .recording, detail: "no MPEG frame after \(start) bytes of tags")
        }
        return first..<end
    }
}
