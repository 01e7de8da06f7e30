public import Evidence

/// One item with what the analysers found in it.
public struct AnalysedItem: Sendable, Equatable {
    public var item: EvidenceItem
    public var shelf: ShelfFindings?
    public var orders: OrderFindings?
    public var consultation: ConsultationFindings?
    public var provenance: ProvenanceFindings?
    public init(
        item: EvidenceItem, shelf: ShelfFindings? = nil, orders: OrderFindings? = nil,
        consultation: ConsultationFindings? = nil, provenance: ProvenanceFindings? = nil
    ) {
        self.item = item
        self.shelf = shelf
        self.orders = orders
        self.consultation = consultation
        self.provenance = provenance
    }
}

/// What people decided about a store-day's items.
public struct ReviewFacts: Sendable, Hashable {
    public var appealed: Int
    public var closed: Int
    /// From the item's entry into the queue to the decision, added over the closed ones.
    public var minutes: Int
    public init(appealed: Int = 0, closed: Int = 0, minutes: Int = 0) {
        self.appealed = appealed
        self.closed = closed
        self.minutes = minutes
    }
}

/// Everything that one store reported for one business day, against what was required.
public struct StoreDay: Sendable, Equatable {
    public var store: StoreID
    public var day: BusinessDay
    public var required: [RequiredSlot]
    /// Slots that headquarters accepted as impossible: neither present nor missing.
    public var exempted: Set<String>
    /// Items in force, those replaced by a newer one left out.
    public var items: [AnalysedItem]
    public var reviews: ReviewFacts

    public init(
        store: StoreID, day: BusinessDay, required: [RequiredSlot], exempted: Set<String> = [],
        items: [AnalysedItem], reviews: ReviewFacts = ReviewFacts()
    ) {
        self.store = store
        self.day = day
        self.required = required
        self.exempted = exempted
        self.items = items
        self.reviews = reviews
    }

    /// Required slots that count.
    var owed: [RequiredSlot] { required.filter { !exempted.contains($0.slot) } }

    /// Items that count as received: everything but what was rejected.
    var accepted: [AnalysedItem] { items.filter { $0.item.state != .rejected } }

    /// The orders of the day, each once, however many screenshots show it.
    var orders: [Order] {
        var seen: Set<String> = []
        var distinct: [Order] = []
        for order in accepted.flatMap({ $0.orders?.orders ?? [] }) {
            if let number = order.orderNumber, !seen.insert(number).inserted { continue }
            distinct.append(order)
        }
        return distinct
    }

    /// Recordings that are readable and hold enough speech.
    func usableRecordings(_ policy: ScoringPolicy) -> Int {
        accepted.filter { item in
            guard let found = item.consultation, found.usable else { return false }
            guard let audio = found.audio else { return true }
            return audio.speechSeconds >= policy.minimumSpeechSeconds
                && audio.seconds >= policy.minimumSeconds
        }.count
    }
}

extension Order.PromotionStatus {
    /// Whether a scheme should have applied: the denominator of the execution rate.
    public var isEligible: Bool {
        switch self {
        case .correct, .missing, .wrongTier, .wrongAmount, .wrongScheme, .stackingViolated: true
        case .notEligible, .appliedIneligible, .unknown: false
        }
    }
}
