/// The outermost boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), walked to see whether the end is there and
/// whether a C2PA manifest store comes with it.
struct BoxStructure: Equatable {
    /// A box is longer than what is left of the file.
    var isTruncated = false
    var hasManifest = false
    /// Where the box of media data ends in which the file breaks off; behind it hardly anything follows. nil where it does
    /// not break off there: how much there was to be is not known then.
    var declaredBytes: Int?

    /// The box that holds C2PA manifests (C2PA 2.1, appendix A.5).
    private static let manifestBox: [UInt8] = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
    ]

    init(_ bytes: [UInt8]) {
        var place = 0
        while bytes.count - place >= 8 {
            var length = bytes.bigEndian32(at: place)
            if length == 1 {
                guard bytes.count - place >= 16 else { break }
                // The upper half of a file's size is never used here.
                guard bytes.bigEndian32(at: place + 8) == 0 else {
                    isTruncated = true
                    return
                }
                length = bytes.bigEndian32(at: place + 12)
            }
            // A box of length 0 runs to the end of the file; less than its own header, or a name
            // that is no text, is damage, told by the reader.
            guard length >= 8, bytes[(place + 4)..<(place + 8)].allSatisfy({ 0x20...0x7E ~= $0 }) else {
                return
            }
            if bytes.holds("uuid", at: place + 4), bytes.count - place >= 24,
                bytes[(place + 8)..<(place + 24)].elementsEqual(BoxStructure.manifestBox)
            {
                hasManifest = true
            }
            guard bytes.count - place >= length else {
                isTruncated = true
                if bytes.holds("mdat", at: place + 4) { declaredBytes = place + length }
                return
            }
            place += length
        }
        isTruncated = place < bytes.count
    }
}
