/// What a file is, told from its first bytes and never from its name.
public enum SniffedType: String, Sendable, CaseIterable {
    case jpeg, png, webp, heic, gif, bmp, tiff
    case wav, flac, mp3, ogg, m4a, amr, webm, aac, silk
    case pdf, html, zip, text, unknown

    /// - Parameter head: the first bytes; 64 tell all types apart.
    public init(head: [UInt8]) {
        self =
            Self.bySignature(head) ?? Self.byContainer(head) ?? Self.byFrame(head)
            ?? (Self.isMarkup(head) ? .html : Self.isText(head) ? .text : .unknown)
    }

    /// What a person sees or hears in it.
    public enum Medium: Sendable { case picture, sound, other }

    public var medium: Medium {
        switch self {
        case .jpeg, .png, .webp, .heic, .gif, .bmp, .tiff: .picture
        case .wav, .flac, .mp3, .ogg, .m4a, .amr, .webm, .aac, .silk: .sound
        case .pdf, .html, .zip, .text, .unknown: .other
        }
    }

    /// Whether the decoders open it.
    public var isDecoded: Bool {
        switch self {
        case .jpeg, .png, .webp, .heic, .wav, .flac, .mp3, .ogg, .m4a, .amr, .webm, .aac: true
        default: false
        }
    }

    // MARK: How each is told

    private static let signatures: [(bytes: [UInt8], type: SniffedType)] = [
        // Of a JPEG that breaks off after two bytes the decoder says what is wrong.
        ([0xFF, 0xD8], .jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("GIF8".utf8), .gif),
        (Array("II*\0".utf8), .tiff), (Array("MM\0*".utf8), .tiff),
        (Array("fLaC".utf8), .flac), (Array("OggS".utf8), .ogg), (Array("ID3".utf8), .mp3),
        (Array("#!AMR".utf8), .amr), (Array("#!SILK".utf8), .silk), ([0x02] + Array("#!SILK".utf8), .silk),
        // EBML: Matroska and WebM.
        ([0x1A, 0x45, 0xDF, 0xA3], .webm),
        (Array("%PDF".utf8), .pdf),
        (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip),
    ]

    private static func bySignature(_ head: [UInt8]) -> SniffedType? {
        signatures.first { head.starts(with: $0.bytes) }?.type
    }

    private static let pictureBrands: Set = [
        "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif", "avis",
    ]

    /// RIFF and ISO base media files say in bytes 4–11 what they hold; a bitmap has its zero fields at 6–9.
    private static func byContainer(_ head: [UInt8]) -> SniffedType? {
        guard head.count >= 12 else { return nil }
        let outer = String(decoding: head[0..<4], as: UTF8.self)
        let inner = String(decoding: head[8..<12], as: UTF8.self)
        if outer == "RIFF" || outer == "RF64" {
            return inner == "WAVE" ? .wav : inner == "WEBP" ? .webp : nil
        }
        if head[4..<8].elementsEqual("ftyp".utf8) {
            // Some phones put a brand of their own first and the picture's among the compatible ones.
            let end = min(head.count, Int(head[3]), 64)
            let brands = stride(from: 8, to: max(8, end - 3), by: 4)
                .map { String(decoding: head[$0..<($0 + 4)], as: UTF8.self) }
            return pictureBrands.isDisjoint(with: brands.isEmpty ? [inner] : brands) ? .m4a : .heic
        }
        return outer.hasPrefix("BM") && head[6..<10].allSatisfy { $0 == 0 } ? .bmp : nil
    }

    /// A bare MPEG audio frame: 11 bits of sync, a version, layer III, a bit rate and a sampling rate that exist
    /// (ISO/IEC 11172-3, 2.4.1.3).
    private static func byFrame(_ head: [UInt8]) -> SniffedType? {
        // The same sync with the layer bits zero and no bit rate: an ADTS frame of AAC (ISO/IEC 13818-7, 6.2).
        if head.count >= 4, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 { return .aac }
        guard head.count >= 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0, head[1] & 0x18 != 0x08,
            head[1] & 0x06 == 0x02, head[2] & 0xF0 != 0xF0, head[2] & 0x0C != 0x0C
        else { return nil }
        return .mp3
    }

    private static func isMarkup(_ head: [UInt8]) -> Bool {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = head.dropFirst(head.starts(with: byteOrderMark) ? 3 : 0)
            .drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let word = String(decoding: start.prefix(9), as: UTF8.self).lowercased()
        return ["<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body"].contains {
            word.hasPrefix($0)
        }
    }

    /// No control bytes but blanks and line ends, and no 255, which neither UTF-8 nor GB 18030 has; or a byte order
    /// mark of UTF-16.
    private static func isText(_ head: [UInt8]) -> Bool {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
        return !head.isEmpty
            && head.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xFF || (0x09...0x0D).contains($0) }
    }
}
