import AnalyzerKit
import Evidence

/// The lines of a page in perspective: all rows meet in one point, left or right of the picture and far from it.
///
/// A row through `(x, y)`, counted from the middle of the picture, falls by `s = (m - k·y) / (1 - k·x)`; that is
/// `s = m + k·(x·s - y)`, which least squares solve.
struct RowPencil {
    /// `m`, the slope in the middle of the picture.
    let slope: Double
    /// `k`, one through the distance of the point.
    let convergence: Double

    private struct Sample {
        var slope: Double
        var lever: Double
        var weight: Double
    }

    private static let leastLines = 12
    /// Lines this much longer than high tell their slope.
    private static let leastLength = 3
    /// What upper and lower rows differ by at least: less is the reader's uncertainty.
    private static let leastSpread = 0.015
    /// The point where rows meet is further away than this many half pictures.
    private static let leastDistance = 2.0
    /// A pencil leaves less than this share of what one slope for all lines leaves.
    private static let mostLeft = 0.6
    private static let rounds = 4
    /// Residuals beyond so many middle ones are no rows.
    private static let outlier = 2.5

    /// Nil where the lines lean alike or do not tell.
    init?(_ lines: [TextLine], width: Int, height: Int) {
        let samples = lines.compactMap { line -> Sample? in
            guard let slope = line.slope, slope.isFinite, abs(slope) < 1 else { return nil }
            let (x0, x1, y0, y1) = (
                Double(line.box.x0), Double(line.box.x1), Double(line.box.y0), Double(line.box.y1)
            )
            guard x1 - x0 > Double(Self.leastLength) * (y1 - y0 - abs(slope) * (x1 - x0)) else { return nil }
            let (x, y) = ((x0 + x1 - Double(width)) / 2, (y0 + y1 - Double(height)) / 2)
            return Sample(slope: slope, lever: x * slope - y, weight: x1 - x0)
        }
        guard samples.count >= Self.leastLines else { return nil }
        var kept = samples
        var found = (slope: 0.0, convergence: 0.0)
        for _ in 0..<Self.rounds {
            guard let fit = Self.fit(kept) else { return nil }
            found = fit
            let limit = Self.outlier * Self.middle(samples.map { abs(Self.residual($0, fit)) })
            kept = samples.filter { abs(Self.residual($0, fit)) <= limit }
            guard kept.count >= Self.leastLines else { return nil }
        }
        let level = Self.middle(samples.map(\.slope))
        let parallel = Self.middle(samples.map { abs($0.slope - level) })
        let left = Self.middle(samples.map { abs(Self.residual($0, found)) })
        guard abs(found.convergence) * Double(height) > Self.leastSpread,
            abs(found.convergence) * Double(width) / 2 < 1 / Self.leastDistance,
            left < Self.mostLeft * parallel
        else { return nil }
        (slope, convergence) = found
    }

    private static func residual(_ sample: Sample, _ fit: (slope: Double, convergence: Double)) -> Double {
        sample.slope - fit.slope - fit.convergence * sample.lever
    }

    private static func fit(_ samples: [Sample]) -> (slope: Double, convergence: Double)? {
        let weight = samples.reduce(0) { $0 + $1.weight }
        let slope = samples.reduce(0) { $0 + $1.weight * $1.slope } / weight
        let lever = samples.reduce(0) { $0 + $1.weight * $1.lever } / weight
        let spread = samples.reduce(0) { $0 + $1.weight * ($1.lever - lever) * ($1.lever - lever) }
        let common = samples.reduce(0) { $0 + $1.weight * ($1.lever - lever) * ($1.slope - slope) }
        guard spread > 0, weight > 0 else { return nil }
        return (slope - common / spread * lever, common / spread)
    }

    private static func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
