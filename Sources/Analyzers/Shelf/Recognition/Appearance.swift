/// How well a patch of the photo agrees with a pack shot, each −1…1.
struct Appearance: Sendable, Equatable {
    var luma: Float = 0
    var chroma: Float = 0
    var cosine: Float = 0

    /// The weights of a study over ten cues (design paper, section 3): colour tells flavours apart, and the cosine
    /// of uncentred colour survives the light of a shop.
    var score: Float { 0.2 * luma + 0.4 * chroma + 0.6 * cosine }

    init(_ patch: Thumbnail, _ pack: Thumbnail) {
        self.init(patch, pack, weights: pack.weight)
    }

    /// - Parameter weights: of the pixels, in place of the pack's own.
    init(_ patch: Thumbnail, _ pack: Thumbnail, weights: [Float]) {
        let lightness = AppearanceSums(patch.lightness, pack.lightness, weights)
        let a = AppearanceSums(patch.a, pack.a, weights)
        let b = AppearanceSums(patch.b, pack.b, weights)
        luma = lightness.correlation(floor: 1)
        chroma = 0.5 * (a.correlation(floor: 0.4) + b.correlation(floor: 0.4))
        let product = a.product + b.product
        let squares = (a.firstSquares + b.firstSquares) * (a.secondSquares + b.secondSquares)
        cosine = product / (squares.squareRoot() + a.weight)
    }
}

private struct AppearanceSums {
    var weight: Float = 1e-6
    var first: Float = 0
    var second: Float = 0
    var firstSquares: Float = 0
    var secondSquares: Float = 0
    var product: Float = 0

    init(_ values: [Float], _ others: [Float], _ weights: [Float]) {
        let count = min(values.count, others.count, weights.count)
        values.withUnsafeBufferPointer { values in
            others.withUnsafeBufferPointer { others in
                weights.withUnsafeBufferPointer { weights in
                    for index in 0..<count {
                        let share = weights[index]
                        let one = values[index]
                        let two = others[index]
                        weight += share
                        first += share * one
                        second += share * two
                        firstSquares += share * one * one
                        secondSquares += share * two * two
                        product += share * one * two
                    }
                }
            }
        }
    }

    /// Correlation, with variances of less than `floor`² held for noise.
    func correlation(floor: Float) -> Float {
        let covariance = product / weight - first * second / (weight * weight)
        let firstVariance = max(0, firstSquares / weight - first * first / (weight * weight))
        let secondVariance = max(0, secondSquares / weight - second * second / (weight * weight))
        return covariance / ((firstVariance + floor * floor) * (secondVariance + floor * floor)).squareRoot()
    }
}
