import Evidence

/// What a screenshot shows, as a table that adds up.
struct OrderPanel {
    struct Line {
        let name: String
        let quantity: String
        let unitPrice: String
        let amount: String
    }
    struct Amount {
        let name: String
        let value: String
        let strong: Bool
    }
    struct Entry {
        let number: String
        let placedAt: String
        let lines: [Line]
        let amounts: [Amount]
        let arithmetic: String
        let arithmeticTone: String
        let promotion: String
        let promotionTone: String
        /// `应减 ¥8.00，实减 ¥5.00`
        let promotionDetail: String?
        let incomplete: Bool
        let pickup: String?
        let repairs: [String]
        let hasRepairs: Bool
    }
    let orders: [Entry]
    let hasOrders: Bool
    let reason: String

    init(_ findings: OrderFindings) {
        orders = findings.orders.map(Self.entry)
        hasOrders = !orders.isEmpty
        reason = findings.reason?.chinese ?? "没有读到订单"
    }

    private static func entry(_ order: Order) -> Entry {
        var amounts: [Amount] = []
        func add(_ name: String, _ amount: Money?, strong: Bool = false) {
            if let amount {
                amounts.append(Amount(name: name, value: ChineseForm.money(amount), strong: strong))
            }
        }
        add("商品小计", order.subtotal)
        for discount in order.discounts { add(discount.label, -discount.amount) }
        add("运费", order.freight)
        add("实付", order.paid, strong: true)
        return Entry(
            number: order.orderNumber ?? "看不清", placedAt: order.placedAt.map(instant) ?? "看不清",
            lines: order.lines.map { line in
                Line(
                    name: line.name, quantity: line.quantity.map { "×\($0)" } ?? "—",
                    unitPrice: line.unitPrice.map(ChineseForm.money) ?? "—",
                    amount: line.amount.map(ChineseForm.money) ?? "—")
            },
            amounts: amounts, arithmetic: order.arithmetic.chineseName, arithmeticTone: order.arithmetic.tone,
            promotion: order.promotion.status.chineseName, promotionTone: order.promotion.status.tone,
            promotionDetail: promotionDetail(order.promotion), incomplete: !order.complete,
            pickup: pickup(order.pickup),
            repairs: order.repairs.map { "\($0.field)：\($0.from) → \($0.to)" },
            hasRepairs: !order.repairs.isEmpty
        )
    }

    private static func promotionDetail(_ promotion: Order.PromotionResult) -> String? {
        if let explanation = promotion.explanation { return explanation.chinese }
        var words: [String] = []
        if let scheme = promotion.schemeId { words.append("活动 \(scheme)") }
        if let tier = promotion.tier { words.append("满 \(ChineseForm.number(tier)) 档") }
        if let expected = promotion.expectedOff { words.append("应减 \(ChineseForm.money(expected))") }
        if let applied = promotion.appliedOff { words.append("实减 \(ChineseForm.money(applied))") }
        return words.isEmpty ? nil : words.joined(separator: "，")
    }

    private static func pickup(_ pickup: Order.Pickup?) -> String? {
        guard let pickup else { return nil }
        var words: [String] = []
        if let point = pickup.point { words.append("自提点 \(point)") }
        if let ready = pickup.readyAt { words.append("到货 \(instant(ready))") }
        if let picked = pickup.pickedUpAt { words.append("取货 \(instant(picked))") }
        return words.isEmpty ? nil : words.joined(separator: "，")
    }

    /// `2026-11-12T14:13` → `2026年11月12日 周四 14:13`
    private static func instant(_ printed: String) -> String {
        let parts = printed.split(separator: "T", maxSplits: 1)
        guard let day = parts.first.flatMap({ BusinessDay(String($0)) }) else { return printed }
        return ChineseForm.day(day) + (parts.count > 1 ? " \(parts[1])" : "")
    }
}
