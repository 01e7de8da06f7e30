public import Evidence
public import Scoring

/// How well one rule finds what was planted.
public struct RuleScore: Codable, Sendable, Equatable {
    public var rule: String
    public var flags: Int
    public var trueFlags: Int
    public var planted: Int
    public var found: Int
    /// From the first day on which it was so to the day of the flag, over what was found.
    public var medianDelayDays: Double?
    public var foundWithinSevenDays: Int

    public var precision: Double? { flags > 0 ? Double(trueFlags) / Double(flags) : nil }
    public var recall: Double? { planted > 0 ? Double(found) / Double(planted) : nil }
}

/// The reference case by its own words: three consecutive days of evidence that hold a recognised mention.
public struct KitchenScore: Codable, Sendable, Equatable {
    /// Stores that have such days, and those of them that were flagged on the third.
    public var due: Int
    public var raisedOnThirdDay: Int
    /// Flags of stores that have no such days.
    public var wrong: Int
}

/// Shipped rules against planted truths.
public struct SimulationScore: Codable, Sendable, Equatable {
    public var rules: [RuleScore]
    public var kitchen: KitchenScore
    /// Flags that mean nothing planted, over all rules.
    public var falseFlags: Int
    public var storeWeeks: Double

    public var falseFlagsPerHundredStoreWeeks: Double {
        storeWeeks > 0 ? 100 * Double(falseFlags) / storeWeeks : 0
    }

    public init(chain: SimulatedChain, rules: [FlagRule], flags: [Flag]) {
        self.rules = rules.map { Self.score($0.id, chain, flags) }
        kitchen = Self.kitchen(chain, flags)
        falseFlags = self.rules.reduce(0) { $0 + $1.flags - $1.trueFlags }
        storeWeeks = Double(chain.stores.count * (chain.to.ordinal - chain.from.ordinal + 1)) / 7
    }

    private static func score(_ rule: String, _ chain: SimulatedChain, _ flags: [Flag]) -> RuleScore {
        let raised = flags.filter { $0.rule == rule }
        let truths = chain.truths.filter { $0.rule == rule }
        var delays: [Int] = []
        for truth in truths {
            let first = raised.filter(truth.matches).compactMap(\.raisedOn).min()
            if let first { delays.append(first.ordinal - truth.from.ordinal) }
        }
        let sorted = delays.sorted()
        return RuleScore(
            rule: rule, flags: raised.count,
            trueFlags: raised.count { flag in truths.contains { $0.matches(flag) } },
            planted: truths.count, found: delays.count,
            medianDelayDays: sorted.isEmpty ? nil : Double(sorted[sorted.count / 2]),
            foundWithinSevenDays: delays.count { $0 <= 7 })
    }

    /// Counted from the mentions alone, without the engine: evidence days are those with a transcript; one day without
    /// is passed over, two are not.
    private static func kitchen(_ chain: SimulatedChain, _ flags: [Flag]) -> KitchenScore {
        var score = KitchenScore(due: 0, raisedOnThirdDay: 0, wrong: 0)
        let byStore = Dictionary(grouping: chain.days, by: \.store)
        for store in chain.stores {
            var third: BusinessDay?
            var run: [BusinessDay] = []
            let days = (byStore[store.id] ?? []).filter { $0.counts[.transcribedRecordings] > 0 }
            for facts in days.sorted(by: { $0.day < $1.day }) {
                if let last = run.last, facts.day.ordinal - last.ordinal > 2 { run = [] }
                let mentioned = facts.mentions.contains { $0.topic == ChainSimulator.kitchenTopic }
                run = mentioned ? run + [facts.day] : []
                if run.count == 3, third == nil { third = facts.day }
            }
            let raised = flags.filter { $0.rule == "kitchen-scene-upgrade" && $0.store == store.id }
                .compactMap(\.raisedOn).min()
            switch (third, raised) {
            case (let third?, let raised):
                score.due += 1
                if raised == third { score.raisedOnThirdDay += 1 }
            case (nil, .some): score.wrong += 1
            case (nil, nil): break
            }
        }
        return score
    }
}

extension SimulatedChain {
    /// What the rules look at.
    public var history: ChainHistory {
        var history = ChainHistory(stores: stores, from: from, to: to)
        for facts in days { history.put(facts) }
        return history
    }
}
