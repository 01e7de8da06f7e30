import AnalyzerKit
import Evidence
import Testing

@testable import Order

/// A screenshot that another store sends again, cropped and smaller.
struct `A screenshot sent again` {
    /// What is left below a tenth of the height, at three quarters of the size.
    private func cropped(_ shot: OrderFixtures.Shot, earlier: [EarlierOrder]) throws -> OrderInput {
        let top = shot.height / 10
        let lines = OrderFixtures.lines(shot).filter { $0.box.y0 >= top }.map { line in
            let box = Box(
                x0: line.box.x0 * 3 / 4, y0: (line.box.y0 - top) * 3 / 4, x1: line.box.x1 * 3 / 4,
                y1: (line.box.y1 - top) * 3 / 4)
            return TextLine(text: line.text, box: box, confidence: line.confidence)
        }
        var input = try OrderFixtures.input(shot, lines: lines)
        input.width = shot.width * 3 / 4
        input.height = (shot.height - top) * 3 / 4
        input.earlier = earlier
        return input
    }

    private func earlier(_ shot: OrderFixtures.Shot, sameBatch: Bool) throws -> [EarlierOrder] {
        let first = try OrderFixtures.analyzer().findings(
            for: OrderFixtures.input(shot, lines: OrderFixtures.lines(shot)))
        return first.orders.compactMap(\.orderNumber).map {
            EarlierOrder(
                name: "of-another-store", orderNumber: $0, customer: nil, placedOn: nil, schemeId: nil,
                sameBatch: sameBatch)
        }
    }

    private func repetitions(_ orders: [Order]) -> [Order.Signal] {
        orders.flatMap { $0.signals ?? [] }.filter { $0.code == "order.repeatedNumber" }
    }

    @Test(arguments: try OrderFixtures.shots())
    func `is known by the number of each order that it shows`(shot: OrderFixtures.Shot) throws {
        let input = try cropped(shot, earlier: earlier(shot, sameBatch: false))
        let orders = try OrderFixtures.analyzer().findings(for: input).orders
        let numbered = orders.filter { $0.orderNumber != nil }
        #expect(!numbered.isEmpty)
        let found = repetitions(orders)
        #expect(found.count == numbered.count)
        #expect(found.allSatisfy { $0.severity == .suspect && $0.of == "of-another-store" })
    }

    @Test(arguments: try OrderFixtures.shots())
    func `is no repetition within its batch, nor where other orders were seen`(shot: OrderFixtures.Shot)
        throws
    {
        let same = try cropped(shot, earlier: earlier(shot, sameBatch: true))
        #expect(try repetitions(OrderFixtures.analyzer().findings(for: same).orders).isEmpty)
        let stranger = EarlierOrder(
            name: "of-another-store", orderNumber: "1234567890123456", customer: nil, placedOn: nil,
            schemeId: nil, sameBatch: false)
        let other = try cropped(shot, earlier: [stranger])
        #expect(try repetitions(OrderFixtures.analyzer().findings(for: other).orders).isEmpty)
    }
}
