import Evidence
import TestSupport
import Testing

@testable import Order

/// The rules said once more, in the plainest way: every scheme and tier is tried, in whole fen.
private enum BruteForce {
    struct Verdict: Equatable {
        var schemeId: String?
        var tierFen: Int?
        var status: Order.PromotionStatus
    }

    private struct Offer {

        var id: String

        var tier: Int

        var off: Int

        var blocked: Bool

    }

    static func judge(
        _ schemes: [PromotionScheme], at time: String, lines: [(category: String, fen: Int)],
        coupon: Bool, reductions: [Int], regions: [String]
    ) -> Verdict {
        var offers: [Offer] = []
        var offsInForce: [Int] = []
        for scheme in schemes {
            let inForce = time >= scheme.from && time <= scheme.to
            let here = (scheme.regions ?? ["全国"]).contains { regions.contains($0) || $0 == "全国" }
            if !inForce || !here { continue }
            var base = 0
            for line in lines {
                if let only = scheme.scope?.categories, !only.contains(line.category) { continue }
                if let not = scheme.scope?.excludeCategories, not.contains(line.category) { continue }
                base += line.fen
            }
            var reached = -1
            var off = 0
            for tier in scheme.tiers {
                offsInForce.append(tier.off.fen)
                if base >= tier.threshold.fen && tier.threshold.fen > reached {
                    reached = tier.threshold.fen
                    off = tier.off.fen
                }
            }
            if reached >= 0 {
                let blocked = coupon && scheme.stacksWithCoupon == false
                offers.append(Offer(id: scheme.id, tier: reached, off: off, blocked: blocked))
            }
        }
        var best: Offer?
        for offer in offers where !offer.blocked {
            guard let current = best else {
                best = offer
                continue
            }
            if offer.off > current.off || offer.off == current.off && offer.id < current.id { best = offer }
        }
        var status: Order.PromotionStatus
        let got = reductions.first ?? 0
        if reductions.count > 1 {
            status = .stackingViolated
        } else if reductions.isEmpty {
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
            status = offsInForce.contains(got) ? .wrongTier : .wrongAmount
        }
        return Verdict(schemeId: best?.id, tierFen: best?.tier, status: status)
    }
}

struct `Random carts and schemes` {
    private static let categories = ["水果", "蔬菜", "烟酒", "日用"]
    private static let days = (1...9).map { "2026-11-0\($0)" }

    private func scheme(_ index: Int, _ generator: inout SeededGenerator) -> PromotionScheme {
        let ends = [
            Self.days.randomElement(using: &generator) ?? "",
            Self.days.randomElement(using: &generator) ?? "",
        ]
        .sorted()
        func some(_ chance: Int) -> [String]? {
            Int.random(in: 0..<chance, using: &generator) > 0
                ? nil : Array(Self.categories.shuffled(using: &generator).prefix(2))
        }
        var off = 0
        var threshold = 0
        let tiers = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            threshold += Int.random(in: 1...40, using: &generator) * 100
            off += Int.random(in: 1...4, using: &generator) * 100
            return PromotionScheme.Tier(threshold: Money(fen: threshold), off: Money(fen: off))
        }
        return PromotionScheme(
            id: "S\(index)", name: "方案", from: ends[0] + "T00:00:00", to: ends[1] + "T23:59:59",
            regions: [["全国"], ["杭州市"], nil].randomElement(using: &generator) ?? nil,
            scope: .init(categories: some(3), excludeCategories: some(3)),
            tiers: tiers.shuffled(using: &generator),
            stacksWithCoupon: [true, false, nil].randomElement(using: &generator) ?? nil)
    }

    @Test(arguments: 0..<40)
    func `are judged as by trying everything`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            let schemes = (0..<Int.random(in: 1...4, using: &generator)).map { scheme($0, &generator) }
            let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (
                    category: Self.categories.randomElement(using: &generator) ?? "",
                    fen: Int.random(in: 1...30, using: &generator) * 100
                )
            }
            let coupon = Bool.random(using: &generator)
            let offs = schemes.flatMap(\.tiers).map(\.off.fen) + [150]
            let reductions = (0..<[0, 1, 1, 1, 2][Int.random(in: 0..<5, using: &generator)]).map { _ in
                offs.randomElement(using: &generator) ?? 100
            }
            let regions = ["全国"] + (Bool.random(using: &generator) ? ["杭州市"] : ["上海市"])
            let time = (Self.days.randomElement(using: &generator) ?? "") + "T12:30:00"
            let wanted = BruteForce.judge(
                schemes, at: time, lines: lines, coupon: coupon, reductions: reductions, regions: regions)
            let result = PromotionEngine(schemes: schemes).evaluate(
                PromotionCart(
                    placedAt: time,
                    lines: lines.map { .init(category: $0.category, amount: Money(fen: $0.fen)) },
                    reductions: reductions.map { .init(kind: .fullReduction, amount: Money(fen: $0)) }
                        + (coupon ? [.init(kind: .coupon, amount: Money(fen: 300))] : []), regions: regions))
            #expect(result.status == wanted.status)
            #expect(result.schemeId == wanted.schemeId)
            #expect(result.tier == wanted.tierFen.map { Double($0) / 100 })
        }
    }
}
