import Evidence
import Media

/// Ground that stands in a picture twice, down to its noise: what a retouch copies over something.
///
/// Packs of one product look alike too, but two photographed packs differ by a fraction of a pixel, by light and noise;
/// a drawn shelf repeats its packs many times over, so that one repetition counts only as far as it stands out from the
/// others of the picture.
struct RepeatedGround: Sendable {
    /// One move under which a connected part of the picture meets itself.
    struct Repetition: Sendable {
        /// Pixels.
        var right: Int
        var down: Int
        /// Tiles that agree, each counted by how well and by how much it is more than a straight edge.
        var strength: Float
        /// Numbers in `grid`, at the upper end.
        var tiles: [Int]
    }

    static let tile = 16
    /// Tiles that agree to this share of their detail are the same ground.
    private static let leastAgreement: Float = 0.8
    /// Variance of the detail below which there is nothing to compare: 9 grey levels squared, in squared quarters.
    private static let leastTexture: Float = 9 * 16
    /// An edge moved along itself agrees with itself; a tile counts fully where its detail has this share across.
    private static let roundness: Float = 0.15
    /// Voters that a move is fitted by, at most.
    private static let mostFitted = 40

    let grid: TileGrid
    /// Strongest first.
    let repetitions: [Repetition]

    /// By how much the strongest repetition stands out from what the picture repeats anyway, as its second one tells.
    var strength: Float {
        guard let first = repetitions.first else { return 0 }
        return max(0, first.strength - 3 * (repetitions.count > 1 ? repetitions[1].strength : 0))
    }

    /// - Parameter print: boxes of text lines; letters repeat.
    init(in picture: GrayPicture, print: [Box]) {
        let size = GrayPicture.size(of: picture.width, picture.height, longest: RepeatedCorners.workingSide)
        let corners = RepeatedCorners(of: picture.areaResized(width: size.width, height: size.height))
        let detail = corners.moves.isEmpty ? nil : FineDetail(of: picture)
        let scale = Float(picture.width) / Float(size.width)
        let grid = TileGrid(columns: picture.width / Self.tile, rows: picture.height / Self.tile)
        self.grid = grid
        var found: [Repetition] = []
        for move in corners.moves {
            guard let detail, let next = Self.repetition(move, scale, detail, grid, print),
                !found.contains(where: { $0.right == next.right && $0.down == next.down })
            else { continue }
            found.append(next)
        }
        repetitions = found.sorted { ($0.strength, $0.down, $0.right) > ($1.strength, $1.down, $1.right) }
    }

    private static func repetition(
        _ move: RepeatedCorners.Move, _ scale: Float, _ detail: FineDetail, _ grid: TileGrid, _ print: [Box]
    ) -> Repetition? {
        let voters = move.voters.map { (x: Int($0.x * scale), y: Int($0.y * scale)) }
        let (right, down) = fitted(move, voters, scale, detail)
        var seen = [Bool](repeating: false, count: grid.count)
        var strengths = [Float](repeating: 0, count: grid.count)
        var best: Repetition?
        for voter in voters {
            let (column, row) = (voter.x / tile, voter.y / tile)
            guard column < grid.columns, row < grid.rows else { continue }
            let region = grid.region(around: row * grid.columns + column, seen: &seen) { number in
                let (x, y) = (number % grid.columns * tile, number / grid.columns * tile)
                guard !isPrint(x, y, right, down, print) else { return false }
                strengths[number] = agreement(detail, x, y, right, down)
                return strengths[number] >= 0
            }
            let strength = region.reduce(0) { $0 + strengths[$1] }
            if strength > best?.strength ?? 0 {
                best = Repetition(right: right, down: down, strength: strength, tiles: region)
            }
        }
        return best
    }

    private static func isPrint(_ x: Int, _ y: Int, _ right: Int, _ down: Int, _ print: [Box]) -> Bool {
        func holds(_ x: Int, _ y: Int) -> Bool {
            print.contains { $0.x0 <= x && x < $0.x1 && $0.y0 <= y && y < $0.y1 }
        }
        let (x, y) = (x + tile / 2, y + tile / 2)
        return holds(x, y) && holds(x + right, y + down)
    }

    /// The move to the pixel: that under which the voters' surroundings agree best.
    private static func fitted(
        _ move: RepeatedCorners.Move, _ voters: [(x: Int, y: Int)], _ scale: Float, _ detail: FineDetail
    ) -> (right: Int, down: Int) {
        let middle = (
            right: Int((Float(move.right) * scale).rounded()), down: Int((Float(move.down) * scale).rounded())
        )
        let reach = Int(scale.rounded(.up)) + 1
        var best = (agreement: -Float.infinity, right: middle.right, down: middle.down)
        for down in (middle.down - reach)...(middle.down + reach) {
            for right in (middle.right - reach)...(middle.right + reach) {
                var sum: Float = 0
                for voter in voters.prefix(mostFitted) {
                    let sums = TileSums(detail, voter.x - tile / 2, voter.y - tile / 2, right, down, tile)
                    sum += sums?.agreement ?? 0
                }
                if sum > best.agreement { best = (sum, right, down) }
            }
        }
        return (best.right, best.down)
    }

    /// What a tile adds to a repetition; negative where it is not repeated.
    private static func agreement(_ detail: FineDetail, _ x: Int, _ y: Int, _ right: Int, _ down: Int)
        -> Float
    {
        guard let sums = TileSums(detail, x, y, right, down, tile), sums.agreement > leastAgreement,
            sums.texture > leastTexture
        else { return -1 }
        let share = min(1, detail.roundness(x, y, tile) / roundness)
        return (sums.agreement - leastAgreement) / (1 - leastAgreement) * share * share
    }
}

/// Products of a tile's detail with that of the tile it is moved to.
struct TileSums: Sendable {
    private let own: Float
    private let other: Float
    private let both: Float
    private let count: Float

    /// nil where either end lies outside.
    init?(_ detail: FineDetail, _ x: Int, _ y: Int, _ right: Int, _ down: Int, _ side: Int) {
        let width = detail.width
        let (toX, toY) = (x + right, y + down)
        guard min(x, y, toX, toY) >= 0, max(x, toX) + side <= width, max(y, toY) + side <= detail.height
        else { return nil }
        var (own, other, both): (Int32, Int32, Int32) = (0, 0, 0)
        detail.samples.withUnsafeBufferPointer { samples in
            for row in 0..<side {
                let first = (y + row) * width + x
                let second = (toY + row) * width + toX
                for column in 0..<side {
                    let a = Int32(samples[first + column])
                    let b = Int32(samples[second + column])
                    own &+= a * a
                    other &+= b * b
                    both &+= a * b
                }
            }
        }
        (self.own, self.other, self.both) = (Float(own), Float(other), Float(both))
        count = Float(side * side)
    }

    /// 1 where both are the same, 0 where they have nothing in common; also less where one has more contrast.
    var agreement: Float { 2 * both / (own + other + 1) }
    /// The smaller variance.
    var texture: Float { min(own, other) / count }
}

extension FineDetail {
    /// How much of a tile's changes runs across its strongest direction: 0 for a straight edge, 1 for none preferred
    /// (ratio of the eigenvalues of the structure tensor).
    func roundness(_ x: Int, _ y: Int, _ side: Int) -> Float {
        var (xx, yy, xy): (Float, Float, Float) = (0, 0, 0)
        samples.withUnsafeBufferPointer { samples in
            for row in max(1, y)..<min(height - 1, y + side) {
                for column in max(1, x)..<min(width - 1, x + side) {
                    let above = (row - 1) * width + column
                    let (middle, below) = (above + width, above + 2 * width)
                    func at(_ index: Int) -> Float { Float(samples[index]) }
                    // Sobel's weights, so that noise does not make an edge round.
                    let dx =
                        at(above + 1) - at(above - 1) + 2 * (at(middle + 1) - at(middle - 1)) + at(below + 1)
                        - at(below - 1)
                    let dy =
                        at(below - 1) - at(above - 1) + 2 * (at(below) - at(above)) + at(below + 1)
                        - at(above + 1)
                    xx += dx * dx
                    yy += dy * dy
                    xy += dx * dy
                }
            }
        }
        let spread = ((xx - yy) * (xx - yy) + 4 * xy * xy).squareRoot()
        return (xx + yy - spread) / (xx + yy + spread + 1)
    }
}
