import Media

/// The blurs of one octave, and the extrema of the differences of neighbours.
struct DifferenceOctave {
    /// In samples of the octave; `layer` is the fractional scale, 1 … number of scales.
    struct Extremum {
        var x: Float
        var y: Float
        var layer: Float
        var response: Float
    }

    let width: Int
    let height: Int
    /// Blurs of the octave; one more than differences.
    private let levels: Int
    private var layers: Int { levels - 1 }
    /// Blur by blur, row by row.
    private let samples: [Float]

    /// - Parameters:
    ///   - base: the octave's first blur.
    ///   - steps: from each blur to the next.
    init(_ base: Plane, steps: [GaussianBlur]) {
        width = base.width
        height = base.height
        levels = steps.count + 1
        let area = base.width * base.height
        samples = [Float](unsafeUninitializedCapacity: area * (steps.count + 1)) { all, count in
            guard let start = all.baseAddress else { return }
            base.samples.withUnsafeBufferPointer { first in
                if let first = first.baseAddress { start.initialize(from: first, count: area) }
            }
            for (number, step) in steps.enumerated() {
                step.apply(
                    UnsafeBufferPointer(start: start + number * area, count: area), width: base.width,
                    height: base.height,
                    to: UnsafeMutableBufferPointer(start: start + (number + 1) * area, count: area))
            }
            count = area * (steps.count + 1)
        }
    }

    /// Hands over all samples; level by level, row by row.
    func withSamples<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        samples.withUnsafeBufferPointer(body)
    }

    func extrema(rows: Range<Int>, border: Int, contrast: Float, edgeRatio: Float) -> [Extremum] {
        var found: [Extremum] = []
        let first = max(border, rows.lowerBound)
        let end = min(height - border, rows.upperBound)
        guard end > first, width > 2 * border else { return [] }
        let threshold = 0.5 * contrast / Float(layers - 2)
        // Differences of three rows at a time: ring of rows, layer by layer in each.
        var ring = [Float](repeating: 0, count: 3 * layers * width)
        samples.withUnsafeBufferPointer { all in
            ring.withUnsafeMutableBufferPointer { ring in
                for y in (first - 1)...first { difference(all, y, into: ring) }
                for y in first..<end {
                    difference(all, y + 1, into: ring)
                    for layer in 1..<(layers - 1) {
                        scan(ring, y, layer, border, threshold) { x in
                            if let place = refined(all, x, y, layer, border, contrast, edgeRatio) {
                                found.append(place)
                            }
                        }
                    }
                }
            }
        }
        return found
    }

    @inline(__always)
    private func difference(
        _ all: UnsafeBufferPointer<Float>, _ y: Int, into ring: UnsafeMutableBufferPointer<Float>
    ) {
        let area = width * height
        for layer in 0..<layers {
            let target = (y % 3 * layers + layer) * width
            let source = layer * area + y * width
            for x in 0..<width { ring[target + x] = all[source + area + x] - all[source + x] }
        }
    }

    /// Visits the extrema of one row of one layer. Most samples fail beside their neighbours in the row and the rows
    /// above and below: that much is asked of eight at a time.
    @inline(__always)
    private func scan(
        _ ring: UnsafeMutableBufferPointer<Float>, _ y: Int, _ layer: Int, _ border: Int, _ threshold: Float,
        _ visit: (Int) -> Void
    ) {
        guard let base = ring.baseAddress else { return }
        let row = base + (y % 3 * layers + layer) * width
        let upper = base + ((y + 2) % 3 * layers + layer) * width
        let lower = base + ((y + 1) % 3 * layers + layer) * width
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
                    if isExtremum(place, row, upper, lower, threshold) { visit(place) }
                }
            }
            x += 8
        }
        for place in x..<end where isExtremum(place, row, upper, lower, threshold) { visit(place) }
    }

    @inline(__always)
    private static func eight(_ place: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// Beyond the threshold, and none of its 26 neighbours beyond it.
    @inline(__always)
    private func isExtremum(
        _ x: Int, _ row: UnsafeMutablePointer<Float>, _ upper: UnsafeMutablePointer<Float>,
        _ lower: UnsafeMutablePointer<Float>, _ threshold: Float
    ) -> Bool {
        let value = row[x]
        if value > threshold {
            return Self.tops(row + x, value) && Self.tops(upper + x, value) && Self.tops(lower + x, value)
                && Self.tops(row + x - width, value) && Self.tops(upper + x - width, value)
                && Self.tops(lower + x - width, value) && Self.tops(row + x + width, value)
                && Self.tops(upper + x + width, value) && Self.tops(lower + x + width, value)
        }
        guard value < -threshold else { return false }
        return Self.bottoms(row + x, value) && Self.bottoms(upper + x, value)
            && Self.bottoms(lower + x, value) && Self.bottoms(row + x - width, value)
            && Self.bottoms(upper + x - width, value) && Self.bottoms(lower + x - width, value)
            && Self.bottoms(row + x + width, value) && Self.bottoms(upper + x + width, value)
            && Self.bottoms(lower + x + width, value)
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
        _ all: UnsafeBufferPointer<Float>, _ column: Int, _ line: Int, _ scale: Int, _ border: Int,
        _ contrast: Float, _ edgeRatio: Float
    ) -> Extremum? {
        var (x, y, layer) = (column, line, scale)
        let area = width * height
        func at(_ index: Int) -> Float { all[index + area] - all[index] }
        for _ in 0..<4 {
            let centre = (layer * height + y) * width + x
            let value = at(centre)
            let dx = (at(centre + 1) - at(centre - 1)) / 2
            let dy = (at(centre + width) - at(centre - width)) / 2
            let ds = (at(centre + area) - at(centre - area)) / 2
            let dxx = at(centre + 1) + at(centre - 1) - 2 * value
            let dyy = at(centre + width) + at(centre - width) - 2 * value
            let dss = at(centre + area) + at(centre - area) - 2 * value
            let dxy =
                (at(centre + width + 1) - at(centre + width - 1) - at(centre - width + 1)
                    + at(centre - width - 1)) / 4
            let dxs =
                (at(centre + area + 1) - at(centre + area - 1) - at(centre - area + 1)
                    + at(centre - area - 1)) / 4
            let dys =
                (at(centre + area + width) - at(centre + area - width) - at(centre - area + width)
                    + at(centre - area - width)) / 4
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
                guard abs(height) * Float(layers - 2) >= contrast, product > 0,
                    trace * trace * edgeRatio < (edgeRatio + 1) * (edgeRatio + 1) * product
                else { return nil }
                return Extremum(
                    x: Float(x) + ox, y: Float(y) + oy, layer: Float(layer) + os, response: abs(height))
            }
            guard abs(ox) < 100, abs(oy) < 100, abs(os) < 100 else { return nil }
            x += Int(ox.rounded())
            y += Int(oy.rounded())
            layer += Int(os.rounded())
            guard layer >= 1, layer < layers - 1, x >= border, x < width - border, y >= border,
                y < height - border
            else { return nil }
        }
        return nil
    }
}
