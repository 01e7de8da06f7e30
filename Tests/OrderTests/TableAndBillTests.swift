import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// Tables, bills and messages: what says what a number is stands above it, before it or in another line.
struct `A table or a bill` {
    /// Rows of texts by their left edges.
    private func order(_ rows: [[(x: Int, text: String)]]) throws -> Order {
        var sketch = Sketch()
        for (index, row) in rows.enumerated() {
            for cell in row { sketch.put(cell.text, x: cell.x, y: 60 + index * 70) }
        }
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 60 + rows.count * 70 + 300, lines: sketch.lines))
        #expect(found.orders.count == 1)
        return try #require(found.orders.first)
    }

    private let head: [[(x: Int, text: String)]] = [[(60, "订单号：1234567890123456")]]

    @Test func `may print its labels above their values`() throws {
        let order = try order([
            [(60, "订单编号")], [(60, "1234567890123456")], [(60, "苹果 5斤")],
            [(60, "单价"), (400, "数量"), (800, "小计")], [(60, "¥18.80"), (400, "2"), (800, "¥37.60")],
            [(60, "商品合计"), (400, "会员立减")], [(60, "¥37.60"), (400, "-¥1.00")],
            [(60, "实付金额")], [(60, "¥36.60")],
        ])
        #expect(order.orderNumber == "1234567890123456")
        #expect(order.lines.map(\.quantity) == [2])
        #expect(order.lines.map(\.amount) == [Money(fen: 3760)])
        #expect(order.discounts == [.init(label: "会员立减", amount: Money(fen: 100))])
        #expect(order.arithmetic == .ok)
    }

    @Test func `may have a column of numbers and one of former prices`() throws {
        let order = try order(
            head + [
                [(20, "序号 品名"), (450, "原价"), (600, "会员价数量"), (850, "金额(元)")],
                [(30, "1"), (110, "苹果 5斤"), (450, "22.00"), (600, "18.80"), (720, "2"), (850, "37.60")],
                [(30, "2"), (110, "梨 2斤"), (450, "16.00"), (600, "12.50"), (720, "1"), (850, "12.50")],
                [(110, "合计"), (850, "50.10")], [(110, "实付"), (850, "50.10")],
            ])
        #expect(order.lines.map(\.name) == ["苹果 5斤", "梨 2斤"])
        #expect(order.lines.map(\.quantity) == [2, 1])
        #expect(order.lines.map(\.unitPrice) == [Money(fen: 1880), Money(fen: 1250)])
        #expect(order.arithmetic == .ok)
    }

    @Test func `tells a former price from the price by the amount where its heads are not to be seen`() throws
    {
        let order = try order(
            head + [
                [(60, "苹果 5斤"), (450, "22.00"), (600, "18.80"), (720, "2"), (850, "37.60")],
                [(110, "实付"), (850, "37.60")],
            ])
        #expect(order.lines.map(\.unitPrice) == [Money(fen: 1880)])
        #expect(order.lines.map(\.quantity) == [2])
    }

    @Test func `may number its goods as a chain list numbers people`() throws {
        let order = try order(
            head + [
                [(60, "1. 五常大米 5kg")], [(300, "2"), (500, "49.90"), (800, "99.80")],
                [(60, "商品总额"), (800, "99.80")], [(60, "实收"), (800, "99.80")],
            ])
        #expect(order.lines.map(\.name) == ["五常大米 5kg"])
        #expect(order.customer == nil)
    }

    @Test func `may print its sums above its goods`() throws {
        let order = try order([
            [(400, "支付金额")], [(400, "¥32.60")], [(60, "商品总额"), (800, "¥37.60")],
            [(60, "满减"), (800, "-¥5.00")], [(60, "订单号"), (600, "1234567890123456")],
            [(60, "商品清单")], [(60, "苹果 5斤"), (700, "¥18.80 ×2")],
        ])
        #expect(order.lines.map(\.name) == ["苹果 5斤"])
        #expect(order.paid == Money(fen: 3260))
        #expect(order.arithmetic == .ok)
    }

    @Test func `may set the quantity before the name, or count it as 共2件`() throws {
        let before = try order(
            head + [[(60, "2 × 苹果 5斤"), (800, "¥37.60")], [(60, "实付"), (800, "¥37.60")]])
        #expect(before.lines.map(\.name) == ["苹果 5斤"])
        #expect(before.lines.map(\.quantity) == [2])
        let counted = try order(
            head + [
                [(60, "次日达 苹果 5斤")], [(60, "¥18.80"), (800, "共2件")], [(60, "满减 梨 2斤装")],
                [(60, "¥12.50"), (800, "共1件")], [(60, "实付"), (800, "¥50.10")],
            ])
        #expect(counted.lines.map(\.name) == ["苹果 5斤", "梨 2斤装"])
        #expect(counted.lines.map(\.quantity) == [2, 1])
        #expect(counted.arithmetic == .ok)
    }

    @Test func `may say all sums in one sentence that breaks a label`() throws {
        let order = try order([
            [(60, "【订单】TG38805388026508")], [(60, "苹果 5斤 18.80元 ×2")],
            [(60, "商品共37.60元，满99减10 -10.00圆，运")], [(60, "费3.00元")], [(60, "实付30.60元")],
        ])
        #expect(order.orderNumber == "TG38805388026508")
        #expect(order.discounts.map(\.label) == ["满99减10"])
        #expect(order.freight == Money(fen: 300))
        #expect(order.arithmetic == .ok)
    }

    @Test func `may count pieces as +2 behind their price`() throws {
        let order = try order(
            head + [
                [(60, "苹果 5斤"), (500, "¥18.80"), (900, "+2")], [(60, "梨 3斤*4"), (500, "¥9.00"), (900, "+1")],
                [(60, "实付"), (800, "¥46.60")],
            ])
        #expect(order.lines.map(\.name) == ["苹果 5斤", "梨 3斤*4"])
        #expect(order.lines.map(\.quantity) == [2, 1])
        #expect(order.arithmetic == .ok)
    }

    @Test func `may print several values above their labels`() throws {
        let order = try order(
            head + [
                [(60, "苹果 5斤"), (500, "¥18.80"), (900, "×2")], [(60, "满减"), (800, "-¥5.00")],
                [(100, "¥37.60"), (450, "¥3.00"), (800, "¥35.60")],
                [(90, "商品金额"), (440, "配送费"), (800, "实付款")],
            ])
        #expect(order.subtotal == Money(fen: 3760))
        #expect(order.freight == Money(fen: 300))
        #expect(order.paid == Money(fen: 3560))
        #expect(order.arithmetic == .ok)
    }

    @Test func `may count pieces behind any word for them, and set prices in brackets`() throws {
        let order = try order(
            head + [
                [(60, "苹果 5斤")], [(60, "Qty 2"), (800, "¥18.80")], [(60, "梨 2斤")],
                [(60, "购买数量：1"), (800, "¥12.50")], [(60, "橙 3斤（¥9.90/份）"), (800, "×2")],
                [(60, "实付"), (800, "¥69.90")],
            ])
        #expect(order.lines.map(\.name) == ["苹果 5斤", "梨 2斤", "橙 3斤"])
        #expect(order.lines.map(\.quantity) == [2, 1, 2])
        #expect(order.arithmetic == .ok)
    }

    @Test func `parts a quantity from its amount behind any name where the sums prove one way`() throws {
        let order = try order(
            head + [
                [(60, "冰糖橙 净重9斤×291.60圆")], [(60, "虾滑 150g×334.90×1=34.90")], [(60, "实付"), (800, "¥126.50")],
            ])
        #expect(order.lines.map(\.name) == ["冰糖橙 净重9斤", "虾滑 150g×3"])
        #expect(order.lines.map(\.quantity) == [2, 1])
        #expect(order.arithmetic == .ok)
    }

    @Test func `names measures that the reader took letters of for digits`() throws {
        let order = try order(
            head + [
                [(60, "啤酒 500m1×12罐"), (500, "¥58.00"), (900, "×1")],
                [(60, "酱油 1280mI"), (500, "¥9.90"), (900, "×1")],
                [(60, "苹果 5k9 礼盒"), (500, "¥30.00"), (900, "×1")],
                [(60, "M1 手机壳"), (500, "¥2.10"), (900, "×1")],
                [(60, "实付"), (800, "¥100.00")],
            ])
        #expect(order.lines.map(\.name) == ["啤酒 500ml×12罐", "酱油 1280ml", "苹果 5kg 礼盒", "M1 手机壳"])
        #expect(order.arithmetic == .ok)
    }

    @Test func `is not certain of a price that no printed quantity proves`() throws {
        let order = try order(
            head + [
                [(60, "苹果 5斤"), (450, "¥20.00"), (850, "¥40.00")], [(60, "实付"), (850, "¥40.00")],
            ])
        #expect(order.arithmetic == .ok)
        #expect((order.confidence["lines[0].unitPrice"] ?? 1) < 0.9)
        #expect((order.confidence["lines[0].quantity"] ?? 1) < 0.9)
        #expect((order.confidence["lines[0].amount"] ?? 0) >= 0.9)
    }
}
