import Evidence
import Scoring

/// Orders whose reductions are right, forgotten or of the wrong tier as often as a store-day's facts say.
struct OrderPlanner {
    let products: [Product]

    private static let tiers = [(threshold: 39, off: 5), (threshold: 59, off: 10), (threshold: 99, off: 20)]

    /// The one scheme of the simulated chain.
    static func scheme(from: BusinessDay, to: BusinessDay) -> PromotionScheme {
        PromotionScheme(
            id: "SIM-MJ", name: "模拟全场满减", from: "\(from)T00:00:00", to: "\(to.adding(days: 1))T23:59:59",
            reduction: .tiers(
                tiers.map { .init(threshold: Money(fen: $0.threshold * 100), off: Money(fen: $0.off * 100)) }),
            regions: ["全国"])
    }

    /// One order a screenshot; those that the store-day's facts cannot use arrive broken.
    func orders(_ screenshots: Int, _ counts: Counts, _ chance: inout SeededChance) -> [PlannedOrder] {
        let priced = products.filter { $0.price.map { $0.fen > 0 } ?? false }
        guard !priced.isEmpty else { return [] }
        let eligible = Self.share(counts[.eligibleOrders], counts[.readableOrders])
        let correct = Self.share(counts[.correctOrders], counts[.eligibleOrders])
        return (0..<max(0, screenshots)).map { index in
            var order = order(priced, isEligible: chance.happens(eligible), &chance)
            if order.promotion == .correct, !chance.happens(correct) { misapply(&order, &chance) }
            order.isCutOff = index >= counts[.orderScreenshots]
            return order
        }
    }

    private func order(
        _ products: [Product], isEligible: Bool, _ chance: inout SeededChance
    ) -> PlannedOrder {
        let lowest = Self.tiers[0].threshold * 100
        // A single cheap product stays below every tier; several are added up until one is reached.
        let cheap = products.filter { ($0.price?.fen ?? 0) < lowest }
        let choice = isEligible || cheap.isEmpty ? products : cheap
        var lines: [PlannedOrder.Line] = []
        var sum = 0
        repeat {
            let product = choice[chance.number(below: choice.count)]
            let price = product.price ?? .zero
            guard !lines.contains(where: { $0.name == product.name }) else { continue }
            let quantity = isEligible ? 1 + chance.number(below: 2) : 1
            lines.append(PlannedOrder.Line(name: product.name, price: price, quantity: quantity))
            sum += price.fen * quantity
        } while isEligible && sum < lowest && lines.count < min(4, choice.count)
        let off = Money(fen: (Self.tiers.last { $0.threshold * 100 <= sum }?.off ?? 0) * 100)
        let number = (0..<14).map { _ in String(chance.number(below: 10)) }.joined()
        return PlannedOrder(
            number: "9" + number, placedMinutes: 9 * 60 + chance.number(below: 11 * 60), lines: lines,
            expectedOff: off, appliedOff: off, promotion: off == .zero ? .notEligible : .correct,
            isCutOff: false)
    }

    /// Forgotten, or the tier below where there is one.
    private func misapply(_ order: inout PlannedOrder, _ chance: inout SeededChance) {
        let lower = Self.tiers.last { $0.off * 100 < order.expectedOff.fen }
        if let lower, chance.happens(0.5) {
            order.appliedOff = Money(fen: lower.off * 100)
            order.promotion = .wrongTier
        } else {
            order.appliedOff = .zero
            order.promotion = .missing
        }
    }

    private static func share(_ part: Int, _ whole: Int) -> Double {
        whole > 0 ? Double(part) / Double(whole) : 1
    }
}
