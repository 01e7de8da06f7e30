import AnalyzerKit
import Evidence
import TestSupport
import Testing

@testable import Text

struct ReadingOrderTests {
    private func line(_ text: String, _ x: Int, _ y: Int, height: Int = 30) -> TextLine {
        TextLine(text: text, box: Box(x0: x, y0: y, x1: x + 80, y1: y + height), confidence: 1)
    }

    @Test func `a label stands before its value, a little higher or lower`() {
        let lines = [line("¥12.00", 600, 98), line("实付", 40, 103), line("标题", 300, 20)]
        #expect(ReadingOrder.sorted(lines).map(\.text) == ["标题", "实付", "¥12.00"])
    }

    @Test func `the order does not depend on how lines were found`() {
        var generator = SeededGenerator(seed: 9)
        let lines = (0..<60).map { number in
            line(
                "\(number)", Int.random(in: 0...900, using: &generator),
                Int.random(in: 0...900, using: &generator), height: Int.random(in: 12...60, using: &generator)
            )
        }
        let sorted = ReadingOrder.sorted(lines)
        for _ in 0..<20 { #expect(ReadingOrder.sorted(lines.shuffled(using: &generator)) == sorted) }
    }
}
