/// A product found on the photo.
struct Detection: Sendable {
    var template: Int
    var sku: Int
    /// Pack at ``PackShot/height`` → photo.
    var pose: Affine
    /// Between pixel borders, may reach beyond the photo.
    var frame: Frame
    var inliers: Int
    var appearance: Float
    /// How far the pack is ahead of its best look-alike; 1 where it has none.
    var margin: Float
    /// The cues behind it, over the pixels that no card hides.
    var look: Appearance?
    var blocks: BlockAgreement?
    var residual: ColourResidual?
    /// Found because a neighbour stands there, not by its own features.
    var rescued = false
    /// A card leaves only a part to be seen: it may be there, and nobody can say.
    var hidden = false
    /// Found by the search for a pack in a hand.
    var held: HeldStanding?
    /// What its place in the row speaks for it.
    var placeBonus: Float = 0

    var score: Float {
        appearance + 0.25 * min(1, Float(inliers) / 20) + placeBonus - (blocks?.contradiction ?? 0)
    }

    /// Bounds of the pack's corners.
    static func frame(_ pose: Affine, packWidth: Int) -> Frame {
        let (right, bottom) = (Float(packWidth) - 0.5, Float(PackShot.height) - 0.5)
        let corners = [
            pose.applied(-0.5, -0.5), pose.applied(right, -0.5), pose.applied(right, bottom),
            pose.applied(-0.5, bottom),
        ]
        let x = corners.map { $0.x + 0.5 }
        let y = corners.map { $0.y + 0.5 }
        return Frame(x0: x.min() ?? 0, y0: y.min() ?? 0, x1: x.max() ?? 0, y1: y.max() ?? 0)
    }

    /// Best first; equals from the top left, then by SKU.
    static func ranks(_ first: Detection, before second: Detection) -> Bool {
        if first.score != second.score { return first.score > second.score }
        if first.sku != second.sku { return first.sku < second.sku }
        if first.frame.y0 != second.frame.y0 { return first.frame.y0 < second.frame.y0 }
        return first.frame.x0 < second.frame.x0
    }

    /// Both cannot stand there.
    func clashes(with other: Detection) -> Bool {
        let shared = frame.common(other.frame)
        guard shared > 0 else { return false }
        return shared > 0.35 * (frame.area + other.frame.area - shared)
            || shared > 0.7 * min(frame.area, other.frame.area)
    }

    /// Keeps the best of what stands at one place.
    static func suppressed(_ detections: [Detection]) -> [Detection] {
        var kept: [Detection] = []
        for detection in detections.sorted(by: ranks)
        where !kept.contains(where: { $0.clashes(with: detection) }) {
            kept.append(detection)
        }
        return kept
    }
}
