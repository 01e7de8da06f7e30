import Evidence

/// A board with what stands on it: the price tags of its products hang below its edge.
struct ShelfBoard: Sendable {
    /// Bottom edge of the facings: y = bottom + slope · x, photo pixels.
    var bottom: Float
    var slope: Float
    /// Typical height of the facings.
    var facingHeight: Float
    /// From the left.
    var facings: [ShelfFindings.Facing]
    /// How far below the bottom edge a tag may reach before the goods of the next board begin.
    var reach: Float

    func bottom(at x: Float) -> Float { bottom + slope * x }

    /// Share of a facing's height that tags may hang below it.
    private static let reachOfFacings: Float = 0.34

    /// The boards of a photo, from the top, from its accepted facings.
    static func boards(of findings: ShelfFindings) -> [ShelfBoard] {
        var rows: [Int: [ShelfFindings.Facing]] = [:]
        for facing in findings.facings {
            if let row = facing.row { rows[row, default: []].append(facing) }
        }
        var boards = rows.keys.sorted().map { row in
            ShelfBoard(rows[row] ?? [])
        }
        let slopes = boards.filter { $0.facings.count >= 4 }.map(\.slope)
        for index in boards.indices where boards[index].facings.count < 4 {
            boards[index].lean(median(slopes))
        }
        for (upper, lower) in zip(boards.indices, boards.indices.dropFirst()) {
            let spaces = boards[lower].facings.map { facing in
                Float(facing.box.y0) - boards[upper].bottom(at: centre(facing))
            }.sorted()
            let space = spaces[spaces.count / 4]
            boards[upper].reach = max(
                0.08 * boards[upper].facingHeight, min(boards[upper].reach, space))
        }
        return boards
    }

    private init(_ facings: [ShelfFindings.Facing]) {
        self.facings = facings.sorted { ($0.box.x0, $0.box.y0) < ($1.box.x0, $1.box.y0) }
        facingHeight = ShelfBoard.median(facings.map { Float($0.box.height) })
        reach = ShelfBoard.reachOfFacings * facingHeight
        bottom = 0
        slope = 0
        lean(0)
        guard facings.count >= 4 else { return }
        for _ in 0..<3 { fit() }
    }

    /// Takes a slope over, and the level from the facings.
    private mutating func lean(_ slope: Float) {
        self.slope = slope
        bottom = ShelfBoard.median(facings.map { Float($0.box.y1) - slope * ShelfBoard.centre($0) })
    }

    /// Least squares over the facings that stand near the line.
    private mutating func fit() {
        let near = facings.filter {
            abs(Float($0.box.y1) - bottom(at: ShelfBoard.centre($0))) < 0.15 * facingHeight
        }
        guard near.count >= 4 else { return }
        let count = Float(near.count)
        let meanX = near.reduce(0) { $0 + ShelfBoard.centre($1) } / count
        let meanY = near.reduce(0) { $0 + Float($1.box.y1) } / count
        var (dot, square) = (Float(0), Float(1))
        for facing in near {
            let across = ShelfBoard.centre(facing) - meanX
            dot += across * (Float(facing.box.y1) - meanY)
            square += across * across
        }
        slope = max(-0.2, min(0.2, dot / square))
        bottom = meanY - slope * meanX
    }

    private static func centre(_ facing: ShelfFindings.Facing) -> Float {
        Float(facing.box.x0 + facing.box.x1) / 2
    }

    private static func median(_ values: [Float]) -> Float {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
