import Evidence
import Foundation
import TestSupport
import Testing

@testable import Order

/// The hand-written cases and schemes of `fixtures/orders`.
enum PromotionFixtures {
    struct Schemes: Decodable { var schemes: [PromotionScheme] }
    struct Products: Decodable { var products: [Product] }
    struct Vectors: Decodable { var cases: [Vector] }
    struct Vector: Decodable, CustomTestStringConvertible {
        struct Line: Decodable {
            var name: String
            var category: String
            var amount: Money
        }
        struct Discount: Decodable {
            var label: String
            var amount: Money
            var kind: String
        }
        struct Expectation: Decodable {
            var schemeId: String?
            var tier: Double?
            var status: Order.PromotionStatus
        }
        var name: String
        var region: [String]
        var placedAt: String
        var lines: [Line]
        var discounts: [Discount]
        var expect: Expectation
        var testDescription: String { name }
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
        try JSONDecoder().decode(type, from: Fixture.data("orders/\(file)"))
    }
    static func schemes() throws -> [PromotionScheme] { try read(Schemes.self, "promotions.json").schemes }
    static func products() throws -> [Product] { try read(Products.self, "products.json").products }
    static func vectors() throws -> [Vector] { try read(Vectors.self, "promotion_vectors.json").cases }
}

struct `The promotion engine` {
    @Test(arguments: try PromotionFixtures.vectors())
    func `agrees with every hand-written case`(vector: PromotionFixtures.Vector) throws {
        let engine = PromotionEngine(schemes: try PromotionFixtures.schemes())
        let labels = Labels(.standard)
        for discount in vector.discounts {
            #expect(labels.kind(ofDiscount: discount.label).rawValue == discount.kind)
        }
        let result = engine.evaluate(
            PromotionCart(
                placedAt: vector.placedAt,
                lines: vector.lines.map { .init(category: $0.category, amount: $0.amount) },
                reductions: vector.discounts.map {
                    .init(kind: labels.kind(ofDiscount: $0.label), amount: $0.amount)
                }, regions: vector.region))
        #expect(result.status == vector.expect.status)
        #expect(result.schemeId == vector.expect.schemeId)
        #expect(result.tier == vector.expect.tier)
    }

    @Test func `knows all twenty-two cases`() throws {
        #expect(try PromotionFixtures.vectors().count == 22)
    }

    @Test func `does not guess what an unknown product is`() throws {
        let engine = PromotionEngine(schemes: try PromotionFixtures.schemes())
        func status(_ category: String?, _ amount: Money) -> Order.PromotionStatus {
            engine.evaluate(
                PromotionCart(
                    placedAt: "2026-11-10T10:00", lines: [.init(category: category, amount: amount)],
                    reductions: [], regions: ["全国"])
            ).status
        }
        #expect(status("水果", Money(fen: 5000)) == .missing)
        #expect(status(nil, Money(fen: 5000)) == .unknown)
        // Whatever it is, it reaches nothing.
        #expect(status(nil, Money(fen: 500)) == .notEligible)
    }

    @Test func `does not guess the region, the time or what a reduction is`() throws {
        let engine = PromotionEngine(schemes: try PromotionFixtures.schemes())
        var cart = PromotionCart(
            placedAt: "2026-11-21T10:00", lines: [.init(category: "水果", amount: Money(fen: 7000))],
            reductions: [.init(kind: .fullReduction, amount: Money(fen: 1500))], regions: nil)
        #expect(engine.evaluate(cart).status == .unknown)
        cart.regions = ["全国", "浙江", "杭州市"]
        #expect(engine.evaluate(cart).status == .correct)
        cart.reductions[0].kind = .unclear
        #expect(engine.evaluate(cart).status == .unknown)
        cart.placedAt = nil
        #expect(engine.evaluate(cart).status == .unknown)
        #expect(PromotionEngine(schemes: []).evaluate(cart).status == .unknown)
    }

    @Test func `takes a date as its whole day`() {
        let scheme = PromotionScheme(
            id: "D", name: "一天", from: "2026-11-10", to: "2026-11-10",
            reduction: .tiers([.init(threshold: Money(fen: 1000), off: Money(fen: 100))]))
        let engine = PromotionEngine(schemes: [scheme])
        func status(_ time: String) -> Order.PromotionStatus {
            engine.evaluate(
                PromotionCart(
                    placedAt: time, lines: [.init(category: nil, amount: Money(fen: 1000))], reductions: [],
                    regions: nil)
            ).status
        }
        #expect(status("2026-11-09T23:59:59") == .notEligible)
        #expect(status("2026-11-10T00:00") == .missing)
        #expect(status("2026-11-10T23:59:59") == .missing)
        #expect(status("2026-11-11T00:00:00") == .notEligible)
    }
}
