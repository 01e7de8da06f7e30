import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Shelf

/// Fen printed small and high lose their point when they are read; the picture says where they begin.
struct SmallFenTests {
    /// Black print on white: frames, each from `top` to `bottom`, `gap` apart.
    private static func print(
        _ glyphs: [(width: Int, top: Int, bottom: Int)], gap: Int
    ) -> (picture: Raster, box: Box) {
        var picture = Raster(width: 400, height: 160, red: 250, green: 250, blue: 250)
        var x = 40
        for glyph in glyphs {
            let (right, bottom, stroke) = (x + glyph.width, glyph.bottom, 7)
            picture.fill(x0: x, y0: glyph.top, x1: right, y1: bottom, (20, 20, 20))
            picture.fill(
                x0: x + stroke, y0: glyph.top + stroke, x1: right - stroke, y1: bottom - stroke,
                (250, 250, 250))
            x += glyph.width + gap
        }
        return (picture, Box(x0: 38, y0: 38, x1: x - gap + 2, y1: 122))
    }

    private static let mark = (width: 18, top: 70, bottom: 120)
    private static let yuan = (width: 38, top: 40, bottom: 120)
    private static let fen = (width: 20, top: 40, bottom: 82)

    private static func price(_ text: String, _ glyphs: [(width: Int, top: Int, bottom: Int)], gap: Int)
        -> String?
    {
        let (picture, box) = print(glyphs, gap: gap)
        let line = TextLine(
            text: text, box: box, confidence: 0.99,
            characters: text.map { ReadCharacter(text: String($0), probability: 0.99) })
        return SellingPrice.of([line], on: picture)?.price.description
    }

    @Test(arguments: [6, 0])
    func `small fen are fen, also where digits touch`(gap: Int) {
        #expect(
            Self.price("¥1290", [Self.mark, Self.yuan, Self.yuan, Self.fen, Self.fen], gap: gap) == "12.90")
        #expect(Self.price("¥129", [Self.mark, Self.yuan, Self.fen, Self.fen], gap: gap) == "1.29")
        #expect(Self.price("7529", [Self.yuan, Self.yuan, Self.fen, Self.fen], gap: gap) == "75.29")
    }

    @Test func `whole yuan are told where each digit is seen by itself`() {
        let digits = [Self.mark, Self.yuan, Self.yuan, Self.yuan]
        #expect(Self.price("¥129", digits, gap: 6) == "129.00")
        #expect(Self.price("¥129", digits, gap: 0) == nil)
        #expect(Self.price("129", Array(digits.dropFirst()), gap: 6) == nil)
    }

    @Test func `the arm of a seven is no fen`() {
        let seven = [(width: 14, top: 40, bottom: 120), (width: 24, top: 40, bottom: 54)]
        let glyphs = [Self.mark, Self.yuan] + seven
        #expect(Self.price("¥17", glyphs, gap: 0) == nil)
        #expect(GlyphHeights(columns: [0...79, 0...79, nil, 0...79, 0...12]).tallRun(glyphs: 3) == nil)
    }
}
