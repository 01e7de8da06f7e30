/// The chunks of a WebP file (RFC 9649), walked without decoding: size, metadata, and whether the end is there.
struct WebPStructure: Equatable {
    /// Of the canvas.
    var width = 0
    var height = 0
    var hasAlpha = false
    var metadata = MetadataBlocks()

    enum End: Equatable {
        case whole, truncated, corrupt
    }
    var end = End.whole
    /// What the file measures by its own account, or by its last chunk's where that reaches further.
    var declaredBytes = 0

    private static let headerCount = 12

    init(_ bytes: [UInt8]) {
        end = walk(bytes)
    }

    private mutating func walk(_ bytes: [UInt8]) -> End {
        guard bytes.count >= WebPStructure.headerCount + 8 else { return .truncated }
        let claimed = bytes.littleEndian32(at: 4) + 8
        declaredBytes = claimed
        var place = WebPStructure.headerCount
        var hasPicture = false
        while place < min(claimed, bytes.count) {
            guard bytes.count - place >= 8 else { break }
            let length = bytes.littleEndian32(at: place + 4)
            let body = place + 8
            read(bytes, name: place, body..<min(bytes.count, body + length))
            if bytes.holds("VP8", at: place) || bytes.holds("ANMF", at: place) { hasPicture = true }
            place = body + length + length & 1
        }
        declaredBytes = max(claimed, place)
        if bytes.count < claimed || place > bytes.count + 1 { return .truncated }
        return hasPicture ? .whole : .corrupt
    }

    private mutating func read(_ bytes: [UInt8], name: Int, _ body: Range<Int>) {
        if bytes.holds("VP8X", at: name), body.count >= 10 {
            hasAlpha = bytes[body.lowerBound] & 0x10 != 0
            width = 1 + bytes.littleEndian32(at: body.lowerBound + 4) & 0xFF_FFFF
            height = 1 + bytes.littleEndian32(at: body.lowerBound + 6) >> 8
        } else if bytes.holds("VP8 ", at: name), width == 0, body.count >= 10 {
            // A key frame: tag of three bytes, start code, then 14 bits of each side (RFC 6386, 9.1).
            width = bytes.littleEndian16(at: body.lowerBound + 6) & 0x3FFF
            height = bytes.littleEndian16(at: body.lowerBound + 8) & 0x3FFF
        } else if bytes.holds("VP8L", at: name), width == 0, body.count >= 5 {
            let bits = bytes.littleEndian32(at: body.lowerBound + 1)
            width = 1 + bits & 0x3FFF
            height = 1 + (bits >> 14) & 0x3FFF
            hasAlpha = bits >> 28 & 1 == 1
        } else if bytes.holds("EXIF", at: name), metadata.exif == nil {
            metadata.exif = MetadataBlocks.exif(Array(bytes[body]))
        } else if bytes.holds("XMP ", at: name), metadata.xmp == nil {
            metadata.xmp = Array(bytes[body])
        } else if bytes.holds("ICCP", at: name), metadata.profile == nil {
            metadata.profile = Array(bytes[body].prefix(ColourConversion.largestProfile + 1))
        } else if bytes.holds("C2PA", at: name) {
            metadata.hasManifest = true
        }
    }
}
