public import Media

/// Letters to write on pictures with: cut from one grey picture, so that they look the same on every machine.
public struct LetterSheet: Sendable {
    /// Where each letter stands (`letters.json`).
    public struct Layout: Sendable, Codable {
        /// Size of the letters, px, and the side of the square that each has to itself.
        public var em: Int
        public var cell: Int
        public var columns: Int
        /// From the left edge of a square to the letter's origin.
        public var left: Int
        public var letters: String
        /// How far the next letter stands, px.
        public var advances: [Int]
    }

    private struct Letter {
        var x: Int
        var y: Int
        var advance: Int
    }

    private let layout: Layout
    private let picture: Raster
    private let letters: [Character: Letter]

    /// - Returns: nil where the picture does not hold the letters that the layout names.
    public init?(layout: Layout, picture: Raster) {
        let characters = Array(layout.letters)
        guard layout.em > 0, layout.cell > 0, layout.columns > 0, characters.count == layout.advances.count,
            picture.width >= layout.columns * layout.cell,
            picture.height * layout.columns >= characters.count * layout.cell
        else { return nil }
        self.layout = layout
        self.picture = picture
        letters = Dictionary(
            characters.enumerated().map { index, character in
                (
                    character,
                    Letter(
                        x: index % layout.columns * layout.cell, y: index / layout.columns * layout.cell,
                        advance: layout.advances[index])
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether every letter of a text has a shape; a space needs none.
    public func holds(_ text: String) -> Bool { text.allSatisfy { $0 == " " || letters[$0] != nil } }

    func width(of text: String, size: Int) -> Int {
        text.reduce(0) { $0 + advance($1) } * size / layout.em
    }

    private func advance(_ character: Character) -> Int { letters[character]?.advance ?? layout.em / 4 }

    /// Writes from a left edge and the top of the line; what has no shape is left out.
    func write(
        _ text: String, on painting: inout Raster, x: Int, y: Int, size: Int, colour: Raster.Colour
    ) {
        var place = x * layout.em
        for character in text {
            if let letter = letters[character] {
                draw(letter, on: &painting, x: place / layout.em, y: y, size: size, colour: colour)
            }
            place += advance(character) * size
        }
    }

    private func draw(
        _ letter: Letter, on painting: inout Raster, x: Int, y: Int, size: Int, colour: Raster.Colour
    ) {
        let side = layout.cell * size / layout.em
        let left = x - layout.left * size / layout.em
        let (width, height) = (painting.width, painting.height)
        painting.withMutablePixels { target in
            picture.pixels.withUnsafeBufferPointer { sheet in
                for row in 0..<side where (0..<height).contains(y + row) {
                    for column in 0..<side where (0..<width).contains(left + column) {
                        let ink = coverage(sheet, letter, column, row, side)
                        let place = ((y + row) * width + left + column) * 3
                        target[place] = mixed(target[place], colour.red, ink)
                        target[place + 1] = mixed(target[place + 1], colour.green, ink)
                        target[place + 2] = mixed(target[place + 2], colour.blue, ink)
                    }
                }
            }
        }
    }

    /// The mean of the sheet's samples under a dot, 0…255.
    @inline(__always)
    private func coverage(
        _ sheet: UnsafeBufferPointer<UInt8>, _ letter: Letter, _ column: Int, _ row: Int, _ side: Int
    ) -> Int {
        let left = column * layout.cell / side
        let right = min(layout.cell, max(left + 1, ((column + 1) * layout.cell + side - 1) / side))
        let top = row * layout.cell / side
        let bottom = min(layout.cell, max(top + 1, ((row + 1) * layout.cell + side - 1) / side))
        var sum = 0
        for y in top..<bottom {
            for x in left..<right { sum += Int(sheet[((letter.y + y) * picture.width + letter.x + x) * 3]) }
        }
        return sum / ((bottom - top) * (right - left))
    }

    @inline(__always)
    private func mixed(_ below: UInt8, _ ink: UInt8, _ coverage: Int) -> UInt8 {
        UInt8((Int(below) * (255 - coverage) + Int(ink) * coverage) / 255)
    }
}
