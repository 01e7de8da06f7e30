import Media
import TestSupport
import Testing

struct GaussianBlurTests {
    /// One sample after another in double precision, borders repeated.
    private static func slow(_ plane: Plane, sigma: Double) -> [Double] {
        let radius = max(1, Int((sigma * 3).rounded(.up)))
        let kernel = (-radius...radius).map { distance -> Double in
            var value = 1.0
            // e⁻ᵘ by its limit, so that nothing of the fast path is used.
            let exponent = Double(distance * distance) / (2 * sigma * sigma)
            for _ in 0..<4096 { value *= 1 - exponent / 4096 }
            return value
        }
        let sum = kernel.reduce(0, +)
        var out = [Double](repeating: 0, count: plane.samples.count)
        for y in 0..<plane.height {
            for x in 0..<plane.width {
                var total = 0.0
                for dy in -radius...radius {
                    for dx in -radius...radius {
                        let row = max(0, min(plane.height - 1, y + dy))
                        let column = max(0, min(plane.width - 1, x + dx))
                        total +=
                            Double(plane.samples[row * plane.width + column]) * kernel[dy + radius]
                            * kernel[dx + radius]
                    }
                }
                out[y * plane.width + x] = total / (sum * sum)
            }
        }
        return out
    }

    @Test(arguments: [(1, 1), (3, 2), (7, 40), (33, 9), (40, 31)])
    func `the blur agrees with a slow one`(size: (Int, Int)) {
        var generator = SeededGenerator(seed: 21)
        let samples = (0..<(size.0 * size.1)).map { _ in Float.random(in: 0...255, using: &generator) }
        let plane = Plane(width: size.0, height: size.1, samples: samples)
        for sigma in [0.6, 1.6, 3.1] as [Double] {
            let fast = plane.blurred(sigma: Float(sigma)).samples
            let slow = Self.slow(plane, sigma: sigma)
            #expect(zip(fast, slow).allSatisfy { abs(Double($0) - $1) < 0.05 })
        }
    }
}
