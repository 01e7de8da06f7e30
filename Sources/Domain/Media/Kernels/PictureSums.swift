/// Weighted sums over two pictures of four channels, from which their correlations follow.
public struct PictureSums: Sendable {
    /// A little more than nothing, so that an empty picture divides by something.
    public private(set) var weight: Float = 1e-6
    private var first = SIMD4<Float>.zero
    private var second = SIMD4<Float>.zero
    public private(set) var firstSquares = SIMD4<Float>.zero
    public private(set) var secondSquares = SIMD4<Float>.zero
    public private(set) var product = SIMD4<Float>.zero

    /// - Parameter weights: of each pixel; the shortest of the three says how many there are.
    public init(_ one: [SIMD4<Float>], _ other: [SIMD4<Float>], weights: [Float]) {
        let count = min(one.count, other.count, weights.count)
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                weights.withUnsafeBufferPointer { weights in
                    for index in 0..<count {
                        let share = weights[index]
                        let (seen, known) = (one[index], other[index])
                        let (seenShare, knownShare) = (seen * share, known * share)
                        weight += share
                        first += seenShare
                        second += knownShare
                        firstSquares += seenShare * seen
                        secondSquares += knownShare * known
                        product += seenShare * known
                    }
                }
            }
        }
    }

    /// Correlation of each channel, −1…1, with variances of less than `floor`² held for noise.
    public func correlation(floor: SIMD4<Float>) -> SIMD4<Float> {
        let area = weight * weight
        let covariance = product / weight - first * second / area
        let firstVariance = firstSquares / weight - first * first / area
        let secondVariance = secondSquares / weight - second * second / area
        let noise = floor * floor
        let spread = (Self.positive(firstVariance) + noise) * (Self.positive(secondVariance) + noise)
        return covariance / spread.squareRoot()
    }

    private static func positive(_ values: SIMD4<Float>) -> SIMD4<Float> {
        values.replacing(with: 0, where: values .< 0)
    }
}
