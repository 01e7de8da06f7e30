import Evidence
import TestSupport
import Testing

@testable import Scoring

struct SurpriseTests {
    /// Poisson tails of the textbook tables.
    @Test(arguments: [(0, 3.0, 1.0), (1, 1.0, 0.632_121), (5, 2.0, 0.052_653), (15, 5.0, 0.000_226)])
    func `the tail at dispersion one is Poisson's`(count: Int, mean: Double, chance: Double) {
        #expect(abs(Surprise.tail(count, mean: mean, dispersion: 1) - chance) < 1e-6)
    }

    @Test func `more dispersion makes the same count less surprising, and no mean is never surprising`() {
        var last = 0.0
        for dispersion in [1.0, 1.5, 2, 4] {
            let chance = Surprise.tail(25, mean: 8, dispersion: dispersion)
            #expect(chance > last && chance < 1)
            last = chance
        }
        #expect(Surprise.tail(0, mean: 0, dispersion: 1) == 1)
        #expect(Surprise.tail(3, mean: 0, dispersion: 1) == 0)
        #expect(Surprise.tail(3, mean: .infinity, dispersion: 1) == 1)
        #expect(Surprise.tail(1000, mean: 0.1, dispersion: 1.5) >= 0)
    }

    @Test func `discoveries keep the share of false ones below the rate`() {
        #expect(Surprise.discoveries([0.01, 0.02, 0.03, 0.9], rate: 0.05) == [true, true, true, false])
        #expect(Surprise.discoveries([0.04, 0.9, 0.9], rate: 0.05) == [false, false, false])
        #expect(Surprise.discoveries([], rate: 0.05).isEmpty)
        var random = SeededGenerator(seed: 7)
        var days = 0
        for _ in 0..<400 {
            let chances = (0..<100).map { _ in Double.random(in: 0..<1, using: &random) }
            if Surprise.discoveries(chances, rate: 0.05).contains(true) { days += 1 }
        }
        #expect(days < 40)
    }

    @Test func `a trend is found whatever its single days do, and needs eight points`() throws {
        var falling: [(day: Double, value: Double)] = (0..<14).map { offset in
            (day: Double(offset), value: 10 - Double(offset) * 0.5)
        }
        falling[5].value = 50
        let trend = try #require(Trend(falling))
        #expect(abs(trend.slope + 0.5) < 0.05)
        #expect(trend.score < -2)
        #expect(Trend(Array(falling.prefix(7))) == nil)
        #expect(Trend(falling.map { (day: $0.day, value: 1) })?.score == 0)
    }
}
