import Media

/// Differences of neighbouring blurs of one octave, and their extrema.
struct DifferenceOctave {
    /// In samples of the octave; `layer` is the fractional scale, 1 … number of scales.
    struct Extremum {
        var x: Float
        var y: Float
        var layer: Float
        var response: Float
    }

    private let width: Int
    private let height: Int
    private let layers: Int
    /// Layer by layer, row by row.
    private var samples: [Float]

    init(_ levels: [Plane]) {
        width = levels[0].width
        height = levels[0].height
        layers = levels.count - 1
        samples = [Float](repeating: 0, count: width * height * layers)
        let area = width * height
        samples.withUnsafeMutableBufferPointer { target in
            for layer in 0..<layers {
                levels[layer].samples.withUnsafeBufferPointer { fine in
                    levels[layer + 1].samples.withUnsafeBufferPointer { coarse in
                        for index in 0..<area { target[layer * area + index] = coarse[index] - fine[index] }
                    }
                }
            }
        }
    }

    func extrema(rows: Range<Int>, border: Int, contrast: Float, edgeRatio: Float) -> [Extremum] {
        var found: [Extremum] = []
        let first = max(border, rows.lowerBound)
        let end = min(height - border, rows.upperBound)
        guard end > first, width > 2 * border else { return [] }
        let threshold = 0.5 * contrast / Float(layers - 2)
        samples.withUnsafeBufferPointer { all in
            for layer in 1..<(layers - 1) {
                for y in first..<end {
                    let row = (layer * height + y) * width
                    for x in border..<(width - border) {
                        let value = all[row + x]
                        guard abs(value) > threshold, isExtremum(all, row + x, value) else { continue }
                        if let place = refined(all, x, y, layer, border, contrast, edgeRatio) {
                            found.append(place)
                        }
                    }
                }
            }
        }
        return found
    }

    @inline(__always)
    private func isExtremum(_ all: UnsafeBufferPointer<Float>, _ centre: Int, _ value: Float) -> Bool {
        let sign: Float = value > 0 ? 1 : -1
        let height = value * sign
        let area = width * self.height
        return tops(all, centre, height, sign) && tops(all, centre - area, height, sign)
            && tops(all, centre + area, height, sign)
    }

    /// No sample of the 3 × 3 block lies above.
    @inline(__always)
    private func tops(_ all: UnsafeBufferPointer<Float>, _ centre: Int, _ value: Float, _ sign: Float) -> Bool
    {
        let upper = centre - width
        let lower = centre + width
        return all[centre] * sign <= value && all[centre - 1] * sign <= value
            && all[centre + 1] * sign <= value && all[upper] * sign <= value
            && all[upper - 1] * sign <= value && all[upper + 1] * sign <= value
            && all[lower] * sign <= value && all[lower - 1] * sign <= value && all[lower + 1] * sign <= value
    }

    /// Fits a quadratic around the sample; nil where it runs away, is faint, or lies on an edge.
    private func refined(
        _ all: UnsafeBufferPointer<Float>, _ column: Int, _ line: Int, _ scale: Int, _ border: Int,
        _ contrast: Float, _ edgeRatio: Float
    ) -> Extremum? {
        var (x, y, layer) = (column, line, scale)
        let area = width * height
        for _ in 0..<4 {
            let centre = (layer * height + y) * width + x
            let value = all[centre]
            let dx = (all[centre + 1] - all[centre - 1]) / 2
            let dy = (all[centre + width] - all[centre - width]) / 2
            let ds = (all[centre + area] - all[centre - area]) / 2
            let dxx = all[centre + 1] + all[centre - 1] - 2 * value
            let dyy = all[centre + width] + all[centre - width] - 2 * value
            let dss = all[centre + area] + all[centre - area] - 2 * value
            let dxy =
                (all[centre + width + 1] - all[centre + width - 1] - all[centre - width + 1]
                    + all[centre - width - 1]) / 4
            let dxs =
                (all[centre + area + 1] - all[centre + area - 1] - all[centre - area + 1]
                    + all[centre - area - 1]) / 4
            let dys =
                (all[centre + area + width] - all[centre + area - width] - all[centre - area + width]
                    + all[centre - area - width]) / 4
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
