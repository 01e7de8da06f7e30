import Evidence
import Testing

@testable import Scoring

struct EffectsTests {
    private static let first = BusinessDay(ordinal: 20_758)

    @Test func `intervals are those of the textbooks`() throws {
        let wilson = try #require(Interval.share(8, of: 10))
        #expect(abs(wilson.low - 0.4902) < 5e-4 && abs(wilson.high - 0.9433) < 5e-4)
        // Newcombe 1998, example (a): 56/70 − 48/80.
        let difference = try #require(Interval.difference(56, of: 70, minus: 48, of: 80))
        #expect(abs(difference.low - 0.0524) < 5e-4 && abs(difference.high - 0.3339) < 5e-4)
        let mean = try #require(Interval.mean([1, 2, 3, 4, 5]))
        #expect(mean.estimate == 3 && abs(mean.high - 4.963) < 1e-2)
        #expect(abs(Interval.student(30) - 2.042) < 2e-3)
    }

    @Test func `of nothing there is no interval`() {
        #expect(Interval.share(0, of: 0) == nil)
        #expect(Interval.share(3, of: 2) == nil)
        #expect(Interval.mean([1]) == nil)
    }

    private func history(_ orders: [[Int]]) -> ChainHistory {
        let stores = orders.indices.map { Store(id: StoreID("S\($0)"), name: "", region: ["全国", "西湖区"]) }
        var history = ChainHistory(stores: stores, from: Self.first, to: Self.first.adding(days: 40))
        for (row, phases) in orders.enumerated() {
            for offset in 0..<41 {
                var counts = Counts()
                counts[.orderScreenshots] = 3
                counts[.orders] = phases[offset < 20 ? 0 : 1]
                history.put(
                    StoreDayFacts(store: stores[row].id, day: Self.first.adding(days: offset), counts: counts)
                )
            }
        }
        return history
    }

    @Test func `an effect is what the flagged store gained beyond its matched controls`() throws {
        let history = history([[10, 16], [10, 12], [11, 13], [50, 90], [10, 30]])
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: StoreID("S0"), from: Self.first,
            to: Self.first.adding(days: 19), title: [:], recommendation: [:], severity: "info", evidence: [],
            raisedOn: Self.first.adding(days: 19))
        let metric = try #require(MetricRegistry.definition("groupBuyOrders"))
        let outcome = try #require(
            FlagOutcome.measure(
                flag, metric: metric, history: history, reader: MetricReader(policy: ScoringPolicy()),
                flagged: [
                    StoreID("S4"): [Self.first.adding(days: 22)], StoreID("S3"): [Self.first.adding(days: 8)],
                ]))
        #expect(outcome.before == 10 && outcome.after == 16)
        #expect(outcome.controlStores == [StoreID("S1"), StoreID("S2")])
        #expect(outcome.effect == 4)
    }

    @Test func `without a control store there is no effect`() throws {
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: StoreID("S0"), from: Self.first,
            to: Self.first.adding(days: 19), title: [:], recommendation: [:], severity: "info", evidence: [],
            raisedOn: Self.first.adding(days: 19))
        let metric = try #require(MetricRegistry.definition("groupBuyOrders"))
        #expect(
            FlagOutcome.measure(
                flag, metric: metric, history: history([[10, 16]]),
                reader: MetricReader(policy: ScoringPolicy()),
                flagged: [:]) == nil)
    }

    @Test func `a rule shows its precision among what was decided`() throws {
        let states: [Flag.State] = [.actioned, .closed, .dismissed, .open, .expired]
        let flags = states.enumerated().map { index, state in
            Flag(
                id: FlagID("f\(index)"), rule: "r", ruleVersion: "1", store: StoreID("S"), from: Self.first,
                to: Self.first, title: [:], recommendation: [:], severity: "info", state: state, evidence: [])
        }
        let worth = RuleWorth(rule: "r", flags: flags, outcomes: [])
        #expect(worth.precision?.count == 3 && worth.effect == nil)
    }

    @Test func `a comparison says when a period is silent, small, or the difference may be chance`() throws {
        func counts(_ correct: Int, _ eligible: Int) -> Counts {
            var counts = Counts()
            counts[.correctOrders] = correct
            counts[.eligibleOrders] = eligible
            return counts
        }
        func promo(_ before: Counts, _ after: Counts) throws -> ComparedIndicator {
            let comparison = PeriodComparison(before: before, after: after, policy: ScoringPolicy())
            return try #require(comparison.indicators.first { $0.code == "promoExecutionRate" })
        }
        let clear = try promo(counts(410, 1000), counts(890, 1000))
        #expect(clear.caution == nil && abs((clear.difference?.estimate ?? 0) - 0.48) < 1e-9)
        #expect(try promo(counts(4, 10), counts(9, 10)).caution?.code == "comparison.smallSample")
        #expect(try promo(counts(500, 1000), counts(505, 1000)).caution?.code == "comparison.mayBeChance")
        #expect(try promo(Counts(), counts(9, 10)).caution?.code == "comparison.noData")
    }

    @Test func `a score is compared store by store`() throws {
        func shelf(_ ok: Int) -> Counts {
            var counts = Counts()
            counts[.mustStockSeen] = ok
            counts[.mustStockPlanned] = 100
            return counts
        }
        func compared(_ stores: [(before: Counts, after: Counts)]) throws -> ComparedIndicator {
            let comparison = PeriodComparison(
                before: shelf(70), after: shelf(80), stores: stores, policy: ScoringPolicy())
            return try #require(comparison.indicators.first { $0.code == "shelfCompliance" })
        }
        let alike = try compared((0..<40).map { (shelf(60 + $0 % 5), shelf(70 + $0 % 5)) })
        let difference = try #require(alike.difference)
        #expect(difference.isAbout(10) && abs(difference.low - 10) < 1e-9 && alike.caution == nil)
        let mixed = try compared((0..<40).map { (shelf(70), shelf($0 % 2 == 0 ? 50 : 91)) })
        #expect(mixed.caution?.code == "comparison.mayBeChance")
        let few = try compared([(shelf(60), shelf(70)), (shelf(60), shelf(70)), (Counts(), shelf(70))])
        #expect(few.difference?.count == 2 && few.caution?.code == "comparison.smallSample")
        #expect(try compared([]).difference == nil)
    }

    @Test func `what people did about flags is compared with intervals`() throws {
        let slow = FlagHandling(raised: 40, actedOn: 10, latencyDays: [6, 7, 8, 7, 6, 8])
        let quick = FlagHandling(raised: 50, actedOn: 40, latencyDays: [1, 2, 1, 2, 1, 2])
        let compared = FlagHandling.compare(slow, quick)
        #expect(compared.first?.difference.map { $0.low > 0.3 && $0.isAbout(0.55) } == true)
        let latency = try #require(compared.last?.difference)
        #expect(latency.estimate == -5.5 && latency.high < -4)
        #expect(
            FlagHandling.compare(FlagHandling(), quick).allSatisfy { $0.caution?.code == "comparison.noData" }
        )
        #expect(Interval.difference([1, 1], minus: [1, 1])?.low == 0)
    }

    @Test func `hours of headquarters are its sittings, day by day`() {
        func trace(_ person: String, _ day: Int, _ seconds: Double) -> HeadquartersWork.Trace {
            HeadquartersWork.Trace(
                person: AccountID(person), day: Self.first.adding(days: day), seconds: seconds)
        }
        let work = HeadquartersWork(
            traces: [
                trace("b", 0, 1200), trace("a", 0, 0), trace("a", 0, 900), trace("a", 0, 840),
                trace("a", 0, 1801), trace("a", 2, 200_000),
            ], from: Self.first, to: Self.first.adding(days: 2), appealDays: [2])
        // a: one minute and 900 seconds, then 901 seconds later another sitting; b: one sitting.
        #expect(work.hoursOfDays == [(60 + 900 + 60 + 60) / 3600, 0, 60 / 3600])
    }

    @Test func `hours and waits of two periods are compared, few of them with a caution`() throws {
        let long = HeadquartersWork(
            hoursOfDays: (0..<30).map { 6 + Double($0 % 3) }, appealDays: [5, 6])
        let short = HeadquartersWork(hoursOfDays: (0..<30).map { 1 + Double($0 % 2) }, appealDays: [1])
        let compared = HeadquartersWork.compare(long, short)
        #expect(compared.map(\.code) == ["headquartersHours", "appealLatency"])
        let hours = try #require(compared.first)
        #expect(hours.difference.map { $0.high < -5 && $0.isAbout(-5.5) } == true && hours.caution == nil)
        #expect(compared.last?.difference == nil)
        #expect(compared.last?.caution?.code == "comparison.smallSample")
        let nothing = HeadquartersWork.compare(HeadquartersWork(), short)
        #expect(nothing.allSatisfy { $0.caution?.code == "comparison.noData" })
    }
}

extension Interval {
    fileprivate func isAbout(_ estimate: Double) -> Bool { abs(self.estimate - estimate) < 1e-9 }
}
