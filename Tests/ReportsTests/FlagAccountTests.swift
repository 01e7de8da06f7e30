import Evidence
import Testing

@testable import Reports
@testable import Scoring

struct FlagAccountTests {
    private static let day = BusinessDay(ordinal: 20_774)

    private func flag(_ facts: [FlagFact]) -> Flag {
        Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: StoreID("A"), from: Self.day, to: Self.day,
            title: [:], recommendation: [:], severity: "info", evidence: [], facts: facts)
    }

    @Test func `numbers have the metric's name, their unit and what they are made of`() {
        let account = FlagAccount(
            flag([
                FlagFact(
                    day: Self.day, metric: "topicCount:配送", value: 2, numerator: 2, denominator: 5,
                    note: "≥ 1"),
                FlagFact(
                    day: Self.day, metric: "groupBuyCapability:日均订单", value: 81.25, numerator: 6.5,
                    denominator: 4, note: "占 40 %：4 天共 26 (26 in 4 days, median of peers 4 a day)"),
                FlagFact(
                    day: Self.day, metric: "attribute:lifeCycle", value: nil, numerator: 0, denominator: 0,
                    note: "growing"),
            ]), outcomes: [])
        #expect(account.numbers.map(\.name) == ["主题次数：配送", "接龙能力：日均订单", "门店属性：lifeCycle"])
        #expect(account.numbers.map(\.value) == ["2", "81.3", ""])
        #expect(account.numbers.map(\.counted) == ["2 ÷ 5", "", ""])
        #expect(account.numbers.map(\.note) == ["≥ 1", "占 40 %：4 天共 26", "growing"])
    }

    @Test func `an outcome stands beside stores that were not flagged`() {
        let outcome = FlagOutcome(
            flag: FlagID("f"), metric: "salesAmount", before: 100_000, after: 130_000,
            controlStores: [StoreID("B"), StoreID("C")], controlChange: 10_000)
        let shown = FlagAccount(flag([]), outcomes: [outcome]).outcomes
        #expect(shown.first?.name == "销售额" && shown.first?.before == "¥1000")
        #expect(shown.first?.controls == 2 && shown.first?.controlChange == "+¥100")
        #expect(shown.first?.effect == "+¥200")
    }
}
