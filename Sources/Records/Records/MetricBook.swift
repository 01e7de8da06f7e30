public import Evidence
public import FoundationEssentials

/// A number that became another one, and why ("was 71 until 3 March, appeal accepted").
public struct MetricChange: Hashable, Codable, Sendable {
    public var store: StoreID
    public var day: BusinessDay
    public var code: String
    public var topic: String
    @ExplicitNull public var before: Double?
    @ExplicitNull public var after: Double?
    public var reason: String
    public var actor: AccountID
    public var at: Date

    public init(
        store: StoreID, day: BusinessDay, code: String, topic: String, before: Double?, after: Double?,
        reason: String, actor: AccountID, at: Date
    ) {
        self.store = store
        self.day = day
        self.code = code
        self.topic = topic
        self.before = before
        self.after = after
        self.reason = reason
        self.actor = actor
        self.at = at
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.store == right.store && left.day == right.day && left.code == right.code
            && left.topic == right.topic && left.before == right.before && left.after == right.after
            && left.reason == right.reason && left.actor == right.actor && left.at == right.at
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(store)
        hasher.combine(day)
        hasher.combine(code)
        hasher.combine(topic)
    }
}

/// Why numbers are counted anew.
public struct MetricCause: Sendable, Hashable {
    /// `newEvidence`, `lateEvidence`, `appealAccepted`, `newPolicy`, `reanalysis` …: a code and, after a colon, what a person wrote.
    public var reason: String
    public var actor: AccountID
    public var at: Date
    public init(reason: String, actor: AccountID = FlagRecords.system, at: Date) {
        self.reason = reason
        self.actor = actor
        self.at = at
    }
}

/// The counts of store-days and the sums of every period and scope, kept up to date in the transaction that changes a
/// store-day; what a number was before stays in its history.
public struct MetricBook: Sendable {
    /// Metrics of a store-day's counts; none of no counts.
    public typealias Reading = @Sendable (Counts, StoreID, BusinessDay) -> [StoreMetric]

    let database: any SQLDatabase

    /// Records what store-days hold now. Exactly the store-days that depend on them are counted again.
    /// - Returns: the store-days whose counts changed, by store and day.
    @discardableResult
    public func record(
        _ days: [StoreDayFacts], cause: MetricCause, reading: @escaping Reading
    ) async throws(RecordError) -> [StoreDayChange] {
        try await database.write { (connection) throws(RecordError) in
            var session = MetricSession(connection: connection, cause: cause, reading: reading)
            for facts in days { try session.put(facts.store, facts.day, facts) }
            return try session.finish()
        }
    }

    /// A store opened, moved or closed on a day: its days from then on count elsewhere, or nowhere.
    @discardableResult
    public func place(
        _ place: StorePlace, cause: MetricCause, reading: @escaping Reading
    ) async throws(RecordError) -> [StoreDayChange] {
        try await database.write { (connection) throws(RecordError) in
            var session = MetricSession(connection: connection, cause: cause, reading: reading)
            try session.move(place)
            return try session.finish()
        }
    }

    /// The plans of a store as they are now; those that came, went or moved are counted again.
    @discardableResult
    public func plan(
        _ plans: [NewProductPlan], of store: StoreID, cause: MetricCause, reading: @escaping Reading
    ) async throws(RecordError) -> [StoreDayChange] {
        try await database.write { (connection) throws(RecordError) in
            var session = MetricSession(connection: connection, cause: cause, reading: reading)
            try session.plan(plans, of: store)
            return try session.finish()
        }
    }

    /// Counts every store-day and every sum anew from the recorded facts.
    public func recount(cause: MetricCause, reading: @escaping Reading) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try connection.execute("DELETE FROM metricPeriod")
            let stores = try connection.query(
                "SELECT DISTINCT store FROM storeDayFacts ORDER BY store"
            ).map { (row) throws(RecordError) in StoreID(try row.text("store")) }
            var session = MetricSession(connection: connection, cause: cause, reading: reading, anew: true)
            for store in stores { try session.recount(store) }
            _ = try session.finish()
        }
    }

    /// Where a store lay, by day; empty where it was never counted.
    public func places(of store: StoreID) async throws(RecordError) -> [StorePlace] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(MetricBookQueries.places, [SQLValue(store)])
                .map { (row) throws(RecordError) in
                    StorePlace(
                        store: store, from: try row.day("fromDay"),
                        region: try row.json("region", as: [String].self), closed: try row.boolean("closed"))
                }
        }
    }

    /// The facts of a store, by day, with the counts that fell due added; both ends included.
    public func facts(
        store: StoreID, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [StoreDayFacts] {
        try await database.read { (connection) throws(RecordError) in
            try Self.facts(
                try connection.query(
                    MetricBookQueries.series, [SQLValue(store), SQLValue(first), SQLValue(last)]))
        }
    }

    /// The facts of every store of a day, by store, with the counts that fell due added.
    public func onDay(_ day: BusinessDay) async throws(RecordError) -> [StoreDayFacts] {
        try await database.read { (connection) throws(RecordError) in
            try Self.facts(try connection.query(MetricBookQueries.onDay, [SQLValue(day)]))
        }
    }

    private static func facts(_ rows: [SQLRow]) throws(RecordError) -> [StoreDayFacts] {
        var days: [StoreDayFacts] = []
        for row in rows {
            // Without counts the store was closed: the facts stay, and count nowhere.
            guard let counts = try row.counts() else { continue }
            let counted = StoreDayFacts(
                store: StoreID(try row.text("store")), day: try row.day("day"), counts: counts)
            var facts = try row.facts() ?? counted
            facts.counts = counts
            days.append(facts)
        }
        return days
    }

    public func sum(_ key: PeriodKey) async throws(RecordError) -> PeriodCounts? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(MetricBookQueries.sum, key.sqlValues).first
                .map { (row) throws(RecordError) in try row.period() }
        }
    }

    /// The sums of every scope of a kind for one period, by name.
    public func sums(
        _ kind: Scope.Kind, _ grain: Grain, start: BusinessDay
    ) async throws(RecordError) -> [(scope: Scope, sum: PeriodCounts)] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                MetricBookQueries.ofStart,
                [SQLValue(kind.rawValue), SQLValue(grain.rawValue), SQLValue(start)]
            ).map { (row) throws(RecordError) in
                (Scope(kind, try row.text("scope")), try row.period())
            }
        }
    }

    /// What the numbers of a store-day were before, oldest first.
    public func history(store: StoreID, day: BusinessDay) async throws(RecordError) -> [MetricChange] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(MetricBookQueries.history, [SQLValue(store), SQLValue(day)])
                .map(MetricChange.init(row:))
        }
    }
}

enum MetricBookQueries {
    static let series = "SELECT * FROM storeDayFacts WHERE store = ? AND day BETWEEN ? AND ? ORDER BY day"
    static let onDay = "SELECT * FROM storeDayFacts WHERE day = ? ORDER BY store"
    static let sum = """
        SELECT * FROM metricPeriod WHERE scopeKind = ? AND scope = ? AND grain = ? AND start = ?
        """
    static let ofStart = """
        SELECT * FROM metricPeriod WHERE scopeKind = ? AND grain = ? AND start = ? ORDER BY scope
        """
    static let places = "SELECT * FROM storePlace WHERE store = ? ORDER BY fromDay"
    static let history = "SELECT * FROM metricChange WHERE store = ? AND day = ? ORDER BY sequence"
}

extension PeriodKey {
    var sqlValues: [SQLValue] {
        [
            SQLValue(scope.kind.rawValue), SQLValue(scope.name), SQLValue(grain.rawValue), SQLValue(start),
        ]
    }
}

extension SQLRow {
    func facts() throws(RecordError) -> StoreDayFacts? {
        try optionalText("facts") == nil ? nil : try json("facts", as: StoreDayFacts.self)
    }

    func counts() throws(RecordError) -> Counts? {
        try optionalText("counts") == nil ? nil : try json("counts", as: Counts.self)
    }

    func period() throws(RecordError) -> PeriodCounts {
        PeriodCounts(
            counts: try json("counts", as: Counts.self), storeDays: Int(try integer("storeDays")))
    }
}

extension MetricChange {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            store: StoreID(try row.text("store")), day: try row.day("day"), code: try row.text("code"),
            topic: try row.text("topic"), before: try row.optionalReal("valueBefore"),
            after: try row.optionalReal("valueAfter"), reason: try row.text("reason"),
            actor: AccountID(try row.text("actor")), at: try row.instant("changedAt"))
    }
}
