/// The chunks of a PNG file (W3C PNG, third edition, 5), walked without decoding: size, transparency, metadata, and
/// whether the end is there.
struct PNGStructure: Equatable {
    var width = 0
    var height = 0
    /// Anything but opaque: an alpha channel or a transparent colour.
    var hasAlpha = false
    var metadata = MetadataBlocks()

    enum End: Equatable {
        case whole, truncated, corrupt
    }
    var end = End.whole

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    init(_ bytes: [UInt8]) {
        end = walk(bytes)
    }

    private mutating func walk(_ bytes: [UInt8]) -> End {
        guard bytes.starts(with: PNGStructure.signature) else {
            return PNGStructure.signature.starts(with: bytes) ? .truncated : .corrupt
        }
        var place = PNGStructure.signature.count
        var hasData = false
        while true {
            guard bytes.count - place >= 8 else { return .truncated }
            let length = bytes.bigEndian32(at: place)
            guard length <= 0x7FFF_FFFF, bytes[(place + 4)..<(place + 8)].allSatisfy(PNGStructure.isLetter)
            else {
                return .corrupt
            }
            let body = place + 8
            // The header is read even where the file ends in it: its size decides what is told.
            if width == 0 {
                guard bytes.holds("IHDR", at: place + 4), length == 13 else { return .corrupt }
                guard bytes.count - body >= 13 else { return .truncated }
                width = bytes.bigEndian32(at: body)
                height = bytes.bigEndian32(at: body + 4)
                hasAlpha = bytes[body + 9] & 4 != 0
                if width == 0 || height == 0 { return .corrupt }
            }
            guard bytes.count - body >= length + 4 else { return .truncated }
            if bytes.holds("IEND", at: place + 4) { return hasData ? .whole : .corrupt }
            if bytes.holds("IDAT", at: place + 4) { hasData = true }
            if bytes.holds("tRNS", at: place + 4) { hasAlpha = true }
            readMetadata(bytes, body..<(body + length))
            place = body + length + 4
        }
    }

    private mutating func readMetadata(_ bytes: [UInt8], _ body: Range<Int>) {
        let name = body.lowerBound - 4
        if bytes.holds("eXIf", at: name), metadata.exif == nil {
            metadata.exif = Array("Exif\0\0".utf8) + bytes[body]
        }
        // Keyword, two bytes for compression, empty language and translated keyword.
        let keyword: StaticString = "XML:com.adobe.xmp\0\0\0\0\0"
        if bytes.holds("iTXt", at: name), bytes.holds(keyword, at: body.lowerBound),
            body.count > keyword.utf8CodeUnitCount
        {
            metadata.xmp = Array(bytes[body].dropFirst(keyword.utf8CodeUnitCount))
        }
        if bytes.holds("caBX", at: name) { metadata.hasManifest = true }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x61...0x7A ~= byte }
}
