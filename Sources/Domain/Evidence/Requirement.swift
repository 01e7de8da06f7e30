/// One thing that a batch must hold, and what its photo must show.
public struct RequiredSlot: Hashable, Codable, Sendable {
    /// `shelf-1`, `consultation-3`, `order-2`.
    public var slot: String
    public var kind: EvidenceKind
    /// What to show, for the manager: 饮料货架正面.
    public var title: String
    /// The planogram that a shelf photo must show.
    public var planogram: String?
    /// The poster of the catalogue that must hang there.
    public var poster: SKU?
    public init(
        slot: String, kind: EvidenceKind, title: String, planogram: String? = nil, poster: SKU? = nil
    ) {
        self.slot = slot
        self.kind = kind
        self.title = title
        self.planogram = planogram
        self.poster = poster
    }
}

/// What a store must report each business day, in force between two days.
public struct Requirement: Hashable, Codable, Sendable {
    public var id: String
    /// Empty: every store.
    public var stores: [StoreID]
    public var slots: [RequiredSlot]
    /// Items received after this time of the next morning are late; nil = the store's cut-off.
    public var deadline: LocalTime?
    public var from: BusinessDay?
    public var to: BusinessDay?
    /// Whether a recording is taken only with the customer's consent stated; nil = yes.
    public var consent: Bool?
    public init(
        id: String, stores: [StoreID] = [], slots: [RequiredSlot], deadline: LocalTime? = nil,
        from: BusinessDay? = nil, to: BusinessDay? = nil, consent: Bool? = nil
    ) {
        self.id = id
        self.stores = stores
        self.slots = slots
        self.deadline = deadline
        self.from = from
        self.to = to
        self.consent = consent
    }
}

extension Requirement {
    /// Whether a store owes this on a day.
    public func applies(to store: StoreID, on day: BusinessDay) -> Bool {
        (stores.isEmpty || stores.contains(store)) && (from.map { $0 <= day } ?? true)
            && (to.map { day <= $0 } ?? true)
    }

    /// The slots that a store owes on a day, each once: of all requirements in force, a store's own before everyone's.
    public static func slots(
        of requirements: [Requirement], for store: StoreID, on day: BusinessDay
    ) -> [RequiredSlot] {
        var seen: Set<String> = []
        return inForce(requirements, for: store, on: day).flatMap(\.slots)
            .filter { seen.insert($0.slot).inserted }
    }

    /// Whether the store's recordings of a day need the customer's consent: yes, unless a requirement in force says no,
    /// a store's own before everyone's.
    public static func needsConsent(
        _ requirements: [Requirement], for store: StoreID, on day: BusinessDay
    ) -> Bool {
        inForce(requirements, for: store, on: day).lazy.compactMap(\.consent).first ?? true
    }

    private static func inForce(
        _ requirements: [Requirement], for store: StoreID, on day: BusinessDay
    ) -> [Requirement] {
        let applying = requirements.filter { $0.applies(to: store, on: day) }
        return applying.filter { !$0.stores.isEmpty } + applying.filter(\.stores.isEmpty)
    }
}
