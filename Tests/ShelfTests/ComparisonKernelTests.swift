import Media
import TestSupport
import Testing

@testable import Shelf

/// What compares descriptors and patches, against the definition in whole numbers or double precision.
struct ComparisonKernelTests {
    @Test func `distances of descriptors agree with slow ones`() {
        var generator = SeededGenerator(seed: 41)
        for round in 0..<500 {
            let spread = round % 2 == 0 ? UInt8(255) : 20
            let first = (0..<128).map { _ in UInt8.random(in: 0...spread, using: &generator) }
            let second = (0..<128).map { _ in UInt8.random(in: 0...spread, using: &generator) }
            let slow = zip(first, second).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
            #expect(Int(DescriptorDistance.squared(first, second)) == slow)
            let bound = Int32(slow)
            #expect(DescriptorDistance.squared(first, second, upTo: bound) == bound)
            #expect(DescriptorDistance.squared(first, second, upTo: bound - 1) == nil)
        }
    }

    @Test func `the largest distance of descriptors is counted whole`() {
        let black = [UInt8](repeating: 0, count: 128)
        let white = [UInt8](repeating: 255, count: 128)
        #expect(DescriptorDistance.squared(black, white) == 128 * 255 * 255)
    }

    private static func thumbnail(_ generator: inout SeededGenerator, width: Int) -> Thumbnail {
        let count = width * Thumbnail.height
        // Slow waves below the noise: with noise alone, colours would be blurred to nothing.
        let rgb = (0..<(count * 3)).map { (index: Int) -> Float in
            let wave = (index / 120 * 37 + index % 3 * 61) % 180
            return Float(wave) + Float.random(in: 0...70, using: &generator)
        }
        return Thumbnail(
            rgb: rgb, width: width,
            weight: (0..<count).map { _ in Float.random(in: 0...1, using: &generator).rounded() },
            converter: LabConverter())
    }

    /// Weighted covariance over the root of the variances, each with `floor`² added, from the means.
    private static func correlation(
        _ first: [Float], _ second: [Float], _ weights: [Float], floor: Double
    ) -> Double {
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
            for (one, other) in [(first.a, second.a), (first.b, second.b)] {
                product += share * Double(one[index]) * Double(other[index])
                firstSquares += share * Double(one[index]) * Double(one[index])
                secondSquares += share * Double(other[index]) * Double(other[index])
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
        let luma = Self.correlation(patch.lightness, pack.lightness, weights, floor: 1)
        let chroma =
            (Self.correlation(patch.a, pack.a, weights, floor: 0.4)
                + Self.correlation(patch.b, pack.b, weights, floor: 0.4)) / 2
        #expect(abs(Double(fast.luma) - luma) < 2e-3)
        #expect(abs(Double(fast.chroma) - chroma) < 2e-3)
        let cosine = Self.colourCosine(patch, pack, weights)
        #expect(abs(Double(fast.cosine) - cosine) < 2e-3)
    }

    @Test func `smoothing agrees with a slow one`() {
        var generator = SeededGenerator(seed: 44)
        let (width, height) = (11, 9)
        let values = (0..<(width * height)).map { _ in Float.random(in: 0...255, using: &generator) }
        let fast = Thumbnail.smoothed(values, width: width)
        let binomial = [1.0, 4, 6, 4, 1]
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for (row, down) in binomial.enumerated() {
                    for (column, across) in binomial.enumerated() {
                        let line = min(max(0, y + row - 2), height - 1)
                        let place = min(max(0, x + column - 2), width - 1)
                        sum += down * across * Double(values[line * width + place])
                    }
                }
                #expect(abs(Double(fast[y * width + x]) - sum / 256) < 1e-3)
            }
        }
    }
}
