import AnalyzerKit
import Evidence

/// Arrangements of orders as group-buy and shop apps have them; the reader knows none of them.
enum UnseenLayout: String, CaseIterable {
    case table, twoRows, shopCard, oneRowFacts, itemTotals, plainText, quantityUnderPrice, centred

    func draw(_ orders: [SketchedOrder]) -> Sketch {
        var sketch = Sketch()
        sketch.height = 6000
        sketch.put("14:02", x: 50, y: 20, size: 30)
        sketch.put("我的订单", x: 440, y: 100, size: 42)
        var y = 240
        for order in orders {
            switch self {
            case .table: table(order, &sketch, &y)
            case .twoRows: twoRows(order, &sketch, &y)
            case .shopCard: shopCard(order, &sketch, &y)
            case .oneRowFacts: oneRowFacts(order, &sketch, &y)
            case .itemTotals: itemTotals(order, &sketch, &y)
            case .plainText: plainText(order, &sketch, &y)
            case .quantityUnderPrice: quantityUnderPrice(order, &sketch, &y)
            case .centred: centred(order, &sketch, &y)
            }
            y += 110
        }
        return sketch
    }

    /// Columns with a heading; the quantity is a bare number.
    private func table(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("订单编号：\(order.number)", x: 40, y: y)
        sketch.put("创建时间：\(order.time)", x: 40, y: y + 60)
        y += 130
        for (text, x) in [("商品", 40), ("单价", 560), ("数量", 740), ("小计", 940)] {
            sketch.put(text, x: x, y: y, size: 30)
        }
        y += 60
        for line in order.lines {
            sketch.put(line.name, x: 40, y: y)
            sketch.put("\(line.price)", x: 640, y: y, right: true)
            sketch.put("\(line.quantity)", x: 775, y: y)
            sketch.put("\(line.amount)", x: 1030, y: y, right: true)
            y += 70
        }
        sketch.put("商品总额：¥\(order.subtotal)", x: 1030, y: y, right: true)
        y += 60
        for discount in order.discounts {
            sketch.put("\(discount.label)：-¥\(discount.amount)", x: 1030, y: y, right: true)
            y += 60
        }
        if let freight = order.freight {
            sketch.put("运费：¥\(freight)", x: 1030, y: y, right: true)
            y += 60
        }
        sketch.put("应付金额：¥\(order.paid)", x: 1030, y: y, size: 40, right: true)
        y += 60
    }

    /// Name, description, then price and quantity; what is paid is called 合计.
    private func twoRows(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("已完成", x: 40, y: y, size: 44)
        y += 90
        for line in order.lines {
            sketch.put(line.name, x: 250, y: y, size: 36)
            sketch.put("精选好货 当日采摘", x: 250, y: y + 55, size: 26)
            sketch.put("¥\(line.price)", x: 250, y: y + 110, size: 36)
            sketch.put("x\(line.quantity)", x: 1030, y: y + 112, size: 32, right: true)
            y += 210
        }
        sketch.put("商品小计", x: 40, y: y)
        sketch.put("¥\(order.subtotal)", x: 1030, y: y, right: true)
        y += 64
        if let freight = order.freight {
            sketch.put("配送费", x: 40, y: y)
            sketch.put("¥\(freight)", x: 1030, y: y, right: true)
            y += 64
        }
        for discount in order.discounts {
            sketch.put(discount.label, x: 40, y: y)
            sketch.put("-¥\(discount.amount)", x: 1030, y: y, right: true)
            y += 64
        }
        sketch.put("合计", x: 760, y: y, size: 36)
        sketch.put("¥\(order.paid)", x: 1030, y: y, size: 44, right: true)
        y += 110
        for (label, value) in [("订单号码", order.number), ("下单时间", order.time), ("支付方式", "微信支付")] {
            sketch.put(label, x: 40, y: y, size: 30)
            sketch.put(value, x: 1030, y: y, size: 30, right: true)
            y += 60
        }
    }

    /// A shop's name above, a line amount right, everything to pay in one row below.
    private func shopCard(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("邻里鲜生自营店 >", x: 40, y: y, size: 36)
        sketch.put("待取货", x: 1030, y: y, size: 32, right: true)
        y += 80
        sketch.put("单号：\(order.number)", x: 40, y: y, size: 28)
        sketch.put("\(order.time)", x: 1030, y: y, size: 28, right: true)
        y += 70
        for line in order.lines {
            sketch.put(line.name, x: 220, y: y)
            sketch.put("×\(line.quantity)", x: 800, y: y)
            sketch.put("¥\(line.amount)", x: 1030, y: y, right: true)
            y += 90
        }
        for discount in order.discounts {
            sketch.put(discount.label, x: 220, y: y, size: 30)
            sketch.put("-¥\(discount.amount)", x: 1030, y: y, size: 30, right: true)
            y += 60
        }
        if let freight = order.freight {
            sketch.put("运费 ¥\(freight)", x: 1030, y: y, size: 30, right: true)
            y += 60
        }
        sketch.put(
            "共\(order.lines.reduce(0) { $0 + $1.quantity })件商品 实付：¥\(order.paid)", x: 1030, y: y, right: true)
        y += 50
    }

    /// Facts side by side; sums side by side.
    private func oneRowFacts(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("订单号 \(order.number)", x: 40, y: y, size: 28)
        sketch.put("付款时间 \(order.time)", x: 640, y: y, size: 28)
        y += 80
        for line in order.lines {
            sketch.put(line.name, x: 40, y: y)
            sketch.put("¥\(line.price) x\(line.quantity)", x: 1030, y: y, right: true)
            y += 70
        }
        sketch.put("商品金额：¥\(order.subtotal)", x: 40, y: y, size: 28)
        if let freight = order.freight { sketch.put("运费：¥\(freight)", x: 520, y: y, size: 28) }
        y += 56
        for discount in order.discounts {
            sketch.put("\(discount.label)：-¥\(discount.amount)", x: 40, y: y, size: 28)
            y += 56
        }
        sketch.put("实付款：¥\(order.paid)", x: 1030, y: y, size: 40, right: true)
        y += 60
    }

    /// Every product with its own labelled price, quantity and sum.
    private func itemTotals(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("订单编号：\(order.number)", x: 40, y: y)
        sketch.put("下单时间：\(order.time)", x: 40, y: y + 60)
        y += 150
        for line in order.lines {
            sketch.put(line.name, x: 40, y: y, size: 36)
            sketch.put("单价：¥\(line.price)", x: 40, y: y + 60, size: 30)
            sketch.put("数量：\(line.quantity)", x: 440, y: y + 60, size: 30)
            sketch.put("小计：¥\(line.amount)", x: 1030, y: y + 60, size: 30, right: true)
            y += 150
        }
        for discount in order.discounts {
            sketch.put(discount.label, x: 40, y: y)
            sketch.put("-\(discount.amount)", x: 1030, y: y, right: true)
            y += 60
        }
        if let freight = order.freight {
            sketch.put("运费", x: 40, y: y)
            sketch.put("\(freight)", x: 1030, y: y, right: true)
            y += 60
        }
        sketch.put("实付金额", x: 40, y: y, size: 36)
        sketch.put("¥\(order.paid)", x: 1030, y: y, size: 36, right: true)
        y += 60
    }

    /// A forwarded message.
    private func plainText(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        var rows = ["下单成功", "订单编号:\(order.number)", "下单时间:\(order.time)"]
        for (index, line) in order.lines.enumerated() {
            rows.append("\(index + 1).\(line.name) ¥\(line.price)*\(line.quantity)")
        }
        rows.append("小计:\(order.subtotal)元")
        rows += order.discounts.map { "\($0.label):-\($0.amount)元" }
        if let freight = order.freight { rows.append("配送费:\(freight)元") }
        rows.append("实付:\(order.paid)元")
        for row in rows {
            sketch.put(row, x: 120, y: y, size: 32)
            y += 54
        }
    }

    /// Price and quantity in one right column, a former price between them.
    private func quantityUnderPrice(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("待自提", x: 40, y: y, size: 40)
        sketch.put("自提点：幸福里小区南门", x: 40, y: y + 64, size: 30)
        y += 150
        for line in order.lines {
            sketch.put(line.name, x: 230, y: y, size: 34)
            sketch.put("¥\(line.price)", x: 1030, y: y, size: 36, right: true)
            sketch.put("满\(line.quantity + 20)减3", x: 230, y: y + 60, size: 24)
            sketch.put("¥\(line.price + Money(3, 10))", x: 1030, y: y + 52, size: 26, right: true)
            sketch.put("x\(line.quantity)", x: 1030, y: y + 100, size: 30, right: true)
            y += 180
        }
        for discount in order.discounts {
            sketch.put(discount.label, x: 40, y: y)
            sketch.put("- ¥\(discount.amount)", x: 1030, y: y, right: true)
            y += 60
        }
        if let freight = order.freight {
            sketch.put("配送费", x: 40, y: y)
            sketch.put("¥\(freight)", x: 1030, y: y, right: true)
            y += 60
        }
        sketch.put("实付款 ¥\(order.paid)", x: 1030, y: y, size: 40, right: true)
        y += 100
        sketch.put("订单编号 \(order.number) 复制", x: 40, y: y, size: 28)
        sketch.put("下单时间 \(order.time)", x: 40, y: y + 54, size: 28)
        y += 100
    }

    /// Labels above their values in columns.
    private func centred(_ order: SketchedOrder, _ sketch: inout Sketch, _ y: inout Int) {
        sketch.put("订单编号", x: 60, y: y, size: 28)
        sketch.put("下单时间", x: 640, y: y, size: 28)
        sketch.put(order.number, x: 60, y: y + 46, size: 30)
        sketch.put(order.time, x: 640, y: y + 46, size: 30)
        y += 130
        for line in order.lines {
            sketch.put(line.name, x: 60, y: y)
            sketch.put("\(line.price)元/份", x: 560, y: y, size: 30)
            sketch.put("\(line.quantity)份", x: 800, y: y, size: 30)
            sketch.put("\(line.amount)元", x: 1030, y: y, right: true)
            y += 72
        }
        for discount in order.discounts {
            sketch.put(discount.label, x: 60, y: y)
            sketch.put("-\(discount.amount)元", x: 1030, y: y, right: true)
            y += 60
        }
        if let freight = order.freight {
            sketch.put("运费", x: 60, y: y)
            sketch.put("\(freight)元", x: 1030, y: y, right: true)
            y += 60
        }
        sketch.put("应付", x: 60, y: y)
        sketch.put("\(order.paid)元", x: 1030, y: y, size: 40, right: true)
        y += 60
    }
}
