/// Agreement of a patch with a pack block by block: a true pack agrees everywhere about as well as the light and the
/// camera allow; another flavour of it agrees perfectly here and not at all there.
struct BlockAgreement: Sendable, Equatable {
    private static let side = 8
    /// Pixels that a block needs, and lightness variance below which it has no print.
    private static let leastPixels = 24
    private static let leastVariance: Float = 9

    /// Correlation of lightness that a fifth, and a half, of the blocks with print stay below.
    var low: Float = 1
    var middle: Float = 1

    /// What speaks against the pack, 0 and more: half of it is there to the dot, a fifth is something else.
    var contradiction: Float {
        middle > 0.55 ? max(0, middle - low - 0.35) : 0
    }

    init(_ patch: Thumbnail, _ pack: Thumbnail, weights: [Float]) {
        var values: [Float] = []
        for top in stride(from: 0, to: Thumbnail.height, by: BlockAgreement.side) {
            for left in stride(from: 0, to: pack.width - BlockAgreement.side / 2, by: BlockAgreement.side) {
                if let value = BlockAgreement.correlation(patch, pack, weights, left, top) {
                    values.append(value)
                }
            }
        }
        guard values.count >= 6 else { return }
        low = Ranked.value(at: values.count / 5, of: &values) ?? low
        middle = Ranked.middle(of: &values) ?? middle
    }

    private static func correlation(
        _ patch: Thumbnail, _ pack: Thumbnail, _ weights: [Float], _ left: Int, _ top: Int
    ) -> Float? {
        var (count, one, two, oneSquare, twoSquare, product) = (
            0, Float(0), Float(0), Float(0), Float(0), Float(0)
        )
        for y in top..<min(Thumbnail.height, top + side) {
            for x in left..<min(pack.width, left + side) {
                let index = y * pack.width + x
                guard weights[index] > 0 else { continue }
                let (first, second) = (patch.colours[index].x, pack.colours[index].x)
                count += 1
                one += first
                two += second
                oneSquare += first * first
                twoSquare += second * second
                product += first * second
            }
        }
        guard count >= leastPixels else { return nil }
        let number = Float(count)
        let firstVariance = max(0, oneSquare / number - one * one / (number * number))
        let secondVariance = max(0, twoSquare / number - two * two / (number * number))
        guard secondVariance > leastVariance else { return nil }
        let covariance = product / number - one * two / (number * number)
        return covariance / ((firstVariance + 3) * (secondVariance + 3)).squareRoot()
    }
}
