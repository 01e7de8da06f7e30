/// How much of a picture arrived whose file breaks off.
enum ArrivedShare {
    /// Whole percent, 0 to 99: of a file that breaks off something is missing, if only its end mark.
    /// - Returns: nil where the file does not tell how much there was to be.
    static func percent(of bytes: [UInt8], limits: DecodingLimits) -> Int? {
        switch MediaSignature(of: bytes) {
        case .jpeg: jpeg(bytes, limits)
        case .png: PNGStructure(bytes).arrivedPercent(of: bytes)
        case .webp: percent(bytes.count, of: WebPStructure(bytes).declaredBytes)
        case .heif: BoxStructure(bytes).declaredBytes.flatMap { percent(bytes.count, of: $0) }
        default: nil
        }
    }

    static func percent(_ part: Int, of whole: Int) -> Int? {
        guard part >= 0, whole > 0 else { return nil }
        return min(99, Int(Double(part) / Double(whole) * 100))
    }

    /// No JPEG says how long it is; its lines come one after the other. It is decoded as it broke off and once more with
    /// other bytes in place of the missing ones: what is the same both times arrived. Scans that refine the whole picture,
    /// or hold one colour each, have no such lines.
    private static func jpeg(_ bytes: [UInt8], _ limits: DecodingLimits) -> Int? {
        let structure = JPEGStructure(bytes)
        guard structure.width > 0, structure.height > 0 else { return nil }
        guard let scan = structure.firstScan else { return structure.end == .truncated ? 0 : nil }
        guard !structure.isProgressive, scan.components == structure.components else { return nil }
        do throws(DecodingFailure) {
            let reader = try JPEGReader()
            let header = try reader.header(bytes)
            let scale = JPEGReader.Scale(header, within: limits.rasterPixels)
            // Half a marker at the end would swallow the first byte put behind it.
            let arrived = Array(bytes[..<structure.dataEnd].reversed().drop { $0 == 0xFF }.reversed())
            guard let cut = reader.samples(arrived, header, scale),
                let filled = reader.samples(arrived + filler, header, scale)
            else { return nil }
            let lines = firstDifference(cut, filled) / (scale.width * header.samples)
            // Damage in the middle of a file that has its end says nothing about the end.
            if lines == scale.height, structure.end == .whole { return nil }
            return percent(lines, of: scale.height)
        } catch {
            return nil
        }
    }

    /// Bytes that no picture goes on with, none of them a marker's first (the multiplier is Knuth's, TAOCP 3.3.4).
    private static let filler: [UInt8] = (1...512).map {
        UInt8(truncatingIfNeeded: (UInt64($0) &* 6_364_136_223_846_793_005) >> 40) & 0x7F
    }

    /// The place of the first sample that differs; their count where none does.
    private static func firstDifference(_ one: [UInt8], _ other: [UInt8]) -> Int {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                let count = min(one.count, other.count)
                var place = 0
                while place < count, one[place] == other[place] { place += 1 }
                return place
            }
        }
    }
}
