/// Upright scale-space features, one column per property.
struct FeatureSet: Sendable, Equatable {
    /// Bytes of one descriptor: 4 × 4 cells of 8 directions.
    static let descriptorBytes = 128

    /// Pixels of the picture that was searched.
    var x: [Float] = []
    var y: [Float] = []
    /// Standard deviation of the blob in pixels, as log₂.
    var logSize: [Float] = []
    /// Absolute contrast of the extremum.
    var response: [Float] = []
    /// `count * descriptorBytes` bytes.
    var descriptors: [UInt8] = []

    var count: Int { x.count }

    mutating func reserve(_ rows: Int) {
        x.reserveCapacity(rows)
        y.reserveCapacity(rows)
        logSize.reserveCapacity(rows)
        response.reserveCapacity(rows)
        descriptors.reserveCapacity(rows * FeatureSet.descriptorBytes)
    }

    mutating func append(_ other: FeatureSet) {
        x += other.x
        y += other.y
        logSize += other.logSize
        response += other.response
        descriptors += other.descriptors
    }

    /// The features at the given places, in that order.
    func selecting(_ indices: [Int]) -> FeatureSet {
        var out = FeatureSet()
        out.x = indices.map { x[$0] }
        out.y = indices.map { y[$0] }
        out.logSize = indices.map { logSize[$0] }
        out.response = indices.map { response[$0] }
        out.descriptors.reserveCapacity(indices.count * FeatureSet.descriptorBytes)
        for index in indices {
            let start = index * FeatureSet.descriptorBytes
            out.descriptors += descriptors[start..<(start + FeatureSet.descriptorBytes)]
        }
        return out
    }

    /// The strongest, in their old order.
    func strongest(_ limit: Int) -> FeatureSet {
        guard count > limit else { return self }
        let ranked = (0..<count).sorted { (response[$1], $0) < (response[$0], $1) }
        return selecting(ranked.prefix(limit).sorted())
    }
}
