/// Where the planned rows begin and end: all rows of a section are as long as its bay, so what most rows lack at one
/// end lies outside the photo, and what one row lacks beyond that is missing.
struct BayEdges: Sendable {
    /// What one row says about an end.
    struct Witness: Sendable {
        /// Where the first thing of the row begins (or the last one ends), pixels.
        var end: Float
        /// Width of the planned facings beyond it that were not found.
        var lacking: Float
        /// Whether the shelf's upright shows there.
        var upright: Bool
    }

    private(set) var left: Float = 0
    private(set) var right: Float

    init(left: [Witness], right: [Witness], photoWidth: Float) {
        self.right = photoWidth
        self.left = -BayEdges.reach(
            left.map { Witness(end: -$0.end, lacking: $0.lacking, upright: $0.upright) })
        self.right = BayEdges.reach(right)
    }

    /// How far the bay reaches, away from the photo's middle: the median, the farther one of two.
    private static func reach(_ witnesses: [Witness]) -> Float {
        let ends = witnesses.map { $0.upright ? $0.end : $0.end + $0.lacking }.sorted()
        return ends.isEmpty ? .infinity : ends[ends.count / 2]
    }
}
