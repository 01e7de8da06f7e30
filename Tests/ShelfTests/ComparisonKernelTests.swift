import Media
import TestSupport
import Testing

@testable import Shelf

/// What compares patches, against the definition in double precision.
struct ComparisonKernelTests {
    private static func thumbnail(_ generator: inout SeededGenerator, width: Int) -> Thumbnail {
        let count = width * Thumbnail.height
        // Slow waves below the noise: with noise alone, colours would be blurred to nothing.
        let pixels = (0..<(count * 3)).map { (index: Int) -> UInt8 in
            let wave = (index / 120 * 37 + index % 3 * 61) % 180
            return UInt8(wave) + UInt8.random(in: 0...70, using: &generator)
        }
        return Thumbnail(
            Raster(width: width, height: Thumbnail.height, pixels: pixels),
            weight: (0..<count).map { _ in Float.random(in: 0...1, using: &generator).rounded() })
    }

    /// Weighted covariance over the root of the variances, each with `floor`² added, from the means.
    private static func correlation(
        _ first: Thumbnail, _ second: Thumbnail, _ channel: Int, _ weights: [Float], floor: Double
    ) -> Double {
        let (first, second) = (first.colours.map { $0[channel] }, second.colours.map { $0[channel] })
        let weight = weights.reduce(0.0) { $0 + Double($1) }
        let means = [first, second].map { values in
            zip(values, weights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / weight
        }
        var (product, firstSquares, secondSquares) = (0.0, 0.0, 0.0)
        for index in weights.indices {
            let one = Double(first[index]) - means[0]
            let two = Double(second[index]) - means[1]
            product += Double(weights[index]) * one * two / weight
            firstSquares += Double(weights[index]) * one * one / weight
            secondSquares += Double(weights[index]) * two * two / weight
        }
        return product / ((firstSquares + floor * floor) * (secondSquares + floor * floor)).squareRoot()
    }

    /// Cosine of the uncentred colours, one unit of weight a pixel for noise.
    private static func colourCosine(_ first: Thumbnail, _ second: Thumbnail, _ weights: [Float]) -> Double {
        var (product, firstSquares, secondSquares, weight) = (0.0, 0.0, 0.0, 0.0)
        for index in weights.indices {
            let share = Double(weights[index])
            for channel in 1...2 {
                let (one, other) = (first.colours[index][channel], second.colours[index][channel])
                product += share * Double(one) * Double(other)
                firstSquares += share * Double(one) * Double(one)
                secondSquares += share * Double(other) * Double(other)
            }
            weight += share
        }
        return product / ((firstSquares * secondSquares).squareRoot() + weight)
    }

    @Test(arguments: [10, 31, 48])
    func `correlations of patches agree with slow ones`(width: Int) {
        var generator = SeededGenerator(seed: UInt64(42 + width))
        let patch = Self.thumbnail(&generator, width: width)
        let pack = Self.thumbnail(&generator, width: width)
        let fast = Appearance(patch, pack)
        let weights = pack.weight
        let luma = Self.correlation(patch, pack, 0, weights, floor: 1)
        let chroma =
            (Self.correlation(patch, pack, 1, weights, floor: 0.4)
                + Self.correlation(patch, pack, 2, weights, floor: 0.4)) / 2
        #expect(abs(Double(fast.luma) - luma) < 2e-3)
        #expect(abs(Double(fast.chroma) - chroma) < 2e-3)
        let cosine = Self.colourCosine(patch, pack, weights)
        #expect(abs(Double(fast.cosine) - cosine) < 2e-3)
    }
}
