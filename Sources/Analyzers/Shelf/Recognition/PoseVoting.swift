/// A pack at a place, from features that agree.
struct PoseCandidate: Sendable {
    var template: Int
    /// Pack at ``PackShot/height`` → photo.
    var pose: Affine
    /// Different photo features that agree with it.
    var inliers: Int
}

/// One photo feature that looks like one feature of a pack.
struct FeatureMatch: Sendable {
    var feature: Int32
    /// Row of the catalogue's tree.
    var packFeature: Int32 = 0
    var template: Int32
    /// On the pack, pixels at ``PackShot/height``.
    var packX: Float
    var packY: Float
    /// On the photo.
    var x: Float
    var y: Float
    /// log₂ of photo size over pack size.
    var logScale: Float
    /// Where the pack's centre would be.
    var centreX: Float = 0
    var centreY: Float = 0
}

/// Generalised Hough transform over (pack, centre, scale), then a pose for each heap of votes (Lowe 2004).
struct PoseVoting {
    /// Bin sizes: in pack heights, and octaves.
    private static let binX: Float = 0.28
    private static let binY: Float = 0.20
    private static let binScale: Float = 0.52
    private static let packHeight = Float(PackShot.height)
    private static let mostCandidates = 3000

    private struct Vote {
        var key: UInt64
        var match: Int32
    }
    private struct Bin {
        var key: UInt64
        var start: Int
        var end: Int
    }

    private let templates: [ProductTemplate]
    private var matches: [FeatureMatch]
    private var votes: [Vote] = []
    private var bins: [Bin] = []

    init(_ matches: [FeatureMatch], templates: [ProductTemplate]) {
        self.templates = templates
        self.matches = matches
        collect()
    }

    private static func key(template: Int, scale: Int, x: Int, y: Int) -> UInt64 {
        let a = UInt64(template & 0xFFFF) << 48
        let b = UInt64((scale + 64) & 0xFF) << 40
        return a | b | UInt64((y + 0x8000) & 0xFFFF) << 20 | UInt64((x + 0x8000) & 0xFFFF)
    }

    private mutating func collect() {
        for index in matches.indices {
            let match = matches[index]
            let scale = Approximation.exp2(match.logScale)
            guard scale > 0.08, scale < 6 else { continue }
            let width = Float(templates[Int(match.template)].width)
            matches[index].centreX = match.x + scale * (width / 2 - match.packX)
            matches[index].centreY = match.y + scale * (PoseVoting.packHeight / 2 - match.packY)
            let bin = (match.logScale / PoseVoting.binScale).rounded()
            let size = Approximation.exp2(bin * PoseVoting.binScale) * PoseVoting.packHeight
            let x = (matches[index].centreX / (PoseVoting.binX * size)).rounded(.down)
            let y = (matches[index].centreY / (PoseVoting.binY * size)).rounded(.down)
            guard abs(x) < 30000, abs(y) < 30000 else { continue }
            votes.append(
                Vote(
                    key: PoseVoting.key(template: Int(match.template), scale: Int(bin), x: Int(x), y: Int(y)),
                    match: Int32(index)))
        }
        votes.sort { ($0.key, $0.match) < ($1.key, $1.match) }
        var start = 0
        for index in votes.indices {
            if index + 1 == votes.count || votes[index + 1].key != votes[index].key {
                bins.append(Bin(key: votes[index].key, start: start, end: index + 1))
                start = index + 1
            }
        }
    }

    private func bin(_ key: UInt64) -> Bin? {
        var low = 0
        var high = bins.count
        while low < high {
            let middle = (low + high) / 2
            if bins[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < bins.count && bins[low].key == key ? bins[low] : nil
    }

    /// Most inliers first.
    func candidates() -> [PoseCandidate] {
        let ranked = bins.filter { $0.end - $0.start >= 2 }
            .sorted { ($1.end - $1.start, $0.key) < ($0.end - $0.start, $1.key) }
        var found: [PoseCandidate] = []
        var spent: [UInt64: Int] = [:]
        for bin in ranked {
            let first = matches[Int(votes[bin.start].match)]
            let centre = median(bin)
            let reach = Approximation.exp2(centre.logScale) * PoseVoting.packHeight
            let cell = PoseVoting.key(
                template: Int(first.template), scale: 0, x: Int((centre.x / (0.15 * reach)).rounded()),
                y: Int((centre.y / (0.15 * reach)).rounded()))
            guard spent[cell, default: 0] < 2 else { continue }
            let pool = pool(around: bin, centre: centre, reach: reach)
            guard PoseFit.distinct(pool.map { $0.feature }) >= 3 else { continue }
            spent[cell, default: 0] += 1
            if let fit = PoseFit.fit(pool, tolerance: max(2.5, 0.035 * reach), expected: centre.logScale) {
                found.append(
                    PoseCandidate(template: Int(first.template), pose: fit.pose, inliers: fit.inliers))
            }
        }
        let order = found.indices.sorted { (found[$1].inliers, $0) < (found[$0].inliers, $1) }
        return order.prefix(PoseVoting.mostCandidates).map { found[$0] }
    }

    private func median(_ bin: Bin) -> (x: Float, y: Float, logScale: Float) {
        let members = votes[bin.start..<bin.end].map { matches[Int($0.match)] }
        var (x, y, logScale) = (
            members.map(\.centreX), members.map(\.centreY), members.map(\.logScale)
        )
        return (Ranked.middle(of: &x) ?? 0, Ranked.middle(of: &y) ?? 0, Ranked.middle(of: &logScale) ?? 0)
    }

    private func pool(
        around bin: Bin, centre: (x: Float, y: Float, logScale: Float), reach: Float
    ) -> [FeatureMatch] {
        var members: [FeatureMatch] = []
        let x = Int(bin.key & 0xFFFFF)
        let y = Int((bin.key >> 20) & 0xFFFFF)
        let rest = bin.key & 0xFFFF_FF00_0000_0000
        for dy in -1...1 {
            for dx in -1...1 {
                guard
                    let near = self.bin(rest | UInt64((y + dy) & 0xFFFFF) << 20 | UInt64((x + dx) & 0xFFFFF))
                else { continue }
                for vote in votes[near.start..<near.end] {
                    let match = matches[Int(vote.match)]
                    if abs(match.centreX - centre.x) < 0.25 * reach,
                        abs(match.centreY - centre.y) < 0.2 * reach,
                        abs(match.logScale - centre.logScale) < 0.72
                    {
                        members.append(match)
                    }
                }
            }
        }
        return members
    }
}
