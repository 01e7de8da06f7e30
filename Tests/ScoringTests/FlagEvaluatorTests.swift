import Evidence
import TestSupport
import Testing

@testable import Scoring

struct FlagEvaluatorTests {
    private let store = Store(id: StoreID("HZ-001"), name: "x", region: ["全国", "浙江", "杭州市", "西湖区"])

    private func rule(_ missing: FlagRule.MissingDay, bridge: Int = 1, regions: [String] = []) -> FlagRule {
        FlagRule(
            id: "kitchen-scene-upgrade", version: "1", title: ["zh": "厨房场景改造潜力店"], topic: "预制菜加热不便",
            consecutiveDays: 3, missing: missing, bridgeDays: bridge, regions: regions, recommendation: [:])
    }

    /// One character a day from 2026-11-01: `x` mentioned, `.` evidence without a mention, space no evidence.
    private func days(_ pattern: String) -> [TopicDay] {
        pattern.enumerated().compactMap { offset, mark in
            guard mark != " ", let first = BusinessDay("2026-11-01") else { return nil }
            let day = first.adding(days: offset)
            let mention = FlagEvidence(day: day, item: EvidenceID("item-\(offset)"), text: "没有微波炉", start: 3)
            return TopicDay(day: day, hasData: true, mentions: mark == "x" ? [mention] : [])
        }
    }

    private func runs(_ pattern: String, _ rule: FlagRule) -> [String] {
        FlagEvaluator.flags(rule: rule, store: store, days: days(pattern)).map {
            "\($0.from.day)-\($0.to.day)"
        }
    }

    @Test func `three days in a row raise the flag with the evidence of each day`() throws {
        let flags = FlagEvaluator.flags(rule: rule(.breaks), store: store, days: days(".xxx."))
        let flag = try #require(flags.first)
        #expect(flags.count == 1)
        #expect(flag.evidence.map(\.item.rawValue) == ["item-1", "item-2", "item-3"])
        #expect(flag.from.description == "2026-11-02" && flag.to.description == "2026-11-04")
    }

    @Test(arguments: [
        ("xx.xx", FlagRule.MissingDay.bridges, [String]()), ("xx x", .breaks, []),
        ("xx x", .bridges, ["1-4"]),
        ("xx  x", .bridges, []), ("xx      x", .waits, ["1-9"]), ("x x x", .bridges, ["1-5"]),
        ("xx", .waits, []),
        ("xxx.xxxx", .breaks, ["1-3", "5-8"]), ("", .waits, []),
    ])
    func `days without evidence break, bridge or wait as the rule says`(
        pattern: String, missing: FlagRule.MissingDay, expected: [String]
    ) {
        #expect(runs(pattern, rule(missing)) == expected)
    }

    @Test func `a rule for another region stays silent`() {
        #expect(runs("xxx", rule(.breaks, regions: ["滨江区"])).isEmpty)
        #expect(runs("xxx", rule(.breaks, regions: ["西湖区"])) == ["1-3"])
    }

    @Test func `the order in which days arrive makes no difference`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let pattern = String((0..<12).map { _ in "x. ".randomElement(using: &random) ?? " " })
            let straight = days(pattern)
            let shuffled = straight.shuffled(using: &random)
            let rule = rule([.breaks, .bridges, .waits].randomElement(using: &random) ?? .breaks)
            #expect(
                FlagEvaluator.flags(rule: rule, store: store, days: straight)
                    == FlagEvaluator.flags(rule: rule, store: store, days: shuffled))
        }
    }
}
