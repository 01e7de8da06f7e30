import Evidence
import Media

/// Where print may stand: rows of small marks that are darker or lighter than what is around them. Finds far too much
/// rather than too little; reading decides.
struct PrintSpots {
    /// Heights of marks, pixels.
    let heights: ClosedRange<Int>

    /// How much darker or lighter than its surroundings a mark is.
    private static let contrast: Float = 14
    private static let leastLength = 1.2
    private static let mostLength = 14.0

    /// Boxes around rows of marks, over a range of heights: a mark shows against a mean over about its own size.
    static func find(in luma: Plane, heights: ClosedRange<Int>) -> [Box] {
        var found: [Box] = []
        var low = heights.lowerBound
        while low <= heights.upperBound {
            let spots = PrintSpots(heights: low...(low * 2))
            let around = spots.mean(luma, reach: low * 3 / 2)
            for sign in [Float(1), -1] { found += spots.lines(of: spots.marks(luma, around, sign)) }
            low += max(1, low / 4)
        }
        return found
    }

    /// Connected marks of a print's size; those that touch, as blurred digits do, are one.
    private func marks(_ luma: Plane, _ around: Plane, _ sign: Float) -> [Box] {
        let (width, height) = (luma.width, luma.height)
        var open = [Bool](repeating: false, count: width * height)
        for index in open.indices {
            open[index] = (around.samples[index] - luma.samples[index]) * sign > PrintSpots.contrast
        }
        var boxes: [Box] = []
        var stack: [Int] = []
        for start in open.indices where open[start] {
            open[start] = false
            stack.append(start)
            var box = Box(x0: width, y0: height, x1: 0, y1: 0)
            var count = 0
            while let index = stack.popLast() {
                let (x, y) = (index % width, index / width)
                count += 1
                box = Box(
                    x0: min(box.x0, x), y0: min(box.y0, y), x1: max(box.x1, x + 1), y1: max(box.y1, y + 1))
                func visit(_ place: Int) {
                    if open[place] {
                        open[place] = false
                        stack.append(place)
                    }
                }
                if x > 0 { visit(index - 1) }
                if x < width - 1 { visit(index + 1) }
                if y > 0 { visit(index - width) }
                if y < height - 1 { visit(index + width) }
            }
            let isSmall = box.height * 3 < heights.lowerBound
            let isLarge =
                box.height > heights.upperBound || box.width > 6 * max(box.height, heights.lowerBound)
            // Outlines of tags and edges of boards are hollow.
            let isHollow = box.height * 3 > heights.lowerBound && count * 4 < box.area
            if !isSmall, !isLarge, !isHollow, count >= 3 { boxes.append(box) }
        }
        return boxes
    }

    /// Marks of one height beside each other.
    private func lines(of marks: [Box]) -> [Box] {
        var lines: [Box] = []
        for mark in marks.sorted(by: { ($0.x0, $0.y0) < ($1.x0, $1.y0) }) where heights.contains(mark.height)
        {
            let place = lines.lastIndex { line in
                let gap = mark.x0 - line.x1
                let shared = min(mark.y1, line.y1) - max(mark.y0, line.y0)
                return gap < line.height && gap > -line.height
                    && 5 * shared > 3 * max(mark.height, line.height)
            }
            if let place {
                let line = lines[place]
                lines[place] = Box(
                    x0: line.x0, y0: min(line.y0, mark.y0), x1: max(line.x1, mark.x1),
                    y1: max(line.y1, mark.y1))
            } else {
                lines.append(mark)
            }
        }
        return lines.filter { line in
            let length = Double(line.width) / Double(max(1, line.height))
            return (PrintSpots.leastLength...PrintSpots.mostLength).contains(length)
        }
    }

    /// Means over squares, cut at the border.
    private func mean(_ luma: Plane, reach: Int) -> Plane {
        let (width, height) = (luma.width, luma.height)
        var sums = [Double](repeating: 0, count: (width + 1) * (height + 1))
        for y in 0..<height {
            var row = 0.0
            for x in 0..<width {
                row += Double(luma.samples[y * width + x])
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
            }
        }
        var out = Plane(width: width, height: height)
        for y in 0..<height {
            let (y0, y1) = (max(0, y - reach), min(height, y + reach + 1))
            for x in 0..<width {
                let (x0, x1) = (max(0, x - reach), min(width, x + reach + 1))
                let sum =
                    sums[y1 * (width + 1) + x1] - sums[y0 * (width + 1) + x1] - sums[y1 * (width + 1) + x0]
                    + sums[y0 * (width + 1) + x0]
                out.samples[y * width + x] = Float(sum / Double((x1 - x0) * (y1 - y0)))
            }
        }
        return out
    }
}
