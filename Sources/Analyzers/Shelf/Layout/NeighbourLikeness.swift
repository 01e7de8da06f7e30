import Media

/// How much of a place looks like the facing beside it: the facing itself is the picture of its product under the
/// same light, blur and lens, so a place that no pack shot explains can still be told from a stranger's.
struct NeighbourLikeness: Sendable {
    /// Share of blocks that agree from which on a place shows one more facing, and below which something else stands
    /// there; between them one more is there, partly covered or burnt out.
    static let same: Float = 0.58
    static let other: Float = 0.22

    private static let side = 8
    /// Variance of lightness below which a block has no print to compare.
    private static let leastVariance: Float = 3
    /// Keeps noise in weak print from counting.
    private static let noise: Float = 1.5
    private static let leastCorrelation: Float = 0.5
    /// Difference of the mean of a* and b*.
    private static let mostColour: Float = 14
    /// Places tried around the one expected, in widths and heights of the facing: first far, then near the best.
    private static let far: [(x: Float, y: Float)] = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3].map { ($0, 0) }
    private static let near: [(x: Float, y: Float)] = [-0.05, 0, 0.05].flatMap { x in
        [-0.06, -0.03, 0, 0.03, 0.06].map { (x, $0) }
    }

    private let pyramid: PhotoPyramid
    private let neighbour: Detection
    private let packWidth: Int
    private let reference: Thumbnail

    init(_ neighbour: Detection, index: CatalogueIndex, pyramid: PhotoPyramid) {
        self.pyramid = pyramid
        self.neighbour = neighbour
        let template = index.templates[neighbour.template]
        packWidth = template.width
        reference = pyramid.patch(
            neighbour.pose, packWidth: packWidth, thumbWidth: template.thumbnail.width,
            weight: template.thumbnail.weight, light: .neutral)
    }

    /// The best share of agreeing blocks around a place for the middle of the foot of one more facing, and where.
    func best(footX: Float, footY: Float) -> (share: Float, frame: Frame)? {
        var best: (share: Float, frame: Frame)?
        var (x, y) = (footX, footY)
        for offsets in [NeighbourLikeness.far, NeighbourLikeness.near] {
            for offset in offsets {
                let frame = moved(
                    x + offset.x * neighbour.frame.width, y + offset.y * neighbour.frame.height)
                guard frame.x0 >= 0, frame.y0 >= 0, frame.x1 <= Float(pyramid.width),
                    frame.y1 <= Float(pyramid.height)
                else { continue }
                let share = share(at: frame)
                if share > best?.share ?? -1 { best = (share, frame) }
            }
            guard let best else { return nil }
            (x, y) = (best.frame.centreX, best.frame.y1)
        }
        return best
    }

    private func moved(_ footX: Float, _ footY: Float) -> Frame {
        let half = neighbour.frame.width / 2
        return Frame(x0: footX - half, y0: footY - neighbour.frame.height, x1: footX + half, y1: footY)
    }

    private func share(at frame: Frame) -> Float {
        var pose = neighbour.pose
        pose.x0 += frame.x0 - neighbour.frame.x0
        pose.y0 += frame.y0 - neighbour.frame.y0
        let patch = pyramid.patch(
            pose, packWidth: packWidth, thumbWidth: reference.width, weight: reference.weight,
            light: .neutral)
        var (agreeing, count) = (0, 0)
        for top in stride(from: 0, to: Thumbnail.height, by: NeighbourLikeness.side) {
            for left in stride(
                from: 0, to: reference.width - NeighbourLikeness.side / 2, by: NeighbourLikeness.side)
            {
                guard let agrees = agrees(patch, left, top) else { continue }
                count += 1
                agreeing += agrees ? 1 : 0
            }
        }
        return count > 0 ? Float(agreeing) / Float(count) : 0
    }

    /// nil outside the pack.
    private func agrees(_ patch: Thumbnail, _ left: Int, _ top: Int) -> Bool? {
        var sums = SIMD8<Float>()
        var count: Float = 0
        for y in top..<top + NeighbourLikeness.side {
            for x in left..<min(reference.width, left + NeighbourLikeness.side) {
                let place = y * reference.width + x
                guard reference.weight[place] > 0 else { continue }
                let (seen, known) = (patch.colours[place], reference.colours[place])
                let shift = seen - known
                sums += SIMD8(
                    seen.x, known.x, seen.x * seen.x, known.x * known.x, seen.x * known.x, shift.y, shift.z, 0
                )
                count += 1
            }
        }
        guard count >= 16 else { return nil }
        let mean = sums / count
        guard
            mean[5] * mean[5] + mean[6] * mean[6] < NeighbourLikeness.mostColour
                * NeighbourLikeness.mostColour
        else { return false }
        let seenVariance = max(0, mean[2] - mean[0] * mean[0])
        let knownVariance = max(0, mean[3] - mean[1] * mean[1])
        guard knownVariance > NeighbourLikeness.leastVariance else { return true }
        let spread =
            ((seenVariance + NeighbourLikeness.noise) * (knownVariance + NeighbourLikeness.noise))
            .squareRoot()
        return mean[4] - mean[0] * mean[1] > NeighbourLikeness.leastCorrelation * spread
    }
}
