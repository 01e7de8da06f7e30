/// Chromaprint's raw frames of a recording: 32 bits for every 0.124 seconds.
public struct SoundFingerprint: Sendable, Hashable {
    public var frames: [UInt32]

    public init(frames: [UInt32]) { self.frames = frames }

    /// Frames that two recordings must have in common at least: 7.4 seconds.
    public static let leastOverlap = 60
    /// Copies, whatever was done to them but a change of speed, are at least this similar; different recordings, even
    /// over the same noise, stay below .65.
    public static let sameSimilarity = 0.75
    /// A copy of changed speed reaches this: worth a person's look.
    public static let doubtfulSimilarity = 0.68

    /// Share of equal bits at the best of all alignments with `leastOverlap` frames in common, 0…1; nil where there is
    /// none.
    public func similarity(to other: SoundFingerprint) -> Double? {
        let least = Self.leastOverlap
        guard frames.count >= least, other.frames.count >= least else { return nil }
        var best = 0.0
        frames.withUnsafeBufferPointer { one in
            other.frames.withUnsafeBufferPointer { two in
                for offset in (least - two.count)...(one.count - least) {
                    let first = max(0, offset)
                    let second = max(0, -offset)
                    let count = min(one.count - first, two.count - second)
                    var differing = 0
                    for index in 0..<count {
                        differing += (one[first + index] ^ two[second + index]).nonzeroBitCount
                    }
                    best = max(best, 1 - Double(differing) / Double(32 * count))
                }
            }
        }
        return best
    }

    /// Little-endian, four bytes a frame, as records keep it.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * frames.count)
        for frame in frames {
            for shift in [0, 8, 16, 24] as [UInt32] {
                bytes.append(UInt8(truncatingIfNeeded: frame >> shift))
            }
        }
        return bytes
    }

    /// - Parameter bytes: as `bytes` gives them; a rest of one to three is dropped.
    public init(bytes: [UInt8]) {
        frames = stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { place in
            (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
        }
    }
}
