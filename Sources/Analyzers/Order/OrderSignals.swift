import AnalyzerKit
import Evidence

/// What about an order is out of the ordinary, in coded observations and never as an accusation.
enum OrderSignals {
    /// More than this of one product, or for one order, is no household's (fen).
    private static let mostPieces = 999
    private static let mostFen = 10_000_000

    static func of(_ order: Order, draft: OrderDraft, context: ReadingContext) -> [Order.Signal] {
        impossible(order) + outsideDay(order, context) + edited(draft) + repeated(order, draft, context)
    }

    private static func repeated(
        _ order: Order, _ draft: OrderDraft, _ context: ReadingContext
    ) -> [Order.Signal] {
        guard let number = order.orderNumber else { return [] }
        let earlier = context.earlier?.first { $0.orderNumber == number && !$0.sameBatch }
        guard draft.isRepeated || earlier != nil else { return [] }
        return [
            Order.Signal(
                code: "order.repeatedNumber", detail: "订单号 …\(number.suffix(6)) 已经上报过，同一订单只计一次",
                detailEnglish: "the order number …\(number.suffix(6)) was reported before",
                severity: earlier == nil ? .info : .suspect, of: earlier?.name)
        ]
    }

    private static func impossible(_ order: Order) -> [Order.Signal] {
        var faults: [String] = []
        for line in order.lines {
            if let quantity = line.quantity, quantity == 0 || quantity > mostPieces {
                faults.append("\(Privacy.masked(line.name)) ×\(quantity)")
            }
            if let price = line.unitPrice, price.fen > mostFen { faults.append("单价 ¥\(price)") }
        }
        if let paid = order.paid, paid.fen > mostFen { faults.append("实付 ¥\(paid)") }
        let reduced = order.discounts.reduce(Money.zero) { $0 + $1.amount }
        if let subtotal = order.subtotal, reduced > subtotal {
            faults.append("优惠 ¥\(reduced) 大于商品金额 ¥\(subtotal)")
        }
        guard !faults.isEmpty else { return [] }
        return [
            Order.Signal(
                code: "order.impossibleNumber", detail: "数字不合常理：\(faults.joined(separator: "；"))",
                detailEnglish: "numbers that no order has", severity: .suspect)
        ]
    }

    /// A business day ends at the store's cut-off of the next morning.
    private static func outsideDay(_ order: Order, _ context: ReadingContext) -> [Order.Signal] {
        guard let day = context.day, let placedAt = order.placedAt,
            let date = BusinessDay(String(placedAt.prefix(10)))
        else { return [] }
        var placedOn = date
        if placedAt.count >= 16, let time = LocalTime(String(placedAt.dropFirst(11).prefix(5))) {
            if time < context.cutOff { placedOn = date.adding(days: -1) }
        } else if date == day.adding(days: 1) {
            // Without a time it may be from before the cut-off.
            placedOn = day
        }
        guard placedOn != day else { return [] }
        return [
            Order.Signal(
                code: "order.outsideBusinessDay", detail: "订单时间 \(placedAt) 不在营业日 \(day) 内，请上传当天的订单",
                detailEnglish: "placed at \(placedAt), outside the business day \(day)", severity: .suspect)
        ]
    }

    private static func edited(_ draft: OrderDraft) -> [Order.Signal] {
        guard !draft.editedTexts.isEmpty else { return [] }
        let texts = draft.editedTexts.joined(separator: "、")
        return [
            Order.Signal(
                code: "order.editedDigits", detail: "“\(texts)”中个别数字的高度、位置或底色与同行不一致，请人工核对",
                detailEnglish: "digits differ from their neighbours in height, baseline or ground: \(texts)",
                severity: .suspect)
        ]
    }
}
