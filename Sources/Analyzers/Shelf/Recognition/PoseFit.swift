/// A pose through matches of one pack, without chance: each match in turn proposes scale and place, the best
/// proposal is refined by least squares.
enum PoseFit {
    private static let mostProposals = 24
    /// Lean that a standing pack can have.
    private static let mostDegrees: Float = 20

    static func distinct(_ features: [Int32]) -> Int { Set(features).count }

    static func fit(_ pool: [FeatureMatch], tolerance: Float, expected: Float) -> (
        pose: Affine, inliers: Int
    )? {
        var best: (pose: Affine, support: Int)?
        let stride = max(1, pool.count / mostProposals)
        var index = 0
        while index < pool.count {
            let match = pool[index]
            // A single feature's size is rough; the heap's median steadies it.
            let scale = Approximation.exp2((match.logScale + 2 * expected) / 3)
            let pose = Affine(
                a: scale, b: 0, c: 0, d: scale, x0: match.x - scale * match.packX,
                y0: match.y - scale * match.packY)
            let support = inliers(pool, pose, tolerance * 1.6).count
            if support > (best?.support ?? 0) { best = (pose, support) }
            index += stride
        }
        guard let start = best else { return nil }
        var pose = start.pose
        for round in 0..<3 {
            let members = inliers(pool, pose, round == 0 ? tolerance * 1.6 : tolerance)
            guard members.count >= 3 else { return nil }
            guard let next = similarity(members) else { return nil }
            pose = next
        }
        let members = inliers(pool, pose, tolerance)
        let count = distinct(members.map { $0.feature })
        let scale = (pose.a * pose.a + pose.c * pose.c).squareRoot()
        let ratio = scale / Approximation.exp2(expected)
        guard count >= 3, ratio > 0.6, ratio < 1.7, pose.a > 0,
            abs(Approximation.degrees(y: pose.c, x: pose.a)) < mostDegrees
        else { return nil }
        return (pose, count)
    }

    private static func inliers(_ pool: [FeatureMatch], _ pose: Affine, _ tolerance: Float) -> [FeatureMatch]
    {
        pool.filter { match in
            let place = pose.applied(match.packX, match.packY)
            let (dx, dy) = (place.x - match.x, place.y - match.y)
            return dx * dx + dy * dy <= tolerance * tolerance
        }
    }

    /// Least squares over rotation, scale and place.
    private static func similarity(_ matches: [FeatureMatch]) -> Affine? {
        let count = Float(matches.count)
        var (mx, my, px, py) = (Float(0), Float(0), Float(0), Float(0))
        for match in matches {
            mx += match.packX / count
            my += match.packY / count
            px += match.x / count
            py += match.y / count
        }
        var (dot, cross, square) = (Float(0), Float(0), Float(0))
        for match in matches {
            let (ux, uy) = (match.packX - mx, match.packY - my)
            let (vx, vy) = (match.x - px, match.y - py)
            dot += ux * vx + uy * vy
            cross += ux * vy - uy * vx
            square += ux * ux + uy * uy
        }
        guard square > 1 else { return nil }
        let (cosine, sine) = (dot / square, cross / square)
        return Affine(
            a: cosine, b: -sine, c: sine, d: cosine, x0: px - cosine * mx + sine * my,
            y0: py - sine * mx - cosine * my)
    }
}
