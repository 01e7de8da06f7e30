/// The boxes of an MPEG-4 file (ISO/IEC 14496-12 4.2): whether all that they promise has come.
enum MPEG4Structure {
    /// What is missing; nil for a whole file.
    static func problem(_ bytes: [UInt8]) -> DecodingFailure? {
        var place = 0
        var hasIndex = false
        var hasFragments = false
        while bytes.count - place >= 8 {
            var size = bytes.bigEndian32(at: place)
            if size == 1 {
                guard bytes.count - place >= 16 else { return truncated("ends in a box's size") }
                guard bytes.bigEndian32(at: place + 8) == 0 else {
                    return truncated("a box of 4 GB and more")
                }
                size = bytes.bigEndian32(at: place + 12)
            }
            // Zero: up to the end of the file.
            if size == 0 { size = bytes.count - place }
            guard size >= 8 else {
                return DecodingFailure(.corrupt, .recording, detail: "a box of \(size) bytes")
            }
            if bytes.holds("moov", at: place + 4) { hasIndex = true }
            if bytes.holds("moof", at: place + 4) { hasFragments = true }
            // A fragmented recording plays up to where it was cut.
            guard bytes.count - place >= size || hasFragments else {
                // Behind the sound hardly anything follows.
                let isSound = bytes.holds("mdat", at: place + 4)
                return truncated(
                    "\(bytes.count - place) of \(size) bytes of a box",
                    isSound ? ArrivedShare.percent(bytes.count, of: place + size) : nil)
            }
            place += min(size, bytes.count - place)
        }
        return hasIndex ? nil : truncated("no index: the recording was not finished")
    }

    private static func truncated(_ detail: String, _ arrivedPercent: Int? = nil) -> DecodingFailure {
        DecodingFailure(.truncated, .recording, detail: detail, arrivedPercent: arrivedPercent)
    }
}
