extension PNGStructure {
    /// How much of the picture lies in the bytes: its size says how long the unpacked samples of all passes are, and what
    /// came of them is unpacked and counted. Whole percent, 0 to 99; nil where the header is not there.
    func arrivedPercent(of bytes: [UInt8]) -> Int? {
        guard let expected = unpackedBytes else { return nil }
        guard let start = dataStart else { return 0 }
        guard let count = PNGStructure.unpackedCount(of: bytes, from: start, atMost: expected) else {
            return nil
        }
        return ArrivedShare.percent(count, of: expected)
    }

    /// - Parameters:
    ///   - start: of the first chunk of image data.
    ///   - most: what comes behind that is not counted.
    private static func unpackedCount(of bytes: [UInt8], from start: Int, atMost most: Int) -> Int? {
        guard var inflater = Inflater() else { return nil }
        var (place, total) = (start, 0)
        bytes.withUnsafeBufferPointer { buffer in
            while bytes.count - place >= 8, bytes.holds("IDAT", at: place + 4), !inflater.isOver {
                let length = bytes.bigEndian32(at: place)
                let body = (place + 8)..<min(bytes.count, place + 8 + length)
                inflater.unpack(UnsafeBufferPointer(rebasing: buffer[body])) { unpacked in
                    total += unpacked.count
                    return total < most
                }
                place += length + 12
            }
        }
        return min(total, most)
    }
}
