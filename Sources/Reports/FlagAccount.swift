public import Evidence
public import Records
import Scoring

/// Why a flag was raised and what came after it, in words for headquarters: every number that made the rule's condition
/// true, and each metric before and after beside stores that were not flagged.
public struct FlagAccount: Sendable, Equatable {
    public struct Number: Sendable, Equatable {
        public var day: BusinessDay
        /// The metric's name, with its topic, category or part after a colon.
        public var name: String
        public var value: String
        /// What the value is made of, `12 ÷ 30`; empty where it is made of nothing countable.
        public var counted: String
        /// What it was held against.
        public var note: String
    }

    public struct Outcome: Sendable, Equatable {
        public var name: String
        public var before: String
        public var after: String
        /// Stores of the same cluster that were not flagged.
        public var controls: Int
        public var controlChange: String
        /// The change beyond that of the controls.
        public var effect: String
    }

    public var numbers: [Number]
    public var outcomes: [Outcome]
    /// The role that acts on it, as the rule in force says; nil where that rule is gone.
    public var owner: String?

    public static func load(_ flag: Flag, _ records: EvidenceRecords) async throws(RecordError) -> FlagAccount
    {
        var account = FlagAccount(
            flag, outcomes: try await records.flags.outcomes(of: flag.id, as: FlagOutcome.self))
        account.owner = try await records.reference.rules().first { $0.id == flag.rule }?.owner
        return account
    }

    init(_ flag: Flag, outcomes: [FlagOutcome]) {
        numbers = (flag.facts ?? []).map(Number.init)
        self.outcomes = outcomes.map(Outcome.init)
    }
}

extension FlagAccount.Number {
    init(_ fact: FlagFact) {
        let metric = MetricInWords(code: fact.metric)
        self.init(
            day: fact.day, name: metric.name, value: fact.value.map(metric.text) ?? "",
            counted: metric.counted(fact.numerator, fact.denominator),
            // The note is in both languages, the second in brackets.
            note: fact.note.replacing(#/ ?\([A-Za-z0-9][ -\x27*-~]*\)/#, with: ""))
    }
}

extension FlagAccount.Outcome {
    init(_ outcome: FlagOutcome) {
        let metric = MetricInWords(code: outcome.metric)
        func change(_ value: Double) -> String { (value > 0 ? "+" : "") + metric.text(value) }
        self.init(
            name: metric.name, before: metric.text(outcome.before), after: metric.text(outcome.after),
            controls: outcome.controlStores.count, controlChange: change(outcome.controlChange),
            effect: change(outcome.effect))
    }
}
