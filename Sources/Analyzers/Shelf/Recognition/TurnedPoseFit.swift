/// The pose of a pack that is held at any angle: each match proposes a similarity, the best is widened to an affine
/// map by least squares (locally optimised, as Chum, Matas and Kittler 2003, but without chance).
struct TurnedPoseFit {
    struct Fit {
        /// Pack at ``PackShot/height`` → the plane that was searched.
        var pose: Affine
        /// Features of the photo, or of the pack where those are fewer, that agree.
        var inliers: Int
    }

    private static let mostProposals = 120
    private static let leastInliers = 6
    /// Distances in heights of the pack.
    private static let proposalTolerance: Float = 0.08
    private static let tolerance: Float = 0.05
    /// Octaves that a single feature's size may be off.
    private static let sizeTolerance: Float = 0.8
    /// Cosine of the angle that a feature's turn may be off.
    private static let leastAgreement: Float = 0.76
    /// Of f + 1/f where f is how much longer a pack is stretched one way than the other: up to 3.5.
    private static let mostStretch: Float = 3.8

    private let turns: [Turn]
    private var photoStamps: [Int32]
    private var packStamps: [Int32]
    private var stamp: Int32 = 0

    /// - Parameter features: rows of features; each feature of the photo has as many as there are turns.
    init(turns: [Turn], features: Int, packFeatures: Int) {
        self.turns = turns
        photoStamps = [Int32](repeating: 0, count: features / max(1, turns.count) + 1)
        packStamps = [Int32](repeating: 0, count: packFeatures)
    }

    /// - Parameter matches: of one template.
    mutating func fit(_ matches: [FeatureMatch]) -> Fit? {
        guard matches.count >= TurnedPoseFit.leastInliers else { return nil }
        var best: (pose: Affine, inliers: Int)?
        let stride = max(1, matches.count / TurnedPoseFit.mostProposals)
        var index = 0
        while index < matches.count {
            let match = matches[index]
            let scale = Approximation.exp2(match.logScale)
            let turn = turn(of: match)
            var pose = Affine(
                a: scale * turn.cosine, b: -scale * turn.sine, c: scale * turn.sine, d: scale * turn.cosine,
                x0: 0, y0: 0)
            let place = pose.applied(match.packX, match.packY)
            pose.x0 = match.x - place.x
            pose.y0 = match.y - place.y
            let count = count(matches, pose, TurnedPoseFit.proposalTolerance)
            if count > best?.inliers ?? 0 { best = (pose, count) }
            index += stride
        }
        guard var best, best.inliers >= TurnedPoseFit.leastInliers else { return nil }
        for round in 0..<4 {
            let members = inliers(
                matches, best.pose, round == 0 ? TurnedPoseFit.proposalTolerance : TurnedPoseFit.tolerance)
            guard let pose = TurnedPoseFit.affine(members), TurnedPoseFit.isPlausible(pose) else {
                return nil
            }
            best = (pose, 0)
        }
        best.inliers = count(matches, best.pose, TurnedPoseFit.tolerance)
        guard best.inliers >= TurnedPoseFit.leastInliers else { return nil }
        return Fit(pose: best.pose, inliers: best.inliers)
    }

    private func turn(of match: FeatureMatch) -> Turn { turns[Int(match.feature) % turns.count] }

    private static func isPlausible(_ pose: Affine) -> Bool {
        let area = pose.determinant
        guard area > 1e-4 else { return false }
        let squares = pose.a * pose.a + pose.b * pose.b + pose.c * pose.c + pose.d * pose.d
        return squares <= mostStretch * area
    }

    private struct Test {
        var pose: Affine
        var logScale: Float
        var turn: Turn
        var reach: Float

        init(_ pose: Affine, tolerance: Float) {
            self.pose = pose
            let scale = max(1e-6, pose.determinant).squareRoot()
            logScale = Approximation.log2(scale)
            let (across, up) = (pose.a + pose.d, pose.c - pose.b)
            let length = max(1e-6, (across * across + up * up).squareRoot())
            turn = Turn(cosine: across / length, sine: up / length)
            reach = tolerance * Float(PackShot.height) * scale
        }

        @inline(__always)
        func passes(_ match: FeatureMatch, _ own: Turn) -> Bool {
            let place = pose.applied(match.packX, match.packY)
            let (dx, dy) = (place.x - match.x, place.y - match.y)
            return dx * dx + dy * dy <= reach * reach
                && abs(match.logScale - logScale) < TurnedPoseFit.sizeTolerance
                && own.cosine * turn.cosine + own.sine * turn.sine > TurnedPoseFit.leastAgreement
        }
    }

    private func inliers(_ matches: [FeatureMatch], _ pose: Affine, _ tolerance: Float) -> [FeatureMatch] {
        let test = Test(pose, tolerance: tolerance)
        return matches.filter { test.passes($0, turn(of: $0)) }
    }

    /// Distinct features of the photo or of the pack, whichever are fewer.
    private mutating func count(_ matches: [FeatureMatch], _ pose: Affine, _ tolerance: Float) -> Int {
        let test = Test(pose, tolerance: tolerance)
        stamp &+= 1
        var (photo, pack) = (0, 0)
        for match in matches where test.passes(match, turn(of: match)) {
            let feature = Int(match.feature) / turns.count
            if photoStamps[feature] != stamp {
                photoStamps[feature] = stamp
                photo += 1
            }
            let row = Int(match.packFeature)
            if packStamps[row] != stamp {
                packStamps[row] = stamp
                pack += 1
            }
        }
        return min(photo, pack)
    }

    /// Least squares over all six numbers.
    private static func affine(_ matches: [FeatureMatch]) -> Affine? {
        guard matches.count >= leastInliers else { return nil }
        var normal = [Double](repeating: 0, count: 9)
        var (right, down) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
        for match in matches {
            let row = SIMD3(Double(match.packX), Double(match.packY), 1)
            for first in 0..<3 {
                for second in 0..<3 { normal[first * 3 + second] += row[first] * row[second] }
            }
            right += row * Double(match.x)
            down += row * Double(match.y)
        }
        guard let inverse = LinearSystem.inverse(normal, size: 3) else { return nil }
        func solved(_ sums: SIMD3<Double>) -> SIMD3<Float> {
            var out = SIMD3<Float>.zero
            for row in 0..<3 {
                out[row] = Float(
                    inverse[row * 3] * sums[0] + inverse[row * 3 + 1] * sums[1] + inverse[row * 3 + 2]
                        * sums[2])
            }
            return out
        }
        let (first, second) = (solved(right), solved(down))
        return Affine(a: first[0], b: first[1], c: second[0], d: second[1], x0: first[2], y0: second[2])
    }
}
