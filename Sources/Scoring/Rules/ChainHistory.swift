public import Evidence

/// What is known about the stores of a chain over a span of days: all that rules look at.
public struct ChainHistory: Sendable {
    public private(set) var stores: [Store]
    public private(set) var firstDay: BusinessDay
    public private(set) var dayCount: Int
    /// Stores that are compared with each other, by store; a store that is not named stands with its district.
    public private(set) var clusters: [StoreID: String]
    private var cells: [StoreDayFacts?]
    private var rows: [StoreID: Int]

    /// - Parameter stores: in the order in which results are given.
    public init(
        stores: [Store], from first: BusinessDay, to last: BusinessDay, clusters: [StoreID: String] = [:]
    ) {
        self.stores = stores
        firstDay = first
        dayCount = max(0, last.ordinal - first.ordinal + 1)
        self.clusters = clusters
        cells = Array(repeating: nil, count: stores.count * dayCount)
        rows = Dictionary(stores.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Facts of other stores or other days are left out.
    public mutating func put(_ facts: StoreDayFacts) {
        guard let row = rows[facts.store], let column = column(of: facts.day) else { return }
        cells[row * dayCount + column] = facts
    }

    public func facts(_ row: Int, _ column: Int) -> StoreDayFacts? { cells[row * dayCount + column] }

    public func day(_ column: Int) -> BusinessDay { firstDay.adding(days: column) }

    public func column(of day: BusinessDay) -> Int? {
        let column = day.ordinal - firstDay.ordinal
        return column >= 0 && column < dayCount ? column : nil
    }

    public func row(of store: StoreID) -> Int? { rows[store] }

    /// The group of stores that a store is compared with.
    func cluster(_ row: Int) -> String {
        clusters[stores[row].id] ?? stores[row].region.joined(separator: "/")
    }

    /// The name of the group that a store belongs to at a level.
    func group(_ row: Int, _ level: Scope.Kind) -> String {
        let scopes = Scope.all(store: stores[row].id, region: stores[row].region)
        return scopes.first { $0.kind == level }?.name ?? ""
    }
}

/// One answer for each store and day: true, false or unknown.
struct TruthTable: Sendable, Equatable {
    enum Truth: Int8, Sendable {
        case unknown = -1
        case no = 0
        case yes = 1
    }

    let days: Int
    private(set) var cells: [Truth]

    init(stores: Int, days: Int, filledWith truth: Truth = .unknown) {
        self.days = days
        cells = Array(repeating: truth, count: stores * days)
    }

    subscript(store: Int, day: Int) -> Truth {
        get { cells[store * days + day] }
        set { cells[store * days + day] = newValue }
    }

    /// Strong Kleene logic: false and anything is false, true or anything is true.
    mutating func combine(_ other: TruthTable, _ rule: (Truth, Truth) -> Truth) {
        for index in cells.indices { cells[index] = rule(cells[index], other.cells[index]) }
    }

    mutating func invert() {
        for index in cells.indices {
            switch cells[index] {
            case .unknown: break
            case .no: cells[index] = .yes
            case .yes: cells[index] = .no
            }
        }
    }

    static func and(_ left: Truth, _ right: Truth) -> Truth {
        if left == .no || right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .unknown
    }

    static func or(_ left: Truth, _ right: Truth) -> Truth {
        if left == .yes || right == .yes { return .yes }
        return left == .no && right == .no ? .no : .unknown
    }
}
