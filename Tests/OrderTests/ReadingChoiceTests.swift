import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// Pages that can be read in more than one way, and words that nobody listed: the sums tell.
struct `Where a page can be read in two ways` {
    private func orders(_ sketch: Sketch) -> [Order] {
        OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: sketch.height, lines: sketch.lines)
        ).orders
    }

    /// Goods for ¥50.10 and what stands below them, label left and value right.
    private func page(_ totals: [(String, String)]) -> Sketch {
        var sketch = Sketch()
        sketch.put("订单号：1234567890123456", x: 60, y: 100)
        for (index, (name, values)) in [("苹果 5斤", "¥18.80 ×2"), ("梨 2斤", "¥12.50 ×1")].enumerated() {
            sketch.put(name, x: 60, y: 220 + 80 * index)
            sketch.put(values, x: 1000, y: 220 + 80 * index, right: true)
        }
        for (index, (label, value)) in totals.enumerated() {
            sketch.put(label, x: 60, y: 460 + 60 * index)
            sketch.put(value, x: 1000, y: 460 + 60 * index, right: true)
        }
        return sketch
    }

    @Test func `sums above the goods and reductions below them are one order where all of it closes`() throws
    {
        var sketch = Sketch()
        for (index, (value, label)) in [("¥50.10", "商品总额"), ("¥8.00", "共优惠"), ("¥42.10", "实付款")].enumerated()
        {
            sketch.put(value, x: 100 + 330 * index, y: 100, size: 40)
            sketch.put(label, x: 100 + 330 * index, y: 156, size: 30)
        }
        for (index, (name, quantity, price)) in [("苹果 5斤", "数量 x2", "¥18.80"), ("梨 2斤", "数量 x1", "¥12.50")]
            .enumerated()
        {
            sketch.put(name, x: 300, y: 300 + 180 * index)
            sketch.put(quantity, x: 300, y: 346 + 180 * index, size: 28)
            sketch.put(price, x: 300, y: 390 + 180 * index)
        }
        sketch.put("满减立减", x: 60, y: 760)
        sketch.put("-¥5.00", x: 1000, y: 760, right: true)
        sketch.put("店铺券", x: 60, y: 820)
        sketch.put("-¥3.00", x: 1000, y: 820, right: true)
        sketch.put("订单编号：1234567890123456", x: 60, y: 960)
        let orders = orders(sketch)
        #expect(orders.count == 1)
        let order = try #require(orders.first)
        #expect(order.lines.map(\.quantity) == [2, 1])
        #expect(order.discounts.map(\.amount) == [Money(fen: 500), Money(fen: 300)])
        #expect(order.paid == Money(fen: 4210))
        #expect(order.arithmetic == .ok)
    }

    @Test func `goods on the left of a till are not read together with the sums on its right`() throws {
        var sketch = Sketch()
        sketch.put("单号 1234567890123", x: 40, y: 60)
        for (index, (name, price, pieces, amount)) in [
            ("苹果 5斤", "¥18.80", "×2", "¥37.60"), ("梨 2斤", "¥12.50", "×1", "¥12.50"),
            ("香蕉 3斤", "¥9.90", "×1", "¥9.90"),
        ].enumerated() {
            sketch.put(name, x: 40, y: 140 + 60 * index)
            sketch.put(price, x: 260, y: 140 + 60 * index)
            sketch.put(pieces, x: 420, y: 140 + 60 * index)
            sketch.put(amount, x: 480, y: 140 + 60 * index)
        }
        for (index, (label, value)) in [("商品金额", "¥60.00"), ("满减", "-¥10.00"), ("优惠券", "-¥2.00")].enumerated()
        {
            sketch.put(label, x: 740, y: 138 + 58 * index)
            sketch.put(value, x: 1040, y: 138 + 58 * index, right: true)
        }
        sketch.put("应付", x: 740, y: 330)
        sketch.put("¥48.00", x: 1040, y: 382, size: 54, right: true)
        let order = try #require(orders(sketch).first)
        #expect(order.lines.map(\.name) == ["苹果 5斤", "梨 2斤", "香蕉 3斤"])
        #expect(order.lines.map(\.amount) == [Money(fen: 3760), Money(fen: 1250), Money(fen: 990)])
        #expect(order.discounts.map(\.label) == ["满减", "优惠券"])
        #expect(order.paid == Money(fen: 4800))
        #expect(order.arithmetic == .ok)
    }

    @Test(arguments: ["消费金额", "买单", "本单货值"])
    func `a word for the goods' sum that nobody listed is known by what it comes to`(word: String) throws {
        let order = try #require(orders(page([(word, "¥50.10"), ("满减", "-¥5.00"), ("实付", "¥45.10")])).first)
        #expect(order.lines.count == 2)
        #expect(order.subtotal == Money(fen: 5010))
        #expect(order.arithmetic == .ok)
    }

    @Test func `a word for the sum that was paid is known so too, and what closes in no way says nothing`()
        throws
    {
        let paid = try #require(orders(page([("商品金额", "¥50.10"), ("满减", "-¥5.00"), ("买单", "¥45.10")])).first)
        #expect(paid.paid == Money(fen: 4510))
        #expect(paid.lines.count == 2)
        let other = try #require(
            orders(page([("商品金额", "¥50.10"), ("满减", "-¥5.00"), ("授信金额", "¥800.00")])).first)
        #expect(other.paid == nil)
        #expect(other.lines.count == 2)
    }

    @Test(arguments: [
        ("满满减优惠", "满减优惠"), ("券优惠券", "优惠券"), ("新新客立减", "新客立减"), ("满减优惠", "满减优惠"), ("新会员立减", "新会员立减"),
        ("多多红包", "多多红包"),
    ])
    func `the badge before a reduction is no part of its label`(printed: String, label: String) throws {
        let order = try #require(orders(page([(printed, "-¥5.00"), ("实付", "¥45.10")])).first)
        #expect(order.discounts == [.init(label: label, amount: Money(fen: 500))])
    }

    @Test func `减 before an amount is its minus, not its label`() throws {
        let order = try #require(
            orders(page([("满39减5", "减¥5.00"), ("优惠券金额", "¥3.00"), ("实付", "¥42.10")])).first)
        #expect(
            order.discounts == [
                .init(label: "满39减5", amount: Money(fen: 500)),
                .init(label: "优惠券金额", amount: Money(fen: 300)),
            ])
        #expect(order.arithmetic == .ok)
    }

    @Test func `the number of a sale at a till is the order's where nothing else is, and never certain`()
        throws
    {
        var slip = page([("实收", "¥50.10")])
        slip.lines.removeFirst()
        slip.put("流水号：20261107000123", x: 60, y: 100)
        let order = try #require(orders(slip).first)
        #expect(order.orderNumber == "20261107000123")
        #expect((order.confidence["orderNumber"] ?? 1) < 0.9)
        var both = page([("实收", "¥50.10")])
        both.put("流水号：20261107000123", x: 60, y: 40)
        #expect(orders(both).first?.orderNumber == "1234567890123456")
    }
}
