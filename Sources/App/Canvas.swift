import Evidence
import Media

/// A picture to draw boxes and labels on.
struct Canvas {
    typealias Colour = Raster.Colour

    private(set) var picture: Raster
    /// Width of a line, and the size of a letter's dot, pixels of the picture.
    let line: Int
    private let dot: Int

    init(_ picture: Raster) {
        self.picture = picture
        line = max(2, picture.width / 900)
        dot = max(1, picture.width / 1500)
    }

    mutating func outline(_ box: Box, _ colour: Colour, width: Int? = nil) {
        let width = width ?? line
        fill(Box(x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y0 + width), colour)
        fill(Box(x0: box.x0, y0: box.y1 - width, x1: box.x1, y1: box.y1), colour)
        fill(Box(x0: box.x0, y0: box.y0, x1: box.x0 + width, y1: box.y1), colour)
        fill(Box(x0: box.x1 - width, y0: box.y0, x1: box.x1, y1: box.y1), colour)
    }

    mutating func fill(_ box: Box, _ colour: Colour) {
        picture.fill(x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1, colour)
    }

    /// Lays a colour over the picture, half as strong at most, by how strongly each cell stands out.
    mutating func glow(_ heat: HeatMap, _ colour: Colour) {
        for (row, digits) in heat.rows.enumerated() {
            for column in 0..<digits.utf8.count {
                let share = heat.level(column: column, row: row) / 2
                guard share > 0 else { continue }
                let (x0, y0) = (column * heat.cell, row * heat.cell)
                for y in y0..<min(picture.height, y0 + heat.cell) {
                    for x in x0..<min(picture.width, x0 + heat.cell) {
                        let under = picture[x, y]
                        picture[x, y] = (
                            Self.mixed(under.red, colour.red, share),
                            Self.mixed(under.green, colour.green, share),
                            Self.mixed(under.blue, colour.blue, share)
                        )
                    }
                }
            }
        }
    }

    private static func mixed(_ under: UInt8, _ over: UInt8, _ share: Double) -> UInt8 {
        UInt8((Double(under) * (1 - share) + Double(over) * share).rounded())
    }

    /// Diagonal lines through a box.
    mutating func hatch(_ box: Box, _ colour: Colour) {
        let cut = box.intersection(Box(x0: 0, y0: 0, x1: picture.width, y1: picture.height))
        guard cut.width > 0, cut.height > 0 else { return }
        for y in cut.y0..<cut.y1 {
            for x in cut.x0..<cut.x1 where (x + y) % (12 * line) < line { picture[x, y] = colour }
        }
    }

    mutating func stroke(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ colour: Colour)
    {
        let steps = Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded(.up))
        guard steps > 0, steps < 100_000 else { return }
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let x = Int(start.x + (end.x - start.x) * share)
            let y = Int(start.y + (end.y - start.y) * share)
            fill(Box(x0: x, y0: y, x1: x + 1, y1: y + max(1, line / 2)), colour)
        }
    }

    /// Light letters on a dark ground, broken into lines of the given width and cut after the given number of them.
    mutating func label(_ text: String, x: Int, y: Int, width: Int, lines: Int, _ colour: Colour) {
        let advance = (PixelFont.width + 1) * dot
        let fit = max(3, width / advance)
        let height = (PixelFont.height + 2) * dot
        var rest = Substring(text)
        for number in 0..<lines where !rest.isEmpty {
            let part = rest.prefix(fit)
            rest = rest.dropFirst(fit)
            let top = y + number * height
            fill(Box(x0: x, y0: top, x1: x + part.count * advance + dot, y1: top + height), (0, 0, 0))
            for (place, character) in part.enumerated() {
                draw(character, x: x + dot + place * advance, y: top + dot, colour)
            }
        }
    }

    private mutating func draw(_ character: Character, x: Int, y: Int, _ colour: Colour) {
        for (column, bits) in PixelFont.columns(of: character).enumerated() {
            for row in 0..<PixelFont.height where bits >> row & 1 == 1 {
                let (left, top) = (x + column * dot, y + row * dot)
                fill(Box(x0: left, y0: top, x1: left + dot, y1: top + dot), colour)
            }
        }
    }
}
