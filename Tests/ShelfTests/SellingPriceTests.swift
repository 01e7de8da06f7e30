import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

/// Layouts of price tags as lines of print; drawn, not photographed.
struct SellingPriceTests {
    private static let blank = Raster(width: 400, height: 240, red: 255, green: 255, blue: 255)

    private static func line(
        _ text: String, _ x: Int, _ y: Int, _ width: Int, _ height: Int, sure: Double = 0.99
    ) -> TextLine {
        TextLine(
            text: text, box: Box(x0: x, y0: y, x1: x + width, y1: y + height), confidence: sure,
            characters: text.map { ReadCharacter(text: String($0), probability: sure) })
    }

    private static func price(_ lines: [TextLine]) -> String? {
        SellingPrice.of(lines, on: blank)?.price.description
    }

    @Test(arguments: [
        ("12.90", "12.90"), ("¥12.90", "12.90"), ("￥ 9.9", "9.90"), ("0.98", "0.98"), ("12,90", "12.90"),
        ("零售价：28.50元", "28.50"), ("１２．８０", "12.80"), ("5.50元/瓶", "5.50"),
    ])
    func `a price alone is the price`(text: String, expected: String) {
        #expect(Self.price([Self.line(text, 20, 40, 200, 60)]) == expected)
    }

    @Test(arguments: [
        "6901234567892", "250ml", "2026.11.24", "-15%", "500g×6", "单价 12.90", "3.98/100g", "3.98元/500g",
        "会员价 8.80",
        "原价 19.90", "编码 12.34", "1290", "007.50", "12.345", "",
    ])
    func `what is no selling price is not told`(text: String) {
        #expect(Self.price(text.isEmpty ? [] : [Self.line(text, 20, 40, 200, 60)]) == nil)
    }

    @Test func `of a full tag the big price is told`() {
        let lines = [
            Self.line("农夫山泉饮用天然水550ml", 10, 8, 300, 26), Self.line("12.90", 120, 60, 180, 80),
            Self.line("单价 2.35元/100ml", 10, 150, 140, 20), Self.line("6921168509256", 10, 190, 180, 18),
        ]
        #expect(Self.price(lines) == "12.90")
    }

    @Test func `small fen beside big yuan belong to it`() {
        let lines = [Self.line("12", 60, 50, 110, 90), Self.line("90", 174, 52, 60, 44)]
        #expect(Self.price(lines) == "12.90")
        #expect(Self.price([Self.line("12", 60, 50, 110, 90), Self.line(".90", 174, 90, 60, 46)]) == "12.90")
    }

    @Test func `a promotion goes before what was paid before`() {
        let lines = [
            Self.line("特价 9.90", 40, 40, 220, 60), Self.line("原价 12.90", 40, 120, 220, 60),
        ]
        #expect(Self.price(lines) == "9.90")
    }

    @Test func `the members' price is not everyone's`() {
        let lines = [
            Self.line("会员价", 20, 30, 90, 40), Self.line("8.80", 120, 30, 120, 60),
            Self.line("零售价", 20, 130, 90, 40), Self.line("10.80", 120, 130, 120, 40),
        ]
        #expect(Self.price(lines) == "10.80")
    }

    @Test func `two prices of one size are not decided`() {
        #expect(
            Self.price([Self.line("12.90", 20, 40, 150, 60), Self.line("15.90", 200, 40, 150, 62)]) == nil)
    }

    @Test func `a small price below digits that were not understood is not told`() {
        #expect(Self.price([Self.line("1290", 60, 30, 200, 90), Self.line("2.58", 60, 160, 60, 24)]) == nil)
    }

    @Test func `the probability is that of the least sure digit`() throws {
        var line = Self.line("12.90", 20, 40, 200, 60)
        line.characters[3].probability = 0.41
        #expect(try #require(SellingPrice.of([line], on: Self.blank)).probability == 0.41)
    }

    @Test func `any print gives a price or none, never a crash`() {
        var generator = SeededGenerator(seed: 5)
        let letters = Array("0123456789..,¥元/g会员价原特-x% ①é\u{301}")
        for _ in 0..<2000 {
            let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                Self.line(
                    String(
                        (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                            letters[Int.random(in: 0..<letters.count, using: &generator)]
                        }), Int.random(in: -20...380, using: &generator),
                    Int.random(in: -20...230, using: &generator), Int.random(in: 1...300, using: &generator),
                    Int.random(in: 1...120, using: &generator))
            }
            if let found = SellingPrice.of(lines, on: Self.blank) { #expect(found.price > .zero) }
        }
    }
}
