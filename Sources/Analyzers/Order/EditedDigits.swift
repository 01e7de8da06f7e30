import Evidence
import Media

/// Tells digits that were put into a printed number: another height, another baseline or another ground than the
/// digits beside them.
///
/// Digits of one font have one height and one baseline, and an app prints a number on one ground. Only runs of
/// digits are compared, so that a small ¥ or small decimals (¥18.80 in two sizes) say nothing. Where the strokes
/// cannot be told apart, nothing is said.
struct EditedDigits {
    private let screenshot: Raster

    /// Of the height of a digit; JPEG and resampling move an edge by about a pixel.
    private static let heightTolerance = 0.12
    private static let leastPixels = 2.5
    /// Levels by which a digit's ground may differ from that of its neighbours.
    private static let groundTolerance = 14
    private static let inkShare = 0.45
    private static let faintest = 60
    private static let smallestDigit = 14

    init(_ screenshot: Raster) { self.screenshot = screenshot }

    private struct Stroke {
        var first: Int
        var last: Int
        var top: Int
        var bottom: Int
        var ground: Int
        var height: Int { bottom - top + 1 }
    }

    func isSuspicious(_ piece: Piece) -> Bool {
        let glyphs = piece.glyphs.filter { !$0.isSpace }
        guard !piece.struck, glyphs.filter(\.isDigit).count >= 3, glyphs.allSatisfy({ $0.probability > 0.6 })
        else { return false }
        guard let strokes = strokes(in: piece.box), strokes.count == glyphs.count else { return false }
        var run: [Stroke] = []
        for (glyph, stroke) in zip(glyphs, strokes) {
            if glyph.isDigit {
                run.append(stroke)
            } else {
                if differs(run) { return true }
                run = []
            }
        }
        return differs(run)
    }

    private func differs(_ run: [Stroke]) -> Bool {
        guard run.count >= 2 else { return false }
        let heights = run.map(\.height).sorted()
        let height = heights[heights.count / 2]
        guard height >= Self.smallestDigit else { return false }
        let limit = max(Self.leastPixels, Self.heightTolerance * Double(height))
        let bottoms = run.map(\.bottom).sorted()
        let tops = run.map(\.top).sorted()
        let grounds = run.map(\.ground).sorted()
        func isOff(_ values: [Int]) -> Bool {
            let middle = values[values.count / 2]
            return values.contains { Double(abs($0 - middle)) > limit }
        }
        let middle = grounds[grounds.count / 2]
        return isOff(bottoms) || isOff(tops)
            || run.count >= 3 && grounds.contains { abs($0 - middle) > Self.groundTolerance }
    }

    /// Stretches of columns with ink, left to right; nil where print and ground cannot be told apart.
    private func strokes(in box: Box) -> [Stroke]? {
        let x0 = max(0, box.x0)
        let x1 = min(screenshot.width, box.x1)
        let y0 = max(0, box.y0)
        let y1 = min(screenshot.height, box.y1)
        let (width, height) = (x1 - x0, y1 - y0)
        guard width >= 12, height >= 10, width <= 2000, height <= 200 else { return nil }
        let light = luminance(x0: x0, y0: y0, width: width, height: height)
        let ground = Self.middle(Array(light[..<width]) + Array(light[(light.count - width)...]))
        let strongest = light.map { abs($0 - ground) }.max() ?? 0
        guard strongest >= Self.faintest else { return nil }
        let limit = Int(Double(strongest) * Self.inkShare)
        var result: [Stroke] = []
        var open: Stroke?
        for x in 0..<width {
            let inked = (0..<height).filter { abs(light[$0 * width + x] - ground) > limit }
            guard let top = inked.first, let bottom = inked.last else {
                if let stroke = open { result.append(stroke) }
                open = nil
                continue
            }
            var stroke = open ?? Stroke(first: x, last: x, top: top, bottom: bottom, ground: ground)
            stroke.last = x
            stroke.top = min(stroke.top, top)
            stroke.bottom = max(stroke.bottom, bottom)
            open = stroke
        }
        if let stroke = open { result.append(stroke) }
        // Ink at an edge is of another line, or cut.
        guard result.allSatisfy({ $0.top > 0 && $0.bottom < height - 1 }) else { return nil }
        for index in result.indices {
            result[index].ground = edge(of: result[index], light, width: width, height: height)
        }
        return result
    }

    /// The ground above and below a digit.
    private func edge(of stroke: Stroke, _ light: [Int], width: Int, height: Int) -> Int {
        var values: [Int] = []
        for x in stroke.first...stroke.last {
            values.append(light[x])
            values.append(light[(height - 1) * width + x])
        }
        return Self.middle(values)
    }

    private func luminance(x0: Int, y0: Int, width: Int, height: Int) -> [Int] {
        screenshot.pixels.withUnsafeBufferPointer { pixels in
            var result: [Int] = []
            result.reserveCapacity(width * height)
            for y in y0..<(y0 + height) {
                for x in x0..<(x0 + width) {
                    let index = (y * screenshot.width + x) * 3
                    result.append(
                        (Int(pixels[index]) * 77 + Int(pixels[index + 1]) * 150
                            + Int(pixels[index + 2]) * 29) >> 8)
                }
            }
            return result
        }
    }

    private static func middle(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
