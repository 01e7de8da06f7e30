import AnalyzerKit
import Evidence
import Media

/// A printed digit found in the picture.
struct PrintedDigit: Sendable {
    var character: Character
    var box: Box
}

/// The digits of one line of print, each with its place, and which pixels are ink.
///
/// Watermark print is of one colour. The colour that, of the most frequent ones in the line's box, makes as many shapes
/// as the line has digits at the places where the text has them is the ink.
struct GlyphSegmentation: Sendable {
    /// The line's surroundings in the picture.
    let frame: Box
    /// 1 where the ink's colour is, row by row over `frame`.
    let ink: [UInt8]
    let digits: [PrintedDigit]
    /// Ink brighter than its ground.
    let isBright: Bool

    private static let inkTolerance = 70

    init?(_ line: TextLine, in picture: Raster) {
        let height = line.box.height
        guard height >= 14, line.box.width > height / 2 else { return nil }
        let margin = max(4, height / 3)
        let frame = Box(
            x0: max(0, line.box.x0 - margin), y0: max(0, line.box.y0 - margin),
            x1: min(picture.width, line.box.x1 + margin), y1: min(picture.height, line.box.y1 + margin))
        guard frame.width > 8, frame.height > 8 else { return nil }
        self.frame = frame
        let characters = Array(line.text).filter { !$0.isWhitespace || $0 == " " }
        var best: (digits: [PrintedDigit], ink: [UInt8], bright: Bool)?
        for color in Self.frequentColors(line.box, picture) {
            let ink = Self.mask(color, frame, picture)
            let shapes = Self.shapes(ink, frame)
            let digits = Self.assign(shapes, characters, line.box)
            if digits.count > best?.digits.count ?? 1 {
                best = (digits, ink, color.luma > Self.groundLuma(ink, frame, picture))
            }
        }
        guard let best else { return nil }
        ink = best.ink
        digits = best.digits
        isBright = best.bright
    }

    struct Color: Hashable {
        var red: Int
        var green: Int
        var blue: Int
        var luma: Int { (299 * red + 587 * green + 114 * blue) / 1000 }
    }

    /// The means of the most frequent cells of a coarse colour histogram.
    private static func frequentColors(_ box: Box, _ picture: Raster) -> [Color] {
        var counts = [Int](repeating: 0, count: 512)
        var sums = [SIMD4<Int>](repeating: SIMD4(), count: 512)
        for y in max(0, box.y0)..<min(picture.height, box.y1) {
            for x in max(0, box.x0)..<min(picture.width, box.x1) {
                let index = (y * picture.width + x) * 3
                let (r, g, b) = (
                    Int(picture.pixels[index]), Int(picture.pixels[index + 1]), Int(picture.pixels[index + 2])
                )
                let cell = (r >> 5) << 6 | (g >> 5) << 3 | b >> 5
                counts[cell] += 1
                sums[cell] &+= SIMD4(r, g, b, 0)
            }
        }
        return counts.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }.prefix(5).filter {
            counts[$0] > 20
        }
        .map {
            Color(red: sums[$0].x / counts[$0], green: sums[$0].y / counts[$0], blue: sums[$0].z / counts[$0])
        }
    }

    private static func mask(_ color: Color, _ frame: Box, _ picture: Raster) -> [UInt8] {
        var ink = [UInt8](repeating: 0, count: frame.area)
        for y in frame.y0..<frame.y1 {
            for x in frame.x0..<frame.x1 {
                let index = (y * picture.width + x) * 3
                let distance = max(
                    abs(Int(picture.pixels[index]) - color.red),
                    abs(Int(picture.pixels[index + 1]) - color.green),
                    abs(Int(picture.pixels[index + 2]) - color.blue))
                if distance < inkTolerance { ink[(y - frame.y0) * frame.width + x - frame.x0] = 1 }
            }
        }
        return ink
    }

    private static func groundLuma(_ ink: [UInt8], _ frame: Box, _ picture: Raster) -> Int {
        var (sum, count) = (0, 0)
        for (offset, value) in ink.enumerated() where value == 0 {
            let x = frame.x0 + offset % frame.width
            let y = frame.y0 + offset / frame.width
            let index = (y * picture.width + x) * 3
            sum +=
                (299 * Int(picture.pixels[index]) + 587 * Int(picture.pixels[index + 1]) + 114
                    * Int(picture.pixels[index + 2])) / 1000
            count += 1
        }
        return count == 0 ? 0 : sum / count
    }

    /// Connected regions of ink (8 neighbours) as boxes in the picture, left to right.
    private static func shapes(_ ink: [UInt8], _ frame: Box) -> [Box] {
        var seen = ink
        var boxes: [Box] = []
        let (width, height) = (frame.width, frame.height)
        for start in seen.indices where seen[start] == 1 {
            var stack = [start]
            seen[start] = 0
            var box = Box(x0: Int.max, y0: Int.max, x1: 0, y1: 0)
            while let index = stack.popLast() {
                let (x, y) = (index % width, index / width)
                box = Box(
                    x0: min(box.x0, x), y0: min(box.y0, y), x1: max(box.x1, x + 1), y1: max(box.y1, y + 1))
                for dy in -1...1 {
                    for dx in -1...1 {
                        let (nx, ny) = (x + dx, y + dy)
                        guard nx >= 0, ny >= 0, nx < width, ny < height, seen[ny * width + nx] == 1 else {
                            continue
                        }
                        seen[ny * width + nx] = 0
                        stack.append(ny * width + nx)
                    }
                }
            }
            boxes.append(
                Box(
                    x0: box.x0 + frame.x0, y0: box.y0 + frame.y0, x1: box.x1 + frame.x0, y1: box.y1 + frame.y0
                ))
        }
        return boxes.sorted { ($0.x0, $0.y0) < ($1.x0, $1.y0) }
    }

    /// Advance of a character, in ems of common sans-serif fonts.
    private static func advance(_ character: Character) -> Double {
        if character.isASCIIDigit { return 0.555 }
        switch character {
        case "-": return 0.35
        case "/": return 0.39
        case ":", ".", ",", "'": return 0.28
        case " ": return 0.22
        default: return character.isASCII ? 0.6 : 1
        }
    }

    /// The shape of each digit of the text: of digit's height and width, nearest to where the text has it.
    private static func assign(_ shapes: [Box], _ text: [Character], _ box: Box) -> [PrintedDigit] {
        let total = text.reduce(0) { $0 + advance($1) }
        guard total > 0 else { return [] }
        let em = Double(box.width) / total
        let candidates = shapes.filter {
            Double($0.height) > 0.5 * em && Double($0.height) < 1.1 * em && Double($0.width) < 0.75 * em
                && $0.width * 6 > $0.height
        }
        var place = Double(box.x0)
        var found: [PrintedDigit] = []
        for character in text {
            let middle = place + advance(character) * em / 2
            place += advance(character) * em
            guard character.isASCIIDigit else { continue }
            let nearest = candidates.min {
                abs(Double($0.x0 + $0.x1) / 2 - middle) < abs(Double($1.x0 + $1.x1) / 2 - middle)
            }
            guard let nearest, abs(Double(nearest.x0 + nearest.x1) / 2 - middle) < 0.33 * em,
                !found.contains(where: { $0.box == nearest })
            else { continue }
            found.append(PrintedDigit(character: character, box: nearest))
        }
        return found
    }
}

extension GlyphSegmentation {
    func isInk(_ x: Int, _ y: Int) -> Bool {
        x >= frame.x0 && y >= frame.y0 && x < frame.x1 && y < frame.y1
            && ink[(y - frame.y0) * frame.width + x - frame.x0] == 1
    }

    /// No ink within a margin on any side.
    func isGround(_ x: Int, _ y: Int, margin: Int) -> Bool {
        for dy in -margin...margin { for dx in -margin...margin where isInk(x + dx, y + dy) { return false } }
        return true
    }

    /// No ink and no shadow of it: none within a reach above and to the left, nor within two thirds of it on other sides.
    func isFree(_ x: Int, _ y: Int, reach: Int) -> Bool {
        let less = reach * 2 / 3
        for dy in -reach...less { for dx in -reach...less where isInk(x + dx, y + dy) { return false } }
        return true
    }

    /// Whether a digit's rows of ink match another's only when moved up or down by a row or more.
    func isShifted(_ first: Box, _ second: Box) -> Bool {
        let height = max(first.height, second.height) + 4 + first.height / 5
        func profile(_ box: Box, from top: Int) -> [Int] {
            (0..<height).map { row in (box.x0..<box.x1).count { isInk($0, top + row) } }
        }
        // Both are read from the same row of the picture.
        let top = min(first.y0, second.y0) - 2
        let one = profile(first, from: top)
        let other = profile(second, from: top)
        func difference(_ shift: Int) -> Int {
            (0..<height).reduce(0) { sum, row in
                let moved = row + shift
                return sum + abs(one[row] - (other.indices.contains(moved) ? other[moved] : 0))
            }
        }
        let straight = difference(0)
        let farthest = max(1, first.height / 10)
        let moved = (1...farthest).map { min(difference($0), difference(-$0)) }.min() ?? straight
        let ink = one.reduce(0, +)
        // Compression leaves a few pixels of difference; a row's shift changes every slanted stroke and both ends.
        return straight * 100 > 9 * ink && moved * 100 < 5 * ink && moved * 2 < straight
    }
}
