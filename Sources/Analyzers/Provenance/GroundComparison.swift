import Evidence

/// Whether the ground beneath two digits is the same picture.
struct GroundComparison: Sendable {
    /// Of what is left when a slope of brightness is taken off; 0 where there is too little ground or texture.
    private(set) var correlation: Float = 0

    init(_ first: Box, _ second: Box, _ segmentation: GlyphSegmentation, _ luma: GrayPicture, reach: Int) {
        for dy in -1...1 {
            for dx in -1...1 {
                correlation = max(
                    correlation, Self.correlation(first, second, dx, dy, segmentation, luma, reach))
            }
        }
    }

    private static func correlation(
        _ first: Box, _ second: Box, _ dx: Int, _ dy: Int, _ segmentation: GlyphSegmentation,
        _ luma: GrayPicture, _ reach: Int
    ) -> Float {
        var samples: [(x: Float, y: Float, a: Float, b: Float)] = []
        for y in 0..<first.height {
            for x in 0..<first.width {
                let (x0, y0) = (first.x0 + x, first.y0 + y)
                let (x1, y1) = (second.x0 + x + dx, second.y0 + y + dy)
                guard x1 >= 0, y1 >= 0, x1 < luma.width, y1 < luma.height,
                    segmentation.isFree(x0, y0, reach: reach), segmentation.isFree(x1, y1, reach: reach)
                else { continue }
                samples.append(
                    (
                        Float(x), Float(y), Float(luma.samples[y0 * luma.width + x0]),
                        Float(luma.samples[y1 * luma.width + x1])
                    ))
            }
        }
        guard samples.count >= 80, let a = flattened(samples.map { ($0.x, $0.y, $0.a) }),
            let b = flattened(samples.map { ($0.x, $0.y, $0.b) })
        else { return 0 }
        let aa = zip(a, a).reduce(0) { $0 + $1.0 * $1.1 }
        let bb = zip(b, b).reduce(0) { $0 + $1.0 * $1.1 }
        let ab = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        let count = Float(samples.count)
        guard aa > 25 * count, bb > 25 * count else { return 0 }
        return ab / (aa * bb).squareRoot()
    }

    private static func flattened(_ samples: [(x: Float, y: Float, value: Float)]) -> [Float]? {
        var matrix = [Double](repeating: 0, count: 12)
        for sample in samples {
            let row = [1, Double(sample.x), Double(sample.y)]
            for i in 0..<3 {
                for j in 0..<3 { matrix[i * 4 + j] += row[i] * row[j] }
                matrix[i * 4 + 3] += row[i] * Double(sample.value)
            }
        }
        guard let plane = LinearEquations.solve(&matrix, unknowns: 3) else { return nil }
        return samples.map {
            $0.value - Float(plane[0] + plane[1] * Double($0.x) + plane[2] * Double($0.y))
        }
    }
}
