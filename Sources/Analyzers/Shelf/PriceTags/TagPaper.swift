import Evidence
import Media

/// The sheet of one colour that print stands on.
struct TagPaper {
    /// How far a channel may be from the paper's colour.
    private static let tolerance = 30
    private let picture: Raster

    init(_ picture: Raster) { self.picture = picture }

    /// Bounds of the paper around a line of print; nil where it is too long for a tag, or no larger than the print.
    func outline(around print: Box) -> Box? {
        let (width, height) = (picture.width, picture.height)
        let reach = max(2, print.height / 4)
        let band = band(around: print, reach: reach)
        guard band.count > 8, let colour = colour(of: band) else { return nil }
        let window = max(0, print.x0 - 10 * print.height)..<min(width, print.x1 + 10 * print.height)
        var filled = [Bool](repeating: false, count: width * height)
        var stack: [Int] = []
        func visit(_ index: Int) {
            if !filled[index], window.contains(index % width), isPaper(index, colour) {
                filled[index] = true
                stack.append(index)
            }
        }
        for index in band { visit(index) }
        while let index = stack.popLast() {
            let x = index % width
            if x > 0 { visit(index - 1) }
            if x < width - 1 { visit(index + 1) }
            if index >= width { visit(index - width) }
            if index < width * (height - 1) { visit(index + width) }
        }
        guard let bounds = bounds(filled) else { return nil }
        // A tag is no longer than five times its height; what is longer is the board's edge.
        guard bounds.width < 5 * bounds.height, bounds.y0 > 0 || bounds.y1 < height,
            bounds.x0 > window.lowerBound, bounds.x1 < window.upperBound,
            bounds.height * 10 > print.height * 12, bounds.width * 10 > print.width * 11,
            bounds.x0 <= print.x0 + reach, bounds.x1 >= print.x1 - reach
        else { return nil }
        return bounds
    }

    /// Pixels just outside a line of print.
    private func band(around print: Box, reach: Int) -> [Int] {
        let (width, height) = (picture.width, picture.height)
        var places: [Int] = []
        for y in max(0, print.y0 - reach)..<min(height, print.y1 + reach) {
            for x in max(0, print.x0 - reach)..<min(width, print.x1 + reach) {
                let isInside = x >= print.x0 && x < print.x1 && y >= print.y0 && y < print.y1
                if !isInside { places.append(y * width + x) }
            }
        }
        return places
    }

    /// The most frequent colour.
    private func colour(of places: [Int]) -> SIMD3<Int>? {
        var counts: [Int: (count: Int, sum: SIMD3<Int>)] = [:]
        for place in places {
            let value = SIMD3(
                Int(picture.pixels[place * 3]), Int(picture.pixels[place * 3 + 1]),
                Int(picture.pixels[place * 3 + 2]))
            let key = (value.x / 24 * 16 + value.y / 24) * 16 + value.z / 24
            counts[key, default: (0, .zero)].count += 1
            counts[key, default: (0, .zero)].sum &+= value
        }
        let best = counts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        return best.map { $0.value.sum / SIMD3(repeating: max(1, $0.value.count)) }
    }

    private func isPaper(_ index: Int, _ colour: SIMD3<Int>) -> Bool {
        let place = index * 3
        return abs(Int(picture.pixels[place]) - colour.x) <= TagPaper.tolerance
            && abs(Int(picture.pixels[place + 1]) - colour.y) <= TagPaper.tolerance
            && abs(Int(picture.pixels[place + 2]) - colour.z) <= TagPaper.tolerance
    }

    /// Rows and columns of which a good part is paper: a thin leak beyond the edge does not count.
    private func bounds(_ filled: [Bool]) -> Box? {
        let (width, height) = (picture.width, picture.height)
        var (columns, rows) = ([Int](repeating: 0, count: width), [Int](repeating: 0, count: height))
        for y in 0..<height {
            for x in 0..<width where filled[y * width + x] {
                columns[x] += 1
                rows[y] += 1
            }
        }
        let (tallest, widest) = (columns.max() ?? 0, rows.max() ?? 0)
        guard let x0 = columns.firstIndex(where: { $0 * 3 > tallest }),
            let x1 = columns.lastIndex(where: { $0 * 3 > tallest }),
            let y0 = rows.firstIndex(where: { $0 * 3 > widest }),
            let y1 = rows.lastIndex(where: { $0 * 3 > widest })
        else { return nil }
        return Box(x0: x0, y0: y0, x1: x1 + 1, y1: y1 + 1)
    }
}
