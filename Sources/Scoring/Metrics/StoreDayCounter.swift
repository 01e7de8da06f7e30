public import Evidence

/// What the catalogue says about products that metrics count by.
public struct ProductFacts: Sendable, Equatable {
    public var categories: [SKU: String]
    /// The day from which a new product should stand on the shelf.
    public var launches: [SKU: BusinessDay]

    public init(categories: [SKU: String] = [:], launches: [SKU: BusinessDay] = [:]) {
        self.categories = categories
        self.launches = launches
    }

    public init(catalogue: Catalogue) {
        self.init()
        for entry in catalogue.skus {
            categories[entry.sku] = entry.category
            launches[entry.sku] = entry.launchDate
        }
    }
}

/// Counts what one store-day holds. Every number a metric is made of is made here, and only here.
public struct StoreDayCounter: Sendable {
    public var policy: ScoringPolicy
    public var products: ProductFacts
    /// Words that belong to a topic of the lexicon already; other keywords are phrases without a name.
    public var knownPhrases: Set<String>

    public init(
        policy: ScoringPolicy, products: ProductFacts = ProductFacts(), knownPhrases: Set<String> = []
    ) {
        self.policy = policy
        self.products = products
        self.knownPhrases = knownPhrases
    }

    public func counts(of day: StoreDay) -> Counts {
        var counts = Counts()
        if !day.items.isEmpty { counts[.evidenceDays] = 1 }
        countEvidence(day, &counts)
        countShelf(day, &counts)
        countPosters(day, &counts)
        countOrders(day, &counts)
        countRecordings(day, &counts)
        countTrust(day, &counts)
        return counts
    }

    private func countEvidence(_ day: StoreDay, _ counts: inout Counts) {
        let owed = Set(day.owed.map(\.slot))
        let received = day.accepted.filter { owed.contains($0.item.slot) }
        counts[.requiredItems] = owed.count
        counts[.receivedItems] = received.count
        counts[.onTimeItems] = received.count { !$0.item.late }
        // Where the system itself failed, the evidence is neither good nor bad.
        let settled = day.items.filter { $0.item.state == .analysed || $0.item.state == .rejected }
        counts[.sentItems] = settled.count
        counts[.usableItems] = settled.count(where: isUsable)
    }

    private func isUsable(_ entry: AnalysedItem) -> Bool {
        guard entry.item.state != .rejected else { return false }
        if let shelf = entry.shelf { return shelf.quality.usable }
        if let orders = entry.orders { return !orders.orders.isEmpty || orders.reason == nil }
        if let recording = entry.consultation { return recording.usable }
        return true
    }

    private func countShelf(_ day: StoreDay, _ counts: inout Counts) {
        for found in day.shelfCounts {
            counts[.mustStockSeen] += found.mustStockSeen
            counts[.mustStockPlanned] += found.mustStockPlanned
            counts[.facingsSeen] += found.facingsSeen
            counts[.facingsPlanned] += found.facingsPlanned
            counts[.slotsOk] += found.slotsOk
            counts[.slotsMisplaced] += found.slotsMisplaced
            counts[.slotsOutOfStock] += found.slotsOutOfStock
            counts[.slotsAssessable] += found.slotsAssessable
        }
        for shelf in day.accepted.compactMap(\.shelf) {
            for facing in shelf.facings {
                guard let category = products.categories[facing.sku] else { continue }
                counts[.category, category] += 1
                counts[.categorisedFacings] += 1
            }
        }
    }

    /// A poster is due where the photo that must show it was received: a missing photo is missed already elsewhere.
    private func countPosters(_ day: StoreDay, _ counts: inout Counts) {
        for slot in day.owed {
            guard let poster = slot.poster,
                let shelf = day.accepted.first(where: { $0.item.slot == slot.slot })?.shelf,
                let seen = shelf.posters
            else { continue }
            counts[.postersDue] += 1
            counts[.postersShown] += seen.contains { $0.id == poster } ? 1 : 0
        }
    }

    private func countOrders(_ day: StoreDay, _ counts: inout Counts) {
        let screenshots = day.accepted.count { $0.orders != nil }
        let orders = day.orders
        let eligible = orders.filter { $0.promotion.status.isEligible }
        let readable = orders.filter { $0.promotion.status != .unknown }
        counts[.orderScreenshots] = screenshots
        counts[.orderDays] = screenshots > 0 ? 1 : 0
        counts[.orders] = orders.count
        counts[.eligibleOrders] = eligible.count
        counts[.correctOrders] = eligible.count { $0.promotion.status == .correct }
        counts[.readableOrders] = readable.count
        counts[.reducedOrders] = readable.count { ($0.promotion.appliedOff ?? .zero) > .zero }
        let customers = orders.compactMap(\.customer)
        counts[.namedOrders] = customers.count
        counts[.distinctCustomers] = Set(customers).count
        let waits = orders.compactMap(\.pickup).compactMap(PickupWait.minutes)
        counts[.visiblePickups] = waits.count
        counts[.punctualPickups] = waits.count { $0 <= PickupWait.punctualMinutes }
    }

    private func countRecordings(_ day: StoreDay, _ counts: inout Counts) {
        let recordings = day.accepted.compactMap(\.consultation)
        let transcribed = recordings.filter { $0.transcript != nil }
        let owed = day.owed.count { $0.kind == .consultationAudio }
        counts[.requiredRecordings] = owed
        counts[.receivedRecordings] = recordings.count
        counts[.usableRecordings] = day.usableRecordings(policy)
        counts[.creditedRecordings] = min(counts[.usableRecordings], owed)
        counts[.transcribedRecordings] = transcribed.count
        for recording in transcribed {
            for topic in Set(recording.topics.filter { $0.polarity != .praise }.map(\.id)) {
                counts[.topic, topic] += 1
            }
            for phrase in Set(recording.keywords.map(\.term)) where !knownPhrases.contains(phrase) {
                counts[.phrase, phrase] += 1
            }
        }
    }

    private func countTrust(_ day: StoreDay, _ counts: inout Counts) {
        let judged = day.items.filter { $0.item.verdict != nil }
        counts[.judgedItems] = judged.count
        counts[.doubtfulItems] = judged.count { $0.item.verdict != .trusted }
        counts[.reusedItems] = judged.count { entry in
            (entry.provenance?.reasons ?? []).contains {
                $0.code.hasPrefix("duplicate.") && $0.severity != .info
            }
        }
        counts[.contestableItems] = day.items.count {
            $0.item.state == .rejected || ($0.item.verdict ?? .trusted) != .trusted
        }
        counts[.appealedItems] = day.reviews.appealed
        counts[.reviewsClosed] = day.reviews.closed
        counts[.reviewMinutes] = day.reviews.minutes
    }
}

/// How long an order lay at the pickup point.
enum PickupWait {
    /// Picked up within a day of being ready.
    static let punctualMinutes = 24 * 60

    /// Nil where the screenshot does not show both times.
    static func minutes(_ pickup: Order.Pickup) -> Int? {
        guard let ready = instant(pickup.readyAt), let taken = instant(pickup.pickedUpAt), taken >= ready
        else {
            return nil
        }
        return taken - ready
    }

    /// `2026-11-12T14:13` as minutes of the store's own clock.
    private static func instant(_ text: String?) -> Int? {
        guard let text, let day = BusinessDay(String(text.prefix(10))),
            let time = LocalTime(String(text.dropFirst(11).prefix(5)))
        else { return nil }
        return day.ordinal * 24 * 60 + time.minutes
    }
}
