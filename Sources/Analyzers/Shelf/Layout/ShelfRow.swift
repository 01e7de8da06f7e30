/// One board of the shelf with what stands on it.
struct ShelfRow: Sendable {
    /// Bottom edge: y = bottom + slope · x, photo pixels.
    var bottom: Float
    var slope: Float
    /// Typical height of what stands on it.
    var height: Float
    /// Indices of the frames given, from left to right.
    var members: [Int]

    func bottom(at x: Float) -> Float { bottom + slope * x }
}

/// Groups facings into rows: boards lean with the camera, and lean differently at the top and the bottom.
struct RowGrouping {
    private let frames: [Frame]
    private let width: Float
    private let height: Float

    init(_ frames: [Frame], photoWidth: Int, photoHeight: Int) {
        self.frames = frames
        width = Float(photoWidth)
        height = Float(photoHeight)
    }

    /// From the top.
    func rows() -> [ShelfRow] {
        guard !frames.isEmpty else { return [] }
        let tilt = tilt()
        let level = frames.map { frame in
            frame.y1 - tilt.slope(at: frame.y1) * (frame.centreX - width / 2)
        }
        var rows = clusters(level).map { row($0, tilt) }
        rows = merged(rows, tilt)
        rows.sort { $0.bottom(at: width / 2) < $1.bottom(at: width / 2) }
        return withEmptyBoards(rows)
    }

    private struct Tilt {
        var base: Float = 0
        var change: Float = 0
        var middle: Float
        func slope(at y: Float) -> Float { base + change * (y - middle) }
    }

    /// Slope of boards as a line over y, from pairs of neighbours.
    private func tilt() -> Tilt {
        var pairs: [(y: Float, slope: Float)] = []
        for first in frames {
            var nearest: Frame?
            for second in frames where second.centreX > first.centreX {
                let shared = min(first.y1, second.y1) - max(first.y0, second.y0)
                let least = min(first.height, second.height)
                guard shared > 0.5 * least, abs(first.y1 - second.y1) < 0.25 * least,
                    second.x0 - first.x1 < max(first.width, second.width)
                else { continue }
                if second.centreX < (nearest?.centreX ?? .infinity) { nearest = second }
            }
            guard let second = nearest else { continue }
            let across = second.centreX - first.centreX
            if across > 4 { pairs.append(((first.y1 + second.y1) / 2, (second.y1 - first.y1) / across)) }
        }
        var tilt = Tilt(middle: height / 2)
        guard !pairs.isEmpty else { return tilt }
        let slopes = pairs.map(\.slope).sorted()
        tilt.base = slopes[slopes.count / 2]
        guard pairs.count >= 8 else { return tilt }
        // Ridge: with rows at one height only, the change with y stays 0.
        var (dot, square) = (Float(0), 0.02 * height * height)
        for pair in pairs where abs(pair.slope - tilt.base) < 0.08 {
            dot += (pair.y - tilt.middle) * (pair.slope - tilt.base)
            square += (pair.y - tilt.middle) * (pair.y - tilt.middle)
        }
        tilt.change = dot / square
        return tilt
    }

    private func clusters(_ level: [Float]) -> [[Int]] {
        let order = frames.indices.sorted { (level[$0], $0) < (level[$1], $1) }
        var groups: [[Int]] = []
        var mean: Float = 0
        for index in order {
            if let last = groups.last {
                let typical = median(last.map { frames[$0].height })
                if level[index] - mean < 0.38 * max(typical, 0.7 * frames[index].height) {
                    groups[groups.count - 1].append(index)
                    let count = Float(last.count + 1)
                    mean += (level[index] - mean) / count
                    continue
                }
            }
            groups.append([index])
            mean = level[index]
        }
        return groups
    }

    private func row(_ members: [Int], _ tilt: Tilt) -> ShelfRow {
        let sorted = members.sorted { (frames[$0].centreX, $0) < (frames[$1].centreX, $1) }
        let typical = median(sorted.map { frames[$0].height })
        let middle = median(sorted.map { frames[$0].y1 })
        var slope = tilt.slope(at: middle)
        var bottom = median(sorted.map { frames[$0].y1 - slope * frames[$0].centreX })
        for _ in 0..<2 {
            let near = sorted.filter {
                abs(frames[$0].y1 - bottom - slope * frames[$0].centreX) < 0.15 * typical
            }
            guard near.count >= 5 else { break }
            let count = Float(near.count)
            let meanX = near.reduce(0) { $0 + frames[$1].centreX } / count
            let meanY = near.reduce(0) { $0 + frames[$1].y1 } / count
            // Held near the photo's tilt by a weight that a row across the whole photo outgrows.
            var (dot, square) = (slope * width * width * 0.05, width * width * 0.05)
            for index in near {
                let dx = frames[index].centreX - meanX
                dot += dx * (frames[index].y1 - meanY)
                square += dx * dx
            }
            slope = dot / square
            bottom = meanY - slope * meanX
        }
        return ShelfRow(bottom: bottom, slope: slope, height: typical, members: sorted)
    }

    /// Joins rows that are one board: their bottoms lie closer than goods are high, and they do not cover each other.
    private func merged(_ rows: [ShelfRow], _ tilt: Tilt) -> [ShelfRow] {
        var rows = rows.sorted { $0.bottom(at: width / 2) < $1.bottom(at: width / 2) }
        var index = 0
        while index + 1 < rows.count {
            let (upper, lower) = (rows[index], rows[index + 1])
            let distance = lower.bottom(at: width / 2) - upper.bottom(at: width / 2)
            let clash = upper.members.contains { first in
                lower.members.contains { second in
                    min(frames[first].x1, frames[second].x1) - max(frames[first].x0, frames[second].x0)
                        > 0.3 * min(frames[first].width, frames[second].width)
                }
            }
            if distance < 0.45 * max(upper.height, lower.height), !clash {
                rows[index] = row(upper.members + lower.members, tilt)
                rows.remove(at: index + 1)
            } else {
                index += 1
            }
        }
        return rows
    }

    /// A board on which nothing was recognised shows as a double step between its neighbours.
    private func withEmptyBoards(_ rows: [ShelfRow]) -> [ShelfRow] {
        guard rows.count >= 3 else { return rows }
        let places = rows.map { $0.bottom(at: width / 2) }
        let steps = zip(places, places.dropFirst()).map { $1 - $0 }
        let typical = median(steps)
        var out: [ShelfRow] = []
        for index in rows.indices {
            if index > 0 {
                let missing = Int((steps[index - 1] / typical + 0.2).rounded(.down)) - 1
                if missing >= 1, missing <= 3, steps[index - 1] > 1.25 * rows[index].height + typical * 0.4 {
                    for number in 1...missing {
                        let share = Float(number) / Float(missing + 1)
                        let (above, below) = (rows[index - 1], rows[index])
                        out.append(
                            ShelfRow(
                                bottom: above.bottom + (below.bottom - above.bottom) * share,
                                slope: above.slope + (below.slope - above.slope) * share,
                                height: min(above.height, below.height, typical * 0.85), members: []))
                    }
                }
            }
            out.append(rows[index])
        }
        return out
    }

    private func median(_ values: [Float]) -> Float {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
