import Evidence

/// How much darker the ground is right beside a digit than farther out.
enum ShadeMeasure {
    /// In each direction a shadow may fall (right, below, between), the median along the ink's border of the darker of
    /// the second and third pixel out by the ninth: a median of near pairs, since the ground itself has edges. The
    /// darkest direction answers, so that an edge of the ground in one of them does not look like a missing shadow.
    static func shade(of box: Box, _ segmentation: GlyphSegmentation, _ luma: GrayPicture, unit: Int)
        -> Float?
    {
        let medians = [(1, 0), (0, 1), (1, 1)].compactMap { direction in
            median(of: box, segmentation, luma, unit, direction)
        }
        guard medians.count >= 2 else { return nil }
        return medians.min()
    }

    private static func median(
        of box: Box, _ segmentation: GlyphSegmentation, _ luma: GrayPicture, _ unit: Int,
        _ direction: (right: Int, down: Int)
    ) -> Float? {
        let (right, down) = direction
        func brightness(_ x: Int, _ y: Int) -> Float { Float(luma.samples[y * luma.width + x]) }
        var ratios: [Float] = []
        for y in max(0, box.y0)..<box.y1 {
            for x in max(0, box.x0)..<box.x1 where segmentation.isInk(x, y) {
                let far = (x: x + 9 * unit * right, y: y + 9 * unit * down)
                let second = (x: x + 2 * unit * right, y: y + 2 * unit * down)
                let third = (x: x + 3 * unit * right, y: y + 3 * unit * down)
                guard far.x < luma.width, far.y < luma.height, !segmentation.isInk(x + right, y + down),
                    !segmentation.isInk(second.x, second.y),
                    segmentation.isGround(third.x, third.y, margin: unit),
                    segmentation.isGround(far.x, far.y, margin: 3 * unit)
                else { continue }
                let outside = brightness(far.x, far.y)
                guard outside >= 28 else { continue }
                let near = min(brightness(second.x, second.y), brightness(third.x, third.y))
                ratios.append((near + 4) / (outside + 4))
            }
        }
        guard ratios.count >= 6 else { return nil }
        return ratios.sorted()[ratios.count / 2]
    }
}
