/// The chunks of a PNG file (W3C PNG, third edition, 5), walked without decoding: size, transparency, metadata, and
/// whether the end is there.
struct PNGStructure: Equatable {
    var width = 0
    var height = 0
    /// Anything but opaque: an alpha channel or a transparent colour.
    var hasAlpha = false
    /// All samples of all passes before they are packed, with the byte in front of each line; nil where the header is not
    /// there or says what no PNG has.
    var unpackedBytes: Int?
    /// Grey levels alone, with or without transparency.
    var isGrey = false
    var samples: ColourConversion.Samples { isGrey ? .grey : .colours }
    /// Of the file, times 100,000; nil where it is not stated.
    var gamma: Int?
    /// Where the first chunk of image data begins.
    var dataStart: Int?
    var metadata = MetadataBlocks()

    enum End: Equatable {
        case whole, truncated, corrupt
    }
    var end = End.whole

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    init(_ bytes: [UInt8]) {
        end = walk(bytes)
        // The reader applies a stated gamma unless it is sRGB's, give or take its twentieth; what a profile says of the same
        // samples would come on top.
        if let gamma, abs(gamma - 45_455) > 45_455 / 20, metadata.profile != nil { metadata.profile = [] }
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
                isGrey = bytes[body + 9] == 0 || bytes[body + 9] == 4
                unpackedBytes = unpackedBytes(
                    depth: Int(bytes[body + 8]), colour: bytes[body + 9], isInterlaced: bytes[body + 12] != 0)
            }
            if dataStart == nil, bytes.holds("IDAT", at: place + 4) { dataStart = place }
            guard bytes.count - body >= length + 4 else { return .truncated }
            if bytes.holds("IEND", at: place + 4) { return hasData ? .whole : .corrupt }
            if bytes.holds("IDAT", at: place + 4) { hasData = true }
            if bytes.holds("tRNS", at: place + 4) { hasAlpha = true }
            readMetadata(bytes, body..<(body + length))
            place = body + length + 4
        }
    }

    /// By the table of colour types (11.2.1) and the passes of interlacing (8.2).
    private func unpackedBytes(depth: Int, colour: UInt8, isInterlaced: Bool) -> Int? {
        let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colour]
        guard let channels, 1...16 ~= depth, width <= 0x7FFF_FFFF, height <= 0x7FFF_FFFF else { return nil }
        let passes = isInterlaced ? PNGStructure.passes : [(left: 0, top: 0, across: 1, down: 1)]
        var total = 0
        for pass in passes where width > pass.left && height > pass.top {
            let columns = (width - pass.left + pass.across - 1) / pass.across
            let lines = (height - pass.top + pass.down - 1) / pass.down
            let (bytes, overflow) = lines.multipliedReportingOverflow(
                by: 1 + (columns * channels * depth + 7) / 8)
            guard !overflow, total <= Int.max - bytes else { return nil }
            total += bytes
        }
        return total
    }

    /// First column and line, and the steps to the next.
    private static let passes = [
        (left: 0, top: 0, across: 8, down: 8), (left: 4, top: 0, across: 8, down: 8),
        (left: 0, top: 4, across: 4, down: 8), (left: 2, top: 0, across: 4, down: 4),
        (left: 0, top: 2, across: 2, down: 4), (left: 1, top: 0, across: 2, down: 2),
        (left: 0, top: 1, across: 1, down: 2),
    ]

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
        if bytes.holds("iCCP", at: name), metadata.profile == nil {
            metadata.profile = PNGStructure.profile(in: bytes, body)
        }
        if bytes.holds("gAMA", at: name), body.count == 4 { gamma = bytes.bigEndian32(at: body.lowerBound) }
    }

    /// Name of 1 to 79 bytes, a zero, a zero for the one way of packing, the packed profile (11.3.2.3).
    private static func profile(in bytes: [UInt8], _ body: Range<Int>) -> [UInt8] {
        guard let nameEnd = bytes[body].prefix(80).firstIndex(of: 0), nameEnd + 2 <= body.upperBound,
            bytes[nameEnd + 1] == 0, var inflater = Inflater()
        else { return [] }
        var profile: [UInt8] = []
        bytes.withUnsafeBufferPointer { buffer in
            inflater.unpack(UnsafeBufferPointer(rebasing: buffer[(nameEnd + 2)..<body.upperBound])) {
                unpacked in
                profile += unpacked
                return profile.count <= ColourConversion.largestProfile
            }
        }
        return profile.count <= ColourConversion.largestProfile ? profile : []
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x61...0x7A ~= byte }
}
