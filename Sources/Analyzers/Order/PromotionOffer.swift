import Evidence

/// What a scheme takes off an order whose goods in scope come to a base.
struct PromotionOffer: Hashable {
    var scheme: PromotionScheme
    var base: Money
    /// The amount from which on this much is taken off: of 每满30减4 with a base of 75 it is 60.
    var tier: Money
    var off: Money
}

extension PromotionScheme {
    /// nil where the base reaches nothing.
    func offer(for base: Money) -> PromotionOffer? {
        switch reduction {
        case .tiers(let tiers):
            let reached = tiers.filter { $0.threshold <= base }
            guard let best = reached.max(by: { $0.threshold < $1.threshold }) else { return nil }
            return PromotionOffer(scheme: self, base: base, tier: best.threshold, off: best.off)
        case .each(let each):
            guard each.threshold > .zero, each.off > .zero, base >= each.threshold else { return nil }
            var times = base.fen / each.threshold.fen
            if let cap = each.cap {
                // Beyond the cap a further threshold changes nothing.
                times = min(times, max(1, (cap.fen - 1) / each.off.fen + 1))
            }
            let (product, overflow) = times.multipliedReportingOverflow(by: each.off.fen)
            let off = min(overflow ? base.fen : product, each.cap?.fen ?? .max)
            return PromotionOffer(
                scheme: self, base: base, tier: Money(fen: times * each.threshold.fen), off: Money(fen: off))
        }
    }

    /// Whether some base would lead to just this reduction.
    func mayTake(_ off: Money) -> Bool {
        switch reduction {
        case .tiers(let tiers): tiers.contains { $0.off == off }
        case .each(let each):
            off > .zero && each.off > .zero && off <= each.cap ?? off
                && (off == each.cap || off.fen % each.off.fen == 0)
        }
    }

    /// 满59减10 or 每满30减4: the rule by which a reduction comes about; nil where none does.
    func rule(taking off: Money) -> String? {
        guard mayTake(off) else { return nil }
        switch reduction {
        case .tiers(let tiers):
            return tiers.first { $0.off == off }.map { "满\($0.threshold.short)减\($0.off.short)" }
        case .each(let each): return "每满\(each.threshold.short)减\(each.off.short)"
        }
    }

    /// Whether the scheme counts a product.
    func covers(category: String, sku: String) -> Bool {
        guard let scope else { return true }
        if let only = scope.categories, !only.contains(category) { return false }
        if let only = scope.skus, !only.contains(sku) { return false }
        return !(scope.excludeCategories ?? []).contains(category)
            && !(scope.excludeSkus ?? []).contains(sku)
    }

    func stacks(with kind: PromotionCart.Reduction.Kind) -> Bool {
        switch kind {
        case .coupon: stacksWith.coupon
        case .instant: stacksWith.instant
        case .member: stacksWith.member
        case .fullReduction, .unclear: true
        }
    }
}

extension Money {
    /// 39, or 39.5 as 39.50.
    var short: String { fen % 100 == 0 ? String(fen / 100) : description }
}
