/// That a store should show a new product from a day on.
public struct NewProductPlan: Codable, Sendable, Hashable {
    /// A new product has this many days to appear, the launch day included.
    public static let days = 7

    public var store: StoreID
    public var sku: SKU
    public var launch: BusinessDay

    public init(store: StoreID, sku: SKU, launch: BusinessDay) {
        self.store = store
        self.sku = sku
        self.launch = launch
    }

    /// The store-day to which the product's success or failure counts: the last of its days.
    public var due: BusinessDay { launch.adding(days: Self.days - 1) }

    /// Whether it was shown by then; nil where no shelf photo of those days can tell.
    public func outcome(_ facts: (BusinessDay) -> StoreDayFacts?) -> Bool? {
        var told = false
        for offset in 0..<Self.days {
            guard let day = facts(launch.adding(days: offset)), day.shelfSeen else { continue }
            told = true
            if day.newProductsSeen.contains(sku) { return true }
        }
        return told ? false : nil
    }
}

extension StoreDayFacts {
    /// What a store-day counts: its own facts and the new products that fall due on it.
    /// - Parameters:
    ///   - plans: the store's plans, of any day.
    ///   - facts: the store's facts of a day.
    /// - Returns: nil where there is nothing to count, or the store was closed.
    public static func counts(
        on day: BusinessDay, places: [StorePlace], plans: some Sequence<NewProductPlan>,
        facts: (BusinessDay) -> StoreDayFacts?
    ) -> Counts? {
        if let place = places.inForce(on: day), place.closed { return nil }
        let own = facts(day)
        var counts = own?.counts ?? Counts()
        for plan in plans where plan.due == day {
            guard let shown = plan.outcome(facts) else { continue }
            counts[.newProductsDue] += 1
            if shown { counts[.newProductsShown] += 1 }
        }
        return own == nil && counts.isEmpty ? nil : counts
    }
}
