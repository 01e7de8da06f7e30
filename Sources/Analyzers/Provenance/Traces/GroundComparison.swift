import Evidence

/// Whether the ground beneath two digits is the same picture.
struct GroundComparison: Sendable {
    /// Of what differs within the rows; 0 where there is too little ground or texture.
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
        var samples: [(row: Int, a: Float, b: Float)] = []
        for y in 0..<first.height {
            for x in 0..<first.width {
                let (x0, y0) = (first.x0 + x, first.y0 + y)
                let (x1, y1) = (second.x0 + x + dx, second.y0 + y + dy)
                guard x1 >= 0, y1 >= 0, x1 < luma.width, y1 < luma.height,
                    segmentation.isFree(x0, y0, reach: reach), segmentation.isFree(x1, y1, reach: reach)
                else { continue }
                samples.append(
                    (y, Float(luma.samples[y0 * luma.width + x0]), Float(luma.samples[y1 * luma.width + x1])))
            }
        }
        guard samples.count >= 80 else { return 0 }
        let a = flattened(samples.map { ($0.row, $0.a) })
        let b = flattened(samples.map { ($0.row, $0.b) })
        let aa = zip(a, a).reduce(0) { $0 + $1.0 * $1.1 }
        let bb = zip(b, b).reduce(0) { $0 + $1.0 * $1.1 }
        let ab = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        let count = Float(samples.count)
        guard aa > 16 * count, bb > 16 * count else { return 0 }
        return ab / (aa * bb).squareRoot()
    }

    /// What differs from the mean of its row: shelves run straight on beneath a line of print, and two digits stand on the
    /// same edges by nature.
    private static func flattened(_ samples: [(row: Int, value: Float)]) -> [Float] {
        var sums: [Int: (sum: Float, count: Float)] = [:]
        for sample in samples {
            let known = sums[sample.row] ?? (0, 0)
            sums[sample.row] = (known.sum + sample.value, known.count + 1)
        }
        return samples.map { sample in
            let row = sums[sample.row] ?? (sample.value, 1)
            return sample.value - row.sum / row.count
        }
    }
}
