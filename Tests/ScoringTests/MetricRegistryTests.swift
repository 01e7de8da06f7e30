import Evidence
import Testing

@testable import Scoring

struct MetricRegistryTests {
    private let reader = MetricReader(policy: ScoringPolicy())

    private func counts(_ numbers: [CountName: Int]) -> Counts {
        var counts = Counts()
        for (name, number) in numbers { counts[name] = number }
        return counts
    }

    private func value(_ code: String, _ counts: Counts, key: String = "") throws -> Double? {
        let formula = try #require(MetricRegistry.definition(code)).formula
        return reader.reading(formula, key: key, of: counts).value
    }

    @Test func `every metric has one code, two names and says what no data means`() {
        #expect(Set(MetricRegistry.all.map(\.code)).count == MetricRegistry.all.count)
        for metric in MetricRegistry.all {
            #expect(!metric.chinese.isEmpty && !metric.english.isEmpty && !metric.noData.isEmpty)
        }
    }

    @Test func `without counts no metric has a value`() throws {
        for metric in MetricRegistry.all {
            #expect(reader.reading(metric.formula, key: "x", of: Counts()).value == nil, "\(metric.code)")
        }
    }

    @Test func `a formula is told in the names of its counts`() throws {
        let formula = try #require(MetricRegistry.definition("promoExecutionRate")?.formula)
        #expect("\(formula)" == "correctOrders ÷ eligibleOrders")
        let share = try #require(MetricRegistry.definition("shareOfShelf")?.formula)
        #expect("\(share)" == "category{…} ÷ categorisedFacings")
    }

    @Test func `the metrics that headquarters named are there`() {
        let named = [
            "completeness", "onTimeRate", "shelfCompliance", "shelfAssortment", "shelfFacings",
            "shelfPosition",
            "shelfAvailability", "shareOfShelf", "outOfStockRate", "newProductDistribution",
            "newProductDistributionError", "promoExecutionRate", "promoUsageRate", "groupBuyOrders",
            "groupBuyCapability", "consultations", "topicCount", "suspectRate", "appealRate",
            "reviewTurnaround",
        ]
        #expect(named.filter { MetricRegistry.definition($0) == nil } == [])
    }

    @Test func `ratios, complements and shares read their counts`() throws {
        #expect(try value("promoUsageRate", counts([.reducedOrders: 3, .readableOrders: 4])) == 0.75)
        #expect(
            try value("newProductDistributionError", counts([.newProductsShown: 1, .newProductsDue: 4]))
                == 0.75)
        #expect(try value("shelfPosition", counts([.slotsOk: 3, .slotsMisplaced: 1])) == 0.75)
        #expect(try value("reviewTurnaround", counts([.reviewMinutes: 90, .reviewsClosed: 3])) == 30)
        var shelf = counts([.categorisedFacings: 4])
        shelf[.category, "饮料"] = 1
        #expect(try value("shareOfShelf", shelf, key: "饮料") == 0.25)
        #expect(try value("shareOfShelf", shelf, key: "乳品") == 0)
    }

    @Test func `no order on a readable screenshot is zero, no screenshot is no data`() throws {
        #expect(try value("groupBuyOrders", counts([.orderScreenshots: 1])) == 0)
        #expect(try value("groupBuyOrders", counts([.receivedItems: 3])) == nil)
    }

    @Test
    func `group-buy capability weighs its parts and gives the weight of what is not visible to the rest`() {
        let peers = GroupBuyCapability.Peers(ordersPerDay: 5, customersPerDay: 4)
        let all = counts([
            .orderScreenshots: 3, .orderDays: 1, .orders: 10, .namedOrders: 10, .distinctCustomers: 4,
            .visiblePickups: 2, .punctualPickups: 1, .eligibleOrders: 4, .correctOrders: 4,
        ])
        let full = GroupBuyCapability(counts: all, peers: peers)
        #expect(full.score == 0.4 * 100 + 0.2 * 50 + 0.2 * 50 + 0.2 * 100)
        #expect(full.parts.first?.note?.chinese == "1 天共 10，同类日均中位数 5")
        #expect(full.parts.last?.note?.english == "4 of 4 orders")
        var bare = all
        bare[.namedOrders] = 0
        bare[.visiblePickups] = 0
        #expect(GroupBuyCapability(counts: bare, peers: peers).score == 100)
        #expect(GroupBuyCapability(counts: Counts(), peers: peers).score == nil)
        #expect(GroupBuyCapability(counts: all, peers: .init()).parts.filter { $0.score == nil }.count == 2)
    }

    @Test func `medians of a cluster leave out stores without screenshots`() {
        let stores =
            [10, 20, 60].map { counts([.orderScreenshots: 2, .orderDays: 2, .orders: $0]) } + [Counts()]
        #expect(GroupBuyCapability.Peers(of: stores).ordersPerDay == 10)
        #expect(GroupBuyCapability.Peers(of: []).ordersPerDay == nil)
    }

    @Test func `counts never overflow`() {
        var counts = Counts(["x": .max])
        counts += Counts(["x": 1])
        #expect(counts["x"] == .max)
        counts -= Counts(["x": .max])
        #expect(counts.isEmpty)
    }

    @Test(
        arguments: [
            ("2026-11-12T14:13", "2026-11-13T14:13", 1440), ("2026-11-12T14:13", "2026-11-12T14:12", nil),
            ("soon", "2026-11-12T14:12", nil), (nil, "2026-11-12T14:12", nil),
        ] as [(String?, String?, Int?)])
    func `a pickup's wait is read where both times are visible`(ready: String?, taken: String?, minutes: Int?)
    {
        #expect(PickupWait.minutes(Order.Pickup(readyAt: ready, pickedUpAt: taken)) == minutes)
    }
}
