/// One end of a section of shelving: all its rows end there, so what one row shows of it holds for the others.
///
/// Places are measured outwards from the photo's edge, so that both ends are the same: positive outside, negative inside.
struct BayEdge: Sendable {
    /// What one row says about the end.
    struct Witness: Sendable {
        /// Height on the photo, pixels.
        var y: Float
        /// Where its outermost facing ends; what it lacks is reckoned outside.
        var reach: Float
        /// Width of a facing of the row.
        var facing: Float
    }

    /// Rows are filled as far as the next facing would not fit, so they end up to a facing before the section does.
    private static let mostShort: Float = 0.8
    private static let mostBeyond: Float = 0.25
    /// Lean of an upright, pixels across for one down.
    private static let mostLean: Float = 0.14
    private static let leastRows = 3
    private static let leastShare: Float = 0.6

    private let start: Float
    private let lean: Float

    /// The line that most rows end at; nil where too few agree.
    init?(_ witnesses: [Witness]) {
        var best: (value: Float, rows: Int, start: Float, lean: Float)?
        for (start, lean) in BayEdge.lines(witnesses) {
            var (value, rows) = (Float(0), 0)
            for witness in witnesses {
                let short = (start + lean * witness.y - witness.reach) / witness.facing
                guard short < BayEdge.mostShort, -short < BayEdge.mostBeyond else { continue }
                value += short > 0 ? 1 - short / BayEdge.mostShort : 1 + short / BayEdge.mostBeyond
                rows += 1
            }
            if value > best?.value ?? 0 { best = (value, rows, start, lean) }
        }
        guard let best, best.rows >= BayEdge.leastRows,
            Float(best.rows) >= BayEdge.leastShare * Float(witnesses.count)
        else { return nil }
        start = best.start
        lean = best.lean
    }

    /// Room beyond the photo's edge at a height, negative where the section ends inside the photo.
    func reach(at y: Float) -> Float { start + lean * y }

    /// Upright lines through one row's end, and leaning ones through two.
    private static func lines(_ witnesses: [Witness]) -> [(start: Float, lean: Float)] {
        var found: [(start: Float, lean: Float)] = []
        for (index, first) in witnesses.enumerated() {
            found.append((first.reach, 0))
            for second in witnesses[(index + 1)...] where abs(second.y - first.y) > 1 {
                let lean = (second.reach - first.reach) / (second.y - first.y)
                if abs(lean) < mostLean { found.append((first.reach - lean * first.y, lean)) }
            }
        }
        return found
    }
}
