/// What a file is, told from its bytes; its name and the sender's header say nothing.
public enum MediaSignature: String, Sendable, Equatable, CaseIterable {
    case jpeg, png, webp, heif, gif, bmp, tiff
    case wav, flac, mp3, ogg, aiff, aac, amr, silk
    /// ISO base media (m4a, mp4, 3gp, mov) and Matroska: sound, film or both.
    case mpeg4, matroska
    /// Text, archives, documents, noise.
    case other

    public enum Kind: Sendable, Equatable { case picture, sound, neither }

    public var kind: Kind {
        switch self {
        case .jpeg, .png, .webp, .heif, .gif, .bmp, .tiff: .picture
        case .wav, .flac, .mp3, .ogg, .aiff, .aac, .amr, .silk, .mpeg4, .matroska: .sound
        case .other: .neither
        }
    }

    public init(of bytes: [UInt8]) {
        self = MediaSignature.picture(bytes) ?? MediaSignature.sound(bytes) ?? .other
    }

    private static func picture(_ bytes: [UInt8]) -> MediaSignature? {
        if bytes.starts(with: [0xFF, 0xD8]) { return .jpeg }
        // Transfers that strip the eighth bit or rewrite line ends break the other bytes of this signature; it is
        // still a PNG, a broken one.
        if bytes.holds("PNG", at: 1), bytes[0] & 0x7F == 0x09 { return .png }
        if bytes.holds("RIFF", at: 0), bytes.holds("WEBP", at: 8) { return .webp }
        if bytes.holds("GIF87a", at: 0) || bytes.holds("GIF89a", at: 0) { return .gif }
        if bytes.holds("BM", at: 0), bytes.count >= 26, bytes[6...9].allSatisfy({ $0 == 0 }) { return .bmp }
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) || bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
            return .tiff
        }
        return isPictureBrand(bytes) ? .heif : nil
    }

    /// Some phones put a brand of their own first and the picture's among the compatible ones.
    private static func isPictureBrand(_ bytes: [UInt8]) -> Bool {
        guard bytes.holds("ftyp", at: 4) else { return false }
        let end = min(bytes.count, bytes.bigEndian32(at: 0), 256)
        return stride(from: 8, to: end, by: 4).contains { place in
            pictureBrands.contains { bytes.holds($0, at: place) }
        }
    }

    /// ISO/IEC 23008-12 and AV1 image brands.
    private static let pictureBrands = [
        "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "mif2", "msf1", "avif", "avis",
    ]

    private static func sound(_ bytes: [UInt8]) -> MediaSignature? {
        if bytes.holds("WAVE", at: 8), ["RIFF", "RIFX", "RF64"].contains(where: { bytes.holds($0, at: 0) }) {
            return .wav
        }
        if bytes.holds("fLaC", at: 0) { return .flac }
        if bytes.holds("OggS", at: 0) { return .ogg }
        if bytes.holds("FORM", at: 0), bytes.holds("AIFF", at: 8) || bytes.holds("AIFC", at: 8) {
            return .aiff
        }
        if bytes.holds("#!AMR", at: 0) { return .amr }
        // The chat app puts one byte in front.
        if bytes.holds("#!SILK", at: 0) || bytes.holds("#!SILK", at: 1) { return .silk }
        if bytes.holds("ftyp", at: 4) || bytes.holds("moov", at: 4) { return .mpeg4 }
        if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return .matroska }
        if bytes.holds("ID3", at: 0) { return .mp3 }
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0 { return .aac }
        return MPEGAudioFrame.follows(at: 0, in: bytes) ? .mp3 : nil
    }
}

extension [UInt8] {
    /// Whether the ASCII text stands there.
    func holds(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for index in wanted.indices where self[offset + index] != wanted[index] { return false }
            return true
        }
    }

    func holds(_ text: String, at offset: Int) -> Bool {
        guard offset >= 0, count - offset >= text.utf8.count else { return false }
        return self[offset..<(offset + text.utf8.count)].elementsEqual(text.utf8)
    }

    func bigEndian16(at offset: Int) -> Int { Int(self[offset]) << 8 | Int(self[offset + 1]) }

    func bigEndian32(at offset: Int) -> Int { bigEndian16(at: offset) << 16 | bigEndian16(at: offset + 2) }

    func littleEndian16(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }

    func littleEndian32(at offset: Int) -> Int {
        littleEndian16(at: offset) | littleEndian16(at: offset + 2) << 16
    }
}
