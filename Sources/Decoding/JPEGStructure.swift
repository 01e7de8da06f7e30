/// The marker segments of a JPEG file (ITU-T T.81 annex B), walked without decoding: size, kind of coding, metadata,
/// and whether the end is there.
struct JPEGStructure: Equatable {
    var width = 0
    var height = 0
    /// Progressive or another mode that needs the coefficients of the whole picture at once.
    var isProgressive = false
    /// Colours, as the frame counts them.
    var components = 0

    /// nil before the frame's header.
    var codec: String? { width == 0 ? nil : isProgressive ? "progressive" : "baseline" }

    var samples: ColourConversion.Samples {
        switch components {
        case 1: .grey
        case 4: .inks
        default: .colours
        }
    }

    /// Of each component, in the frame's order.
    var samplings: [JPEGScan.Sampling] = []
    /// In the file's order; of a file with more than anyone writes the first.
    var scans: [JPEGScan] = []
    /// Where the end-of-image marker stands, or the bytes end.
    var dataEnd = 0
    var metadata = MetadataBlocks()
    var steps = JPEGSteps()

    /// Where the walk ended.
    enum End: Equatable {
        /// The end-of-image marker was met.
        case whole
        /// The bytes ran out before it.
        case truncated
        /// A length or a marker that cannot be.
        case corrupt
    }
    var end = End.whole

    init(_ bytes: [UInt8]) {
        var walk = Walk(bytes: bytes, place: 2)
        end = walk.run(&self)
        dataEnd = end == .whole ? walk.place - 2 : bytes.count
    }

    /// What a segment can measure with its length field (T.81 tables B.2 to B.9).
    private static func lengths(of marker: UInt8) -> ClosedRange<Int> {
        switch marker {
        case 0xC4: 2...(2 + 8 * (17 + 256))
        case 0xDB: 2...(2 + 8 * 129)
        case 0xDA: 6...14
        case 0xDD: 4...4
        case 0xC0...0xCF where marker != 0xC8 && marker != 0xCC: 8...(8 + 3 * 255)
        default: 2...0xFFFF
        }
    }

    private struct Walk {
        let bytes: [UInt8]
        var place: Int
        private var profile = ProfileParts()
        /// Where the data of the scan begin that is being passed.
        private var openScan: Int?

        init(bytes: [UInt8], place: Int) {
            self.bytes = bytes
            self.place = place
        }

        mutating func run(_ structure: inout JPEGStructure) -> End {
            while true {
                let marker = nextMarker()
                if let marker, 0xD0...0xD7 ~= marker { continue }
                endScan(at: marker == nil ? bytes.count : place - 2, &structure)
                guard let marker else { return .truncated }
                switch marker {
                case 0xD9: return .whole
                case 0x01, 0xD8: continue
                default: break
                }
                guard bytes.count - place >= 2 else { return .truncated }
                let length = bytes.bigEndian16(at: place)
                guard JPEGStructure.lengths(of: marker) ~= length else { return .corrupt }
                guard bytes.count - place >= length else { return .truncated }
                read(marker, (place + 2)..<(place + length), into: &structure)
                place += length
            }
        }

        private mutating func endScan(at end: Int, _ structure: inout JPEGStructure) {
            guard let start = openScan else { return }
            structure.scans[structure.scans.count - 1].byteCount = max(0, end - start)
            openScan = nil
        }

        /// Skips entropy-coded data, stuffed bytes, restart markers and fill bytes.
        mutating func nextMarker() -> UInt8? {
            bytes.withUnsafeBufferPointer { buffer in
                while place < buffer.count - 1 {
                    if buffer[place] == 0xFF, buffer[place + 1] != 0x00, buffer[place + 1] != 0xFF {
                        place += 2
                        return buffer[place - 1]
                    }
                    place += 1
                }
                return nil
            }
        }

        private mutating func read(_ marker: UInt8, _ body: Range<Int>, into structure: inout JPEGStructure) {
            switch marker {
            // SOF0…SOF15 without DHT, JPG and DAC.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard body.count >= 6, structure.width == 0 else { return }
                structure.height = bytes.bigEndian16(at: body.lowerBound + 1)
                structure.width = bytes.bigEndian16(at: body.lowerBound + 3)
                structure.isProgressive = marker & 3 == 2
                structure.components = Int(bytes[body.lowerBound + 5])
                if body.count >= 9 { structure.steps.first = bytes[body.lowerBound + 8] }
                structure.samplings = JPEGScan.samplings(bytes, body.dropFirst(6))
            case 0xDB: structure.steps.read(bytes, body)
            case 0xDA:
                openScan = structure.scans.count < JPEGScan.most ? body.upperBound : nil
                if openScan != nil { structure.scans.append(JPEGScan(bytes, body)) }
            case 0xE2 where bytes.holds("ICC_PROFILE\0", at: body.lowerBound) && body.count > 14:
                profile.add(bytes[body].dropFirst(12), into: &structure.metadata)
            case 0xE1:
                readMetadata(body, into: &structure.metadata)
            // JPEG XT boxes in APP11 (ISO/IEC 19566-5, annex D): identifier, instance, sequence, then the superbox
            // whose description names the manifest store.
            case 0xEB:
                guard bytes.holds("JP", at: body.lowerBound), bytes.holds("jumb", at: body.lowerBound + 12),
                    bytes.holds("jumdc2pa", at: body.lowerBound + 20)
                else { return }
                structure.metadata.hasManifest = true
            default: break
            }
        }

        private func readMetadata(_ body: Range<Int>, into metadata: inout MetadataBlocks) {
            let name: StaticString = "http://ns.adobe.com/xap/1.0/\0"
            if bytes.holds("Exif\0", at: body.lowerBound) {
                if metadata.exif == nil { metadata.exif = Array(bytes[body]) }
            } else if bytes.holds(name, at: body.lowerBound), metadata.xmp == nil,
                body.count > name.utf8CodeUnitCount
            {
                metadata.xmp = Array(bytes[body].dropFirst(name.utf8CodeUnitCount))
            }
        }
    }
}
