import AnalyzerKit
import Evidence

/// Judges the orders of one picture in the order in which they were placed, for what a customer used in one counts
/// against the limits of the next.
struct OrderSequence {
    let analyzer: OrderAnalyzer
    /// Other orders of the picture print a number.
    let expectsNumber: Bool

    /// In the order of the drafts.
    func orders(of drafts: [OrderDraft], context: ReadingContext) -> [Order] {
        let placedAt = drafts.map { $0.moment?.moment.local(receivedOn: context.receivedOn) }
        let sequence = drafts.indices.sorted { (placedAt[$0] ?? "~", $0) < (placedAt[$1] ?? "~", $1) }
        var context = context
        var orders: [(place: Int, order: Order)] = []
        for index in sequence {
            context.knowsEarlierUses = !drafts.indices.contains { other in
                other != index && isSameCustomer(drafts[other], drafts[index])
                    && isSameTime(placedAt[other], placedAt[index])
            }
            let repaired = ArithmeticRepair.repair(drafts[index])
            let order = OrderReport(
                draft: repaired.draft, repairs: repaired.repairs, context: context,
                expectsNumber: expectsNumber, analyzer: analyzer
            ).order()
            if let customer = order.customer, order.promotion.status == .correct {
                context.earlier?.append(
                    EarlierOrder(
                        name: "", orderNumber: order.orderNumber, customer: customer,
                        placedOn: order.placedAt.map { String($0.prefix(10)) },
                        schemeId: order.promotion.schemeId, sameBatch: true))
            }
            orders.append((index, order))
        }
        return orders.sorted { $0.place < $1.place }.map(\.order)
    }

    private func isSameCustomer(_ one: OrderDraft, _ two: OrderDraft) -> Bool {
        guard let key = one.customer?.key, key == two.customer?.key else { return false }
        return one.number == nil || one.number?.text != two.number?.text
    }

    /// No saying which of two times came first.
    private func isSameTime(_ one: String?, _ two: String?) -> Bool {
        guard let one, let two else { return false }
        return one.hasPrefix(two) || two.hasPrefix(one)
    }
}
