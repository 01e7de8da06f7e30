import AnalyzerKit
import Evidence
import TestSupport
import Testing

@testable import Order

struct `Layouts that nobody prepared for` {
    private static let names = [
        "云南红心苹果 5斤装", "安井虾滑 150g×3", "立白洗洁精 1.29kg×2瓶", "海天生抽 1.28L", "散养土鸡蛋 30枚", "金龙鱼大豆油 5L",
        "农夫山泉 550ml×24瓶", "三黄鸡 净膛 1kg", "丹东99草莓 2斤礼盒",
    ]

    private func order(_ generator: inout SeededGenerator, _ index: Int) -> SketchedOrder {
        let count = Int.random(in: 1...4, using: &generator)
        let lines = Self.names.shuffled(using: &generator).prefix(count).map {
            SketchedOrder.Line(
                name: $0, quantity: Int.random(in: 1...3, using: &generator),
                price: Money(fen: Int.random(in: 300...8999, using: &generator)))
        }
        let number = (0..<16).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        let minute = Int.random(in: 10...59, using: &generator)
        var discounts: [(label: String, amount: Money)] = []
        if lines.reduce(Money.zero, { $0 + $1.amount }) > Money(20, 0) {
            if Bool.random(using: &generator) { discounts.append(("满减优惠", Money(5, 0))) }
            if Bool.random(using: &generator) { discounts.append(("店铺券", Money(2, 50))) }
        }
        return SketchedOrder(
            number: "TG" + number, time: "2026-11-0\(index % 9 + 1) 14:\(minute)", lines: Array(lines),
            discounts: discounts,
            freight: [nil, Money.zero, Money(3, 0)].randomElement(using: &generator) ?? nil)
    }

    @Test(arguments: UnseenLayout.allCases, 0..<12)
    func `are read whole`(layout: UnseenLayout, seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 77 &+ 5)
        let orders = (0..<(seed % 3 + 1)).map { order(&generator, $0) }
        let sketch = layout.draw(orders)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(
                width: sketch.width, height: sketch.height, lines: sketch.lines.shuffled(using: &generator)))
        #expect(found.orders.count == orders.count, "\(layout)")
        for (read, drawn) in zip(found.orders, orders) {
            #expect(read.orderNumber == drawn.number, "\(layout)")
            #expect(read.placedAt == drawn.time.replacing(" ", with: "T"), "\(layout)")
            #expect(read.paid == drawn.paid, "\(layout)")
            #expect(read.discounts.map(\.label) == drawn.discounts.map(\.label), "\(layout)")
            #expect(read.discounts.map(\.amount) == drawn.discounts.map(\.amount), "\(layout)")
            #expect(read.freight == drawn.freight, "\(layout)")
            #expect(read.lines.map(\.name) == drawn.lines.map(\.name), "\(layout)")
            #expect(read.lines.map(\.quantity) == drawn.lines.map(\.quantity), "\(layout)")
            #expect(read.arithmetic == .ok, "\(layout)")
            for (line, truth) in zip(read.lines, drawn.lines) {
                #expect(line.unitPrice == nil || line.unitPrice == truth.price, "\(layout)")
                #expect(line.amount == nil || line.amount == truth.amount, "\(layout)")
                #expect(line.unitPrice != nil || line.amount != nil, "\(layout)")
            }
        }
    }
}
