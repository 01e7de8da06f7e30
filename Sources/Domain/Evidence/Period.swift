/// How long a number counts for.
public enum Grain: String, Codable, Sendable, CaseIterable, Hashable {
    case day, week, month

    /// The first day of the period that holds a day: weeks begin on Monday (ISO 8601).
    public func start(of day: BusinessDay) -> BusinessDay {
        switch self {
        case .day: day
        case .week: day.adding(days: 1 - day.weekday)
        case .month: BusinessDay(year: day.year, month: day.month, day: 1) ?? day
        }
    }

    /// The last day of the period that begins on a day.
    public func end(of start: BusinessDay) -> BusinessDay {
        switch self {
        case .day: return start
        case .week: return start.adding(days: 6)
        case .month:
            let next = self.start(of: start).adding(days: 31)
            return self.start(of: next).adding(days: -1)
        }
    }
}

/// Whom a number counts for: a store, the district it lies in, the region above, or the chain.
public struct Scope: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    public enum Kind: String, Codable, Sendable, CaseIterable, Hashable {
        case store, district, region, chain
    }

    public var kind: Kind
    /// The store's id, or the path from the country down, `全国/浙江/杭州市/西湖区`: two cities may each have a 西湖区.
    public var name: String

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    public static let chain = Scope(.chain, "")

    /// Every scope that a store of this region path counts for, the smallest first.
    public static func all(store: StoreID, region path: [String]) -> [Scope] {
        var scopes = [Scope(.store, store.rawValue)]
        if !path.isEmpty { scopes.append(Scope(.district, path.joined(separator: "/"))) }
        if path.count > 1 { scopes.append(Scope(.region, path.dropLast().joined(separator: "/"))) }
        return scopes + [.chain]
    }

    public var description: String { name.isEmpty ? kind.rawValue : "\(kind.rawValue) \(name)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.kind.rawValue, left.name) < (right.kind.rawValue, right.name)
    }
}

/// Where a store lay, and whether it was open, from a day on.
public struct StorePlace: Codable, Sendable, Hashable {
    public var store: StoreID
    public var from: BusinessDay
    /// From the country down.
    public var region: [String]
    /// A closed store counts nowhere from this day on.
    public var closed: Bool

    public init(store: StoreID, from: BusinessDay, region: [String], closed: Bool = false) {
        self.store = store
        self.from = from
        self.region = region
        self.closed = closed
    }
}

extension [StorePlace] {
    /// The place in force on a day, of the places of one store; the first one also holds for the days before it.
    public func inForce(on day: BusinessDay) -> StorePlace? {
        let earlier = filter { $0.from <= day }.max { $0.from < $1.from }
        return earlier ?? self.min { $0.from < $1.from }
    }
}
