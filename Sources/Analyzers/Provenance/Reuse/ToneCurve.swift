/// The one curve of brightness (a parabola) that turns an earlier picture's blocks into a later one's. Editing, exposure
/// and compression follow one curve; lamps and shadows that moved do not.
struct ToneCurve: Sendable {
    /// Median distance of the blocks from the curve, grey levels.
    private(set) var residual: Float = 0

    init(_ pairs: [(earlier: Float, later: Float)]) {
        var kept = pairs
        for _ in 0..<3 {
            guard kept.count >= 6, let curve = Self.fitted(kept) else { return }
            let errors = pairs.map { abs(Self.value(curve, $0.earlier) - $0.later) }
            residual = errors.sorted()[errors.count / 2]
            let limit = max(1, 3 * residual)
            kept = zip(pairs, errors).filter { $0.1 <= limit }.map(\.0)
        }
    }

    private static func value(_ curve: [Double], _ brightness: Float) -> Float {
        let x = Double(brightness) / 128 - 1
        return Float(curve[0] + curve[1] * x + curve[2] * x * x)
    }

    private static func fitted(_ pairs: [(earlier: Float, later: Float)]) -> [Double]? {
        var matrix = [Double](repeating: 0, count: 12)
        for pair in pairs {
            let x = Double(pair.earlier) / 128 - 1
            let row = [1, x, x * x]
            for i in 0..<3 {
                for j in 0..<3 { matrix[i * 4 + j] += row[i] * row[j] }
                matrix[i * 4 + 3] += row[i] * Double(pair.later)
            }
        }
        return LinearEquations.solve(&matrix, unknowns: 3)
    }
}
