/// A mention that helped to raise a flag: the recording, the sentence and the second.
public struct FlagEvidence: Codable, Sendable, Equatable {
    public var day: BusinessDay
    public var item: EvidenceID
    public var text: String
    @ExplicitNull public var start: Double?
    public init(day: BusinessDay, item: EvidenceID, text: String, start: Double? = nil) {
        self.day = day
        self.item = item
        self.text = text
        self.start = start
    }
}

/// One number that helped to raise a flag: which metric, over which days, what it was and what it was held against.
public struct FlagFact: Codable, Sendable, Equatable {
    /// The last day of what was looked at.
    public var day: BusinessDay
    /// The metric's code, with its topic or category after a colon.
    public var metric: String
    @ExplicitNull public var value: Double?
    public var numerator: Double
    public var denominator: Double
    /// What it was held against, in words of both languages.
    public var note: String
    public init(
        day: BusinessDay, metric: String, value: Double?, numerator: Double, denominator: Double, note: String
    ) {
        self.day = day
        self.metric = metric
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        self.note = note
    }
}

/// A rule's raised instance on a store (标记).
public struct Flag: Codable, Sendable, Equatable {
    public enum State: String, Codable, Sendable, CaseIterable {
        case open, acknowledged, actioned, closed, expired, dismissed

        public var chineseName: String {
            switch self {
            case .open: "待处理"
            case .acknowledged: "已知悉"
            case .actioned: "已行动"
            case .closed: "已关闭"
            case .expired: "已过期"
            case .dismissed: "已驳回"
            }
        }

        /// Somebody still works on it: open, acknowledged or actioned.
        public var isLive: Bool { !next.isEmpty }

        /// open → acknowledged → actioned → closed or dismissed by people; expired by time, unless people have acted. An
        /// end is final.
        public var next: [State] {
            switch self {
            case .open: [.acknowledged, .actioned, .closed, .dismissed, .expired]
            case .acknowledged: [.actioned, .closed, .dismissed, .expired]
            case .actioned: [.closed, .dismissed]
            case .closed, .expired, .dismissed: []
            }
        }
    }
    public var id: FlagID
    public var rule: String
    public var ruleVersion: String
    public var store: StoreID
    /// First and last day of the run that raised it.
    public var from: BusinessDay
    public var to: BusinessDay
    public var title: [String: String]
    public var recommendation: [String: String]
    public var severity: String
    public var state: State
    public var stateReason: String?
    public var evidence: [FlagEvidence]
    /// The topic, phrase or group that a flag of a surge is about; nil for others.
    public var subject: String?
    /// The day on which the condition first held long enough.
    public var raisedOn: BusinessDay?
    /// Every number that made it true when it was raised.
    public var facts: [FlagFact]?

    public init(
        id: FlagID, rule: String, ruleVersion: String, store: StoreID, from: BusinessDay, to: BusinessDay,
        title: [String: String], recommendation: [String: String], severity: String, state: State = .open,
        stateReason: String? = nil, evidence: [FlagEvidence], subject: String? = nil,
        raisedOn: BusinessDay? = nil, facts: [FlagFact]? = nil
    ) {
        self.id = id
        self.rule = rule
        self.ruleVersion = ruleVersion
        self.store = store
        self.from = from
        self.to = to
        self.title = title
        self.recommendation = recommendation
        self.severity = severity
        self.state = state
        self.stateReason = stateReason
        self.evidence = evidence
        self.subject = subject
        self.raisedOn = raisedOn
        self.facts = facts
    }
}
