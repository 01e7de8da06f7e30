import Evidence
import Media

/// Tells prices that are crossed out by the line through them.
struct StruckThrough {
    private let screenshot: Raster?
    /// Of the print in a box: how far it falls for each pixel to the right.
    private let slope: (Box) -> Double

    /// Text covers at most about two thirds of its middle rows, a line nearly all.
    private static let coverage = 0.9
    /// Ink is what differs from the ground by this share of the strongest difference.
    private static let inkShare = 0.3
    private static let faintest = 24

    init(_ screenshot: Raster?, slope: @escaping (Box) -> Double = { _ in 0 }) {
        self.screenshot = screenshot
        self.slope = slope
    }

    /// False where there is no picture, or no number in the piece.
    func crosses(_ piece: Piece) -> Bool {
        guard let screenshot, piece.glyphs.contains(where: \.isDigit), piece.glyphs.count >= 3 else {
            return false
        }
        let x0 = max(0, piece.box.x0)
        let x1 = min(screenshot.width, piece.box.x1)
        let y0 = max(0, piece.box.y0)
        let y1 = min(screenshot.height, piece.box.y1)
        guard x1 - x0 >= 12, y1 - y0 >= 6, x1 - x0 > y1 - y0 else { return false }
        let light = luminance(screenshot, x0: x0, x1: x1, y0: y0, y1: y1)
        let width = x1 - x0
        let height = y1 - y0
        let ground = middle(Array(light[..<width]) + Array(light[(light.count - width)...]))
        let contrast = light.map { abs($0 - ground) }
        let strongest = contrast.max() ?? 0
        guard strongest >= Self.faintest else { return false }
        let limit = Int(Double(strongest) * Self.inkShare)
        let ink = straightened(
            contrast.map { $0 > limit }, slope: slope(piece.box), width: width, height: height)
        return isCrossed(ink, width: width, height: height)
    }

    /// Each column moved up or down by as much as print that leans has moved there from the middle.
    private func straightened(_ ink: [Bool], slope: Double, width: Int, height: Int) -> [Bool] {
        guard slope != 0 else { return ink }
        var result = [Bool](repeating: false, count: ink.count)
        for x in 0..<width {
            let fall = Int((slope * Double(x - width / 2)).rounded())
            for y in max(0, -fall)..<max(0, -fall, min(height, height - fall)) {
                result[y * width + x] = ink[(y + fall) * width + x]
            }
        }
        return result
    }

    /// A price and a former price behind it may have been read as one line; they are parted where one is crossed out.
    func parts(of piece: Piece) -> [Piece] {
        guard screenshot != nil, let second = secondAmount(of: piece) else { return [piece] }
        let slope = slope(piece.box)
        let parts = [
            piece.part(0..<second, slope: slope), piece.part(second..<piece.glyphs.count, slope: slope),
        ]
        return crosses(parts[0]) != crosses(parts[1]) ? parts : [piece]
    }

    /// Where the second of two amounts begins: at its sign, or behind the 元 of the first.
    private func secondAmount(of piece: Piece) -> Int? {
        let glyphs = piece.glyphs
        let signs = glyphs.indices.filter { glyphs[$0].folded == "¥" }
        if signs.count == 2 { return signs[1] }
        let ends = glyphs.indices.filter { glyphs[$0].folded == "元" }
        guard signs.isEmpty, ends.count == 2, glyphs[(ends[0] + 1)...].contains(where: \.isDigit) else {
            return nil
        }
        return ends[0] + 1
    }

    private func isCrossed(_ ink: [Bool], width: Int, height: Int) -> Bool {
        var left = width
        var right = -1
        var top = height
        var bottom = -1
        for y in 0..<height {
            for x in 0..<width where ink[y * width + x] {
                left = min(left, x)
                right = max(right, x)
                top = min(top, y)
                bottom = max(bottom, y)
            }
        }
        let span = right - left + 1
        let rise = bottom - top + 1
        guard span >= 10, rise >= 5 else { return false }
        let rows = (top + rise * 3 / 10)...(top + rise * 7 / 10)
        return rows.contains { y in
            var count = 0
            for x in left...right where ink[y * width + x] { count += 1 }
            return Double(count) >= Self.coverage * Double(span)
        }
    }

    private func luminance(_ picture: Raster, x0: Int, x1: Int, y0: Int, y1: Int) -> [Int] {
        let pixels = picture.pixels
        var result: [Int] = []
        result.reserveCapacity((x1 - x0) * (y1 - y0))
        for y in y0..<y1 {
            for x in x0..<x1 {
                let index = (y * picture.width + x) * 3
                result.append(
                    (Int(pixels[index]) * 77 + Int(pixels[index + 1]) * 150 + Int(pixels[index + 2]) * 29)
                        >> 8)
            }
        }
        return result
    }

    private func middle(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
