/// How well an earlier picture, laid over a later one, agrees with it: block by block, so that a new watermark or a frame
/// spoils only its own blocks.
struct PictureComparison: Sendable {
    /// Blocks with enough texture to compare.
    var blocks = 0
    /// Share of the earlier picture's textured blocks that lie within the later one.
    var overlap: Float = 0
    /// Correlations of the blocks at their best place within a pixel, sorted.
    var correlations: [Float] = []
    /// What a flat copy cannot do: perspective left over after the affine map, share of the picture's side.
    var perspective: Float = 0
    /// Shear of the affine map.
    var shear: Float = 0
    /// Root of the mean squared displacement of blocks after the fit, pixels of the small picture.
    var residual: Float = 0
    /// Spread of the blocks' contrast ratio (standard deviation of its logarithm): other light.
    var contrastSpread: Float = 0
    /// What one tone curve for the whole picture leaves of the blocks' brightness, grey levels: other light.
    var toneResidual: Float = 0
    /// How much the map stretches one axis more than the other.
    var stretch: Float = 0

    func quantile(_ share: Float) -> Float {
        correlations.isEmpty
            ? 0 : correlations[min(correlations.count - 1, Int(share * Float(correlations.count)))]
    }

    static let blockSide = 14

    /// One block's best displacement and agreement.
    private struct BlockMatch {
        var x: Float
        var y: Float
        var dx: Float
        var dy: Float
        var correlation: Float
        var contrast: Float
        var meanEarlier: Float
        var meanLater: Float
    }

    /// - Parameters:
    ///   - map: from working pixels of the earlier picture to those of the later one.
    ///   - leastDeviation: blocks of the earlier picture with less texture than this, in grey levels, say nothing.
    ///   - reach: how far a block may be moved to where it agrees best, pixels of the small picture; with 0 it must agree
    ///     where it stands, and the map is taken as it is.
    init(
        _ earlier: PictureSignature, _ later: PictureSignature, map: AffineMap, leastDeviation: Float = 7,
        reach: Int = 3
    ) {
        var small = map.rescaled(earlier: earlier, later: later)
        var matches: [BlockMatch] = []
        var fit = PerspectiveFit([], width: 1, height: 1)
        for _ in 0..<(reach == 0 ? 1 : 3) {
            let warped = Self.warped(later.thumbnail, small, like: earlier.thumbnail)
            var texturedBlocks = 0
            matches = Self.blockMatches(
                earlier.thumbnail, warped, leastDeviation: leastDeviation, reach: reach,
                textured: &texturedBlocks)
            overlap = texturedBlocks == 0 ? 0 : Float(matches.count) / Float(texturedBlocks)
            fit = PerspectiveFit(
                matches.filter { $0.correlation > 0.8 }.map { ($0.x, $0.y, $0.dx, $0.dy) },
                width: Float(earlier.thumbnail.width), height: Float(earlier.thumbnail.height))
            if reach > 0 { small = small.after(fit.correction) }
        }
        blocks = matches.count
        correlations = matches.map(\.correlation).sorted()
        let good = matches.filter { $0.correlation > 0.7 }
        measureGeometry(fit, small)
        measureContrast(good)
        let curve = ToneCurve(good.map { ($0.meanEarlier, $0.meanLater) })
        toneResidual = curve.residual
    }

    private mutating func measureGeometry(_ fit: PerspectiveFit, _ map: AffineMap) {
        perspective = fit.bend
        residual = fit.residual
        let scaleX = (map.a * map.a + map.d * map.d).squareRoot()
        let scaleY = (map.b * map.b + map.e * map.e).squareRoot()
        guard scaleX > 0, scaleY > 0 else { return }
        shear = abs(map.a * map.b + map.d * map.e) / (scaleX * scaleY)
        stretch = abs(scaleX / scaleY - 1)
    }

    private mutating func measureContrast(_ matches: [BlockMatch]) {
        guard matches.count >= 8 else { return }
        let mean = matches.reduce(0) { $0 + $1.contrast } / Float(matches.count)
        let square = matches.reduce(0) { $0 + ($1.contrast - mean) * ($1.contrast - mean) }
        contrastSpread = (square / Float(matches.count)).squareRoot()
    }

    // MARK: Blocks

    private static let outside: Int16 = -1

    /// The later picture as the earlier one frames it; -1 outside.
    private static func warped(_ picture: GrayPicture, _ map: AffineMap, like frame: GrayPicture) -> [Int16] {
        var out = [Int16](repeating: outside, count: frame.width * frame.height)
        let (width, height) = (picture.width, picture.height)
        picture.samples.withUnsafeBufferPointer { source in
            for y in 0..<frame.height {
                for x in 0..<frame.width {
                    let place = map(Float(x), Float(y))
                    guard place.x >= 0, place.y >= 0, place.x < Float(width - 1), place.y < Float(height - 1)
                    else {
                        continue
                    }
                    let (left, top) = (Int(place.x), Int(place.y))
                    let across = place.x - Float(left)
                    let down = place.y - Float(top)
                    let index = top * width + left
                    let upper = Float(source[index]) * (1 - across) + Float(source[index + 1]) * across
                    let lower =
                        Float(source[index + width]) * (1 - across) + Float(source[index + width + 1])
                        * across
                    out[y * frame.width + x] = Int16(16 * (upper * (1 - down) + lower * down))
                }
            }
        }
        return out
    }

    private static func blockMatches(
        _ earlier: GrayPicture, _ warped: [Int16], leastDeviation: Float, reach: Int, textured: inout Int
    ) -> [BlockMatch] {
        var matches: [BlockMatch] = []
        let side = blockSide
        var top = reach
        while top + side + reach <= earlier.height {
            var left = reach
            while left + side + reach <= earlier.width {
                if deviation(earlier, left, top) > leastDeviation {
                    textured += 1
                    if let match = best(earlier, warped, left, top, reach) { matches.append(match) }
                }
                left += side / 2
            }
            top += side / 2
        }
        return matches
    }

    private static func deviation(_ picture: GrayPicture, _ left: Int, _ top: Int) -> Float {
        var (sum, squares) = (0, 0)
        for y in top..<(top + blockSide) {
            for x in left..<(left + blockSide) {
                let value = Int(picture.samples[y * picture.width + x])
                sum += value
                squares += value * value
            }
        }
        let count = blockSide * blockSide
        return (Float(squares * count - sum * sum)).squareRoot() / Float(count)
    }

    private static func best(
        _ earlier: GrayPicture, _ warped: [Int16], _ left: Int, _ top: Int, _ reach: Int
    ) -> BlockMatch? {
        let span = 2 * reach + 1
        var scores = [Float](repeating: -2, count: span * span)
        var means = [SIMD3<Float>](repeating: SIMD3(), count: span * span)
        var bestIndex = -1
        for dy in -reach...reach {
            for dx in -reach...reach {
                guard
                    let (score, detail) = correlation(
                        earlier, warped, left: left, top: top, dx: dx, dy: dy)
                else { return nil }
                let index = (dy + reach) * span + dx + reach
                scores[index] = score
                means[index] = detail
                if bestIndex < 0 || score > scores[bestIndex] { bestIndex = index }
            }
        }
        let (column, row) = (bestIndex % span, bestIndex / span)
        var (dx, dy) = (Float(column - reach), Float(row - reach))
        var peak = scores[bestIndex]
        if column > 0, column < span - 1 {
            let (shift, gain) = parabola(scores[bestIndex - 1], peak, scores[bestIndex + 1])
            dx += shift
            peak += gain
        }
        if row > 0, row < span - 1 {
            let (shift, gain) = parabola(
                scores[bestIndex - span], scores[bestIndex], scores[bestIndex + span])
            dy += shift
            peak += gain
        }
        let middle = Float(blockSide - 1) / 2
        return BlockMatch(
            x: Float(left) + middle, y: Float(top) + middle, dx: dx, dy: dy, correlation: min(1, peak),
            contrast: means[bestIndex].x, meanEarlier: means[bestIndex].y, meanLater: means[bestIndex].z)
    }

    private static func parabola(_ before: Float, _ middle: Float, _ after: Float) -> (
        shift: Float, gain: Float
    ) {
        let curve = before - 2 * middle + after
        guard curve < 0 else { return (0, 0) }
        let shift = max(-0.5, min(0.5, 0.5 * (before - after) / curve))
        return (shift, -0.25 * (before - after) * shift)
    }

    /// Normalised correlation of a block with the displaced block, and with it the logarithm of their contrast ratio and
    /// both means; nil where the later picture does not reach.
    private static func correlation(
        _ earlier: GrayPicture, _ warped: [Int16], left: Int, top: Int, dx: Int, dy: Int
    ) -> (Float, SIMD3<Float>)? {
        var (sumA, sumB, squaresA, squaresB, products) = (0, 0, 0, 0, 0)
        let width = earlier.width
        let isInside = earlier.samples.withUnsafeBufferPointer { first in
            warped.withUnsafeBufferPointer { second in
                for y in top..<(top + blockSide) {
                    let row = y * width
                    let other = (y + dy) * width + dx
                    for x in left..<(left + blockSide) {
                        let a = Int(first[row + x])
                        let b = Int(second[other + x])
                        if b < 0 { return false }
                        sumA += a
                        sumB += b
                        squaresA += a * a
                        squaresB += b * b
                        products += a * b
                    }
                }
                return true
            }
        }
        guard isInside else { return nil }
        let count = blockSide * blockSide
        let varianceA = Float(squaresA * count - sumA * sumA)
        let varianceB = Float(squaresB * count - sumB * sumB) / 256
        guard varianceA > 0, varianceB > Float(count * count) else { return (0, SIMD3()) }
        let covariance = Float(products * count - sumA * sumB) / 16
        let means = (Float(sumA) / Float(count), Float(sumB) / Float(16 * count))
        return (
            covariance / (varianceA * varianceB).squareRoot(),
            SIMD3(0.5 * logarithm(varianceB / varianceA), means.0, means.1)
        )
    }
}

extension AffineMap {
    /// The same map between the small pictures of two signatures.
    func rescaled(earlier: PictureSignature, later: PictureSignature) -> AffineMap {
        let fromX = Float(earlier.width) / Float(earlier.thumbnail.width)
        let fromY = Float(earlier.height) / Float(earlier.thumbnail.height)
        let toX = Float(later.thumbnail.width) / Float(later.width)
        let toY = Float(later.thumbnail.height) / Float(later.height)
        // Pixel centres: the small x stands at (x + ½)·fromX − ½ of the working picture.
        let shiftX = 0.5 * fromX - 0.5
        let shiftY = 0.5 * fromY - 0.5
        return AffineMap(
            a: a * fromX * toX, b: b * fromY * toX, c: (a * shiftX + b * shiftY + c + 0.5) * toX - 0.5,
            d: d * fromX * toY, e: e * fromY * toY, f: (d * shiftX + e * shiftY + f + 0.5) * toY - 0.5)
    }
}
