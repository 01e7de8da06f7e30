import Evidence
import TestSupport
import Testing

@testable import Order

/// The rules said once more, in the plainest way: every scheme and tier is tried, in whole fen.
private enum BruteForce {
    struct Verdict: Equatable {
        var schemeId: String?
        var tierFen: Int?
        var off: Int?
        var status: Order.PromotionStatus
    }

    private struct Offer {
        var id: String
        var tier: Int
        var off: Int
        var blocked: Bool
    }

    /// Every amount that a scheme can take off, by the base from which on it does, smallest base first.
    private static func steps(_ scheme: PromotionScheme) -> [(base: Int, off: Int)] {
        switch scheme.reduction {
        case .tiers(let tiers):
            return tiers.map { ($0.threshold.fen, $0.off.fen) }.sorted { $0.0 < $1.0 }
        case .each(let each):
            var result: [(base: Int, off: Int)] = []
            for times in 1...60 {
                let off = min(times * each.off.fen, each.cap?.fen ?? .max)
                if result.last?.off != off { result.append((times * each.threshold.fen, off)) }
            }
            return result
        }
    }

    private static func isInForce(_ scheme: PromotionScheme, _ cart: PromotionCart) -> Bool {
        let time = cart.placedAt ?? ""
        if time < scheme.from || time > scheme.to { return false }
        if let days = scheme.daysOfMonth, !days.contains(Int(time.prefix(10).suffix(2)) ?? 0) { return false }
        if scheme.membersOnly && cart.isMember != true { return false }
        if let channels = scheme.channels, !channels.contains(cart.channel ?? "") { return false }
        let regions = scheme.regions ?? ["全国"]
        if !regions.contains("全国") && !regions.contains(where: { (cart.regions ?? []).contains($0) }) {
            return false
        }
        var ever = 0
        var today = 0
        for use in cart.earlierUses ?? [] where use.schemeId == scheme.id {
            ever += 1
            if use.day == time.prefix(10) { today += 1 }
        }
        return ever < scheme.limits.perCustomer ?? .max && today < scheme.limits.perDay ?? .max
    }

    private static func base(_ scheme: PromotionScheme, _ lines: [PromotionCart.Line]) -> Int {
        var base = 0
        for line in lines {
            if let only = scheme.scope?.categories, !only.contains(line.category ?? "") { continue }
            if let only = scheme.scope?.skus, !only.contains(line.sku ?? "") { continue }
            if let not = scheme.scope?.excludeCategories, not.contains(line.category ?? "") { continue }
            if let not = scheme.scope?.excludeSkus, not.contains(line.sku ?? "") { continue }
            base += line.amount.fen
        }
        return base
    }

    static func judge(_ schemes: [PromotionScheme], _ cart: PromotionCart) -> Verdict {
        var offers: [Offer] = []
        var possible: Set<Int> = []
        for scheme in schemes where isInForce(scheme, cart) {
            let base = base(scheme, cart.lines)
            let steps = steps(scheme)
            possible.formUnion(steps.map(\.off))
            guard let reached = steps.last(where: { $0.base <= base }) else { continue }
            var blocked = false
            for reduction in cart.reductions {
                if reduction.kind == .coupon && !scheme.stacksWith.coupon { blocked = true }
                if reduction.kind == .instant && !scheme.stacksWith.instant { blocked = true }
                if reduction.kind == .member && !scheme.stacksWith.member { blocked = true }
            }
            offers.append(Offer(id: scheme.id, tier: reached.base, off: reached.off, blocked: blocked))
        }
        var best: Offer?
        for offer in offers where !offer.blocked {
            guard let current = best else {
                best = offer
                continue
            }
            if offer.off > current.off || offer.off == current.off && offer.id < current.id { best = offer }
        }
        let full = cart.reductions.filter { $0.kind == .fullReduction }.map(\.amount.fen)
        let got = full.first ?? 0
        let status: Order.PromotionStatus
        if full.count > 1 {
            status = .stackingViolated
        } else if full.isEmpty {
            status = best == nil ? .notEligible : .missing
        } else if best?.off == got {
            status = .correct
        } else if offers.contains(where: { $0.blocked && $0.off == got }) {
            status = .stackingViolated
        } else if best == nil {
            status = .appliedIneligible
        } else if offers.contains(where: { !$0.blocked && $0.off == got && $0.id != best?.id }) {
            status = .wrongScheme
        } else {
            status = possible.contains(got) ? .wrongTier : .wrongAmount
        }
        return Verdict(schemeId: best?.id, tierFen: best?.tier, off: best?.off, status: status)
    }
}

/// Random schemes and carts, with every extension now and then.
private struct Maker {
    static let categories = ["水果", "蔬菜", "烟酒", "日用"]
    static let skus = ["a", "b", "c"]
    static let days = (1...9).map { "2026-11-0\($0)" }
    var generator: SeededGenerator

    mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }
    mutating func some(_ values: [String], oneIn: Int) -> [String]? {
        chance(oneIn) ? Array(values.shuffled(using: &generator).prefix(2)) : nil
    }

    private mutating func reduction() -> PromotionScheme.Reduction {
        if chance(3) {
            let off = Int.random(in: 1...5, using: &generator) * 100
            return .each(
                .init(
                    threshold: Money(fen: Int.random(in: 6...40, using: &generator) * 100),
                    off: Money(fen: off),
                    cap: chance(2) ? nil : Money(fen: off * pick([1, 2, 3]) + pick([0, 50]))))
        }
        var off = 0
        var threshold = 0
        let tiers = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            threshold += Int.random(in: 1...40, using: &generator) * 100
            off += Int.random(in: 1...4, using: &generator) * 100
            return PromotionScheme.Tier(threshold: Money(fen: threshold), off: Money(fen: off))
        }
        return .tiers(tiers.shuffled(using: &generator))
    }

    mutating func scheme(_ index: Int) -> PromotionScheme {
        let ends = [pick(Self.days), pick(Self.days)].sorted()
        return PromotionScheme(
            id: "S\(index)", name: "方案", from: ends[0] + "T00:00:00", to: ends[1] + "T23:59:59",
            reduction: reduction(), regions: pick([["全国"], ["杭州市"], nil]),
            scope: .init(
                categories: some(Self.categories, oneIn: 3),
                excludeCategories: some(Self.categories, oneIn: 3),
                skus: some(Self.skus, oneIn: 5), excludeSkus: some(Self.skus, oneIn: 5)),
            daysOfMonth: chance(4) ? [pick([1, 3, 5]), pick([2, 4, 7])] : nil, membersOnly: chance(4),
            channels: chance(4) ? [pick(["groupBuy", "counter"])] : nil,
            stacksWith: .init(coupon: !chance(3), instant: !chance(3), member: !chance(3)),
            limits: .init(perCustomer: chance(4) ? 2 : nil, perDay: chance(4) ? 1 : nil))
    }

    mutating func cart(_ schemes: [PromotionScheme]) -> PromotionCart {
        let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            PromotionCart.Line(
                category: pick(Self.categories), sku: pick(Self.skus + ["d"]),
                amount: Money(fen: Int.random(in: 1...40, using: &generator) * 100))
        }
        var offs = [150, 100]
        for scheme in schemes {
            switch scheme.reduction {
            case .tiers(let tiers): offs += tiers.map(\.off.fen)
            case .each(let each): offs += (1...4).map { min($0 * each.off.fen, each.cap?.fen ?? .max) }
            }
        }
        var reductions = (0..<pick([0, 1, 1, 1, 2])).map { _ in
            PromotionCart.Reduction(kind: .fullReduction, amount: Money(fen: pick(offs)))
        }
        for kind in [PromotionCart.Reduction.Kind.coupon, .instant, .member] where chance(4) {
            reductions.append(.init(kind: kind, amount: Money(fen: 300)))
        }
        let uses = (0..<pick([0, 0, 1, 2])).map { _ in
            PromotionCart.EarlierUse(schemeId: "S\(pick([0, 1]))", day: pick(Self.days))
        }
        return PromotionCart(
            placedAt: pick(Self.days) + "T12:30:00", lines: lines, reductions: reductions,
            regions: ["全国"] + [pick(["杭州市", "上海市"])], isMember: chance(2),
            channel: pick(["groupBuy", "counter"]), earlierUses: uses)
    }
}

struct `Random carts and schemes` {
    @Test(arguments: 0..<40)
    func `are judged as by trying everything`(seed: Int) {
        var maker = Maker(generator: SeededGenerator(seed: UInt64(seed)))
        for _ in 0..<100 {
            let schemes = (0..<maker.pick([1, 2, 3, 4])).map { maker.scheme($0) }
            let cart = maker.cart(schemes)
            let wanted = BruteForce.judge(schemes, cart)
            let result = PromotionEngine(schemes: schemes).evaluate(cart)
            #expect(result.status == wanted.status)
            #expect(result.schemeId == wanted.schemeId)
            #expect(result.tier == wanted.tierFen.map { Double($0) / 100 })
            #expect(result.expectedOff?.fen == wanted.off)
            #expect(result.explanation?.code == "promotion.\(wanted.status.rawValue)")
        }
    }

    /// What is answered although something is not known must hold however it turns out.
    @Test(arguments: 0..<20)
    func `are answered without knowledge only where it does not matter`(seed: Int) {
        var maker = Maker(generator: SeededGenerator(seed: UInt64(1000 + seed)))
        var answered = 0
        for _ in 0..<60 {
            let schemes = (0..<maker.pick([1, 2])).map { maker.scheme($0) }
            let whole = maker.cart(schemes)
            var veiled = whole
            if maker.chance(2) { veiled.isMember = nil }
            if maker.chance(2) { veiled.channel = nil }
            if maker.chance(2) { veiled.regions = nil }
            if maker.chance(2) { veiled.earlierUses = nil }
            if maker.chance(2) { veiled.lines[0].category = nil }
            if maker.chance(2) { veiled.lines[0].sku = nil }
            let engine = PromotionEngine(schemes: schemes)
            let result = engine.evaluate(veiled)
            guard result.status != .unknown else { continue }
            answered += 1
            #expect(result.agrees(with: engine.evaluate(whole)))
        }
        #expect(answered > 0)
    }
}
