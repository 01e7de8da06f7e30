public import Evidence

/// Something that changes numbers.
public enum MetricEvent: Sendable, Equatable {
    /// A store-day was counted: for the first time, late, after an appeal, by a newer analyser or policy.
    case counted(StoreDayFacts)
    /// A store-day holds nothing any more (erasure).
    case removed(StoreID, BusinessDay)
    /// A store opened, moved, changed region or closed.
    case placed(StorePlace)
    case planned(NewProductPlan)
    case unplanned(NewProductPlan)
}

/// The chain's numbers for every period and scope, kept up to date event by event. Each event touches exactly the
/// store-days that depend on it; because counts are whole numbers, the sums are those of a full recomputation.
public struct MetricLedger: Sendable, Equatable {
    private struct Key: Hashable {
        var store: StoreID
        var day: BusinessDay
    }

    private var facts: [Key: StoreDayFacts] = [:]
    private var places: [StoreID: [StorePlace]] = [:]
    private var plans: [StoreID: Set<NewProductPlan>] = [:]
    private var counted: [Key: Counts] = [:]
    public private(set) var sums: [PeriodKey: PeriodCounts] = [:]

    public init() {}

    /// Counts everything anew from what is known.
    public func recomputed() -> MetricLedger {
        var ledger = MetricLedger()
        ledger.places = places
        ledger.plans = plans
        ledger.facts = facts
        for key in facts.keys { ledger.refresh(key) }
        for plan in plans.values.joined() { ledger.refresh(Key(store: plan.store, day: plan.due)) }
        return ledger
    }

    /// The counts of a store-day; nil where there are none.
    public func counts(store: StoreID, day: BusinessDay) -> Counts? { counted[Key(store: store, day: day)] }

    /// - Returns: the store-days whose counts changed, by store and day.
    @discardableResult
    public mutating func apply(_ event: MetricEvent) -> [StoreDayChange] {
        switch event {
        case .counted(let day):
            let key = Key(store: day.store, day: day.day)
            facts[key] = day
            return refresh(around: key)
        case .removed(let store, let day):
            let key = Key(store: store, day: day)
            facts[key] = nil
            return refresh(around: key)
        case .placed(let place): return move(place)
        case .planned(let plan):
            plans[plan.store, default: []].insert(plan)
            return [refresh(Key(store: plan.store, day: plan.due))].compactMap { $0 }
        case .unplanned(let plan):
            plans[plan.store]?.remove(plan)
            return [refresh(Key(store: plan.store, day: plan.due))].compactMap { $0 }
        }
    }

    /// The day itself and the due days of new products whose seven days hold it.
    private mutating func refresh(around key: Key) -> [StoreDayChange] {
        let due = (plans[key.store] ?? []).filter { $0.launch <= key.day && key.day <= $0.due }.map(\.due)
        return Set(due + [key.day]).sorted().compactMap { refresh(Key(store: key.store, day: $0)) }
    }

    private mutating func move(_ place: StorePlace) -> [StoreDayChange] {
        var before: [BusinessDay: Counts] = [:]
        for key in counted.keys where key.store == place.store { before[key.day] = counted[key] }
        for day in before.keys { take(Key(store: place.store, day: day)) }
        places[place.store, default: []].removeAll { $0.from == place.from }
        places[place.store, default: []].append(place)
        // Days that were left out while the store was closed come back where it is open now.
        let days =
            facts.keys.filter { $0.store == place.store }.map(\.day)
            + (plans[place.store] ?? []).map(\.due)
        return Set(days).sorted().compactMap { day in
            refresh(Key(store: place.store, day: day), before: before[day])
        }
    }

    @discardableResult
    private mutating func refresh(_ key: Key, before known: Counts? = nil) -> StoreDayChange? {
        let before = take(key) ?? known
        let after = StoreDayFacts.counts(
            on: key.day, places: places[key.store] ?? [], plans: plans[key.store] ?? []
        ) { facts[Key(store: key.store, day: $0)] }
        if let after { add(key, after) }
        guard before != after else { return nil }
        return StoreDayChange(store: key.store, day: key.day, before: before, after: after)
    }

    private func keys(_ key: Key) -> [PeriodKey] {
        PeriodKey.all(store: key.store, day: key.day, places: places[key.store] ?? [])
    }

    private mutating func add(_ key: Key, _ counts: Counts) {
        counted[key] = counts
        for period in keys(key) {
            sums[period, default: PeriodCounts()].counts += counts
            sums[period, default: PeriodCounts()].storeDays += 1
        }
    }

    @discardableResult
    private mutating func take(_ key: Key) -> Counts? {
        guard let counts = counted.removeValue(forKey: key) else { return nil }
        for period in keys(key) {
            sums[period, default: PeriodCounts()].counts -= counts
            sums[period, default: PeriodCounts()].storeDays -= 1
            if sums[period]?.storeDays == 0 { sums[period] = nil }
        }
        return counts
    }
}
