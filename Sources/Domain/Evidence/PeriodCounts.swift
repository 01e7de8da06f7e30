/// A sum of store-days.
public struct PeriodCounts: Codable, Sendable, Equatable {
    public var counts: Counts
    public var storeDays: Int
    public init(counts: Counts = Counts(), storeDays: Int = 0) {
        self.counts = counts
        self.storeDays = storeDays
    }
}

/// What a sum is of.
public struct PeriodKey: Codable, Sendable, Hashable, Comparable {
    public var grain: Grain
    public var start: BusinessDay
    public var scope: Scope
    public init(grain: Grain, start: BusinessDay, scope: Scope) {
        self.grain = grain
        self.start = start
        self.scope = scope
    }
    public static func < (left: Self, right: Self) -> Bool {
        (left.grain.rawValue, left.start, left.scope) < (right.grain.rawValue, right.start, right.scope)
    }
}

/// A store-day whose counts changed.
public struct StoreDayChange: Sendable, Equatable {
    public var store: StoreID
    public var day: BusinessDay
    public var before: Counts?
    public var after: Counts?
    public init(store: StoreID, day: BusinessDay, before: Counts?, after: Counts?) {
        self.store = store
        self.day = day
        self.before = before
        self.after = after
    }
}

extension PeriodKey {
    /// Every sum that a store-day is part of.
    public static func all(store: StoreID, day: BusinessDay, places: [StorePlace]) -> [PeriodKey] {
        let scopes = Scope.all(store: store, region: places.inForce(on: day)?.region ?? [])
        return Grain.allCases.flatMap { grain in
            scopes.map { PeriodKey(grain: grain, start: grain.start(of: day), scope: $0) }
        }
    }
}
