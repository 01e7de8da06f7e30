import Media

/// Finds the uprights at the left and right end of a shelf: an edge as high as the rows, at places that lie on one line
/// from row to row. Beyond it there is no shelf, so no gap either.
struct UprightSearch: Sendable {
    /// Share of an edge's height on which one side must be the darker, and by how much in the mean.
    private static let leastShare: Float = 0.66
    private static let leastStep: Float = 2.5
    private static let mostCandidates = 8
    /// Lean of an upright, pixels across for one down.
    private static let mostLean: Float = 0.14

    private struct Candidate {
        var x: Float
        var y: Float
        var row: Int
        var strength: Float
    }

    let luma: Plane
    /// Photo pixels to those of the plane.
    let scale: Float
    let photoWidth: Float

    /// For each row the upright's place at either end, where there is one.
    func ends(_ rows: [ShelfRow], _ frames: [Frame]) -> [ShelfSpace.Ends] {
        var left: [Candidate] = []
        var right: [Candidate] = []
        var open = (left: 0, right: 0)
        for (number, row) in rows.enumerated() {
            guard let first = row.members.first, let last = row.members.last else { continue }
            let (start, end) = (
                frames[first].x0 - 0.06 * frames[first].width, frames[last].x1 + 0.06 * frames[last].width
            )
            if start > 0.2 * frames[first].width { open.left += 1 }
            if photoWidth - end > 0.2 * frames[last].width { open.right += 1 }
            left += candidates(from: 0, to: start, row, number)
            right += candidates(from: end, to: photoWidth, row, number)
        }
        let tolerance = max(2 / scale, 0.05 * (rows.first?.height ?? 100))
        var leftLine = line(left, wanted: open.left, tolerance)
        var rightLine = line(right, wanted: open.right, tolerance)
        // Packs that the photo's edge cuts line up too, but print shows beyond their sides.
        let leastPrint = 0.38 * strength(of: rows.flatMap { row in row.members.map { frames[$0] } })
        if let found = leftLine {
            let beyond = strength(beyond: rows) { (0, found.x + found.lean * $0) }
            if beyond ?? leastPrint >= leastPrint { leftLine = nil }
        }
        if let found = rightLine {
            let beyond = strength(beyond: rows) { (found.x + found.lean * $0, photoWidth) }
            if beyond ?? leastPrint >= leastPrint { rightLine = nil }
        }
        return rows.map { row in
            let y = row.bottom(at: photoWidth / 2) - row.height / 2
            return ShelfSpace.Ends(
                left: leftLine.map { $0.x + $0.lean * y }.flatMap { $0 > 0 ? $0 : nil },
                right: rightLine.map { $0.x + $0.lean * y }.flatMap { $0 < photoWidth ? $0 : nil })
        }
    }

    /// Mean edge strength of facings.
    private func strength(of frames: [Frame]) -> Float {
        var (sum, count) = (Float(0), Float(0))
        for frame in frames {
            let inside = Frame(
                x0: frame.x0 + 0.1 * frame.width, y0: frame.y0 + 0.1 * frame.height,
                x1: frame.x1 - 0.1 * frame.width, y1: frame.y1 - 0.1 * frame.height)
            guard let value = strength(in: inside) else { continue }
            sum += value
            count += 1
        }
        return sum / max(1, count)
    }

    /// The same between an upright and the edge of the photo, over all rows.
    private func strength(beyond rows: [ShelfRow], _ span: (Float) -> (Float, Float)) -> Float? {
        var (sum, count) = (Float(0), Float(0))
        for row in rows {
            let bottom = row.bottom(at: photoWidth / 2)
            let (x0, x1) = span(bottom - row.height / 2)
            let margin = 2.5 / scale
            guard
                let value = strength(
                    in: Frame(
                        x0: x0 > 0 ? x0 + margin : 0, y0: bottom - row.height,
                        x1: x1 < photoWidth ? x1 - margin : x1, y1: bottom - 0.1 * row.height))
            else { continue }
            sum += value
            count += 1
        }
        return count > 0 ? sum / count : nil
    }

    private func strength(in frame: Frame) -> Float? {
        let x0 = max(1, Int(frame.x0 * scale))
        let x1 = min(luma.width - 1, Int(frame.x1 * scale))
        let y0 = max(1, Int(frame.y0 * scale))
        let y1 = min(luma.height - 1, Int(frame.y1 * scale))
        guard x1 - x0 > 2, y1 - y0 > 2 else { return nil }
        var sum: Float = 0
        for y in y0..<y1 {
            for x in x0..<x1 {
                let place = y * luma.width + x
                sum += abs(luma.samples[place + 1] - luma.samples[place - 1])
            }
        }
        return sum / Float((x1 - x0) * (y1 - y0))
    }

    /// The line that most rows have an edge on.
    private func line(_ candidates: [Candidate], wanted: Int, _ tolerance: Float) -> (x: Float, lean: Float)?
    {
        var best: (x: Float, lean: Float, rows: Int, strength: Float)?
        for first in candidates {
            for second in candidates where second.row > first.row {
                let lean = (second.x - first.x) / max(1, second.y - first.y)
                guard abs(lean) < UprightSearch.mostLean else { continue }
                let start = first.x - lean * first.y
                var rows = Set<Int>()
                var strength: Float = 0
                for other in candidates where abs(other.x - start - lean * other.y) < tolerance {
                    if rows.insert(other.row).inserted { strength += other.strength }
                }
                if rows.count > best?.rows ?? 0
                    || (rows.count == best?.rows && strength > best?.strength ?? 0)
                {
                    best = (start, lean, rows.count, strength)
                }
            }
        }
        guard let best, best.rows >= max(2, Int((0.5 * Float(wanted)).rounded(.up))) else { return nil }
        return (best.x, best.lean)
    }

    private func candidates(from start: Float, to end: Float, _ row: ShelfRow, _ number: Int) -> [Candidate] {
        var found: [Candidate] = []
        let first = max(2, Int(start * scale))
        let last = min(luma.width - 3, Int(end * scale))
        guard last > first else { return [] }
        var held: Candidate?
        for x in first...last {
            let bottom = row.bottom(at: Float(x) / scale)
            let y0 = max(0, Int((bottom - 1.06 * row.height) * scale))
            // The shadow of the board above sets the back off from the upright; further down they look alike.
            let y1 = min(luma.height, Int((bottom - 0.4 * row.height) * scale))
            guard y1 - y0 > 12 else { continue }
            let strength = strength(x, y0, y1)
            if strength > 0 {
                let here = Candidate(
                    x: Float(x) / scale, y: Float(y0 + y1) / 2 / scale, row: number, strength: strength)
                if let before = held, strength <= before.strength { continue }
                held = here
            } else if let before = held {
                found.append(before)
                held = nil
            }
        }
        if let held { found.append(held) }
        return Array(
            found.sorted { ($1.strength, $0.x) < ($0.strength, $1.x) }.prefix(UprightSearch.mostCandidates))
    }

    /// Mean step of the best line through (x, middle of the rows), 0 where one side is not darker all along.
    private func strength(_ x: Int, _ y0: Int, _ y1: Int) -> Float {
        let middle = (y0 + y1) / 2
        var best: Float = 0
        for lean in -6...6 {
            var (rising, falling, sum) = (0, 0, Float(0))
            for y in y0..<y1 {
                let column = x + (lean * (y - middle)) / 50
                guard column > 1, column < luma.width - 2 else { continue }
                let place = y * luma.width + column
                let step = luma.samples[place + 1] - luma.samples[place - 1]
                rising += step > 1 ? 1 : 0
                falling += step < -1 ? 1 : 0
                sum += step
            }
            let share = Float(max(rising, falling)) / Float(y1 - y0)
            let mean = abs(sum) / Float(y1 - y0)
            if share > UprightSearch.leastShare, mean > UprightSearch.leastStep { best = max(best, mean) }
        }
        return best
    }
}
