import Evidence
import FoundationEssentials
import Records
import Scoring

/// Stored findings → score, metrics, flags. Starts from findings, never from pixels.
struct StoreDayScoring {
    let records: EvidenceRecords
    let reference: ReferenceData
    let clock: @Sendable () -> Date

    func run(store: Store, day: BusinessDay) async throws(PipelineError) {
        let reviews = try await fetch { try await records.reviews.figures(store: store.id, day: day) }
        let evidence = StoreDay(
            store: store.id, day: day, required: reference.slots(for: store.id, on: day),
            items: try await analysedItems(store.id, day),
            reviews: ReviewFacts(
                appealed: reviews.appealed, closed: reviews.closed, minutes: reviews.minutes))
        let counter = StoreDayCounter(
            policy: reference.policy, products: reference.catalogue.map(ProductFacts.init) ?? ProductFacts(),
            knownPhrases: reference.lexicon.words)
        let facts = StoreDayFacts(evidence, counter: counter)
        let score = ComplianceScorer(policy: reference.policy).score(
            facts.counts, store: store.id, day: day)
        let cause = try await cause(of: evidence, facts)
        let reader = MetricReader(policy: reference.policy)
        let plans = reference.newProducts(of: store.id)
        try await fetch {
            try await records.scores.save(score, at: clock())
            try await records.metricBook.plan(plans, of: store.id, cause: cause) {
                DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader)
            }
            try await records.metricBook.record([facts], cause: cause) {
                DailyMetrics.metrics(of: $0, store: $1, day: $2, reader: reader)
            }
        }
        try await judgeRules(store, around: day, evidence)
        try await judgeTasks(evidence)
    }

    /// New evidence may close a rectification, or show that its fault came back.
    private func judgeTasks(_ evidence: StoreDay) async throws(PipelineError) {
        for task in try await fetch({ try await records.tasks.forStore(evidence.store) }) {
            guard let fault = RectifiableFault(code: task.fault) else { continue }
            for entry in evidence.items {
                guard let said = fault.judge(entry) else { continue }
                _ = try await fetch {
                    try await records.tasks.judge(
                        task.id, evidence: entry.item.id, on: evidence.day, analyzer: said.analyzer,
                        faultIsPresent: said.isPresent, at: clock())
                }
            }
        }
    }

    /// Why the numbers of a store-day may change now; kept beside what they were.
    private func cause(
        of day: StoreDay, _ facts: StoreDayFacts
    ) async throws(PipelineError) -> MetricCause {
        let before = try await fetch { try await records.scores.find(store: day.store, day: day.day) }
        let reason =
            switch before?.policyVersion {
            case nil: "firstCount"
            case reference.policy.version: try await whatCame(day, facts)
            case .some(let version): "newPolicy: \(version) → \(reference.policy.version)"
            }
        return MetricCause(reason: reason, at: clock())
    }

    private func whatCame(_ day: StoreDay, _ facts: StoreDayFacts) async throws(PipelineError) -> String {
        let before = try await fetch {
            try await records.metricBook.facts(store: day.store, from: day.day, to: day.day)
        }.first?.counts
        func change(_ name: CountName) -> Int { facts.counts[name] - (before?[name] ?? 0) }
        if change(.reviewsClosed) > 0 || change(.reviewMinutes) != 0 { return try await whatWasDecided(day) }
        if change(.appealedItems) > 0 { return "appeal" }
        if change(.sentItems) < 0 { return "evidenceRemoved" }
        let scoredAt = try await fetch { try await records.scores.scoredAt(store: day.store, day: day.day) }
        guard let newest = day.items.map(\.item).max(by: { $0.recordedAt < $1.recordedAt }),
            change(.sentItems) > 0 || scoredAt.map({ newest.recordedAt > $0 }) ?? true
        else { return "reanalysis" }
        return newest.late ? "lateEvidence" : "newEvidence"
    }

    private func whatWasDecided(_ day: StoreDay) async throws(PipelineError) -> String {
        let found = try await fetch {
            try await records.reviews.newestDecision(store: day.store, day: day.day)
        }
        guard let found else { return "reviewDecided" }
        guard found.followsAppeal else { return "reviewDecided: \(found.decision.reason)" }
        let answer = found.decision.verdict == .trusted ? "appealAccepted" : "appealRefused"
        return "\(answer): \(found.decision.reason)"
    }

    private func analysedItems(_ store: StoreID, _ day: BusinessDay) async throws(PipelineError)
        -> [AnalysedItem]
    {
        var analysed: [AnalysedItem] = []
        for item in try await itemsThatCount(store, day) {
            var entry = AnalysedItem(item: item)
            for document in try await fetch({ try await records.findings.current(item.id) }) {
                do {
                    switch document.kind {
                    case .shelf:
                        entry.shelf = try CanonicalJSON.decode(ShelfFindings.self, from: document.json)
                    case .order:
                        entry.orders = try CanonicalJSON.decode(OrderFindings.self, from: document.json)
                    case .consultation:
                        entry.consultation = try CanonicalJSON.decode(
                            ConsultationFindings.self, from: document.json)
                    case .provenance:
                        entry.provenance = try CanonicalJSON.decode(
                            ProvenanceFindings.self, from: document.json)
                    case .text, .media: break
                    }
                } catch {
                    throw PipelineError(.recordsFailed, "findings of \(item.id) cannot be read: \(error)")
                }
            }
            analysed.append(entry)
        }
        return analysed
    }

    /// The items in force; where the newest of a slot was rejected, the last good one that it replaced still counts: a
    /// failed retake takes nothing away.
    private func itemsThatCount(_ store: StoreID, _ day: BusinessDay) async throws(PipelineError)
        -> [EvidenceItem]
    {
        let current = try await fetch { try await records.items.current(store: store, day: day) }
        guard current.contains(where: { $0.state == .rejected }) else { return current }
        let replaced = try await fetch { try await records.items.history(store: store, day: day) }
            .filter { $0.supersededBy != nil && $0.state == .analysed }
        return current.map { item in
            guard item.state == .rejected else { return item }
            return replaced.filter { $0.slot == item.slot && $0.kind == item.kind }
                .max { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) } ?? item
        }
    }

    /// A day can end a run, begin one, or join two: the rules look both ways. Rules that compare stores are judged at
    /// night, over the whole chain (`storeproof rules run`).
    private func judgeRules(
        _ store: Store, around day: BusinessDay, _ evidence: StoreDay
    ) async throws(PipelineError) {
        let rules = reference.rules.filter { !RuleEngine.needsChain($0) && $0.concerns(store) }
        guard let reach = rules.map(RuleEngine.reach).max() else { return }
        let first = day.adding(days: -reach)
        let last = day.adding(days: reach)
        var history = ChainHistory(stores: [store], from: first, to: last)
        let known = try await fetch {
            try await records.metricBook.facts(store: store.id, from: first, to: last)
        }
        for facts in known { history.put(facts) }
        let engine = RuleEngine(history: history, policy: reference.policy)
        for rule in rules {
            // Windows look back: what ended before the day is as it was.
            for flag in engine.flags(rule) where flag.to >= day {
                _ = try await fetch {
                    try await records.flags.raise(flag, actions: rule.actions, at: clock())
                }
            }
        }
        try await judgeTasks(of: rules, engine, evidence)
    }

    /// A task that a flag opened closes when the rule's condition has not held for as long as ends a flag.
    private func judgeTasks(
        of rules: [FlagRule], _ engine: RuleEngine, _ evidence: StoreDay
    ) async throws(PipelineError) {
        guard let newest = evidence.items.max(by: { $0.item.recordedAt < $1.item.recordedAt }) else { return }
        for task in try await fetch({ try await records.tasks.forStore(evidence.store) }) {
            guard let rule = rules.first(where: { $0.id == task.faultRule }) else { continue }
            let holds = engine.heldRecently(rule, evidence.store, on: evidence.day)
            _ = try await fetch {
                try await records.tasks.judge(
                    task.id, evidence: newest.item.id, on: evidence.day, analyzer: Rectification.ruleJudge,
                    faultIsPresent: holds, at: clock())
            }
        }
    }
}
