import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// A merchant's list: columns of goods, and the sums of each order beside its first goods.
struct `A list of orders` {
    private static let columns = [40, 330, 430, 510, 620, 800, 900]

    private func orders(_ rows: [[String]], columns: [Int] = columns) -> [Order] {
        var sketch = Sketch()
        for (index, row) in rows.enumerated() {
            for (x, text) in zip(columns, row) where !text.isEmpty {
                sketch.put(text, x: x, y: 60 + index * 60, size: 24)
            }
        }
        return OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 60 + rows.count * 60 + 300, lines: sketch.lines)
        ).orders
    }

    private static let heads = ["商品", "单价", "数量", "小计", "优惠", "运费", "实收金额"]

    @Test func `has the goods and the sums of each order`() {
        let found = orders([
            Self.heads, ["订单号：E202611050000000001"],
            ["苹果 5斤", "18.80", "2", "37.60", "满减 -5.00", "3.00", "¥44.60"],
            ["梨 250g*4盒", "9.00", "1", "9.00"],
            ["订单号：E202611050000000002"], ["橙 3斤", "12.50", "1", "12.50", "-", "0.00", "¥12.50"],
        ])
        #expect(found.map(\.orderNumber) == ["E202611050000000001", "E202611050000000002"])
        #expect(found.map { $0.lines.map(\.name) } == [["苹果 5斤", "梨 250g*4盒"], ["橙 3斤"]])
        #expect(found.map { $0.lines.map(\.quantity) } == [[2, 1], [1]])
        #expect(found.map(\.paid) == [Money(fen: 4460), Money(fen: 1250)])
        #expect(found.map(\.freight) == [Money(fen: 300), .zero])
        #expect(found.map(\.discounts) == [[.init(label: "满减", amount: Money(fen: 500))], []])
        #expect(found.map(\.arithmetic) == [.ok, .ok])
    }

    @Test func `may give a whole order in a row`() {
        let found = orders(
            [
                ["订单编号", "商品", "数量", "订单金额", "活动优惠", "实付"],
                ["2026110500000001", "苹果 5斤", "2", "37.60", "5.00", "32.60"],
                ["2026110500000002", "梨 2斤", "1", "9.00", "0.00", "9.00"],
            ], columns: [20, 300, 480, 570, 720, 880])
        #expect(found.map(\.orderNumber) == ["2026110500000001", "2026110500000002"])
        #expect(found.map(\.paid) == [Money(fen: 3260), Money(fen: 900)])
        #expect(found.map(\.discounts) == [[.init(label: "活动优惠", amount: Money(fen: 500))], []])
    }
}
