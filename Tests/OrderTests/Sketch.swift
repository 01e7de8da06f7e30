import AnalyzerKit
import Evidence

/// Print put on a page by hand, as a text reader would give it: boxes, in any order.
struct Sketch {
    var lines: [TextLine] = []
    let width = 1080
    var height = 2340

    /// `x` is the left edge, or the right one with `right`; `y` the upper edge; all in pixels.
    mutating func put(
        _ text: String, x: Int, y: Int, size: Int = 34, right: Bool = false, confidence: Double = 0.98
    ) {
        let extent = text.reduce(0.0) { $0 + ($1.isASCII ? 0.56 : 1.0) } * Double(size)
        let x0 = right ? x - Int(extent) : x
        lines.append(
            TextLine(
                text: text, box: Box(x0: x0, y0: y, x1: x0 + Int(extent), y1: y + size * 5 / 4),
                confidence: confidence))
    }
}

/// An order to be drawn in some layout.
struct SketchedOrder {
    struct Line {
        var name: String
        var quantity: Int
        var price: Money
        var amount: Money { price * quantity }
    }
    var number: String
    /// `2026-11-12 14:13`
    var time: String
    var lines: [Line]
    var discounts: [(label: String, amount: Money)]
    var freight: Money?
    var subtotal: Money { lines.reduce(.zero) { $0 + $1.amount } }
    var paid: Money {
        discounts.reduce(subtotal) { $0 - $1.amount } + (freight ?? .zero)
    }
}

extension Money {
    /// Whole and hundredths, for readable tests.
    init(_ yuan: Int, _ fen: Int) { self.init(fen: yuan * 100 + fen) }
}
