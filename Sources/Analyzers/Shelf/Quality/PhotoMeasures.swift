import Media

/// Figures that say whether a photo can be judged; none of them knows a product.
struct PhotoMeasures: Sendable {
    /// Long side that sharpness is measured on, and that layout is measured on.
    private static let sharpSide = 1024
    private static let layoutSide = 384
    private static let cell = 16

    /// 0…255
    var meanLuma = 0.0
    /// Luma that the brightest hundredth exceeds.
    var brightest = 0.0
    /// Share of pixels at the upper end of the scale.
    var clipped = 0.0
    /// Share of 16-pixel cells (of 384) that are clipped throughout.
    var clippedCells = 0.0
    /// Second over first differences on the strongest edges, in the direction that is worst: content does not matter.
    var sharpness = 0.0
    /// Share of cells that show detail.
    var detail = 0.0
    /// Width and height of what holds most of the detail, as a share of the photo's area.
    var detailArea = 0.0
    /// Share of edge strength that is level or upright within about 11°.
    var upright = 0.0
    /// Longest level edge, as a share of the width.
    var board = 0.0
    /// How many level edges run over at least half of the width, at different heights.
    var boards = 0.0
    /// Share of the width that upright edges of some length stand on.
    var sides = 0.0

    var named: [String: Double] {
        [
            "meanLuma": meanLuma, "brightest": brightest, "clipped": clipped, "clippedCells": clippedCells,
            "sharpness": sharpness, "detail": detail, "detailArea": detailArea, "upright": upright,
            "board": board, "boards": boards, "sides": sides,
        ].mapValues { ($0 * 1000).rounded() / 1000 }
    }

    init(_ photo: Raster) {
        let sharp = PhotoMeasures.reduced(photo, longSide: PhotoMeasures.sharpSide)
        let small = PhotoMeasures.reduced(sharp, longSide: PhotoMeasures.layoutSide)
        let luma = small.luma()
        measureLight(luma)
        sharpness = PhotoMeasures.sharpness(sharp.luma())
        measureDetail(luma)
        measureLines(luma)
    }

    private static func reduced(_ photo: Raster, longSide: Int) -> Raster {
        let long = max(photo.width, photo.height)
        guard long > longSide else { return photo }
        return photo.resized(
            width: max(1, photo.width * longSide / long), height: max(1, photo.height * longSide / long))
    }

    private mutating func measureLight(_ luma: Plane) {
        var histogram = [Int](repeating: 0, count: 256)
        var sum: Float = 0
        for value in luma.samples {
            histogram[max(0, min(255, Int(value)))] += 1
            sum += value
        }
        let count = luma.samples.count
        meanLuma = Double(sum) / Double(count)
        clipped = Double(histogram[250...].reduce(0, +)) / Double(count)
        var left = count / 100
        var level = 255
        while level > 0, left >= histogram[level] {
            left -= histogram[level]
            level -= 1
        }
        brightest = Double(level)
    }

    /// The least of four directions: a moved camera blurs across one of them only.
    private static func sharpness(_ luma: Plane) -> Double {
        let (width, height) = (luma.width, luma.height)
        guard width > 8, height > 8 else { return 0 }
        // Diagonal neighbours are √2 apart.
        let directions: [(step: Int, length: Float)] = [
            (1, 1), (width, 1), (width + 1, 1.414), (width - 1, 1.414),
        ]
        return directions.map { sharpness(luma, step: $0.step, length: $0.length) }.min() ?? 0
    }

    /// Mean |second difference| over mean |first difference| across the strongest edges of one direction.
    private static func sharpness(_ luma: Plane, step: Int, length: Float) -> Double {
        let (width, height) = (luma.width, luma.height)
        return luma.samples.withUnsafeBufferPointer { source -> Double in
            var sample: [Float] = []
            var place = width + 1
            while place < width * (height - 1) - 1 {
                sample.append(abs(source[place + step] - source[place - step]))
                place += 11
            }
            let limit = max(8, Ranked.value(at: sample.count * 95 / 100, of: &sample) ?? 0)
            var (curvature, slope) = (Float(0), Float(0))
            for y in 1..<(height - 1) {
                for x in 1..<(width - 1) {
                    let place = y * width + x
                    let first = abs(source[place + step] - source[place - step])
                    guard first >= limit else { continue }
                    slope += first * 0.5
                    curvature += abs(source[place + step] + source[place - step] - 2 * source[place])
                }
            }
            return slope > 0 ? Double(curvature / slope / length) : 0
        }
    }

    private mutating func measureDetail(_ luma: Plane) {
        let edges = luma.gradientMagnitude()
        let (columns, rows) = (luma.width / PhotoMeasures.cell, luma.height / PhotoMeasures.cell)
        guard columns > 0, rows > 0 else { return }
        let area = Float(PhotoMeasures.cell * PhotoMeasures.cell)
        var (busy, white) = (0, 0)
        var across = [Float](repeating: 0, count: columns)
        var down = [Float](repeating: 0, count: rows)
        for row in 0..<rows {
            for column in 0..<columns {
                var (edge, bright) = (Float(0), 0)
                for y in (row * PhotoMeasures.cell)..<((row + 1) * PhotoMeasures.cell) {
                    for x in (column * PhotoMeasures.cell)..<((column + 1) * PhotoMeasures.cell) {
                        edge += edges.samples[y * luma.width + x]
                        bright += luma.samples[y * luma.width + x] >= 250 ? 1 : 0
                    }
                }
                edge /= area
                white += Float(bright) > 0.9 * area ? 1 : 0
                busy += edge > 5 ? 1 : 0
                guard edge > 5 else { continue }
                across[column] += edge
                down[row] += edge
            }
        }
        detail = Double(busy) / Double(columns * rows)
        clippedCells = Double(white) / Double(columns * rows)
        detailArea = PhotoMeasures.spread(across) * PhotoMeasures.spread(down)
    }

    /// Share of the places that hold the middle nine tenths.
    private static func spread(_ values: [Float]) -> Double {
        let total = values.reduce(0, +)
        guard total > 0 else { return 0 }
        var (sum, first, last) = (Float(0), 0, values.count - 1)
        for (index, value) in values.enumerated() {
            sum += value
            if sum < 0.05 * total { first = index + 1 }
            if sum > 0.95 * total {
                last = index
                break
            }
        }
        return Double(max(1, last - first + 1)) / Double(values.count)
    }

    private mutating func measureLines(_ luma: Plane) {
        let (width, height) = (luma.width, luma.height)
        guard width > 32, height > 32 else { return }
        let soft = luma.blurred(sigma: 0.8)
        var (axial, all) = (Float(0), Float(0))
        // Sign of the vertical step where an edge is level, of the horizontal where it is upright.
        var level = [Int8](repeating: 0, count: width * height)
        var standing = [Int8](repeating: 0, count: width * height)
        for y in 1..<(height - 1) {
            for x in 1..<(width - 1) {
                let place = y * width + x
                let dx = soft.samples[place + 1] - soft.samples[place - 1]
                let dy = soft.samples[place + width] - soft.samples[place - width]
                let strength = abs(dx) + abs(dy)
                guard strength > 8 else { continue }
                all += strength
                if abs(dy) > 5 * abs(dx) {
                    axial += strength
                    level[place] = dy > 0 ? 1 : -1
                } else if abs(dx) > 5 * abs(dy) {
                    axial += strength
                    standing[place] = dx > 0 ? 1 : -1
                }
            }
        }
        upright = all > 0 ? Double(axial / all) : 0
        measureBoards(level, width, height)
        measureSides(standing, width, height)
    }

    private mutating func measureBoards(_ level: [Int8], _ width: Int, _ height: Int) {
        var best = [Float](repeating: 0, count: height)
        // Up to 11° of lean.
        for tilt in -14...14 {
            let slope = Float(tilt) * (0.008 + 0.00045 * Float(abs(tilt)))
            let drops = (0..<width).map { Int((slope * Float($0 - width / 2)).rounded()) }
            for y in 2..<(height - 2) {
                var (rising, falling) = (0, 0)
                for x in 1..<(width - 1) {
                    let line = y + drops[x]
                    guard line > 0, line < height - 1 else { continue }
                    let sign = level[line * width + x]
                    rising += sign > 0 ? 1 : 0
                    falling += sign < 0 ? 1 : 0
                }
                best[y] = max(best[y], Float(max(rising, falling)) / Float(width))
            }
        }
        board = Double(best.max() ?? 0)
        var y = 0
        while y < height {
            if best[y] >= 0.5 {
                boards += 1
                y += height / 24
            }
            y += 1
        }
    }

    private mutating func measureSides(_ standing: [Int8], _ width: Int, _ height: Int) {
        let least = height / 20
        var columns = 0
        for x in 1..<(width - 1) {
            var (run, gap, longest) = (0, 0, 0)
            for y in 1..<(height - 1) {
                let here = standing[y * width + x] != 0
                if here {
                    run += 1
                    gap = 0
                } else {
                    gap += 1
                    if gap > 1 { run = 0 }
                }
                longest = max(longest, run)
            }
            columns += longest >= least ? 1 : 0
        }
        sides = Double(columns) / Double(width)
    }
}
