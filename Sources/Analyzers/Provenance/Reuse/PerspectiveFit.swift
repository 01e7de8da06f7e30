/// What is left of the displacements between two pictures after the best affine map: the part that a change of
/// standpoint bends and no crop, turn or scaling can.
struct PerspectiveFit: Sendable {
    /// The largest displacement that perspective alone makes at the corners, as a share of the width.
    private(set) var bend: Float = 0
    /// Root of the mean squared displacement that neither explains, pixels.
    private(set) var residual: Float = 0
    /// The affine part: where each place must go before the pictures lie over each other.
    private(set) var correction = AffineMap()

    /// - Parameter samples: place and displacement of each block, pixels.
    init(_ samples: [(x: Float, y: Float, dx: Float, dy: Float)], width: Float, height: Float) {
        let scale = 2 / max(width, height)
        // Five rounds, the outliers of the last left out: a block on a watermark or a repeated pack lies anywhere.
        var kept = samples
        var solution = [Double](repeating: 0, count: 8)
        for _ in 0..<5 {
            guard kept.count >= 8, let solved = Self.solve(kept, width, height, scale) else { return }
            solution = solved
            let errors = samples.map { Self.error($0, solution, width, height, scale) }
            let typical = errors.sorted()[errors.count / 2]
            kept = zip(samples, errors).filter { $0.1 <= max(0.15, 2.5 * typical) }.map(\.0)
        }
        let errors = kept.map { Self.error($0, solution, width, height, scale) }
        residual = (errors.reduce(0) { $0 + $1 * $1 } / Float(max(1, errors.count))).squareRoot()
        correction = Self.affinePart(solution, width, height, scale)
        let cornerX = width / 2 * scale
        let cornerY = height / 2 * scale
        for (x, y) in [(cornerX, cornerY), (cornerX, -cornerY)] {
            let tilt = Float(solution[6]) * x + Float(solution[7]) * y
            let across = tilt * x
            let down = tilt * y
            bend = max(bend, (across * across + down * down).squareRoot() / width)
        }
    }

    private static func affinePart(_ solution: [Double], _ width: Float, _ height: Float, _ scale: Float)
        -> AffineMap
    {
        let (middleX, middleY) = (width / 2, height / 2)
        let (b, c) = (Float(solution[1]) * scale, Float(solution[2]) * scale)
        let (e, f) = (Float(solution[4]) * scale, Float(solution[5]) * scale)
        return AffineMap(
            a: 1 + b, b: c, c: Float(solution[0]) - b * middleX - c * middleY, d: e, e: 1 + f,
            f: Float(solution[3]) - e * middleX - f * middleY)
    }

    private static func error(
        _ sample: (x: Float, y: Float, dx: Float, dy: Float), _ solution: [Double], _ width: Float,
        _ height: Float, _ scale: Float
    ) -> Float {
        let x = Double((sample.x - width / 2) * scale)
        let y = Double((sample.y - height / 2) * scale)
        let tilt = solution[6] * x + solution[7] * y
        let dx = Float(solution[0] + solution[1] * x + solution[2] * y + tilt * x) - sample.dx
        let dy = Float(solution[3] + solution[4] * x + solution[5] * y + tilt * y) - sample.dy
        return (dx * dx + dy * dy).squareRoot()
    }

    /// Normal equations of dx = a + b x + c y + (g x + h y) x, dy = d + e x + f y + (g x + h y) y.
    private static func solve(
        _ samples: [(x: Float, y: Float, dx: Float, dy: Float)], _ width: Float, _ height: Float,
        _ scale: Float
    ) -> [Double]? {
        var matrix = [Double](repeating: 0, count: 8 * 9)
        for sample in samples {
            let x = Double((sample.x - width / 2) * scale)
            let y = Double((sample.y - height / 2) * scale)
            for (row, value) in [
                ([1, x, y, 0, 0, 0, x * x, x * y], Double(sample.dx)),
                ([0, 0, 0, 1, x, y, x * y, y * y], Double(sample.dy)),
            ] {
                for i in 0..<8 where row[i] != 0 {
                    for j in 0..<8 { matrix[i * 9 + j] += row[i] * row[j] }
                    matrix[i * 9 + 8] += row[i] * value
                }
            }
        }
        return LinearEquations.solve(&matrix, unknowns: 8)
    }
}
