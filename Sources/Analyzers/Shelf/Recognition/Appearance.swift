import Media

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
        let sums = PictureSums(patch.colours, pack.colours, weights: weights)
        let correlation = sums.correlation(floor: SIMD4(1, 0.4, 0.4, 1))
        luma = correlation.x
        chroma = 0.5 * (correlation.y + correlation.z)
        let squares =
            (sums.firstSquares.y + sums.firstSquares.z) * (sums.secondSquares.y + sums.secondSquares.z)
        cosine = (sums.product.y + sums.product.z) / (squares.squareRoot() + sums.weight)
    }
}
