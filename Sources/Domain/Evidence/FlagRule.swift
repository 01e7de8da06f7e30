/// A rule over metrics, topics and attributes of stores (标记规则).
public struct FlagRule: Codable, Sendable, Equatable {
    /// What a day without data means for a window.
    public enum MissingDay: String, Codable, Sendable, CaseIterable {
        /// It ends a run and fails a window that must be whole.
        case breaks
        /// At most `bridgeDays` of them are passed over.
        case bridges
        /// Only days with data count, however far apart.
        case waits
    }

    public enum Severity: String, Codable, Sendable, CaseIterable {
        case opportunity, attention, urgent, info
    }

    public var id: String
    public var version: String
    public var title: [String: String]
    /// Region names and stores; both empty = everywhere.
    public var regions: [String]
    public var stores: [StoreID]
    public var when: RuleCondition
    /// Days in a row on which the condition must hold before a flag is raised.
    public var debounceDays: Int
    /// Days after a flag's end in which no other is raised.
    public var coolDownDays: Int
    /// A flag expires when its condition has not held for so many days.
    public var expiresDays: Int
    public var severity: String
    /// The role that acts on it.
    public var owner: String
    /// By language, with placeholders: `{store}`, `{storeName}`, `{district}`, `{from}`, `{to}`, `{days}`, `{subject}`,
    /// `{value}`.
    public var recommendation: [String: String]
    public var actions: [RuleAction]

    public init(
        id: String, version: String, title: [String: String], regions: [String] = [], stores: [StoreID] = [],
        when: RuleCondition, debounceDays: Int = 1, coolDownDays: Int = 0, expiresDays: Int = 14,
        severity: String = "attention", owner: String = "hq", recommendation: [String: String] = [:],
        actions: [RuleAction] = []
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.regions = regions
        self.stores = stores
        self.when = when
        self.debounceDays = debounceDays
        self.coolDownDays = coolDownDays
        self.expiresDays = expiresDays
        self.severity = severity
        self.owner = owner
        self.recommendation = recommendation
        self.actions = actions
    }

    /// Whether the rule looks at a store at all.
    public func concerns(_ store: Store) -> Bool {
        (regions.isEmpty && stores.isEmpty) || stores.contains(store.id)
            || regions.contains { store.lies(in: $0) }
    }
}

/// What a raised flag sets in motion besides itself.
public struct RuleAction: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case task, webhook, email }
    public var kind: Kind
    /// The role of a task, the name of a configured webhook, an address.
    public var target: String
    /// Days until a task is due.
    public var dueDays: Int?
    public init(kind: Kind, target: String, dueDays: Int? = nil) {
        self.kind = kind
        self.target = target
        self.dueDays = dueDays
    }
}

/// When a rule holds for a store on a day: true, false, or unknown where the data do not say.
public indirect enum RuleCondition: Codable, Sendable, Equatable {
    case all([RuleCondition])
    case any([RuleCondition])
    case not(RuleCondition)
    case sign(RuleSign)
    /// An attribute of the store has one of these values.
    case attribute(String, anyOf: [String])
    /// Weights of the signs that hold, added up and divided by the weights of those that are known.
    case score(atLeast: Double, signs: [WeightedCondition])

    /// Every sign of the condition.
    public var signs: [RuleSign] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.signs)
        case .not(let part): part.signs
        case .sign(let sign): [sign]
        case .attribute: []
        case .score(_, let parts): parts.flatMap(\.condition.signs)
        }
    }
}

public struct WeightedCondition: Codable, Sendable, Equatable {
    public var name: String
    public var weight: Double
    public var condition: RuleCondition
    public init(name: String, weight: Double, condition: RuleCondition) {
        self.name = name
        self.weight = weight
        self.condition = condition
    }
}

/// One metric looked at through one window.
public struct RuleSign: Codable, Sendable, Hashable {
    /// The registry's code.
    public var metric: String
    /// The topic, category or phrase of a keyed metric; empty for others and, in a surge, for any.
    public var key: String
    public var window: RuleWindow
    public var missing: FlagRule.MissingDay
    /// Days without data that `bridges` passes over.
    public var bridgeDays: Int
    /// The counts behind a value (its denominator, over the window) that make it worth a judgement.
    public var minimumCount: Int

    public init(
        metric: String, key: String = "", window: RuleWindow, missing: FlagRule.MissingDay,
        bridgeDays: Int = 0, minimumCount: Int = 0
    ) {
        self.metric = metric
        self.key = key
        self.window = window
        self.missing = missing
        self.bridgeDays = bridgeDays
        self.minimumCount = minimumCount
    }
}

/// A value against a limit.
public struct Comparison: Codable, Sendable, Hashable {
    public enum Relation: String, Codable, Sendable, CaseIterable { case above, atLeast, below, atMost }
    public var relation: Relation
    public var limit: Double
    public init(_ relation: Relation, _ limit: Double) {
        self.relation = relation
        self.limit = limit
    }

    public func holds(_ value: Double) -> Bool {
        switch relation {
        case .above: value > limit
        case .atLeast: value >= limit
        case .below: value < limit
        case .atMost: value <= limit
        }
    }

    /// Whether it asks for small values.
    public var looksDown: Bool { relation == .below || relation == .atMost }
}

/// How a sign looks at the days that end with the one that is judged.
public enum RuleWindow: Codable, Sendable, Hashable {
    /// Every one of so many days in a row.
    case consecutive(days: Int, Comparison)
    /// At least so many days of the last so many.
    case within(days: Int, of: Int, Comparison)
    /// The value of all days of the window together.
    case total(days: Int, Comparison)
    /// The window against the days before it: relative change beyond a limit, and beyond chance by so many standard
    /// errors.
    case change(days: Int, baselineDays: Int, Comparison, deviations: Double)
    /// The window against the median of the store's cluster, in robust standard deviations (1.4826 · MAD), and
    /// beyond the store's own sampling error.
    case peers(days: Int, Comparison)
    /// Theil–Sen slope per week beyond a limit, with a Mann–Kendall score beyond so many standard errors.
    case trend(days: Int, Comparison, deviations: Double)
    /// No evidence at all for so many days.
    case absence(days: Int)
    /// More mentions in a group of stores than chance explains, over all groups and keys at once.
    case surge(SurgeWindow)

    /// The days before the judged one that the window can reach, days without data not counted.
    public var reach: Int {
        switch self {
        case .consecutive(let days, _), .total(let days, _), .peers(let days, _), .trend(let days, _, _),
            .absence(let days):
            days
        case .within(_, let days, _): days
        case .change(let days, let baseline, _, _): days + baseline
        case .surge(let surge): surge.days + surge.baselineDays
        }
    }
}

/// See ``RuleWindow/surge(_:)``.
public struct SurgeWindow: Codable, Sendable, Hashable {
    public var days: Int
    public var baselineDays: Int
    /// Share of false ones among all that are called surges on a day (Benjamini–Hochberg).
    public var falseDiscoveryRate: Double
    public var level: Scope.Kind
    /// Smallest factor over the expectation that is worth acting on.
    public var minimumFactor: Double
    /// Fewest mentions, and fewest stores that have them.
    public var minimumMentions: Int
    public var minimumStores: Int
    /// Share of a group's stores that must rise by the least factor over their part of the expectation: one or two loud stores are no
    /// surge of a district. 0 = any.
    public var minimumShare: Double

    public init(
        days: Int, baselineDays: Int, falseDiscoveryRate: Double, level: Scope.Kind,
        minimumFactor: Double = 1.5,
        minimumMentions: Int = 5, minimumStores: Int = 1, minimumShare: Double = 0
    ) {
        self.days = days
        self.baselineDays = baselineDays
        self.falseDiscoveryRate = falseDiscoveryRate
        self.level = level
        self.minimumFactor = minimumFactor
        self.minimumMentions = minimumMentions
        self.minimumStores = minimumStores
        self.minimumShare = minimumShare
    }
}
