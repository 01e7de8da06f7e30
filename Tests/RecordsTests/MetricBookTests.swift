import Evidence
import Foundation
import SQLiteDriver
import TestSupport
import Testing

@testable import Records

struct MetricBookTests {
    private let store = RecordsFixture.xihu
    private let day = RecordsFixture.day
    private let fixture: RecordsFixture
    private var book: MetricBook { fixture.records.metricBook }

    init() async throws { fixture = try await RecordsFixture() }

    /// One metric, so that what is read off the counts is plain.
    @Sendable private static func orders(_ counts: Counts, _ store: StoreID, _ day: BusinessDay)
        -> [StoreMetric]
    {
        let orders = Double(counts[.orders])
        return [
            StoreMetric(
                store: store, day: day, code: "groupBuyOrders", value: orders, numerator: orders,
                denominator: 1)
        ]
    }

    private func cause(_ reason: String = "firstCount") -> MetricCause {
        MetricCause(reason: reason, at: RecordsFixture.noon)
    }

    private func facts(_ offset: Int, orders: Int, store: StoreID? = nil, seen: [SKU] = []) -> StoreDayFacts {
        var counts = Counts()
        counts[.orders] = orders
        return StoreDayFacts(
            store: store ?? self.store, day: day.adding(days: offset), counts: counts, newProductsSeen: seen,
            shelfSeen: true)
    }

    private func record(_ facts: [StoreDayFacts], _ reason: String = "firstCount") async throws
        -> [StoreDayChange]
    {
        try await book.record(facts, cause: cause(reason), reading: Self.orders)
    }

    private func orders(_ scope: Scope, _ grain: Grain = .month) async throws -> Int? {
        try await book.sum(PeriodKey(grain: grain, start: grain.start(of: day), scope: scope))?.counts[
            .orders]
    }

    @Test func `a store-day adds to the sums of its store, district, region and chain`() async throws {
        _ = try await record([facts(0, orders: 3), facts(0, orders: 4, store: RecordsFixture.binjiang)])
        #expect(try await orders(Scope(.store, store.rawValue)) == 3)
        #expect(try await orders(Scope(.district, "全国/浙江/杭州市/西湖区")) == 3)
        #expect(try await orders(Scope(.region, "全国/浙江/杭州市")) == 7)
        #expect(try await orders(.chain) == 7)
        #expect(try await orders(.chain, .week) == 7)
        #expect(try await book.sums(.district, .month, start: Grain.month.start(of: day)).count == 2)
    }

    @Test func `counted again, a number keeps what it was and why it changed`() async throws {
        _ = try await record([facts(0, orders: 3)])
        #expect(try await book.history(store: store, day: day).isEmpty)
        let changes = try await record([facts(0, orders: 5)], "appealAccepted: 截图补传")
        #expect(changes.map(\.day) == [day])
        let history = try await book.history(store: store, day: day)
        #expect(history.map(\.before) == [3] && history.map(\.after) == [5])
        #expect(history.first?.reason == "appealAccepted: 截图补传")
        #expect(try await orders(.chain) == 5)
        #expect(try await record([facts(0, orders: 5)], "again").isEmpty)
        #expect(try await book.history(store: store, day: day).count == 1)
    }

    @Test func `a store that moves keeps its past days where it lay`() async throws {
        _ = try await record((0..<3).map { facts($0, orders: 1) })
        let place = StorePlace(
            store: store, from: day.adding(days: 1), region: ["全国", "江西", "南昌市", "西湖区"])
        try await book.place(place, cause: cause("storeMoved"), reading: Self.orders)
        #expect(try await orders(Scope(.district, "全国/浙江/杭州市/西湖区"), .day) == 1)
        let old = Scope(.district, "全国/浙江/杭州市/西湖区")
        let new = Scope(.district, "全国/江西/南昌市/西湖区")
        let months = Set((0..<3).map { Grain.month.start(of: day.adding(days: $0)) }).sorted()
        var found = [0, 0]
        for month in months {
            for (index, scope) in [old, new].enumerated() {
                found[index] +=
                    try await book.sum(PeriodKey(grain: .month, start: month, scope: scope))?
                    .counts[.orders] ?? 0
            }
        }
        #expect(found == [1, 2])
        var closed = place
        closed.closed = true
        let changes = try await book.place(closed, cause: cause("storeClosed"), reading: Self.orders)
        #expect(changes.map(\.after) == [nil, nil])
        #expect(try await fixture.records.metrics.onDay(day.adding(days: 1)).isEmpty)
    }

    @Test func `a store whose clock changes keeps the days that were counted`() async throws {
        _ = try await record((0..<3).map { facts($0, orders: 1) })
        let counted = try await orders(Scope(.store, store.rawValue))
        try await fixture.records.stores.upsert([
            Store(
                id: store, name: "古翠路晨光店", region: ["全国", "浙江", "杭州市", "西湖区"],
                timeZone: "America/New_York")
        ])
        try await book.recount(cause: cause("recount"), reading: Self.orders)
        #expect(try await orders(Scope(.store, store.rawValue)) == counted && counted == 3)
        #expect(try await book.onDay(day.adding(days: 2)).map(\.store) == [store])
    }

    @Test func `master data that name another region move no day that was counted`() async throws {
        _ = try await record([facts(0, orders: 2)])
        try await fixture.records.stores.upsert([Store(id: store, name: "x", region: ["全国", "上海"])])
        _ = try await record([facts(0, orders: 3)])
        #expect(try await orders(Scope(.district, "全国/浙江/杭州市/西湖区")) == 3)
        #expect(try await orders(Scope(.district, "全国/上海")) == nil)
    }

    @Test func `a new product counts on its last day and is counted again when a photo arrives late`()
        async throws
    {
        let plan = NewProductPlan(store: store, sku: SKU("new"), launch: day)
        try await book.plan([plan], of: store, cause: cause(), reading: Self.orders)
        _ = try await record([facts(2, orders: 1)])
        func due() async throws -> Counts? {
            try await book.sum(
                PeriodKey(grain: .day, start: plan.due, scope: Scope(.store, store.rawValue)))?.counts
        }
        #expect(try await due()?[.newProductsDue] == 1)
        #expect(try await due()?[.newProductsShown] == 0)
        _ = try await record([facts(4, orders: 1, seen: [SKU("new")])])
        #expect(try await due()?[.newProductsShown] == 1)
        try await book.plan([], of: store, cause: cause("planogram"), reading: Self.orders)
        #expect(try await due() == nil)
    }

    @Test
    func `sales count beside the evidence, also where there is none, and not where the store was closed`()
        async throws
    {
        func sell(_ offset: Int, _ fen: Int) async throws {
            try await book.record(
                sales: [SalesDay(store: store, day: day.adding(days: offset), fen: fen, receipts: 3)],
                cause: cause("sales"), reading: Self.orders)
        }
        try await sell(0, 12_345)
        _ = try await record([facts(0, orders: 2)])
        let sum = try await book.sum(PeriodKey(grain: .day, start: day, scope: .chain))
        #expect(sum?.counts[.salesFen] == 12_345 && sum?.counts[.orders] == 2)
        try await sell(0, 10_000)
        let again = try await book.sum(PeriodKey(grain: .day, start: day, scope: .chain))
        #expect(again?.counts[.salesFen] == 10_000 && again?.counts[.salesDays] == 1)
        try await book.place(
            StorePlace(store: store, from: day, region: [], closed: true), cause: cause("storeClosed"),
            reading: Self.orders)
        #expect(try await book.sum(PeriodKey(grain: .day, start: day, scope: .chain)) == nil)
    }

    @Test func `whatever happened before, counting everything anew gives the same sums`() async throws {
        var random = SeededGenerator(seed: 3)
        for step in 0..<120 {
            let store = [RecordsFixture.xihu, RecordsFixture.binjiang][step % 2]
            let offset = Int.random(in: 0..<30, using: &random)
            if step % 9 == 0 {
                let region = [["全国", "上海"], ["全国", "浙江", "杭州市", "西湖区"]][offset % 2]
                try await book.place(
                    StorePlace(
                        store: store, from: day.adding(days: offset), region: region, closed: offset % 5 == 0),
                    cause: cause(), reading: Self.orders)
            } else if step % 7 == 0 {
                try await book.plan(
                    [NewProductPlan(store: store, sku: SKU("n"), launch: day.adding(days: offset))],
                    of: store,
                    cause: cause(), reading: Self.orders)
            } else {
                _ = try await record([
                    facts(
                        offset, orders: Int.random(in: 0..<9, using: &random), store: store,
                        seen: step % 3 == 0 ? [SKU("n")] : [])
                ])
            }
        }
        let before = try await sums()
        try await book.recount(cause: cause("recount"), reading: Self.orders)
        #expect(try await sums() == before)
        #expect(before.count > 20)
    }

    private func sums() async throws -> [String] {
        try await fixture.database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM metricPeriod ORDER BY scopeKind, scope, grain, start")
                .map { (row) throws(RecordError) in
                    "\(try row.text("scope")) \(try row.text("grain")) \(try row.text("start")) \(try row.text("counts")) \(try row.integer("storeDays"))"
                }
        }
    }
}
