/// One part of a compliance score with what it was made of.
public struct ScorePart: Codable, Sendable, Equatable {
    /// `completeness`, `shelf`, `shelf.assortment`, `promotion`, `promotion.fullReduction`, `consultation` …
    public var code: String
    public var chineseName: String
    /// Share of the whole (top-level) or of its parent (sub-part), as the policy gives it.
    public var weight: Double
    public var numerator: Double
    public var denominator: Double
    /// 0…100; null = not scored.
    @ExplicitNull public var score: Double?
    /// Why it is not scored, in Chinese and English.
    public var note: Reason?
    public var parts: [ScorePart]
    public init(
        code: String, chineseName: String, weight: Double, numerator: Double = 0, denominator: Double = 0,
        score: Double?, note: Reason? = nil, parts: [ScorePart] = []
    ) {
        self.code = code
        self.chineseName = chineseName
        self.weight = weight
        self.numerator = numerator
        self.denominator = denominator
        self.score = score
        self.note = note
        self.parts = parts
    }
}

/// 0…100 with its breakdown (合规得分), for one store and business day.
public struct ComplianceScore: Codable, Sendable, Equatable {
    public var store: StoreID
    public var day: BusinessDay
    /// Null when no part could be scored.
    @ExplicitNull public var total: Double?
    /// Over less than half of the weights (暂评).
    public var provisional: Bool
    public var parts: [ScorePart]
    public var policyVersion: String
    public init(
        store: StoreID, day: BusinessDay, total: Double?, provisional: Bool, parts: [ScorePart],
        policyVersion: String
    ) {
        self.store = store
        self.day = day
        self.total = total
        self.provisional = provisional
        self.parts = parts
        self.policyVersion = policyVersion
    }
}

/// One named number of a store and day (门店指标), kept with its counts.
public struct StoreMetric: Codable, Sendable, Equatable {
    public var store: StoreID
    public var day: BusinessDay
    /// `shelfCompliance`, `promoExecutionRate`, `topicCount` …
    public var code: String
    /// The topic of `topicCount`; empty otherwise.
    public var topic: String
    /// Null = no data.
    @ExplicitNull public var value: Double?
    public var numerator: Double
    public var denominator: Double
    public init(
        store: StoreID, day: BusinessDay, code: String, topic: String = "", value: Double?, numerator: Double,
        denominator: Double
    ) {
        self.store = store
        self.day = day
        self.code = code
        self.topic = topic
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
    }
}
