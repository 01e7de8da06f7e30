/// How one picture lies in another: `(x, y) → (a·x + b·y + c, d·x + e·y + f)`.
struct AffineMap: Hashable, Sendable {
    var a: Float = 1
    var b: Float = 0
    var c: Float = 0
    var d: Float = 0
    var e: Float = 1
    var f: Float = 0

    func callAsFunction(_ x: Float, _ y: Float) -> (x: Float, y: Float) {
        (a * x + b * y + c, d * x + e * y + f)
    }

    /// First the other map, then this one.
    func after(_ other: AffineMap) -> AffineMap {
        AffineMap(
            a: a * other.a + b * other.d, b: a * other.b + b * other.e, c: a * other.c + b * other.f + c,
            d: d * other.a + e * other.d, e: d * other.b + e * other.e, f: d * other.c + e * other.f + f)
    }

    /// Least squares over pairs of places; nil where they lie on a line.
    static func fitted(_ pairs: [(from: SIMD2<Float>, to: SIMD2<Float>)]) -> AffineMap? {
        guard pairs.count >= 3 else { return nil }
        let center = pairs.reduce(SIMD2<Float>()) { $0 + $1.from } / Float(pairs.count)
        let target = pairs.reduce(SIMD2<Float>()) { $0 + $1.to } / Float(pairs.count)
        var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
        var (ux, uy, vx, vy): (Float, Float, Float, Float) = (0, 0, 0, 0)
        for pair in pairs {
            let from = pair.from - center
            let to = pair.to - target
            xx += from.x * from.x
            xy += from.x * from.y
            yy += from.y * from.y
            ux += to.x * from.x
            uy += to.x * from.y
            vx += to.y * from.x
            vy += to.y * from.y
        }
        let determinant = xx * yy - xy * xy
        guard determinant > 1e-3 * (xx + yy) * (xx + yy) * 0.01 else { return nil }
        let a = (ux * yy - uy * xy) / determinant
        let b = (uy * xx - ux * xy) / determinant
        let d = (vx * yy - vy * xy) / determinant
        let e = (vy * xx - vx * xy) / determinant
        return AffineMap(
            a: a, b: b, c: target.x - a * center.x - b * center.y, d: d, e: e,
            f: target.y - d * center.x - e * center.y)
    }
}

/// Finds how an earlier picture lies in a later one from their keypoints: matches by description, then the similarity
/// that most of them agree on, then least squares.
enum PictureAlignment {
    struct Result {
        /// From working pixels of the first picture to those of the second.
        var map: AffineMap
        var agreeing: Int
    }

    private struct Match {
        var from: SIMD2<Float>
        var to: SIMD2<Float>
        /// Turn in 256 steps and step of scale that the two keypoints alone suggest.
        var turn: Int
        var levels: Int
    }

    /// Below this, a chance agreement is as likely: unrelated shelves of the reuse data reach 11.
    static let fewestAgreeing = 12
    private static let farthestBits = 62

    static func align(_ first: PictureSignature, with second: PictureSignature) -> Result? {
        let matches = matches(first.keypoints, second.keypoints)
        guard matches.count >= fewestAgreeing else { return nil }
        guard let seed = consensus(matches) else { return nil }
        var map = seed
        var agreeing = 0
        for tolerance in [8, 6, 5] as [Float] {
            let pairs = inliers(matches, map, tolerance: tolerance)
            agreeing = pairs.count
            guard agreeing >= fewestAgreeing, let better = AffineMap.fitted(pairs) else { return nil }
            map = better
        }
        return Result(map: map, agreeing: agreeing)
    }

    /// For every keypoint its two nearest descriptions of the other picture: shelves repeat themselves, and the right
    /// facing is often the second.
    private static func matches(_ first: [Keypoint], _ second: [Keypoint]) -> [Match] {
        var found: [Match] = []
        for point in first {
            var (best, runnerUp) = (farthestBits + 1, farthestBits + 1)
            var (bestIndex, runnerUpIndex) = (-1, -1)
            for (index, other) in second.enumerated() {
                let different = point.bits ^ other.bits
                // Half of the bits decide most pairs.
                let half = different.x.nonzeroBitCount + different.y.nonzeroBitCount
                if half >= runnerUp { continue }
                let distance = half + different.z.nonzeroBitCount + different.w.nonzeroBitCount
                if distance < best {
                    (runnerUp, runnerUpIndex) = (best, bestIndex)
                    (best, bestIndex) = (distance, index)
                } else if distance < runnerUp {
                    (runnerUp, runnerUpIndex) = (distance, index)
                }
            }
            for index in [bestIndex, runnerUpIndex] where index >= 0 {
                let other = second[index]
                found.append(
                    Match(
                        from: SIMD2(point.x, point.y), to: SIMD2(other.x, other.y),
                        turn: Int(UInt8(truncatingIfNeeded: Int(other.angle) - Int(point.angle))),
                        levels: Int(other.level) - Int(point.level)))
            }
        }
        return found
    }

    /// The similarity with the most agreeing matches among those that pairs of matches suggest, pairs drawn from a fixed
    /// sequence.
    private static func consensus(_ matches: [Match]) -> AffineMap? {
        var best: AffineMap?
        var bestCount = 0
        var state: UInt64 = 88_172_645_463_325_252
        func draw() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(matches.count))
        }
        var tries = 0
        var drawn = 0
        while tries < 400, drawn < 6000 {
            drawn += 1
            let first = matches[draw()]
            let second = matches[draw()]
            guard areConsistent(first, second) else { continue }
            let from = second.from - first.from
            let to = second.to - first.to
            let length = from.x * from.x + from.y * from.y
            guard length > 900 else { continue }
            let a = (from.x * to.x + from.y * to.y) / length
            let d = (from.x * to.y - from.y * to.x) / length
            let scale = (a * a + d * d).squareRoot()
            guard scale > 0.3, scale < 3.3, agrees(first, a: a, d: d, scale: scale) else { continue }
            tries += 1
            let map = AffineMap(
                a: a, b: -d, c: first.to.x - a * first.from.x + d * first.from.y, d: d, e: a,
                f: first.to.y - d * first.from.x - a * first.from.y)
            let count = count(matches, map, tolerance: 8)
            if count > bestCount {
                bestCount = count
                best = map
            }
        }
        return bestCount >= fewestAgreeing ? best : nil
    }

    private static func areConsistent(_ first: Match, _ second: Match) -> Bool {
        let turn = Int(Int8(truncatingIfNeeded: first.turn - second.turn))
        return abs(turn) <= 18 && abs(first.levels - second.levels) <= 1
    }

    /// Whether the similarity turns and scales as the keypoints themselves say: within 25° and one and a half levels.
    private static func agrees(_ match: Match, a: Float, d: Float, scale: Float) -> Bool {
        let turn = Float(match.turn) * 2 * .pi / 256
        let (c, s) = (cosine(turn), sine(turn))
        guard (a * c + d * s) / scale > 0.9 else { return false }
        // A finer level of the second picture sees the same detail larger.
        var expected: Float = 1
        for _ in 0..<abs(match.levels) { expected *= KeypointDetector.levelRatio }
        if match.levels < 0 { expected = 1 / expected }
        return scale / expected < 1.45 && scale / expected > 0.69
    }

    private static func count(_ matches: [Match], _ map: AffineMap, tolerance: Float) -> Int {
        var count = 0
        for match in matches {
            let place = map(match.from.x, match.from.y)
            let dx = place.x - match.to.x
            let dy = place.y - match.to.y
            if dx * dx + dy * dy < tolerance * tolerance { count += 1 }
        }
        return count
    }

    private static func inliers(_ matches: [Match], _ map: AffineMap, tolerance: Float)
        -> [(from: SIMD2<Float>, to: SIMD2<Float>)]
    {
        matches.compactMap { match in
            let place = map(match.from.x, match.from.y)
            let dx = place.x - match.to.x
            let dy = place.y - match.to.y
            return dx * dx + dy * dy < tolerance * tolerance ? (match.from, match.to) : nil
        }
    }
}
