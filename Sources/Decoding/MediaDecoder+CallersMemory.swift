public import Media

/// A picture whose samples lie in memory of the caller's, as `Raster` would hold them.
public struct LaidPicture: Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var facts: MediaFacts
}

extension MediaDecoder {
    /// Lets libraries open the files that they need, before a process gives up the right to open any.
    public static func loadLibraries() { HEIFReader.loadCodecs() }

    /// As `picture(_:)`, laid into memory of the caller's, row by row from the first sample on. A JPEG is decoded, or
    /// turned, straight into it.
    /// - Throws: `tooLarge` where the picture has more samples than `room`.
    public func picture(
        _ bytes: [UInt8], into room: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodingFailure) -> LaidPicture {
        guard MediaSignature(of: bytes) == .jpeg else {
            let (picture, facts) = try picture(bytes)
            let (width, height) = picture.turn(
                orientation: 1, into: try part(of: room, for: picture.pixels.count))
            return LaidPicture(width: width, height: height, facts: facts)
        }
        do throws(DecodingFailure) { return try jpeg(bytes, into: room) } catch {
            throw withShare(error, bytes)
        }
    }

    private func jpeg(
        _ bytes: [UInt8], into room: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodingFailure) -> LaidPicture {
        let structure = try jpegStructure(bytes)
        let reader = try JPEGReader()
        let (header, stated) = try jpegHeader(bytes, structure, reader)
        var facts = stated
        let scale = JPEGReader.Scale(header, within: limits.rasterPixels)
        let target = try part(of: room, for: scale.pixels * 3)
        let conversion = ColourConversion(of: structure.metadata, structure.samples, facts)
        var size = (width: scale.width, height: scale.height)
        if header.isCMYK || 2...8 ~= facts.orientation {
            size = try reader.raster(bytes, header, scale, conversion)
                .turn(orientation: facts.orientation, into: target)
        } else {
            try reader.lay(bytes, header, scale, into: target)
            conversion?.apply(to: target)
        }
        judgeCredential(&facts, bytes)
        return LaidPicture(width: size.width, height: size.height, facts: facts)
    }

    private func part(
        of room: UnsafeMutableBufferPointer<UInt8>, for count: Int
    ) throws(DecodingFailure) -> UnsafeMutableBufferPointer<UInt8> {
        guard count <= room.count else {
            throw DecodingFailure(.tooLarge, .picture, detail: "\(count) samples")
        }
        return UnsafeMutableBufferPointer(rebasing: room[..<count])
    }
}
