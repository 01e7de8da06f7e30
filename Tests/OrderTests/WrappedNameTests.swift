import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// Names in a narrow column beside quantities and amounts.
struct `A name over two lines` {
    private func names(tailSize: Int = 34, tailX: Int = 60, gap: Int = 42, products: [Product] = []) throws
        -> [String]
    {
        var sketch = Sketch()
        sketch.put("订单号：TG38805388026508", x: 60, y: 60)
        var y = 200
        for (name, tail, amount) in [("青岛啤酒 500ml×12", "罐", "¥58.00"), ("黄心土豆", "5斤装", "¥9.90")] {
            sketch.put(name, x: 60, y: y)
            sketch.put("×1", x: 560, y: y)
            sketch.put(amount, x: 1000, y: y, right: true)
            sketch.put(tail, x: tailX, y: y + gap, size: tailSize)
            y += gap + 90
        }
        sketch.put("实付", x: 60, y: y)
        sketch.put("¥67.90", x: 1000, y: y, right: true)
        let found = OrderAnalyzer(schemes: [], products: products).findings(
            for: OrderInput(width: 1080, height: y + 300, lines: sketch.lines))
        let order = try #require(found.orders.first)
        #expect(found.orders.count == 1)
        #expect(order.lines.map(\.amount) == [Money("58.00"), Money("9.90")])
        #expect(order.arithmetic == .ok)
        return order.lines.map(\.name)
    }

    @Test func `is read whole, the last of the order too`() throws {
        #expect(try names() == ["青岛啤酒 500ml×12罐", "黄心土豆5斤装"])
    }

    @Test func `does not swallow small print, what stands elsewhere or what stands apart`() throws {
        let first = ["青岛啤酒 500ml×12", "黄心土豆"]
        #expect(try names(tailSize: 24) == first)
        #expect(try names(tailX: 140) == first)
        #expect(try names(gap: 84) == first)
    }

    @Test func `ends where the catalogue says`() throws {
        let known = [Product(name: "黄心土豆", category: "蔬菜")]
        #expect(try names(products: known).last == "黄心土豆")
    }
}
