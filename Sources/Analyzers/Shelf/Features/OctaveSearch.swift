import Media

/// Extrema of the differences of neighbouring blurs of one octave, found while the blurs' rows arrive.
struct OctaveSearch {
    /// In samples of the octave; `layer` is the fractional scale, 1 … number of scales.
    struct Extremum {
        var x: Float
        /// The row, and how far below it: so a place is the same number wherever its strip begins.
        var row: Int
        var below: Float
        var layer: Float
        var response: Float

        var y: Float { Float(row) + below }
    }

    /// Makes the first level of the picture; nil where the picture is the first level.
    var first: GaussianBlur?
    /// From each level to the next.
    let steps: [GaussianBlur]
    /// How far around an extremum the levels between the first and the last two are looked at, in σ of that level, and
    /// σ of the first level.
    let sight: Float
    let firstSigma: Float
    let border: Int
    let contrast: Float
    let edgeRatio: Float

    /// Rows that an extremum may move from the sample that it was found at.
    private static let mostMove = 4

    private var layers: Int { steps.count }
    private var scales: Int { steps.count - 2 }

    /// Goes through a picture from the top.
    /// - Parameters:
    ///   - picture: rows of it are counted from 0.
    ///   - rows: those that are searched.
    ///   - seen: takes each row of level number-of-scales, twice the blur of the first.
    ///   - visit: takes each extremum, in the order of rows, layers and columns.
    func run(
        _ picture: UnsafeBufferPointer<Float>, width: Int, height: Int, rows: Range<Int>,
        seen: (Int, UnsafePointer<Float>) -> Void, visit: (Extremum, LevelRows) -> Void
    ) {
        guard let source = picture.baseAddress, height > 0, width > 0 else { return }
        let window = Window(self)
        let room = (layers + 1) * window.kept * width
        let searched = max(border, rows.lowerBound)..<max(border, min(height - border, rows.upperBound))
        withUnsafeTemporaryAllocation(of: Float.self, capacity: room + 3 * layers * width) { memory in
            guard let start = memory.baseAddress else { return }
            let levels = LevelRows(start, width: width, height: height, kept: window.kept)
            let differences = DifferenceRows(start + room, layers: layers, width: width)
            var cascade = BlurCascade(first: first, steps: steps, width: width, height: height)
            var (line, y, given) = (0, searched.lowerBound, 0)
            while cascade.complete < height {
                cascade.advance(line < height ? source + line * width : nil, into: levels)
                line += 1
                while given < cascade.ready(scales) {
                    seen(given, UnsafePointer(levels.row(scales, given)))
                    given += 1
                }
                while y < searched.upperBound, width > 2 * border,
                    y + window.ahead < cascade.complete || cascade.complete == height
                {
                    if y == searched.lowerBound {
                        differences.take(levels, y - 1)
                        differences.take(levels, y)
                    }
                    differences.take(levels, y + 1)
                    for layer in 1..<(layers - 1) {
                        scan(differences, y, layer, width) { x in
                            if let place = refined(levels, x, y, layer) { visit(place, levels) }
                        }
                    }
                    y += 1
                }
            }
        }
    }

    /// How many rows of each level are kept, and how many of the highest level wait ahead of the row that is searched.
    private struct Window {
        let ahead: Int
        let kept: Int

        init(_ search: OctaveSearch) {
            let scale = Approximation.exp2(1 / Float(search.scales))
            var (sigma, reaches) = (search.firstSigma, [Int]())
            for level in 0...search.layers {
                // An extremum of a level stands up to half a step beside it.
                let sight = search.sight * sigma * scale.squareRoot()
                let described = (1...search.scales).contains(level)
                reaches.append(OctaveSearch.mostMove + 2 + (described ? Int(sight) : 0))
                sigma *= scale
            }
            // Rows that each level is ahead of the highest.
            var lead = [Int](repeating: 0, count: search.layers + 1)
            for level in (0..<search.layers).reversed() {
                lead[level] = lead[level + 1] + search.steps[level].radius
            }
            let ahead = zip(reaches, lead).map { $0 - $1 }.max() ?? 0
            self.ahead = ahead
            let needed = zip(reaches, lead).map { $0 + $1 + ahead + 1 }.max() ?? 1
            var kept = 16
            while kept < needed { kept *= 2 }
            self.kept = kept
        }
    }

    /// Visits the extrema of one row of one layer. Most samples fail beside their neighbours in the row and the rows
    /// above and below: that much is asked of eight at a time.
    @inline(__always)
    private func scan(
        _ differences: DifferenceRows, _ y: Int, _ layer: Int, _ width: Int, _ visit: (Int) -> Void
    ) {
        let threshold = 0.5 * contrast / Float(scales)
        let row = differences.row(y, layer)
        let upper = differences.row(y - 1, layer)
        let lower = differences.row(y + 1, layer)
        let end = width - border
        var x = border
        while x + 8 <= end {
            let value = Self.eight(row + x)
            let around = (
                Self.eight(row + x - 1), Self.eight(row + x + 1), Self.eight(upper + x), Self.eight(lower + x)
            )
            let tops =
                (value .> threshold) .& (value .>= around.0) .& (value .>= around.1) .& (value .>= around.2)
                .& (value .>= around.3)
            let bottoms =
                (value .< -threshold) .& (value .<= around.0) .& (value .<= around.1)
                .& (value .<= around.2) .& (value .<= around.3)
            if unsafeBitCast(tops .| bottoms, to: SIMD8<Int32>.self).wrappedSum() != 0 {
                for place in x..<(x + 8) {
                    if Self.isExtremum(place, row, upper, lower, threshold, width) { visit(place) }
                }
            }
            x += 8
        }
        for place in x..<end where Self.isExtremum(place, row, upper, lower, threshold, width) {
            visit(place)
        }
    }

    @inline(__always)
    private static func eight(_ place: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// Beyond the threshold, and none of its 26 neighbours beyond it.
    @inline(__always)
    private static func isExtremum(
        _ x: Int, _ row: UnsafeMutablePointer<Float>, _ upper: UnsafeMutablePointer<Float>,
        _ lower: UnsafeMutablePointer<Float>, _ threshold: Float, _ width: Int
    ) -> Bool {
        let value = row[x]
        if value > threshold {
            return tops(row + x, value) && tops(upper + x, value) && tops(lower + x, value)
                && tops(row + x - width, value) && tops(upper + x - width, value)
                && tops(lower + x - width, value) && tops(row + x + width, value)
                && tops(upper + x + width, value) && tops(lower + x + width, value)
        }
        guard value < -threshold else { return false }
        return bottoms(row + x, value) && bottoms(upper + x, value)
            && bottoms(lower + x, value) && bottoms(row + x - width, value)
            && bottoms(upper + x - width, value) && bottoms(lower + x - width, value)
            && bottoms(row + x + width, value) && bottoms(upper + x + width, value)
            && bottoms(lower + x + width, value)
    }

    /// None of three neighbours lies above.
    @inline(__always)
    private static func tops(_ place: UnsafeMutablePointer<Float>, _ value: Float) -> Bool {
        place[-1] <= value && place[0] <= value && place[1] <= value
    }

    /// None of three neighbours lies below.
    @inline(__always)
    private static func bottoms(_ place: UnsafeMutablePointer<Float>, _ value: Float) -> Bool {
        place[-1] >= value && place[0] >= value && place[1] >= value
    }

    /// Fits a quadratic around the sample; nil where it runs away, is faint, or lies on an edge.
    private func refined(
        _ rows: LevelRows, _ column: Int, _ line: Int, _ scale: Int
    ) -> Extremum? {
        var (x, y, layer) = (column, line, scale)
        for _ in 0..<4 {
            func at(_ across: Int, _ down: Int, _ up: Int) -> Float {
                rows.row(layer + up + 1, y + down)[x + across] - rows.row(layer + up, y + down)[x + across]
            }
            let value = at(0, 0, 0)
            let dx = (at(1, 0, 0) - at(-1, 0, 0)) / 2
            let dy = (at(0, 1, 0) - at(0, -1, 0)) / 2
            let ds = (at(0, 0, 1) - at(0, 0, -1)) / 2
            let dxx = at(1, 0, 0) + at(-1, 0, 0) - 2 * value
            let dyy = at(0, 1, 0) + at(0, -1, 0) - 2 * value
            let dss = at(0, 0, 1) + at(0, 0, -1) - 2 * value
            let dxy = (at(1, 1, 0) - at(-1, 1, 0) - at(1, -1, 0) + at(-1, -1, 0)) / 4
            let dxs = (at(1, 0, 1) - at(-1, 0, 1) - at(1, 0, -1) + at(-1, 0, -1)) / 4
            let dys = (at(0, 1, 1) - at(0, -1, 1) - at(0, 1, -1) + at(0, -1, -1)) / 4
            let determinant =
                dxx * (dyy * dss - dys * dys) - dxy * (dxy * dss - dys * dxs) + dxs * (dxy * dys - dyy * dxs)
            guard abs(determinant) > 1e-9 else { return nil }
            let ox =
                -(dx * (dyy * dss - dys * dys) - dxy * (dy * dss - dys * ds) + dxs * (dy * dys - dyy * ds))
                / determinant
            let oy =
                -(dxx * (dy * dss - dys * ds) - dx * (dxy * dss - dys * dxs) + dxs * (dxy * ds - dy * dxs))
                / determinant
            let os =
                -(dxx * (dyy * ds - dy * dys) - dxy * (dxy * ds - dy * dxs) + dx * (dxy * dys - dyy * dxs))
                / determinant
            if abs(ox) < 0.5, abs(oy) < 0.5, abs(os) < 0.5 {
                let height = value + 0.5 * (dx * ox + dy * oy + ds * os)
                let trace = dxx + dyy
                let product = dxx * dyy - dxy * dxy
                guard abs(height) * Float(scales) >= contrast, product > 0,
                    trace * trace * edgeRatio < (edgeRatio + 1) * (edgeRatio + 1) * product
                else { return nil }
                return Extremum(
                    x: Float(x) + ox, row: y, below: oy, layer: Float(layer) + os, response: abs(height))
            }
            guard abs(ox) < 100, abs(oy) < 100, abs(os) < 100 else { return nil }
            x += Int(ox.rounded())
            y += Int(oy.rounded())
            layer += Int(os.rounded())
            guard layer >= 1, layer < layers - 1, x >= border, x < rows.width - border, y >= border,
                y < rows.height - border, abs(y - line) <= OctaveSearch.mostMove
            else { return nil }
        }
        return nil
    }
}

/// Differences of neighbouring blurs in the latest three rows.
private struct DifferenceRows {
    private let start: UnsafeMutablePointer<Float>
    private let layers: Int
    private let width: Int

    /// - Parameter start: room for three rows of each layer.
    init(_ start: UnsafeMutablePointer<Float>, layers: Int, width: Int) {
        self.start = start
        self.layers = layers
        self.width = width
    }

    @inline(__always)
    func row(_ y: Int, _ layer: Int) -> UnsafeMutablePointer<Float> {
        start + (y % 3 * layers + layer) * width
    }

    func take(_ levels: LevelRows, _ y: Int) {
        for layer in 0..<layers {
            let (target, lower, upper) = (row(y, layer), levels.row(layer, y), levels.row(layer + 1, y))
            for x in 0..<width { target[x] = upper[x] - lower[x] }
        }
    }
}
