import Evidence
import Testing

@testable import Order

struct `The review of promotion schemes` {
    private func scheme(
        from: String = "2026-11-01", to: String = "2026-11-30", regions: [String]? = ["全国"],
        tiers: [(Int, Int)] = [(3900, 500), (5900, 1000)]
    ) -> PromotionScheme {
        PromotionScheme(
            id: "A", name: "测试", from: from, to: to,
            reduction: .tiers(tiers.map { .init(threshold: Money(fen: $0.0), off: Money(fen: $0.1)) }),
            regions: regions)
    }

    private func codes(_ schemes: PromotionScheme...) -> [String] {
        PromotionReview.problems(schemes).map(\.reason.code)
    }

    @Test func `has nothing to say about the schemes in use`() throws {
        #expect(PromotionReview.problems(try PromotionFixtures.schemes()).isEmpty)
    }

    @Test func `names each fault`() {
        #expect(codes(scheme()) == [])
        #expect(codes(scheme(), scheme()) == ["promotion.duplicateId"])
        #expect(codes(scheme(to: "2026-10-01")) == ["promotion.endBeforeStart"])
        #expect(codes(scheme(from: "2026-02-30")) == ["promotion.unreadableDate"])
        #expect(codes(scheme(from: "2026-11-01T24:00:00")) == ["promotion.unreadableDate"])
        #expect(codes(scheme(regions: [])) == ["promotion.noRegion"])
        #expect(codes(scheme(tiers: [])) == ["promotion.noTier"])
        #expect(codes(scheme(tiers: [(3900, 4000)])) == ["promotion.discountAboveThreshold"])
        #expect(codes(scheme(tiers: [(3900, 500), (3900, 600)])) == ["promotion.overlappingTiers"])
        #expect(codes(scheme(tiers: [(3900, 500), (5900, 400)])) == ["promotion.higherTierGivesLess"])
        #expect(codes(scheme(tiers: [(0, 0)])).contains("promotion.notPositive"))
    }

    @Test func `looks at every 满 scheme and at days of the month too`() {
        var each = scheme()
        each.reduction = .each(
            .init(threshold: Money(fen: 3000), off: Money(fen: 400), cap: Money(fen: 1200)))
        #expect(codes(each) == [])
        each.reduction = .each(.init(threshold: Money(fen: 300), off: Money(fen: 400), cap: Money(fen: 300)))
        #expect(codes(each) == ["promotion.discountAboveThreshold", "promotion.capBelowOff"])
        var days = scheme()
        days.daysOfMonth = [8, 32]
        #expect(codes(days) == ["promotion.noSuchDay"])
    }
}
