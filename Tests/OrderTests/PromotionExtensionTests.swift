import Evidence
import Foundation
import Testing

@testable import Order

struct `A scheme of the kind each` {
    private let each = PromotionScheme(
        id: "E", name: "每满减", from: "2026-11-01", to: "2026-11-30",
        reduction: .each(.init(threshold: Money(fen: 3000), off: Money(fen: 400), cap: Money(fen: 1200))))

    private func cart(_ fen: Int, off: Int? = nil) -> PromotionCart {
        PromotionCart(
            placedAt: "2026-11-18T10:00", lines: [.init(category: "水果", amount: Money(fen: fen))],
            reductions: off.map { [.init(kind: .fullReduction, amount: Money(fen: $0))] } ?? [], regions: nil)
    }

    private func result(_ cart: PromotionCart, _ change: (inout PromotionScheme) -> Void = { _ in })
        -> Order.PromotionResult
    {
        var scheme = each
        change(&scheme)
        return PromotionEngine(schemes: [scheme]).evaluate(cart)
    }

    @Test func `takes off once for every threshold, up to its cap`() {
        #expect(result(cart(2999)).status == .notEligible)
        #expect(result(cart(3000)).expectedOff == Money(fen: 400))
        #expect(result(cart(8999)).expectedOff == Money(fen: 800))
        #expect(result(cart(8999)).tier == 60)
        #expect(result(cart(90_000)).expectedOff == Money(fen: 1200))
        #expect(result(cart(90_000)).tier == 90)
        #expect(result(cart(.max)).expectedOff == Money(fen: 1200))
    }

    @Test func `tells a lower multiple from an amount that nobody gives`() {
        #expect(result(cart(9000, off: 1200)).status == .correct)
        #expect(result(cart(9000, off: 800)).status == .wrongTier)
        #expect(result(cart(9000, off: 1600)).status == .wrongAmount)
        #expect(result(cart(9000, off: 500)).status == .wrongAmount)
    }

    @Test func `is in force on its days of the month only`() {
        #expect(result(cart(3000)) { $0.daysOfMonth = [8, 18] }.status == .missing)
        #expect(result(cart(3000)) { $0.daysOfMonth = [8] }.status == .notEligible)
    }

    @Test func `for members asks whether the customer is one`() {
        #expect(result(cart(3000)) { $0.membersOnly = true }.status == .unknown)
        var member = cart(3000)
        member.isMember = true
        #expect(result(member) { $0.membersOnly = true }.status == .missing)
        member.isMember = false
        #expect(result(member) { $0.membersOnly = true }.status == .notEligible)
    }

    @Test func `of another channel does not apply`() {
        #expect(result(cart(3000)) { $0.channels = ["counter"] }.status == .notEligible)
        #expect(result(cart(3000)) { $0.channels = ["counter", "groupBuy"] }.status == .missing)
    }

    @Test func `counts products by their SKU`() {
        var named = cart(3000)
        named.lines[0].sku = "apple"
        #expect(result(named) { $0.scope = .init(skus: ["apple"]) }.status == .missing)
        #expect(result(named) { $0.scope = .init(excludeSkus: ["apple"]) }.status == .notEligible)
        #expect(result(cart(3000)) { $0.scope = .init(skus: ["apple"]) }.status == .unknown)
    }

    @Test func `ends with the customer's last use`() {
        var cart = cart(3000)
        #expect(result(cart) { $0.limits = .init(perCustomer: 1) }.status == .unknown)
        cart.earlierUses = []
        #expect(result(cart) { $0.limits = .init(perCustomer: 1, perDay: 1) }.status == .missing)
        cart.earlierUses = [.init(schemeId: "E", day: "2026-11-17")]
        #expect(result(cart) { $0.limits = .init(perDay: 1) }.status == .missing)
        #expect(result(cart) { $0.limits = .init(perCustomer: 1) }.status == .notEligible)
    }

    @Test func `that does not stack is violated by what it excludes`() {
        var cart = cart(3000, off: 400)
        cart.reductions.append(.init(kind: .member, amount: Money(fen: 100)))
        #expect(result(cart).status == .correct)
        let violated = result(cart) { $0.stacksWith.member = false }
        #expect(violated.status == .stackingViolated)
        #expect(violated.explanation?.chinese == "“每满减”不能与会员优惠同用，却减了 ¥4.00")
        #expect(result(cart) { $0.stacksWith.instant = false }.status == .correct)
    }

    @Test func `explains itself`() {
        #expect(
            result(cart(8999, off: 400)).explanation?.chinese
                == "适用金额 ¥89.99，按“每满减”每满30减4应减 ¥8.00，却按“每满30减4”减了 ¥4.00")
        #expect(result(cart(100)).explanation?.chinese == "未达到任何生效方案的门槛，没有满减，正确")
        #expect(
            result(cart(3000)) { $0.membersOnly = true }.explanation?.chinese
                == "无法核对满减：是否会员不明确，结论取决于它")
    }

    @Test func `keeps everything through its file form`() throws {
        var scheme = each
        scheme.daysOfMonth = [8]
        scheme.membersOnly = true
        scheme.channels = ["groupBuy"]
        scheme.scope = .init(skus: ["apple"], excludeSkus: ["pear"])
        scheme.stacksWith = .init(coupon: false, instant: true, member: false)
        scheme.limits = .init(perCustomer: 3, perDay: 1)
        let text = try CanonicalJSON.string(scheme)
        #expect(try CanonicalJSON.decode(PromotionScheme.self, from: text) == scheme)
    }

    @Test func `in its short form excludes coupons`() throws {
        let text = """
            {"id": "A", "name": "A", "from": "2026-11-01", "to": "2026-11-02", "stacksWithCoupon": false,
             "tiers": [{"threshold": 39, "off": 5}]}
            """
        let scheme = try JSONDecoder().decode(PromotionScheme.self, from: Data(text.utf8))
        #expect(scheme.stacksWith == .init(coupon: false))
    }
}
