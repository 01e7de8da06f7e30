import Evidence
import TestSupport
import Testing

@testable import Scoring

/// One character a day from 2026-11-01.
struct RuleEngineTests {
    private static let first = BusinessDay(ordinal: 20_758)
    private let topic = "预制菜加热不便"

    private func rule(_ when: RuleCondition, debounce: Int = 1, coolDown: Int = 0, expires: Int = 60)
        -> FlagRule
    {
        FlagRule(
            id: "r", version: "1", title: [:], when: when, debounceDays: debounce, coolDownDays: coolDown,
            expiresDays: expires, recommendation: ["zh": "{storeName} {from} {to} {days} {nothing}"])
    }

    private func run(_ missing: FlagRule.MissingDay, bridge: Int = 1, days: Int = 3) -> RuleCondition {
        .sign(
            RuleSign(
                metric: "topicCount", key: topic, window: .consecutive(days: days, Comparison(.atLeast, 1)),
                missing: missing, bridgeDays: bridge))
    }

    /// `x` the topic was raised, `.` a recording without it, space no evidence.
    private func history(_ patterns: [String], attributes: [String: String] = [:]) -> ChainHistory {
        let stores = patterns.indices.map {
            Store(
                id: StoreID("S\($0)"), name: "店\($0)", region: ["全国", "杭州市", "西湖区"], attributes: attributes)
        }
        let length = patterns.map(\.count).max() ?? 0
        var history = ChainHistory(
            stores: stores, from: Self.first, to: Self.first.adding(days: length - 1))
        for (row, pattern) in patterns.enumerated() {
            for (offset, mark) in pattern.enumerated() where mark != " " {
                var counts = Counts()
                counts[.evidenceDays] = 1
                counts[.transcribedRecordings] = 5
                counts[.topic, topic] = mark == "x" ? 1 : 0
                let day = Self.first.adding(days: offset)
                let mention = TopicMention(
                    topic: topic, item: EvidenceID("i\(offset)"), text: "没有微波炉", start: 3)
                history.put(
                    StoreDayFacts(
                        store: stores[row].id, day: day, counts: counts,
                        mentions: mark == "x" ? [mention] : []))
            }
        }
        return history
    }

    private func flags(_ rule: FlagRule, _ patterns: String...) -> [Flag] {
        RuleEngine(history: history(patterns), policy: ScoringPolicy()).flags(rule)
    }

    private func spans(_ rule: FlagRule, _ pattern: String) -> [String] {
        flags(rule, pattern).map {
            "\($0.from.ordinal - Self.first.ordinal + 1)-\($0.to.ordinal - Self.first.ordinal + 1)"
        }
    }

    @Test(
        arguments: [
            ("xxx", true), ("xxx..", true), ("xxx...", false), ("xxx   ", nil), ("xxx . ", false),
            ("...", false),
        ] as [(String, Bool?)])
    func `a condition is gone when no day that ends a flag says otherwise`(pattern: String, holds: Bool?) {
        let engine = RuleEngine(history: history([pattern]), policy: ScoringPolicy())
        let last = Self.first.adding(days: pattern.count - 1)
        let rule = rule(run(.breaks), expires: 3)
        #expect(engine.heldRecently(rule, StoreID("S0"), on: last) == holds)
        #expect(engine.heldRecently(rule, StoreID("S1"), on: last) == nil)
        #expect(engine.heldRecently(rule, StoreID("S0"), on: last.adding(days: 1)) == nil)
    }

    @Test func `three days in a row raise the flag on the third, with the evidence of each day`() throws {
        let flags = flags(rule(run(.breaks)), ".xxx.")
        let flag = try #require(flags.first)
        #expect(flags.count == 1)
        #expect(flag.evidence.map(\.item.rawValue) == ["i1", "i2", "i3"])
        #expect(flag.raisedOn == Self.first.adding(days: 3))
        #expect(flag.facts?.map(\.value) == [1, 1, 1])
        #expect(flag.recommendation["zh"] == "店0 \(flag.from) \(flag.to) 3 {nothing}")
    }

    @Test(arguments: [
        ("promoExecutionRate", 0.8434, "84.3 %"), ("groupBuyCapability", 96.598, "96.6"),
        ("topicCount:缺货", 3, "3"), ("score", 71.25, "71.3"), ("promoUsageRate", .nan, "nan %"),
    ])
    func `a recommendation tells a number as people say it`(metric: String, value: Double, said: String) {
        let fact = FlagFact(
            day: Self.first, metric: metric, value: value, numerator: 0, denominator: 0, note: "")
        #expect(fact.valueInWords == said)
    }

    @Test(arguments: [
        ("xx.xx", FlagRule.MissingDay.bridges, [String]()), ("xx x", .breaks, []),
        ("xx x", .bridges, ["1-4"]),
        ("xx  x", .bridges, []), ("xx      x", .waits, ["1-9"]), ("x x x", .bridges, ["1-5"]),
        ("xx", .waits, []), ("xxx.xxxx", .breaks, ["1-8"]), ("", .waits, []),
    ])
    func `days without evidence break, bridge or wait as the rule says`(
        pattern: String, missing: FlagRule.MissingDay, expected: [String]
    ) {
        #expect(spans(rule(run(missing)), pattern) == expected)
    }

    @Test func `a repeat extends the flag until it has expired, and a cool-down holds the next one back`() {
        #expect(spans(rule(run(.breaks, days: 1), expires: 3), "x..x....x") == ["1-4", "9-9"])
        #expect(spans(rule(run(.breaks, days: 1), expires: 2), "x..x....x") == ["1-1", "4-4", "9-9"])
        #expect(spans(rule(run(.breaks, days: 1), coolDown: 3, expires: 2), "x..x....x") == ["1-1", "9-9"])
        #expect(spans(rule(run(.breaks, days: 1), debounce: 2), "x.xx") == ["3-4"])
    }

    @Test func `k of n days count as the rule says about missing ones`() {
        func within(_ missing: FlagRule.MissingDay, _ bridge: Int = 0) -> FlagRule {
            rule(
                .sign(
                    RuleSign(
                        metric: "topicCount", key: topic,
                        window: .within(days: 2, of: 3, Comparison(.atLeast, 1)),
                        missing: missing, bridgeDays: bridge)))
        }
        #expect(spans(within(.breaks), "x.x").count == 1)
        #expect(spans(within(.breaks), "x. x").isEmpty)
        #expect(spans(within(.bridges, 1), "x. x").count == 1)
        #expect(spans(within(.waits), "x.       x").count == 1)
    }

    @Test func `unknown is neither true nor false, in and, or and not`() {
        let holds = run(.breaks, days: 1)
        let attribute = RuleCondition.attribute("size", anyOf: ["large"])
        #expect(flags(rule(.any([holds, attribute])), "x").count == 1)
        #expect(flags(rule(.all([holds, attribute])), "x").isEmpty)
        #expect(flags(rule(.not(attribute)), "x").isEmpty)
        #expect(flags(rule(.not(holds)), ".").count == 1)
        #expect(flags(rule(.not(holds)), " ").isEmpty)
        let large = history(["x"], attributes: ["size": "large"])
        #expect(
            RuleEngine(history: large, policy: ScoringPolicy()).flags(rule(.all([holds, attribute]))).count
                == 1)
    }

    @Test func `a score adds the weights of the signs that hold over those that are known`() {
        #expect(ConditionJudge.score([(50, .yes), (50, .unknown)]) == 100)
        #expect(ConditionJudge.score([(50, .yes), (50, .no)]) == 50)
        #expect(ConditionJudge.score([(40, .yes), (60, .unknown)]) == nil)
        #expect(ConditionJudge.score([]) == nil)
    }

    @Test func `absence counts calendar days, whatever was asked`() {
        let absent = rule(.sign(RuleSign(metric: "completeness", window: .absence(days: 3), missing: .waits)))
        #expect(flags(absent, "..   ").count == 1)
        #expect(flags(absent, "..  .").isEmpty)
    }

    @Test func `a metric that never arrives, no store and one store raise nothing`() {
        let never = rule(
            .sign(
                RuleSign(
                    metric: "salesAmount", window: .total(days: 3, Comparison(.below, 1)), missing: .waits)))
        #expect(flags(never, "....").isEmpty)
        let unknown = rule(
            .sign(
                RuleSign(metric: "nonsense", window: .total(days: 3, Comparison(.below, 1)), missing: .waits))
        )
        #expect(flags(unknown, "....").isEmpty)
        let peers = rule(
            .sign(
                RuleSign(
                    metric: "topicCount", key: topic, window: .peers(days: 3, Comparison(.above, 2)),
                    missing: .waits)))
        #expect(flags(peers, "xxxx").isEmpty)
        #expect(RuleEngine(history: history([]), policy: ScoringPolicy()).flags(peers).isEmpty)
        let empty = rule(
            .sign(
                RuleSign(
                    metric: "topicCount", key: topic, window: .total(days: 0, Comparison(.atLeast, 0)),
                    missing: .waits)))
        #expect(flags(empty, "xxxx").isEmpty)
        let windows: [RuleWindow] = [
            .absence(days: 0), .peers(days: 0, Comparison(.above, 0)),
            .change(days: 0, baselineDays: 0, Comparison(.above, 0), deviations: 0),
            .change(days: 2, baselineDays: 0, Comparison(.above, 0), deviations: 0),
            .trend(days: 0, Comparison(.above, 0), deviations: 0),
            .surge(SurgeWindow(days: 0, baselineDays: 0, falseDiscoveryRate: 0.05, level: .chain)),
            .surge(SurgeWindow(days: 2, baselineDays: 0, falseDiscoveryRate: 0.05, level: .store)),
        ]
        for window in windows {
            let rule = rule(
                .sign(RuleSign(metric: "topicCount", key: topic, window: window, missing: .waits)))
            #expect(flags(rule, "xxxx").isEmpty, "\(window)")
        }
    }

    @Test func `a store far above its cluster stands out, one that differs by chance does not`() {
        let peers = rule(
            .sign(
                RuleSign(
                    metric: "topicCount", key: topic, window: .peers(days: 4, Comparison(.above, 3)),
                    missing: .waits)))
        let usual = (0..<9).map { $0 % 2 == 0 ? "x..." : "x.x." }
        let found = RuleEngine(history: history(usual + ["xxxx"]), policy: ScoringPolicy()).flags(peers)
        #expect(found.isEmpty || found.allSatisfy { $0.store == StoreID("S9") })
        #expect(RuleEngine(history: history(usual), policy: ScoringPolicy()).flags(peers).isEmpty)
    }

    @Test func `a capability is explained by its parts, each with what was counted`() throws {
        let stores = (0..<8).map { Store(id: StoreID("S\($0)"), name: "店\($0)", region: ["全国", "杭州市"]) }
        var history = ChainHistory(stores: stores, from: Self.first, to: Self.first.adding(days: 2))
        for (row, store) in stores.enumerated() {
            for offset in 0..<3 {
                var counts = Counts()
                counts[.evidenceDays] = 1
                counts[.orderScreenshots] = 1
                counts[.orderDays] = 1
                counts[.orders] = row == 0 ? 20 : 5
                history.put(
                    StoreDayFacts(store: store.id, day: Self.first.adding(days: offset), counts: counts))
            }
        }
        let rule = rule(
            .sign(
                RuleSign(
                    metric: "groupBuyCapability", window: .total(days: 3, Comparison(.atLeast, 90)),
                    missing: .breaks)))
        let flag = try #require(RuleEngine(history: history, policy: ScoringPolicy()).flags(rule).first)
        let facts = try #require(flag.facts)
        #expect(facts.count == 5 && facts[0].value == 100 && facts[1].metric == "groupBuyCapability:日均订单")
        #expect(facts[1].numerator == 20 && facts[1].denominator == 5)
        #expect(facts[1].note.contains("3 天共 60，同类日均中位数 5"))
        #expect(facts[2].value == nil && facts[2].note.contains("截图上看不到"))
    }

    @Test func `judged day by day, a chain raises the same flags on the same days`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<60 {
            let pattern = String((0..<20).map { _ in "xxx. "[Int.random(in: 0..<5, using: &random)] })
            let rule = rule(run(.bridges), expires: 30)
            let whole = flags(rule, pattern).first?.raisedOn
            var first: BusinessDay?
            for length in 1...20 where first == nil {
                first = flags(rule, String(pattern.prefix(length))).first?.raisedOn
            }
            #expect(first == whole, "\(pattern)")
        }
    }
}

extension String {
    fileprivate subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
