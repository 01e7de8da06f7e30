/// A card or tag in front of a pack: one region of one colour, straight-edged, narrower than the pack, with the pack
/// as expected all around it. Another flavour's differences are not like that: they are several, or as wide as the pack.
enum Occlusion {
    /// Distance in Lab, after the light is evened out, from which on a pixel is something else.
    private static let foreign: Float = 20
    private static let area: ClosedRange<Float> = 0.03...0.36
    private static let mostWidth: Float = 0.86
    /// Share of its rectangle that the region must fill, and of its pixels that have its colour.
    private static let leastFill: Float = 0.68
    private static let leastUniform: Float = 0.62
    private static let colourSpread: Float = 16
    /// Cards stand up from the board or hang down: they reach the foot or the head of the pack within so many pixels.
    private static let edge = 6
    /// Share of the rest of the pack that may differ too.
    private static let mostRemaining: Float = 0.14

    /// Limits for a pack of which a card leaves only the head to be seen: enough to say that it may be there.
    private static let largeArea: ClosedRange<Float> = 0.2...0.76

    /// The weights of what is not covered; nil where nothing covers the pack.
    /// - Parameter mostly: look for a cover of more than a third.
    static func visibleWeights(_ patch: Thumbnail, _ pack: Thumbnail, mostly: Bool = false) -> [Float]? {
        let width = pack.width
        let area = mostly ? largeArea : area
        let different = differences(patch, pack)
        guard let region = largest(different, width: width) else { return nil }
        let total = pack.weight.reduce(0, +)
        let columns = region.x1 - region.x0 + 1
        let rows = region.y1 - region.y0 + 1
        let share = Float(region.members.count) / max(1, total)
        guard area.contains(share), mostly || Float(columns) <= mostWidth * Float(width),
            Float(region.members.count) >= leastFill * Float(columns * rows),
            isUniform(region.members, patch),
            region.y1 >= Thumbnail.height - 1 - edge || region.y0 <= edge
        else { return nil }
        var weights = pack.weight
        for y in max(0, region.y0 - 2)...min(Thumbnail.height - 1, region.y1 + 2) {
            for x in max(0, region.x0 - 2)...min(width - 1, region.x1 + 2) { weights[y * width + x] = 0 }
        }
        var (remaining, left) = (Float(0), Float(0))
        for index in weights.indices where weights[index] > 0 {
            left += 1
            remaining += different[index] ? 1 : 0
        }
        guard left > (mostly ? 0.18 : 0.5) * total, remaining < mostRemaining * left else { return nil }
        return weights
    }

    private static func differences(_ patch: Thumbnail, _ pack: Thumbnail) -> [Bool] {
        // Light changes lightness by a factor; colour is compared as it is, less a shift of the whole patch.
        let offset = medianDifference(patch, pack)
        let scale = SIMD4<Float>(0.35, 1, 1, 0)
        var out = [Bool](repeating: false, count: pack.weight.count)
        for index in out.indices where pack.weight[index] > 0 {
            let difference = (patch.colours[index] - pack.colours[index] - offset) * scale
            out[index] = (difference * difference).sum() > foreign * foreign
        }
        return out
    }

    /// Of L*, a* and b*, over every third pixel.
    private static func medianDifference(_ patch: Thumbnail, _ pack: Thumbnail) -> SIMD4<Float> {
        var values: (l: [Float], a: [Float], b: [Float]) = ([], [], [])
        values.l.reserveCapacity(pack.weight.count / 3)
        values.a.reserveCapacity(pack.weight.count / 3)
        values.b.reserveCapacity(pack.weight.count / 3)
        for index in stride(from: 0, to: pack.weight.count, by: 3) where pack.weight[index] > 0 {
            let difference = patch.colours[index] - pack.colours[index]
            values.l.append(difference.x)
            values.a.append(difference.y)
            values.b.append(difference.z)
        }
        func bounded(_ middle: Float?) -> Float { max(-25, min(25, middle ?? 0)) }
        return SIMD4(
            bounded(Ranked.middle(of: &values.l)), bounded(Ranked.middle(of: &values.a)),
            bounded(Ranked.middle(of: &values.b)), 0)
    }

    private struct Region {
        var members: [Int]
        var x0: Int
        var x1: Int
        var y0: Int
        var y1: Int
    }

    /// The largest 4-connected region, print on it filled in by its bounds.
    private static func largest(_ mask: [Bool], width: Int) -> Region? {
        var seen = [Bool](repeating: false, count: mask.count)
        var best: Region?
        for start in mask.indices where mask[start] && !seen[start] {
            var region = Region(
                members: [], x0: start % width, x1: start % width, y0: start / width, y1: start / width)
            var stack = [start]
            seen[start] = true
            while let index = stack.popLast() {
                region.members.append(index)
                let (x, y) = (index % width, index / width)
                region.x0 = min(region.x0, x)
                region.x1 = max(region.x1, x)
                region.y0 = min(region.y0, y)
                region.y1 = max(region.y1, y)
                if x > 0, mask[index - 1], !seen[index - 1] {
                    seen[index - 1] = true
                    stack.append(index - 1)
                }
                if x + 1 < width, mask[index + 1], !seen[index + 1] {
                    seen[index + 1] = true
                    stack.append(index + 1)
                }
                if index >= width, mask[index - width], !seen[index - width] {
                    seen[index - width] = true
                    stack.append(index - width)
                }
                if index + width < mask.count, mask[index + width], !seen[index + width] {
                    seen[index + width] = true
                    stack.append(index + width)
                }
            }
            if region.members.count > (best?.members.count ?? 0) { best = region }
        }
        return best
    }

    private static func isUniform(_ members: [Int], _ patch: Thumbnail) -> Bool {
        var (reds, yellows) = (members.map { patch.colours[$0].y }, members.map { patch.colours[$0].z })
        guard let a = Ranked.middle(of: &reds), let b = Ranked.middle(of: &yellows) else { return false }
        let near = members.count {
            let (da, db) = (patch.colours[$0].y - a, patch.colours[$0].z - b)
            return da * da + db * db < colourSpread * colourSpread
        }
        return Float(near) >= leastUniform * Float(members.count)
    }
}
