/// By how far a picture may be moved over itself so that many of its corners meet corners that look alike.
struct RepeatedCorners: Sendable {
    /// A move within the working picture, and where the corners stand that agree on it.
    struct Move: Sendable {
        /// Pixels of the working picture; `down` is never negative.
        var right: Int
        var down: Int
        /// Places of the nearer end, pixels of the working picture.
        var voters: [SIMD2<Float>]
    }

    /// Longer side of the working picture.
    static let workingSide = 1280
    private static let quota = 2400
    /// Of 256 bits; copies differ by 5 to 25 after compression, other packs of a product by more.
    private static let mostDifferent = 28
    /// Nearer corners share their surroundings.
    private static let shortestMove: Float = 40
    private static let fewestVotes: Float = 3
    private static let mostMoves = 12
    /// More pairs are a pattern all over, from which nothing could stand out; photos of shelves have a few thousand.
    private static let mostPairs = 40_000
    /// Side of a cell that votes are counted in, pixels.
    private static let cell = 2

    /// Most votes first; none where there is no end of lookalikes.
    let moves: [Move]

    private struct Pair {
        var first: Int32
        var right: Int32
        var down: Int32
    }

    init(of working: GrayPicture) {
        let points = KeypointDetector.upright(of: working, quota: Self.quota)
        let (pairs, weights) = Self.pairs(points)
        moves = Self.moves(points, pairs, weights, working.width, working.height)
    }

    private static func pairs(_ points: [Keypoint]) -> ([Pair], [Float]) {
        var pairs: [Pair] = []
        var weights: [Float] = []
        points.withUnsafeBufferPointer { points in
            for first in 0..<points.count where pairs.count <= mostPairs {
                let one = points[first]
                for second in (first + 1)..<max(first + 1, points.count) {
                    let other = points[second]
                    let differing = one.bits ^ other.bits
                    let bits =
                        differing.x.nonzeroBitCount + differing.y.nonzeroBitCount
                        + differing.z.nonzeroBitCount
                        + differing.w.nonzeroBitCount
                    guard bits <= mostDifferent, abs(one.x - other.x) + abs(one.y - other.y) >= shortestMove
                    else { continue }
                    let right = Int32((other.x - one.x).rounded())
                    let down = Int32((other.y - one.y).rounded())
                    let isUpward = down < 0 || (down == 0 && right < 0)
                    pairs.append(
                        isUpward
                            ? Pair(first: Int32(second), right: -right, down: -down)
                            : Pair(first: Int32(first), right: right, down: down))
                    weights.append(1 + 2 * Float(mostDifferent - bits) / Float(mostDifferent))
                }
            }
        }
        return (pairs, weights)
    }

    /// The moves with most votes, none beside another.
    private static func moves(
        _ points: [Keypoint], _ pairs: [Pair], _ weights: [Float], _ width: Int, _ height: Int
    ) -> [Move] {
        guard !pairs.isEmpty, pairs.count <= mostPairs else { return [] }
        let columns = 2 * width / cell + 3
        let rows = height / cell + 3
        var votes = [Float](repeating: 0, count: columns * rows)
        func place(_ pair: Pair) -> (column: Int, row: Int) {
            ((Int(pair.right) + width) / cell + 1, Int(pair.down) / cell + 1)
        }
        for (pair, weight) in zip(pairs, weights) {
            let (column, row) = place(pair)
            for nextRow in (row - 1)...(row + 1) {
                for nextColumn in (column - 1)...(column + 1) where columns > nextColumn && rows > nextRow {
                    votes[nextRow * columns + nextColumn] += weight
                }
            }
        }
        var moves: [Move] = []
        while moves.count < mostMoves {
            guard let best = highest(votes), votes[best] >= fewestVotes else { break }
            let (column, row) = (best % columns, best / columns)
            let near = pairs.filter { abs(place($0).column - column) <= 1 && abs(place($0).row - row) <= 1 }
            moves.append(move(of: near, points))
            for nextRow in max(0, row - 2)...min(rows - 1, row + 2) {
                for nextColumn in max(0, column - 2)...min(columns - 1, column + 2) {
                    votes[nextRow * columns + nextColumn] = 0
                }
            }
        }
        return moves
    }

    private static func highest(_ votes: [Float]) -> Int? {
        votes.withUnsafeBufferPointer { votes in
            var best = 0
            for index in 1..<max(1, votes.count) where votes[index] > votes[best] { best = index }
            return votes.isEmpty ? nil : best
        }
    }

    private static func move(of pairs: [Pair], _ points: [Keypoint]) -> Move {
        let rights = pairs.map { Int($0.right) }.sorted()
        let downs = pairs.map { Int($0.down) }.sorted()
        return Move(
            right: rights[rights.count / 2], down: downs[downs.count / 2],
            voters: pairs.map { pair in
                let point = points[Int(pair.first)]
                return SIMD2(point.x, point.y)
            })
    }
}
