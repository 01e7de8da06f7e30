import Media

/// What stands between the recognised facings of a row: nothing, or something that is not known.
struct ShelfSpace: Sendable {
    enum Content: Sendable {
        /// No product: the back of the shelf shows.
        case empty
        /// Something that is not in the catalogue, or not recognised.
        case stranger
        /// Burnt out by glare: nobody can tell.
        case glare
    }

    struct Stretch: Sendable {
        var row: Int
        var frame: Frame
        var content: Content
    }

    /// Where the shelf's uprights show at the ends of a row.
    struct Ends: Sendable {
        var left: Float?
        var right: Float?
    }

    /// Edges per pixel, as a share of the facings' own, below which a place is empty (design paper, section 5).
    private static let emptyShare: Float = 0.38
    /// Narrowest hole, in facings.
    private static let leastWidth: Float = 0.45

    private let pyramid: PhotoPyramid
    private let level: Int
    private let gradient: Plane
    private let noise: Float

    init(_ pyramid: PhotoPyramid, facingHeight: Float) {
        self.pyramid = pyramid
        // About 80 pixels a facing: noise averages out, print still shows.
        let steps = Approximation.log2(max(1, facingHeight / 80))
        level = max(0, min(pyramid.lumas.count - 1, Int(steps.rounded(.down))))
        let edges = pyramid.lumas[level].gradientMagnitude()
        gradient = edges
        let sorted = stride(from: 0, to: edges.samples.count, by: 37).map { edges.samples[$0] }.sorted()
        noise = sorted.isEmpty ? 0 : sorted[sorted.count / 10]
    }

    /// - Parameters:
    ///   - frames: all facings of the rows.
    ///   - ends: what ``ends(_:_:)`` found.
    func stretches(_ rows: [ShelfRow], _ frames: [Frame], _ ends: [Ends]) -> [Stretch] {
        let everything = rows.map { row in row.members.map { energy(frames[$0], row) } }
        let overall = median(everything.flatMap { $0 })
        var found: [Stretch] = []
        for (number, row) in rows.enumerated() {
            let own = everything[number].count >= 4 ? median(everything[number]) : overall
            for hole in holes(row, frames, ends[number]) {
                found += split(hole, row: row, number: number, facing: min(own, overall * 1.5))
            }
        }
        return found
    }

    private struct Hole {
        var x0: Float
        var x1: Float
        var width: Float
        var height: Float
    }

    private func holes(_ row: ShelfRow, _ frames: [Frame], _ ends: Ends) -> [Hole] {
        let members = row.members.map { frames[$0] }
        let (start, end) = (ends.left ?? 0, ends.right ?? Float(pyramid.width))
        let typical = members.isEmpty ? row.height * 0.6 : median(members.map(\.width))
        guard let first = members.first, let last = members.last else {
            return [Hole(x0: start, x1: end, width: typical, height: row.height)]
        }
        var found = [Hole(x0: min(start, first.x0), x1: first.x0, width: first.width, height: first.height)]
        var reach = first.x1
        var before = first
        for next in members.dropFirst() {
            if next.x0 > reach {
                found.append(
                    Hole(
                        x0: reach, x1: next.x0, width: min(before.width, next.width),
                        height: (before.height + next.height) / 2))
            }
            if next.x1 > reach {
                reach = next.x1
                before = next
            }
        }
        found.append(Hole(x0: reach, x1: max(reach, end), width: last.width, height: last.height))
        return found.filter { $0.x1 - $0.x0 > ShelfSpace.leastWidth * $0.width }
    }

    /// Uprights beyond the first and the last facing of each row.
    func ends(_ rows: [ShelfRow], _ frames: [Frame]) -> [Ends] {
        UprightSearch(
            luma: pyramid.lumas[level], scale: 1 / Float(1 << level), photoWidth: Float(pyramid.width)
        ).ends(rows, frames)
    }

    /// Mean edge strength above the noise inside a facing.
    private func energy(_ frame: Frame, _ row: ShelfRow) -> Float {
        let profile = profile(
            x0: frame.x0 + 0.08 * frame.width, x1: frame.x1 - 0.08 * frame.width, height: frame.height, row)
        return profile.isEmpty ? 0 : profile.reduce(0, +) / Float(profile.count)
    }

    /// Edge strength column by column of the level, over the height that a facing would cover.
    private func profile(x0: Float, x1: Float, height: Float, _ row: ShelfRow) -> [Float] {
        let scale = 1 / Float(1 << level)
        let start = max(0, Int(x0 * scale))
        let end = min(gradient.width, Int(x1 * scale))
        guard end > start else { return [] }
        var out: [Float] = []
        out.reserveCapacity(end - start)
        for x in start..<end {
            let bottom = row.bottom(at: Float(x) / scale)
            let y0 = max(0, Int((bottom - 0.85 * height) * scale))
            let y1 = min(gradient.height, Int((bottom - 0.1 * height) * scale))
            var sum: Float = 0
            if y1 > y0 {
                for y in y0..<y1 { sum += gradient.samples[y * gradient.width + x] }
                sum /= Float(y1 - y0)
            }
            out.append(max(0, sum - noise))
        }
        return out
    }

    private func split(_ hole: Hole, row: ShelfRow, number: Int, facing: Float) -> [Stretch] {
        let scale = Float(1 << level)
        let columns = profile(x0: hole.x0, x1: hole.x1, height: hole.height, row)
        guard columns.count > 2 else { return [] }
        let reach = max(1, Int(0.14 * hole.width / scale))
        let smooth = averaged(columns, reach: reach)
        let limit = ShelfSpace.emptyShare * facing
        var found: [Stretch] = []
        var start = 0
        for index in 1...smooth.count {
            if index < smooth.count, (smooth[index] < limit) == (smooth[start] < limit) { continue }
            let x0 = hole.x0 + Float(start) * scale
            let x1 = min(hole.x1, hole.x0 + Float(index) * scale)
            if x1 - x0 > ShelfSpace.leastWidth * hole.width {
                let bottom = row.bottom(at: (x0 + x1) / 2)
                found.append(
                    Stretch(
                        row: number, frame: Frame(x0: x0, y0: bottom - hole.height, x1: x1, y1: bottom),
                        content: smooth[start] >= limit
                            ? .stranger : isBurnt(x0, x1, bottom, hole.height) ? .glare : .empty))
            }
            start = index
        }
        return found
    }

    private func isBurnt(_ x0: Float, _ x1: Float, _ bottom: Float, _ height: Float) -> Bool {
        let luma = pyramid.lumas[level]
        let scale = 1 / Float(1 << level)
        var (bright, count) = (0, 0)
        for y in max(0, Int((bottom - 0.9 * height) * scale))..<max(1, min(luma.height, Int(bottom * scale)))
        {
            for x in max(0, Int(x0 * scale))..<max(1, min(luma.width, Int(x1 * scale))) {
                bright += luma.samples[y * luma.width + x] > 215 ? 1 : 0
                count += 1
            }
        }
        return bright * 2 > count
    }

    private func averaged(_ values: [Float], reach: Int) -> [Float] {
        var sums: [Float] = [0]
        for value in values { sums.append(sums[sums.count - 1] + value) }
        return values.indices.map { index in
            let first = max(0, index - reach)
            let end = min(values.count, index + reach + 1)
            return (sums[end] - sums[first]) / Float(end - first)
        }
    }

    private func median(_ values: [Float]) -> Float {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
