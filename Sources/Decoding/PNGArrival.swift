internal import CZlib

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
        var stream = z_stream()
        guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var room = [UInt8](repeating: 0, count: 1 << 16)
        var (place, total) = (start, 0)
        while bytes.count - place >= 8, bytes.holds("IDAT", at: place + 4), total < most {
            let length = bytes.bigEndian32(at: place)
            let body = (place + 8)..<min(bytes.count, place + 8 + length)
            guard let count = unpack(bytes, body, &stream, &room) else { break }
            total += count
            place += length + 12
        }
        return min(total, most)
    }

    /// - Returns: how many bytes came out; nil where the stream is at its end or damaged.
    private static func unpack(
        _ bytes: [UInt8], _ body: Range<Int>, _ stream: inout z_stream, _ room: inout [UInt8]
    ) -> Int? {
        bytes.withUnsafeBufferPointer { source in
            room.withUnsafeMutableBufferPointer { target in
                // The library never writes through this pointer.
                stream.next_in = UnsafeMutablePointer(
                    mutating: source.baseAddress?.advanced(by: body.lowerBound))
                stream.avail_in = UInt32(body.count)
                var total = 0
                repeat {
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    total += target.count - Int(stream.avail_out)
                    if status != Z_OK { return status == Z_BUF_ERROR || total > 0 ? total : nil }
                } while stream.avail_in > 0 || stream.avail_out == 0
                return total
            }
        }
    }
}
