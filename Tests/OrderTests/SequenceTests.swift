import AnalyzerKit
import Evidence
import Testing

@testable import Order

struct `Two orders of one customer in a screenshot` {
    private let scheme = PromotionScheme(
        id: "S", name: "满30减5", from: "2026-11-01", to: "2026-11-30",
        reduction: .tiers([.init(threshold: Money(30, 0), off: Money(5, 0))]), limits: .init(perCustomer: 1))

    /// The upper order placed at the first time, the lower one at the second.
    private func statuses(
        _ times: [String], persons: [String] = ["王女士 138****5685", "王女士 138****5685"],
        earlier: [EarlierOrder]? = []
    ) -> [Order.PromotionStatus] {
        var sketch = Sketch()
        var y = 60
        for (index, time) in times.enumerated() {
            let rows: [(String, String)] = [
                ("订单编号：123456789012345\(index)", ""), ("联系人：\(persons[index])", ""),
                ("苹果 5斤", "¥18.80 ×2"), ("商品小计", "¥37.60"), ("满30减5", "-¥5.00"), ("实付款", "¥32.60"),
                ("下单时间：\(time)", ""),
            ]
            for (label, value) in rows {
                sketch.put(label, x: 60, y: y)
                if !value.isEmpty { sketch.put(value, x: 1000, y: y, right: true) }
                y += 70
            }
            y += 80
        }
        let analyzer = OrderAnalyzer(schemes: [scheme], products: [], digest: { "<\($0)>" })
        let found = analyzer.findings(
            for: OrderInput(
                width: 1080, height: y, lines: sketch.lines,
                store: Store(id: StoreID("HZ-001"), name: "西湖店", region: ["全国"]), earlier: earlier))
        return found.orders.map(\.promotion.status)
    }

    @Test func `use a scheme up, the earlier before the later`() {
        #expect(statuses(["2026-11-12 14:13", "2026-11-12 15:13"]) == [.correct, .appliedIneligible])
        #expect(statuses(["2026-11-12 15:13", "2026-11-12 14:13"]) == [.appliedIneligible, .correct])
    }

    @Test func `leave open which of them used it where their times do not tell`() {
        #expect(statuses(["2026-11-12 14:13", "2026-11-12 14:13:20"]) == [.unknown, .unknown])
        #expect(statuses(["2026-11-12 14:13", "2026-11-12 15:13"], earlier: nil) == [.unknown, .unknown])
    }

    @Test func `are no business of another customer`() {
        #expect(
            statuses(
                ["2026-11-12 14:13", "2026-11-12 14:13"],
                persons: ["王女士 138****5685", "李女士 139****5685"]) == [.correct, .correct])
    }

    @Test func `count once where several screenshots show the same order`() {
        let seen = EarlierOrder(
            name: "e-1", orderNumber: "1234567890123450", customer: "<138…5685/王女士>", placedOn: "2026-11-12",
            schemeId: "S", sameBatch: true)
        let times = ["2026-11-12 14:13", "2026-11-12 15:13"]
        #expect(statuses(times, earlier: [seen, seen]) == [.correct, .appliedIneligible])
    }
}
