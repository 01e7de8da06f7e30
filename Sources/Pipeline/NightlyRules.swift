public import Evidence
public import FoundationEssentials
public import Records
public import Scoring

/// Judges every rule over the whole chain up to a day: raises, merges and expires flags, closes and reopens the tasks of
/// rules that compare stores, escalates what is late. All other tasks are judged with each store-day.
public struct NightlyRules: Sendable {
    public struct Outcome: Sendable, Equatable {
        public var raised = 0
        public var expired = 0
        public var closedTasks = 0
        public var reopenedTasks = 0
        public var escalatedTasks = 0
    }

    private let records: EvidenceRecords
    private let rules: [FlagRule]
    private let clock: @Sendable () -> Date

    public init(records: EvidenceRecords, rules: [FlagRule], clock: @escaping @Sendable () -> Date) {
        self.records = records
        self.rules = rules
        self.clock = clock
    }

    /// - Parameter history: the chain's days up to the judged one, as far back as the rules reach.
    public func run(
        over history: ChainHistory, policy: ScoringPolicy, day: BusinessDay
    ) async throws(PipelineError) -> Outcome {
        let engine = RuleEngine(history: history, policy: policy)
        var outcome = Outcome()
        for rule in rules {
            // Days at the beginning of the history lack a part of what rules compare with; what would be raised there has
            // expired, and was raised in its own night if it was true.
            let alive = engine.flags(rule).filter { $0.to > day.adding(days: -rule.expiresDays) }
            outcome.raised += try await raise(alive, of: rule)
            outcome.expired += try await fetch {
                try await records.flags.expire(
                    rule: rule.id, unconfirmedSince: day.adding(days: -rule.expiresDays), at: clock())
            }
        }
        for rule in rules where RuleEngine.needsChain(rule) {
            for task in try await tasks(of: rule, on: day) {
                switch try await judge(task, rule, engine, day) {
                case .closed: outcome.closedTasks += 1
                case .open: outcome.reopenedTasks += 1
                case .escalated, nil: break
                }
            }
        }
        outcome.escalatedTasks = try await fetch {
            try await records.tasks.escalate(asOf: day, at: clock())
        }
        return outcome
    }

    /// - Returns: how many of the flags are new.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func raise(_ flags: [Flag], of rule: FlagRule) async throws(PipelineError) -> Int {
        var raised = 0
        for flag in flags {
            let isNew = try await fetch {
                try await records.flags.raise(flag, actions: rule.actions, at: clock())
            }
            if isNew { raised += 1 }
        }
        return raised
    }

    /// Those that may close, and those whose fault may come back.
    @inline(never)
    private func tasks(of rule: FlagRule, on day: BusinessDay) async throws(PipelineError) -> [Rectification]
    {
        var found: [Rectification] = []
        for state in Rectification.State.allCases {
            found += try await fetch { try await records.tasks.all(state) }
        }
        return found.filter { task in
            task.faultRule == rule.id
                && (task.closedOn.map { day.ordinal - $0.ordinal <= task.windowDays } ?? true)
        }
    }

    /// The newest evidence of the store stands for what closed the task: its words are the rule's.
    @inline(never)
    private func judge(
        _ task: Rectification, _ rule: FlagRule, _ engine: RuleEngine, _ day: BusinessDay
    ) async throws(PipelineError) -> Rectification.State? {
        let recent = try await fetch {
            try await records.items.current(
                store: task.store, from: day.adding(days: -max(0, rule.expiresDays - 1)), to: day)
        }
        let newest = recent.max { ($0.day, $0.recordedAt, $0.id) < ($1.day, $1.recordedAt, $1.id) }
        guard let newest, newest.day > task.openedOn else { return nil }
        let subject = try await subject(of: task)
        let holds = engine.heldRecently(rule, task.store, subject: subject, on: day)
        return try await fetch {
            try await records.tasks.judge(
                task.id, evidence: newest.id, on: day, analyzer: Rectification.ruleJudge,
                faultIsPresent: holds, at: clock())
        }
    }

    private func subject(of task: Rectification) async throws(PipelineError) -> String? {
        guard let flag = task.flag else { return nil }
        return try await fetch { try await records.flags.find(flag) }?.subject
    }
}
