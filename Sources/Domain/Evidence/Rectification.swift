/// A fault that someone must put right (整改). Only new evidence that passes the same analyser closes it.
public struct Rectification: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, CaseIterable { case open, escalated, closed }

    public var id: String
    public var store: StoreID
    public var flag: FlagID?
    /// The evidence that shows the fault.
    public var before: EvidenceID?
    /// `shelf.outOfStock/SKU`, `promotion.notExecuted`, `item.rejected` …
    public var fault: String
    /// The analyser whose judgement counts.
    public var analyzer: String
    public var owner: String
    public var openedOn: BusinessDay
    public var deadline: BusinessDay
    /// Days after closing in which the fault's return opens the task again.
    public var windowDays: Int
    public var state: State
    public var closedOn: BusinessDay?
    /// The evidence that shows the fault gone; beside `before`.
    public var after: EvidenceID?

    public init(
        id: String, store: StoreID, flag: FlagID? = nil, before: EvidenceID? = nil, fault: String,
        analyzer: String, owner: String, openedOn: BusinessDay, deadline: BusinessDay, windowDays: Int = 14,
        state: State = .open, closedOn: BusinessDay? = nil, after: EvidenceID? = nil
    ) {
        self.id = id
        self.store = store
        self.flag = flag
        self.before = before
        self.fault = fault
        self.analyzer = analyzer
        self.owner = owner
        self.openedOn = openedOn
        self.deadline = deadline
        self.windowDays = windowDays
        self.state = state
        self.closedOn = closedOn
        self.after = after
    }

    /// Who judges the tasks of flags: the rule that raised the flag, over the evidence that came since.
    public static let ruleJudge = "rules"
    /// What stands before the rule's name in the fault of such a task.
    public static let rulePrefix = "rule/"

    /// The task that a rule asks for when it raises a flag.
    public init(of flag: Flag, _ action: RuleAction) {
        let opened = flag.raisedOn ?? flag.to
        self.init(
            id: "task-\(flag.id)", store: flag.store, flag: flag.id, fault: Self.rulePrefix + flag.rule,
            analyzer: Self.ruleJudge, owner: action.target, openedOn: opened,
            deadline: opened.adding(days: action.dueDays ?? 7))
    }

    /// The rule whose condition is the fault; nil where the fault is one that an item shows by itself.
    public var faultRule: String? {
        fault.hasPrefix(Self.rulePrefix) ? String(fault.dropFirst(Self.rulePrefix.count)) : nil
    }

    /// What new evidence makes of the task; nil where it changes nothing: another analyser's word, evidence of before the
    /// task, evidence that does not say, or the same evidence that showed the fault.
    public func next(
        evidence: EvidenceID, on day: BusinessDay, analyzer judge: String, faultIsPresent: Bool?
    ) -> Rectification? {
        guard judge == analyzer, let faultIsPresent, evidence != before, day >= openedOn else { return nil }
        var task = self
        switch (state, faultIsPresent) {
        case (.open, false), (.escalated, false):
            task.state = .closed
            task.closedOn = day
            task.after = evidence
        case (.closed, true):
            guard let closedOn, day > closedOn, day.ordinal - closedOn.ordinal <= windowDays else {
                return nil
            }
            task.state = .open
            task.closedOn = nil
            task.after = nil
            task.deadline = day.adding(days: max(1, deadline.ordinal - openedOn.ordinal))
        default: return nil
        }
        return task
    }
}
