/// What a scan of a JPEG file holds, by its header (ITU-T T.81 B.2.3).
struct JPEGScan: Equatable {
    /// Identifiers of the components.
    var components: [UInt8]
    /// Which coefficients, in zigzag order.
    var spectrum: ClosedRange<Int>
    /// Bits of each that this scan leaves to later ones.
    var bitsLeft: Int
    /// Of its data, without the header.
    var byteCount = 0

    /// Encoders write ten or so.
    static let most = 128

    /// - Parameter body: of the segment; its length was checked to hold one component.
    init(_ bytes: [UInt8], _ body: Range<Int>) {
        let count = min(Int(bytes[body.lowerBound]), (body.count - 4) / 2)
        components = (0..<max(0, count)).map { bytes[body.lowerBound + 1 + 2 * $0] }
        let end = body.upperBound - 3
        spectrum = min(63, Int(bytes[end]))...min(63, max(Int(bytes[end]), Int(bytes[end + 1])))
        bitsLeft = Int(bytes[end + 2] & 15)
    }

    /// How densely a component is sampled (B.2.2).
    struct Sampling: Equatable {
        var component: UInt8
        /// Samples in each unit of the picture.
        var samples: Int
    }

    /// - Parameter list: of the frame header, three bytes a component.
    static func samplings(_ bytes: [UInt8], _ list: Range<Int>) -> [Sampling] {
        stride(from: list.lowerBound, to: list.upperBound - 2, by: 3).map { place in
            let factors = bytes[place + 1]
            return Sampling(component: bytes[place], samples: max(1, Int(factors >> 4) * Int(factors & 15)))
        }
    }
}
