import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// What layouts that nobody had seen before broke at first look.
struct `A layout at first look` {
    private func order(
        totals: [(String, String)], lines: [(String, String)] = [("苹果 5斤", "¥18.80 ×2")], head: [String] = []
    ) throws -> Order {
        var sketch = Sketch()
        var y = 60
        for text in head {
            sketch.put(text, x: 500, y: y)
            y += 50
        }
        y += 60
        for (name, values) in lines {
            sketch.put(name, x: 60, y: y)
            sketch.put(values, x: 1000, y: y, right: true)
            y += 80
        }
        y += 60
        for (label, value) in totals {
            sketch.put(label, x: 60, y: y)
            sketch.put(value, x: 1000, y: y, right: true)
            y += 60
        }
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: y + 300, lines: sketch.lines))
        #expect(found.orders.count == 1)
        return try #require(found.orders.first)
    }

    @Test func `may print the order's number without a label`() throws {
        let order = try order(totals: [("实付", "¥37.60"), ("TG38805388026508", "2026-11-16 16:37")])
        #expect(order.orderNumber == "TG38805388026508")
        #expect((order.confidence["orderNumber"] ?? 1) < 0.9)
        let labelled = try self.order(
            totals: [("实付", "¥37.60"), ("订单号：1234567890123456", ""), ("TG38805388026508", "")])
        #expect(labelled.orderNumber == "1234567890123456")
    }

    @Test func `may waive the freight beside what it was`() throws {
        let order = try order(totals: [("配送费", "¥3.00 ¥0.00"), ("实付", "¥37.60")])
        #expect(order.freight == .zero)
        #expect(order.arithmetic == .ok)
    }

    @Test func `may join a reduction to its label, or an amount to its quantity`() throws {
        let order = try order(
            totals: [("小计", "¥37.60"), ("满39减5-¥5.00", ""), ("实付", "¥32.60")],
            lines: [("苹果 5斤 ×2¥37.60", "")])
        #expect(order.discounts == [.init(label: "满39减5", amount: Money(fen: 500))])
        #expect(order.lines.first?.quantity == 2)
        #expect(order.arithmetic == .ok)
    }

    @Test func `may call the goods' sum 合计金额 or 原价`() throws {
        for label in ["合计金额", "原价"] {
            let order = try order(
                totals: [(label, "¥50.10"), ("满减", "-¥5.00"), ("实付", "¥45.10")],
                lines: [("苹果 5斤", "¥18.80 ×2"), ("梨 2斤", "¥12.50 ×1")])
            #expect(order.subtotal == Money(fen: 5010), "\(label)")
            #expect(order.arithmetic == .ok)
        }
    }

    @Test func `may show what was paid large above its label`() throws {
        let order = try order(
            totals: [("快递费", "0.00元"), ("实付", "37.60元"), ("订单编号", "1234567890123456")],
            lines: [("苹果 5斤", "2份 37.60元")], head: ["✓ 支付成功", "37.60元", "实付款"])
        #expect(order.lines.map(\.name) == ["苹果 5斤"])
        #expect(order.paid == Money(fen: 3760))
    }

    @Test func `may name a line's amount 小计 beside its price`() throws {
        let order = try order(
            totals: [("商品小计", "¥37.60"), ("实付", "¥37.60")],
            lines: [("苹果 5斤", ""), ("单价¥18.80 数量2份 小计¥37.60", "")])
        #expect(order.lines.first?.amount == Money(fen: 3760))
        #expect(order.subtotal == Money(fen: 3760))
    }

    @Test func `may call the goods' sum 原价 over one product`() throws {
        let order = try order(totals: [("原价", "¥37.60"), ("满减", "-¥5.00"), ("实付", "¥32.60")])
        #expect(order.subtotal == Money(fen: 3760))
        let former = try self.order(
            totals: [("满减", "-¥5.00"), ("实付", "¥32.60")],
            lines: [("苹果 5斤", "原价 ¥37.60 ¥37.60 ×1")])
        #expect(former.subtotal == nil)
        let other = try self.order(totals: [("原价", "¥59.00"), ("满减", "-¥5.00"), ("实付", "¥32.60")])
        #expect(other.subtotal == nil)
    }

    @Test func `may run a quantity into its amount`() throws {
        let asAmount = try order(totals: [("实付", "¥110.00")], lines: [("苹果 5斤", "×2110.00")])
        #expect(asAmount.lines.map(\.quantity) == [2])
        #expect(asAmount.lines.map(\.amount) == [Money(fen: 11000)])
        #expect(asAmount.arithmetic == .ok)
        let glued = try order(totals: [("实付", "¥110.00")], lines: [("元气森林480ml×15瓶×2110.00", "")])
        #expect(glued.lines.map(\.name) == ["元气森林480ml×15瓶"])
        #expect(glued.lines.map(\.quantity) == [2])
        let asPrice = try order(
            totals: [("小计", "¥232.50"), ("满减", "-¥5.00"), ("实付", "¥227.50")],
            lines: [("苹果 5斤", "×2110.00"), ("梨 2斤", "×112.50")])
        #expect(asPrice.lines.map(\.quantity) == [2, 1])
        #expect(asPrice.lines.first?.unitPrice == Money(fen: 11000))
        #expect(asPrice.arithmetic == .ok)
    }

    @Test func `leaves a run of digits unread that no sum parts`() throws {
        let order = try order(
            totals: [("满减", "-¥5.00"), ("实付", "¥99.00"), ("下单时间：2026-11-12 14:13", "")],
            lines: [("苹果 5斤", "×2110.00")])
        #expect(order.lines.allSatisfy { $0.quantity == nil && $0.amount == nil && $0.unitPrice == nil })
        #expect(order.arithmetic == .unknown)
    }

    @Test func `may have English behind its labels`() throws {
        let order = try order(
            totals: [
                ("小计 Subtotal", "¥37.60"), ("满减优惠", "-¥5.00"), ("运费 Delivery", "¥3.00"),
                ("实付 Total paid", "¥35.60"), ("订单号 Order No.", "TG38805388026508"),
            ])
        #expect(order.subtotal == Money("37.60") && order.freight == Money("3.00"))
        #expect(order.paid == Money("35.60"))
        #expect(order.arithmetic == .ok)
    }

    @Test func `may print a former price before the one in force`() throws {
        let order = try order(
            totals: [("合计", "¥37.60"), ("实付", "¥37.60"), ("订单号", "TG38805388026508")],
            lines: [("苹果 5斤", "×2 ¥25.00 ¥18.80")])
        #expect(order.lines.map(\.unitPrice) == [Money("18.80")])
        #expect(order.arithmetic == .ok)
    }

    @Test func `may have an arrow behind a reduction`() throws {
        let order = try order(
            totals: [
                ("商品小计", "¥37.60"), ("新人券）", "-¥3.00"), ("实付", "¥34.60"), ("订单号", "TG38805388026508"),
            ])
        #expect(order.discounts.map(\.label) == ["新人券"])
    }

    @Test func `may show what was paid only under its state`() throws {
        var sketch = Sketch()
        sketch.put("支付成功", x: 440, y: 100)
        sketch.put("¥32.60", x: 400, y: 160, size: 80)
        sketch.put("下单时间", x: 60, y: 320)
        sketch.put("2026-11-08 15:00", x: 1000, y: 320, right: true)
        sketch.put("订单号", x: 60, y: 380)
        sketch.put("TG78809073128767", x: 1000, y: 380, right: true)
        sketch.put("商品清单", x: 60, y: 500)
        sketch.put("苹果 5斤", x: 60, y: 570)
        sketch.put("×2", x: 740, y: 570, right: true)
        sketch.put("¥37.60", x: 1000, y: 570, right: true)
        sketch.put("满减优惠", x: 60, y: 650)
        sketch.put("-¥5.00", x: 1000, y: 650, right: true)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 1000, lines: sketch.lines))
        let order = try #require(found.orders.first)
        #expect(found.orders.count == 1)
        #expect(order.orderNumber == "TG78809073128767")
        #expect(order.lines.map(\.name) == ["苹果 5斤"])
        #expect(order.paid == Money("32.60"))
        #expect(order.arithmetic == .ok)
    }

    @Test func `keeps an amount under its state from an order that prints its own number`() throws {
        var sketch = Sketch()
        sketch.put("支付成功", x: 440, y: 100)
        sketch.put("¥9.90", x: 400, y: 160, size: 80)
        sketch.put("订单号：TG11111111111111", x: 60, y: 320)
        sketch.put("订单号：TG22222222222222", x: 60, y: 500)
        sketch.put("苹果 5斤", x: 60, y: 570)
        sketch.put("×2", x: 740, y: 570, right: true)
        sketch.put("¥37.60", x: 1000, y: 570, right: true)
        sketch.put("满减优惠", x: 60, y: 650)
        sketch.put("-¥5.00", x: 1000, y: 650, right: true)
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 1000, lines: sketch.lines))
        #expect(found.orders.allSatisfy { $0.lines.isEmpty || $0.paid == nil })
    }

    @Test func `may centre an amount between a name and its price, under a heading`() throws {
        var sketch = Sketch()
        sketch.put("‹ 团单详情", x: 60, y: 100, size: 44)
        sketch.put("苹果 5斤", x: 56, y: 214)
        sketch.put("¥37.60", x: 1016, y: 250, size: 36, right: true)
        sketch.put("¥18.80 × 2份", x: 56, y: 288, size: 28)
        sketch.put("应付款", x: 56, y: 400)
        sketch.put("¥37.60", x: 1016, y: 400, size: 44, right: true)
        sketch.put("订单号 1502425576201499", x: 56, y: 500, size: 26)
        let order = try #require(
            OrderAnalyzer(schemes: [], products: []).findings(
                for: OrderInput(width: 1080, height: 700, lines: sketch.lines)
            ).orders.first)
        #expect(order.lines.map(\.name) == ["苹果 5斤"])
        #expect(order.lines.map(\.unitPrice) == [Money("18.80")])
    }

    @Test func `may run a quantity into an amount in 元`() throws {
        let order = try order(
            totals: [("实付", "55.00元")], lines: [("元气森林480ml×15瓶*155.00元", "")])
        #expect(order.lines.map(\.name) == ["元气森林480ml×15瓶"])
        #expect(order.lines.map(\.quantity) == [1])
        #expect(order.lines.map(\.amount) == [Money("55.00")])
    }

    @Test func `may lead from a label to its amount with dots`() throws {
        let order = try order(totals: [("小计", "¥37.60"), ("满39减5…", "-¥5.00"), ("实付", "¥32.60")])
        #expect(order.discounts.map(\.label) == ["满39减5"])
    }
}
