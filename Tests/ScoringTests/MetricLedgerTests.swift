import Evidence
import TestSupport
import Testing

@testable import Scoring

struct MetricLedgerTests {
    private static let first = BusinessDay(ordinal: 20_776)
    private static let regions = [["全国", "杭州市", "西湖区"], ["全国", "南昌市", "西湖区"], ["全国", "杭州市", "滨江区"], []]

    private func facts(
        _ store: String, _ day: Int, _ counts: [CountName: Int], seen: [String] = [], shelf: Bool = false
    ) -> StoreDayFacts {
        var numbers = Counts()
        for (name, number) in counts { numbers[name] = number }
        return StoreDayFacts(
            store: StoreID(store), day: Self.first.adding(days: day), counts: numbers,
            newProductsSeen: seen.map { SKU($0) }, shelfSeen: shelf)
    }

    private func event(_ random: inout SeededGenerator) -> MetricEvent {
        let store = StoreID("S\(Int.random(in: 0..<3, using: &random))")
        let day = Self.first.adding(days: Int.random(in: 0..<40, using: &random))
        let plan = NewProductPlan(
            store: store, sku: SKU("new-\(Int.random(in: 0..<2, using: &random))"), launch: day)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .removed(store, day)
        case 1:
            return .placed(
                StorePlace(
                    store: store, from: day, region: Self.regions[Int.random(in: 0..<4, using: &random)],
                    closed: Int.random(in: 0..<4, using: &random) == 0))
        case 2: return .planned(plan)
        case 3: return .unplanned(plan)
        default:
            var counts = Counts()
            for name in [CountName.requiredItems, .receivedItems, .orders, .slotsOk] {
                counts[name] = Int.random(in: 0..<5, using: &random)
            }
            counts[.topic, "缺货"] = Int.random(in: 0..<3, using: &random)
            return .counted(
                StoreDayFacts(
                    store: store, day: day, counts: counts,
                    newProductsSeen: Bool.random(using: &random) ? [SKU("new-0")] : [],
                    shelfSeen: Bool.random(using: &random)))
        }
    }

    @Test func `kept up to date event by event, every sum is that of a full recomputation`() {
        var random = SeededGenerator(seed: 9)
        for sequence in 0..<10_000 {
            var ledger = MetricLedger()
            for _ in 0..<Int.random(in: 1...14, using: &random) { ledger.apply(event(&random)) }
            let full = ledger.recomputed()
            guard ledger == full else {
                Issue.record("sequence \(sequence) differs")
                return
            }
        }
    }

    @Test func `the order in which evidence arrives makes no difference`() {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<200 {
            let days = (0..<12).map { day in
                facts(
                    "S", day, [.orders: Int.random(in: 0..<9, using: &random)], seen: ["n"],
                    shelf: day % 2 == 0)
            }
            var one = MetricLedger()
            var other = MetricLedger()
            for day in days { one.apply(.counted(day)) }
            for day in days.shuffled(using: &random) { other.apply(.counted(day)) }
            #expect(one == other)
        }
    }

    @Test func `a ratio of a month is made of counts, not of daily ratios`() throws {
        var ledger = MetricLedger()
        ledger.apply(.counted(facts("S1", 0, [.eligibleOrders: 1, .correctOrders: 1])))
        ledger.apply(.counted(facts("S2", 1, [.eligibleOrders: 9, .correctOrders: 0])))
        let sum = try #require(
            ledger.sums[
                PeriodKey(grain: .month, start: Grain.month.start(of: Self.first), scope: .chain)])
        let formula = try #require(MetricRegistry.definition("promoExecutionRate")).formula
        #expect(MetricReader(policy: ScoringPolicy()).reading(formula, of: sum.counts).value == 0.1)
        #expect(sum.storeDays == 2)
    }

    @Test func `a store that moves mid-month counts where it lay on each day`() {
        var ledger = MetricLedger()
        let old = StorePlace(store: StoreID("S"), from: Self.first, region: ["全国", "杭州市", "西湖区"])
        ledger.apply(.placed(old))
        for day in 0..<4 { ledger.apply(.counted(facts("S", day, [.orders: 1]))) }
        let changes = ledger.apply(
            .placed(
                StorePlace(
                    store: StoreID("S"), from: Self.first.adding(days: 2), region: ["全国", "南昌市", "西湖区"])))
        #expect(changes.isEmpty)
        let month = Grain.month.start(of: Self.first)
        func orders(_ scope: Scope) -> Int {
            ledger.sums[PeriodKey(grain: .month, start: month, scope: scope)]?.counts[.orders] ?? 0
        }
        #expect(orders(Scope(.district, "全国/杭州市/西湖区")) == 2)
        #expect(orders(Scope(.district, "全国/南昌市/西湖区")) == 2)
        #expect(orders(Scope(.store, "S")) == 4)
        #expect(orders(.chain) == 4)
    }

    @Test func `a closed store leaves every sum from its last day on and comes back when it opens`() {
        var ledger = MetricLedger()
        for day in 0..<3 { ledger.apply(.counted(facts("S", day, [.orders: 1]))) }
        let close = StorePlace(
            store: StoreID("S"), from: Self.first.adding(days: 1), region: [], closed: true)
        ledger.apply(.placed(StorePlace(store: StoreID("S"), from: Self.first, region: [])))
        #expect(ledger.apply(.placed(close)).map(\.after) == [nil, nil])
        var open = close
        open.closed = false
        #expect(ledger.apply(.placed(open)).count == 2)
    }

    @Test func `a new product counts on its last day, by what its seven days showed`() {
        var ledger = MetricLedger()
        let plan = NewProductPlan(store: StoreID("S"), sku: SKU("new"), launch: Self.first)
        ledger.apply(.planned(plan))
        #expect(ledger.counts(store: StoreID("S"), day: plan.due) == nil)
        let blind = ledger.apply(.counted(facts("S", 1, [.receivedItems: 1], shelf: true)))
        #expect(blind.map(\.day) == [Self.first.adding(days: 1), plan.due])
        #expect(ledger.counts(store: StoreID("S"), day: plan.due)?[.newProductsShown] == 0)
        let late = ledger.apply(.counted(facts("S", 5, [:], seen: ["new"], shelf: true)))
        #expect(late.last?.after?[.newProductsShown] == 1)
        ledger.apply(.counted(facts("S", 7, [:], seen: ["new"], shelf: true)))
        ledger.apply(.removed(StoreID("S"), Self.first.adding(days: 5)))
        #expect(ledger.counts(store: StoreID("S"), day: plan.due)?[.newProductsDue] == 1)
        #expect(ledger.counts(store: StoreID("S"), day: plan.due)?[.newProductsShown] == 0)
    }

    @Test func `weeks begin on Monday and months end on their last day`() throws {
        let day = try #require(BusinessDay("2026-11-22"))
        #expect(Grain.week.start(of: day).description == "2026-11-16")
        #expect(Grain.month.end(of: Grain.month.start(of: day)).description == "2026-11-30")
        let february = try #require(BusinessDay("2028-02-10"))
        #expect(Grain.month.end(of: Grain.month.start(of: february)).description == "2028-02-29")
    }
}
