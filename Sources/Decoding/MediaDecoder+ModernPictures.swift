import Media

/// The formats that phones and browsers use instead of JPEG and PNG.
extension MediaDecoder {
    func webp(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        let structure = WebPStructure(bytes)
        let facts = MediaDecoder.facts(
            .webp, width: structure.width, height: structure.height, metadata: structure.metadata)
        if structure.width > 0, structure.height > 0 {
            try check(
                width: structure.width, height: structure.height, side: limits.side, pixels: limits.pixels)
        }
        switch structure.end {
        case .whole where structure.width > 0 && structure.height > 0: break
        case .truncated:
            throw DecodingFailure(.truncated, .picture, detail: "a chunk runs beyond \(bytes.count) bytes")
        case .whole, .corrupt: throw DecodingFailure(.corrupt, .picture, detail: "no picture chunk")
        }
        var picture = try WebPReader.raster(bytes, structure: structure)
        picture.convert(by: ColourConversion(of: structure.metadata, .colours, facts))
        return (picture, facts)
    }

    /// The raster stands upright already.
    func heif(_ bytes: [UInt8]) throws(DecodingFailure) -> (Raster, MediaFacts) {
        let structure = BoxStructure(bytes)
        do throws(DecodingFailure) {
            return try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
                let reader = try heifReader(bytes, buffer)
                let facts = MediaDecoder.facts(reader, structure)
                try check(
                    width: facts.storedWidth, height: facts.storedHeight, side: limits.side,
                    pixels: limits.pixels)
                if structure.isTruncated {
                    throw DecodingFailure(
                        .truncated, .picture, detail: "a box runs beyond \(bytes.count) bytes")
                }
                var picture = try reader.raster()
                picture.convert(by: ColourConversion(of: reader.metadata, .colours, facts))
                return (picture, facts)
            }
        } catch {
            // What a reader finds wrong in a file that is cut is the cut.
            guard structure.isTruncated, error.code == .corrupt || error.code == .unsupported else {
                throw error
            }
            throw DecodingFailure(.truncated, .picture, detail: error.detail)
        }
    }

    func heifFacts(of bytes: [UInt8]) -> MediaFacts? {
        do throws(DecodingFailure) {
            return try bytes.withUnsafeBufferPointer { buffer throws(DecodingFailure) in
                MediaDecoder.facts(try heifReader(bytes, buffer), BoxStructure(bytes))
            }
        } catch {
            return nil
        }
    }

    /// - Parameter buffer: over `bytes`.
    private func heifReader(
        _ bytes: [UInt8], _ buffer: UnsafeBufferPointer<UInt8>
    ) throws(DecodingFailure) -> HEIFReader {
        guard HEIFReferences(bytes).isFinite else {
            throw DecodingFailure(.corrupt, .picture, detail: "an image is made of itself")
        }
        return try HEIFReader(buffer, sideLimit: limits.side)
    }

    private static func facts(_ reader: borrowing HEIFReader, _ structure: BoxStructure) -> MediaFacts {
        var metadata = reader.metadata
        metadata.hasManifest = structure.hasManifest
        return facts(.heif, width: reader.storedWidth, height: reader.storedHeight, metadata: metadata)
    }
}
