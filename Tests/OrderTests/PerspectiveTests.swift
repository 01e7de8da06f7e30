import AnalyzerKit
import Evidence
import TestSupport
import Testing

@testable import Order

/// Print as a reader finds it on a screen photographed from the side: rows meet in a point far away.
struct SeenFromTheSide {
    /// How much nearer the right edge is than the left, and the lower than the upper: `x / (1 - across·x - down·y)`.
    let across: Double
    let down: Double
    let width: Int
    let height: Int

    private func seen(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        let (fromMiddle, below) = (x - Double(width) / 2, y - Double(height) / 2)
        let nearness = 1 / (1 - across * fromMiddle - down * below)
        return (fromMiddle * nearness + Double(width) / 2, below * nearness + Double(height) / 2)
    }

    func seen(_ line: TextLine) -> TextLine {
        let (x0, x1) = (Double(line.box.x0), Double(line.box.x1))
        let (y0, y1) = (Double(line.box.y0), Double(line.box.y1))
        let corners = [seen(x0, y0), seen(x1, y0), seen(x0, y1), seen(x1, y1)]
        let (columns, rows) = (corners.map(\.x).sorted(), corners.map(\.y).sorted())
        let (left, right) = (seen(x0, (y0 + y1) / 2), seen(x1, (y0 + y1) / 2))
        return TextLine(
            text: line.text,
            box: Box(
                x0: Int(columns[0].rounded()), y0: Int(rows[0].rounded()), x1: Int(columns[3].rounded()),
                y1: Int(rows[3].rounded())),
            confidence: line.confidence, characters: line.characters,
            slope: x1 - x0 > 2 * (y1 - y0) ? (right.y - left.y) / (right.x - left.x) : nil)
    }
}

struct `A screen photographed from the side` {
    @Test(
        arguments: try OrderFixtures.shots(), [(1.2e-4, 0.0), (-1.2e-4, 0.0), (8e-5, 6e-5), (-8e-5, 6e-5)])
    func `is read as the level one is`(shot: OrderFixtures.Shot, nearness: (across: Double, down: Double))
        throws
    {
        let lines = OrderFixtures.lines(shot)
        let page = SeenFromTheSide(
            across: nearness.across, down: nearness.down, width: shot.width, height: shot.height)
        let analyzer = try OrderFixtures.analyzer()
        let level = try analyzer.findings(for: OrderFixtures.input(shot, lines: lines))
        let seen = try analyzer.findings(for: OrderFixtures.input(shot, lines: lines.map(page.seen)))
        #expect(level.orders.map(numbers) == seen.orders.map(numbers))
    }

    /// Whether a text is whole at the edge may differ; what it says may not.
    private func numbers(_ order: Order) -> [String] {
        [order.orderNumber ?? "", "\(order.subtotal?.description ?? "") \(order.paid?.description ?? "")"]
            + order.lines.map { "\($0.name) \($0.quantity ?? 0) \($0.unitPrice?.description ?? "")" }
            + order.discounts.map { "\($0.label) \($0.amount)" }
    }

    @Test func `gives its rows back to the pixel`() throws {
        let page = SeenFromTheSide(across: 1.2e-4, down: 4e-5, width: 1080, height: 2340)
        let lines = (0..<20).map { row in
            TextLine(
                text: "实付款：¥45.10", box: Box(x0: 100, y0: 100 + row * 100, x1: 500, y1: 140 + row * 100),
                confidence: 0.99)
        }
        let seen = lines.map(page.seen)
        let tilt = PageTilt(OrderInput(width: 1080, height: 2340, lines: seen))
        #expect(!tilt.isLevel)
        for line in seen {
            let piece = try #require(Piece(line))
            let back = tilt.inPicture(tilt.straightened(piece).box)
            #expect(abs(back.y0 - line.box.y0) < 6 && abs(back.y1 - line.box.y1) < 6)
            #expect(abs(back.x0 - line.box.x0) < 6 && abs(back.x1 - line.box.x1) < 6)
        }
    }

    @Test func `is not seen where lines lean by chance`() {
        var chance = SeededGenerator(seed: 66)
        let lines = (0..<40).map { row in
            TextLine(
                text: "实付款：¥45.10", box: Box(x0: 100, y0: 100 + row * 50, x1: 500, y1: 140 + row * 50),
                confidence: 0.99, slope: Double.random(in: -0.004...0.004, using: &chance))
        }
        #expect(RowPencil(lines, width: 1080, height: 2340) == nil)
        #expect(PageTilt(OrderInput(width: 1080, height: 2340, lines: lines)).isLevel)
    }
}
