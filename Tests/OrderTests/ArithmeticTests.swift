import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Order

struct `The arithmetic of an order` {
    private let analyzer = OrderAnalyzer(schemes: [], products: [])

    /// An order for 2 × 18.80 + 12.50 − 5.00 = 45.10 whose amounts may be changed.
    private func sketch(
        price: String = "¥18.80", subtotal: String = "¥50.10", paid: String = "¥45.10"
    ) -> Sketch {
        var sketch = Sketch()
        sketch.put("待自提", x: 60, y: 120)
        sketch.put("卫龙魔芋爽 20包", x: 60, y: 200)
        sketch.put(price, x: 800, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("白象老母鸡汤面 5包", x: 60, y: 280)
        sketch.put("¥12.50", x: 800, y: 280, right: true)
        sketch.put("×1", x: 1000, y: 280, right: true)
        let sums = [("商品金额", subtotal), ("满减优惠", "-¥5.00"), ("运费", "¥0.00"), ("实付款", paid)]
        for (index, sum) in sums.enumerated() {
            sketch.put(sum.0, x: 60, y: 400 + 64 * index)
            sketch.put(sum.1, x: 1000, y: 400 + 64 * index, right: true)
        }
        sketch.put("下单时间 2026-11-12 14:13", x: 60, y: 700)
        return sketch
    }

    private func order(_ sketch: Sketch) throws -> Order {
        let found = analyzer.findings(
            for: OrderInput(width: sketch.width, height: sketch.height, lines: sketch.lines))
        #expect(found.orders.count == 1)
        return try #require(found.orders.first)
    }

    /// The doubts of the reader about one character of a line.
    private func doubt(
        _ sketch: Sketch, in text: String, at index: Int, probability: Double,
        alternatives: [(String, Double)]
    ) -> Sketch {
        var result = sketch
        for line in result.lines.indices where result.lines[line].text == text {
            result.lines[line].characters = text.enumerated().map { position, character in
                position == index
                    ? ReadCharacter(
                        text: String(character), probability: probability,
                        alternatives: alternatives.map { .init(text: $0.0, probability: $0.1) })
                    : ReadCharacter(text: String(character), probability: 0.99)
            }
        }
        return result
    }

    @Test func `closes where everything adds up`() throws {
        let order = try order(sketch())
        #expect(order.arithmetic == .ok)
        #expect(order.repairs.isEmpty)
        #expect(order.lines.map(\.unitPrice) == [Money(18, 80), Money(12, 50)])
    }

    @Test func `repairs the one digit that the reader doubted`() throws {
        let doubted = doubt(
            sketch(price: "¥16.80"), in: "¥16.80", at: 2, probability: 0.6,
            alternatives: [("8", 0.3), ("0", 0.01)])
        let order = try order(doubted)
        #expect(order.arithmetic == .ok)
        #expect(order.lines[0].unitPrice == Money(18, 80))
        #expect(order.repairs == [.init(field: "lines[0].unitPrice", from: "16.80", to: "18.80")])
    }

    @Test func `leaves a shop's own wrong sum a mismatch`() throws {
        let order = try order(sketch(paid: "¥46.10"))
        #expect(order.arithmetic == .mismatch)
        #expect(order.paid == Money(46, 10))
        #expect(order.repairs.isEmpty)
    }

    @Test func `never changes what was read with certainty`() throws {
        let sure = doubt(
            sketch(price: "¥16.80"), in: "¥16.80", at: 2, probability: 0.93, alternatives: [("8", 0.06)])
        let order = try order(sure)
        #expect(order.arithmetic == .mismatch)
        #expect(order.lines[0].unitPrice == Money(16, 80))
    }

    @Test func `does not take a reading that the reader held unlikely`() throws {
        let unlikely = doubt(
            sketch(price: "¥16.80"), in: "¥16.80", at: 2, probability: 0.7, alternatives: [("8", 0.01)])
        #expect(try order(unlikely).repairs.isEmpty)
    }

    @Test func `is unknown where the paid amount is not to be seen`() throws {
        var cut = sketch()
        cut.lines.removeAll { $0.text == "实付款" || $0.text == "¥45.10" }
        let order = try order(cut)
        #expect(order.arithmetic == .unknown)
        #expect(order.paid == nil)
        #expect(order.promotion.status == .unknown)
        #expect(!order.complete)
    }

    @Test func `is unknown where goods may lie above the picture`() throws {
        var cut = sketch()
        cut.lines.removeAll { $0.box.y0 < 260 }
        let order = try order(cut)
        #expect(order.arithmetic == .unknown)
        #expect(order.promotion.status == .unknown)
        #expect(!order.complete)
        #expect(order.hints.contains("order.cut"))
    }
}

struct `A price with a line through it` {
    /// Strokes as of print, dark on white, with or without a line through their middle.
    private func picture(crossed: Bool) -> Raster {
        var raster = Raster(width: 300, height: 80, red: 255, green: 255, blue: 255)
        for digit in 0..<6 {
            for y in 25..<55 {
                for x in [40 + digit * 30, 41 + digit * 30, 52 + digit * 30] { raster[x, y] = (90, 90, 90) }
            }
        }
        if crossed { for x in 36..<210 { raster[x, 40] = (150, 150, 150) } }
        return raster
    }

    @Test func `is told by its pixels`() throws {
        let line = TextLine(text: "¥14.90", box: Box(x0: 34, y0: 20, x1: 212, y1: 60), confidence: 0.9)
        let piece = try #require(Piece(line))
        #expect(StruckThrough(picture(crossed: true)).crosses(piece))
        #expect(!StruckThrough(picture(crossed: false)).crosses(piece))
        #expect(!StruckThrough(nil).crosses(piece))
    }

    @Test func `is parted from the price that was read with it`() throws {
        let line = TextLine(text: "¥1 ¥14.90", box: Box(x0: 0, y0: 20, x1: 212, y1: 60), confidence: 0.9)
        let piece = try #require(Piece(line))
        #expect(StruckThrough(picture(crossed: false)).parts(of: piece).count == 1)
        #expect(StruckThrough(nil).parts(of: piece) == [piece])
    }

    @Test func `does not lend its product the name of what describes it`() throws {
        var sketch = Sketch()
        sketch.put("新鲜直达", x: 250, y: 20, size: 26)
        sketch.put("¥88.00", x: 250, y: 80, size: 40)
        sketch.put("¥96.00", x: 400, y: 88, size: 26)
        sketch.put("x2", x: 1000, y: 86, size: 32, right: true)
        sketch.put("实付", x: 60, y: 200)
        sketch.put("¥176.00", x: 1000, y: 200, right: true)
        sketch.put("订单号 1234567890123", x: 60, y: 280)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 500, lines: sketch.lines))
        let order = try #require(found.orders.first)
        #expect(order.lines.isEmpty)
        #expect(order.paid == Money(176, 0))
        #expect(order.arithmetic == .unknown)
        #expect(!order.complete)
    }

    @Test func `is no price`() throws {
        var sketch = Sketch()
        sketch.put("订单号：1234567890123", x: 60, y: 100)
        sketch.put("苹果", x: 60, y: 200)
        sketch.put("¥12.00", x: 900, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("¥15.00", x: 900, y: 250, right: true)
        sketch.put("实付", x: 60, y: 330)
        sketch.put("¥24.00", x: 1000, y: 330, right: true)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 900, lines: sketch.lines))
        let order = try #require(found.orders.first)
        #expect(order.arithmetic == .ok)
        #expect(order.lines.first?.unitPrice == Money(12, 0))
        #expect(order.lines.first?.amount == nil)
    }
}
