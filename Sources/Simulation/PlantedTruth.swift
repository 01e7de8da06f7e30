public import Evidence

/// Something that is really so in a simulated chain, and the rule that should say it.
public struct PlantedTruth: Codable, Sendable, Hashable {
    public var rule: String
    public var store: StoreID?
    /// `topic@district`, a phrase, a product.
    public var subject: String?
    /// From when it is so, and until when a flag still means it.
    public var from: BusinessDay
    public var until: BusinessDay
    public init(
        rule: String, store: StoreID? = nil, subject: String? = nil, from: BusinessDay, until: BusinessDay
    ) {
        self.rule = rule
        self.store = store
        self.subject = subject
        self.from = from
        self.until = until
    }

    func matches(_ flag: Flag) -> Bool {
        guard flag.rule == rule, let raised = flag.raisedOn, raised >= from, raised <= until else {
            return false
        }
        if let store { return flag.store == store }
        guard let subject, let named = flag.subject else { return false }
        return named == subject
    }
}

/// A simulated chain: its stores, what every store-day held, and what is really so.
public struct SimulatedChain: Sendable, Equatable {
    public var stores: [Store]
    public var from: BusinessDay
    public var to: BusinessDay
    public var days: [StoreDayFacts]
    public var truths: [PlantedTruth]
    public var plans: [NewProductPlan]
}
