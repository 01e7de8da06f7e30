import AnalyzerKit
import Evidence

/// Turns a draft into the order of the contract: sums checked, promotion judged, confidence given.
struct OrderReport {
    let draft: OrderDraft
    let repairs: [Order.Repair]
    let context: ReadingContext
    /// Other orders of the picture print a number.
    let expectsNumber: Bool
    let analyzer: OrderAnalyzer

    /// What is read but not proved by the sums is never reported as certain.
    private static let unproved = 0.85

    func order() -> Order {
        let placedAt = draft.moment?.moment.local(receivedOn: context.receivedOn)
        let arithmetic = draft.arithmetic
        var order = Order(
            orderNumber: draft.number?.text, placedAt: placedAt, lines: draft.lines.map(line),
            subtotal: draft.subtotal.map { Money(fen: $0.value) },
            discounts: draft.discounts.map {
                .init(label: Privacy.masked($0.label), amount: Money(fen: $0.number.value))
            },
            freight: draft.freight.map { Money(fen: $0.value) },
            paid: draft.paid.map { Money(fen: $0.value) },
            arithmetic: arithmetic, repairs: repairs)
        let isWhole = arithmetic != .unknown && placedAt != nil
        order.complete = isWhole && (draft.number != nil || !expectsNumber)
        order.customer = draft.customer?.key.flatMap(analyzer.digest)
        order.promotion =
            isWhole
            ? analyzer.engine.evaluate(cart(placedAt, customer: order.customer))
            : PromotionSentence.notVisible
        order.confidence = confidence(arithmetic)
        order.hints = hints(order)
        order.pickup = pickup
        order.box = Box(x0: 0, y0: draft.box.y0, x1: context.width, y1: draft.box.y1)
        let signals = OrderSignals.of(order, draft: draft, context: context)
        order.signals = signals.isEmpty ? nil : signals
        return order
    }

    private func line(_ line: LineDraft) -> Order.Line {
        let price = line.unitPrice ?? (draft.singleIsAmount ? nil : line.single)
        let amount = line.amount ?? (draft.singleIsAmount ? line.single : nil)
        return Order.Line(
            name: Privacy.masked(line.name), quantity: line.quantity?.value,
            unitPrice: price.map { Money(fen: $0.value) },
            amount: amount.map { Money(fen: $0.value) })
    }

    private func cart(_ placedAt: String?, customer: String?) -> PromotionCart {
        let reductions = draft.discounts.map {
            PromotionCart.Reduction(
                kind: analyzer.labels.kind(ofDiscount: $0.label), amount: Money(fen: $0.number.value))
        }
        return PromotionCart(
            placedAt: placedAt,
            lines: draft.lines.map { line in
                let product = analyzer.products.match(line.name)
                return .init(
                    category: product?.category, sku: product?.sku, amount: Money(fen: draft.cost(line) ?? 0))
            },
            reductions: reductions, regions: context.regions,
            isMember: reductions.contains { $0.kind == .member } ? true : nil, channel: context.channel,
            earlierUses: customer.flatMap { uses(of: $0) })
    }

    /// The schemes that a customer used before; nil where the earlier orders are not known. An order that several
    /// screenshots show is one use.
    private func uses(of customer: String) -> [PromotionCart.EarlierUse]? {
        guard context.knowsEarlierUses else { return nil }
        var numbers: Set<String> = draft.number.map { [$0.text] } ?? []
        return context.earlier?.compactMap { order in
            guard order.customer == customer, let scheme = order.schemeId, let day = order.placedOn,
                order.orderNumber.map({ numbers.insert($0).inserted }) ?? true
            else { return nil }
            return PromotionCart.EarlierUse(schemeId: scheme, day: day)
        }
    }

    private var pickup: Order.Pickup? {
        let found = Order.Pickup(
            point: draft.pickupPoint.map(Privacy.masked),
            readyAt: draft.readyAt?.local(receivedOn: context.receivedOn),
            pickedUpAt: draft.pickedUpAt?.local(receivedOn: context.receivedOn))
        return found == Order.Pickup() ? nil : found
    }

    // MARK: Confidence

    private func confidence(_ arithmetic: Order.Arithmetic) -> [String: Double] {
        var result: [String: Double] = [:]
        let proved = arithmetic == .ok
        func set(_ field: String, _ read: Double?, inferred: Bool = false, doubtful: Bool = false) {
            guard let read, read.isFinite else { return }
            let limit = doubtful || inferred && !proved ? Self.unproved : 0.999
            result[field] = (min(max(read, 0), limit) * 1000).rounded(.down) / 1000
        }
        set("orderNumber", draft.number?.confidence)
        set("placedAt", draft.moment?.moment.confidence, inferred: false)
        set("subtotal", draft.subtotal?.confidence, inferred: true)
        set("freight", draft.freight?.confidence, inferred: true)
        set("paid", draft.paid?.confidence, inferred: !proved)
        for (index, discount) in draft.discounts.enumerated() {
            set("discounts[\(index)].amount", discount.number.confidence, inferred: true)
        }
        for (index, line) in draft.lines.enumerated() {
            set("lines[\(index)].name", line.nameConfidence, inferred: true)
            set(
                "lines[\(index)].quantity", line.quantity?.confidence, inferred: true,
                doubtful: line.isQuantityInferred)
            let single = draft.singleIsAmount ? "amount" : "unitPrice"
            set("lines[\(index)].\(single)", line.single?.confidence, inferred: true)
            set(
                "lines[\(index)].unitPrice", line.unitPrice?.confidence, inferred: true,
                doubtful: !line.isPriceProved)
            set("lines[\(index)].amount", line.amount?.confidence, inferred: true)
        }
        return result
    }

    private func hints(_ order: Order) -> [String] {
        var result: [String] = []
        if draft.isCut || !draft.isHeadVisible { result.append("order.cut") }
        if draft.lines.contains(where: \.isQuantityInferred) { result.append("order.quantityInferred") }
        if draft.moment != nil, order.placedAt == nil { result.append("order.yearUnknown") }
        if !analyzer.products.isEmpty,
            draft.lines.contains(where: { analyzer.products.match($0.name) == nil })
        {
            result.append("order.productUnknown")
        }
        return result
    }
}
