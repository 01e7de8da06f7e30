import AnalyzerKit
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Order

/// The four screenshots of `fixtures/orders` with what stands in them.
enum OrderFixtures {
    struct Truth: Decodable { var screenshots: [Shot] }
    struct Shot: Decodable, CustomTestStringConvertible {
        struct Text: Decodable {
            var text: String
            var box: Box
        }
        struct Wanted: Decodable {
            struct Line: Decodable {
                var name: String
                var quantity: Int?
                var unitPrice: Money?
                var amount: Money?
            }
            struct Discount: Decodable {
                var label: String
                var amount: Money
            }
            struct Arithmetic: Decodable { var status: Order.Arithmetic }
            struct Promotion: Decodable {
                var status: Order.PromotionStatus
                var schemeId: String?
                var tier: Double?
            }
            var orderNumber: String?
            var placedAt: String?
            var lines: [Line]
            var subtotal: Money?
            var discounts: [Discount]
            var freight: Money?
            var paid: Money?
            var arithmetic: Arithmetic
            var promotion: Promotion
        }
        var file: String
        var width: Int
        var height: Int
        var receivedAt: String
        var orders: [Wanted]
        var texts: [Text]
        var testDescription: String { file }
    }

    static func shots() throws -> [Shot] { try PromotionFixtures.read(Truth.self, "orders.json").screenshots }

    static let store = Store(id: StoreID("HZ-001"), name: "西湖店", region: ["全国", "浙江", "杭州市", "西湖区"])

    /// The texts of the truth as lines of a reader, those that touch joined.
    static func lines(_ shot: Shot) -> [TextLine] {
        var result: [TextLine] = []
        for text in shot.texts where text.text.contains(where: { !$0.isWhitespace }) {
            let box = text.box
            if let last = result.last, abs(last.box.y1 - box.y1) < 12, box.x0 >= last.box.x0,
                box.x0 - last.box.x1 < 10
            {
                let space = box.x0 - last.box.x1 > 4 ? " " : ""
                result[result.count - 1] = TextLine(
                    text: last.text + space + text.text,
                    box: Box(
                        x0: last.box.x0, y0: min(last.box.y0, box.y0), x1: box.x1,
                        y1: max(last.box.y1, box.y1)),
                    confidence: 0.99)
            } else {
                result.append(TextLine(text: text.text, box: box, confidence: 0.99))
            }
        }
        return result
    }

    static func input(_ shot: Shot, lines: [TextLine]) throws -> OrderInput {
        let received = try Date(shot.receivedAt, strategy: .iso8601)
        return OrderInput(
            width: shot.width, height: shot.height, lines: lines, receivedAt: received, store: store)
    }

    static func analyzer() throws -> OrderAnalyzer {
        OrderAnalyzer(schemes: try PromotionFixtures.schemes(), products: try PromotionFixtures.products())
    }
}

struct `The orders of the fixture screenshots` {
    private func check(_ orders: [Order], _ wanted: [OrderFixtures.Shot.Wanted]) {
        #expect(orders.count == wanted.count)
        for (order, truth) in zip(orders, wanted) {
            #expect(order.orderNumber == truth.orderNumber)
            #expect(order.placedAt == truth.placedAt)
            #expect(order.subtotal == truth.subtotal)
            #expect(order.freight == truth.freight)
            #expect(order.paid == truth.paid)
            #expect(order.discounts.map(\.label) == truth.discounts.map(\.label))
            #expect(order.discounts.map(\.amount) == truth.discounts.map(\.amount))
            #expect(order.lines.map { Folding.key($0.name) } == truth.lines.map { Folding.key($0.name) })
            #expect(order.lines.map(\.quantity) == truth.lines.map(\.quantity))
            for (line, shown) in zip(order.lines, truth.lines) {
                if let price = shown.unitPrice { #expect(line.unitPrice == price) }
                if let amount = shown.amount { #expect(line.amount == amount) }
            }
            #expect(order.arithmetic == truth.arithmetic.status)
            #expect(order.promotion.status == truth.promotion.status)
            #expect(order.promotion.schemeId == truth.promotion.schemeId)
            #expect(order.promotion.tier == truth.promotion.tier)
        }
    }

    @Test(arguments: try OrderFixtures.shots())
    func `are read whole from their texts`(shot: OrderFixtures.Shot) throws {
        let found = try OrderFixtures.analyzer().findings(
            for: OrderFixtures.input(shot, lines: OrderFixtures.lines(shot)))
        check(found.orders, shot.orders)
        #expect(found.reason == nil)
    }

    @Test(arguments: try OrderFixtures.shots())
    func `do not depend on the order of the lines`(shot: OrderFixtures.Shot) throws {
        let analyzer = try OrderFixtures.analyzer()
        let lines = OrderFixtures.lines(shot)
        let wanted = analyzer.findings(for: try OrderFixtures.input(shot, lines: lines))
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20 {
            let shuffled = try OrderFixtures.input(shot, lines: lines.shuffled(using: &generator))
            #expect(analyzer.findings(for: shuffled) == wanted)
        }
    }

    @Test(arguments: try OrderFixtures.shots())
    func `are joined from scrolled pieces in any sequence`(shot: OrderFixtures.Shot) throws {
        let lines = OrderFixtures.lines(shot)
        let overlap = shot.height * 2 / 5
        let part = (shot.height + overlap) / 2
        let pieces = [0, shot.height - part].map { top in
            let kept = lines.filter { $0.box.y0 >= top && $0.box.y1 <= top + part }.map { line in
                TextLine(
                    text: line.text,
                    box: Box(x0: line.box.x0, y0: line.box.y0 - top, x1: line.box.x1, y1: line.box.y1 - top),
                    confidence: line.confidence)
            }
            return OrderJoiner.Shot(
                name: "piece-\(top)",
                input: OrderInput(
                    width: shot.width, height: part, lines: kept,
                    receivedAt: try? OrderFixtures.input(shot, lines: []).receivedAt,
                    store: OrderFixtures.store))
        }
        let joiner = OrderJoiner(analyzer: try OrderFixtures.analyzer())
        for given in [pieces, pieces.reversed()] {
            let batch = joiner.join(given)
            check(batch.orders.map(\.order), shot.orders)
            #expect(batch.orders.allSatisfy { !$0.images.isEmpty })
        }
    }

    @Test func `of unrelated screenshots stay apart`() throws {
        let shots = try OrderFixtures.shots().map {
            OrderJoiner.Shot(
                name: $0.file, input: try OrderFixtures.input($0, lines: OrderFixtures.lines($0)))
        }
        let batch = OrderJoiner(analyzer: try OrderFixtures.analyzer()).join(shots)
        #expect(batch.orders.count == (try OrderFixtures.shots().flatMap(\.orders).count))
        #expect(batch.orders.allSatisfy { $0.images.count == 1 })
    }
}
