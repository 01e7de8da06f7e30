import Evidence

/// One transaction's work on counts: reads a store's days once, adds up what changes, writes each sum once.
struct MetricSession {
    private let connection: any SQLConnection
    private let cause: MetricCause
    private let reading: MetricBook.Reading
    /// The sums were emptied: everything is added, nothing taken away.
    private let anew: Bool
    private var pending: [PeriodKey: (plus: PeriodCounts, minus: PeriodCounts)] = [:]
    private var changes: [StoreDayChange] = []
    private var places: [StoreID: [StorePlace]] = [:]
    private var plans: [StoreID: [NewProductPlan]] = [:]

    init(
        connection: any SQLConnection, cause: MetricCause, reading: @escaping MetricBook.Reading,
        anew: Bool = false
    ) {
        self.connection = connection
        self.cause = cause
        self.reading = reading
        self.anew = anew
    }

    mutating func put(_ store: StoreID, _ day: BusinessDay, _ facts: StoreDayFacts) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO storeDayFacts (store, day, facts) VALUES (?, ?, ?)
            ON CONFLICT (store, day) DO UPDATE SET facts = excluded.facts
            """, [SQLValue(store), SQLValue(day), try .json(facts)])
        let due = try plans(of: store).filter { $0.launch <= day && day <= $0.due }.map(\.due)
        for day in Set(due + [day]).sorted() { try refresh(store, day) }
    }

    mutating func sell(_ sales: SalesDay) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO salesDay (store, day, fen, receipts, importedAt, importedBy) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (store, day) DO UPDATE SET fen = excluded.fen, receipts = excluded.receipts,
                importedAt = excluded.importedAt, importedBy = excluded.importedBy
            """,
            [
                SQLValue(sales.store), SQLValue(sales.day), SQLValue(sales.fen), SQLValue(sales.receipts),
                SQLValue(cause.at), SQLValue(cause.actor),
            ])
        try refresh(sales.store, sales.day)
    }

    mutating func plan(_ now: [NewProductPlan], of store: StoreID) throws(RecordError) {
        let before = Set(try plans(of: store))
        let after = Set(now.filter { $0.store == store })
        try connection.execute("DELETE FROM newProductPlan WHERE store = ?", [SQLValue(store)])
        for plan in after.sorted(by: { $0.sku < $1.sku }) {
            try connection.execute(
                "INSERT INTO newProductPlan (store, sku, launch) VALUES (?, ?, ?)",
                [SQLValue(store), SQLValue(plan.sku), SQLValue(plan.launch)])
        }
        plans[store] = Array(after)
        for day in Set(before.symmetricDifference(after).map(\.due)).sorted() { try refresh(store, day) }
    }

    mutating func move(_ place: StorePlace) throws(RecordError) {
        let store = place.store
        let days = try storedDays(store)
        for (day, counts) in days { if let counts { try account(store, day, minus: counts) } }
        _ = try places(of: store)
        try insert(place)
        places[store] = nil
        let due = try plans(of: store).map(\.due)
        for day in Set(days.map(\.day) + due).sorted() {
            let counts = try count(store, day)
            if let counts { try account(store, day, plus: counts) }
            try write(store, day, before: days.first { $0.day == day }?.counts, after: counts)
        }
    }

    /// Every day of a store, its sums having been emptied.
    mutating func recount(_ store: StoreID) throws(RecordError) {
        let days = try storedDays(store)
        var byDay: [BusinessDay: StoreDayFacts] = [:]
        for row in try connection.query("SELECT * FROM storeDayFacts WHERE store = ?", [SQLValue(store)]) {
            if let facts = try row.facts() { byDay[facts.day] = facts }
        }
        let before = Dictionary(days.map { ($0.day, $0.counts) }, uniquingKeysWith: { _, last in last })
        let plans = try plans(of: store)
        let all = Set(days.map(\.day) + plans.map(\.due)).sorted()
        for day in all {
            let evidence = StoreDayFacts.counts(on: day, places: try places(of: store), plans: plans) {
                byDay[$0]
            }
            let counts = try withSales(evidence, store, day)
            if let counts { try account(store, day, plus: counts) }
            try write(store, day, before: before[day] ?? nil, after: counts)
        }
        // No other store adds to these: a large chain's are not all held at once.
        let scope = Scope(.store, store.rawValue)
        try writeSums(
            Set(
                Grain.allCases.flatMap { grain in
                    all.map { PeriodKey(grain: grain, start: grain.start(of: $0), scope: scope) }
                }))
    }

    mutating func finish() throws(RecordError) -> [StoreDayChange] {
        try writeSums(Set(pending.keys))
        return changes.sorted { ($0.store, $0.day) < ($1.store, $1.day) }
    }

    /// Adds what is pending to the kept sums of some periods and scopes.
    private mutating func writeSums(_ keys: Set<PeriodKey>) throws(RecordError) {
        for key in keys.sorted() {
            guard let change = pending.removeValue(forKey: key) else { continue }
            var sum = PeriodCounts()
            if !anew, let row = try connection.query(MetricBookQueries.sum, key.sqlValues).first {
                sum = try row.period()
            }
            sum.counts += change.plus.counts
            sum.counts -= change.minus.counts
            sum.storeDays += change.plus.storeDays - change.minus.storeDays
            if sum.storeDays <= 0 {
                try connection.execute(
                    "DELETE FROM metricPeriod WHERE scopeKind = ? AND scope = ? AND grain = ? AND start = ?",
                    key.sqlValues)
                continue
            }
            try connection.execute(
                """
                INSERT INTO metricPeriod (scopeKind, scope, grain, start, counts, storeDays)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (scopeKind, scope, grain, start)
                DO UPDATE SET counts = excluded.counts, storeDays = excluded.storeDays
                """, key.sqlValues + [try .json(sum.counts), SQLValue(sum.storeDays)])
        }
    }

    // MARK: One store-day

    private mutating func refresh(_ store: StoreID, _ day: BusinessDay) throws(RecordError) {
        let before = try connection.query(
            "SELECT counts FROM storeDayFacts WHERE store = ? AND day = ?", [SQLValue(store), SQLValue(day)]
        ).first?.counts()
        let after = try count(store, day)
        if let before { try account(store, day, minus: before) }
        if let after { try account(store, day, plus: after) }
        try write(store, day, before: before, after: after)
    }

    private mutating func count(_ store: StoreID, _ day: BusinessDay) throws(RecordError) -> Counts? {
        let plans = try plans(of: store).filter { $0.due == day }
        let first = plans.isEmpty ? day : day.adding(days: 1 - NewProductPlan.days)
        var byDay: [BusinessDay: StoreDayFacts] = [:]
        let rows = try connection.query(
            MetricBookQueries.series, [SQLValue(store), SQLValue(first), SQLValue(day)])
        for row in rows {
            if let facts = try row.facts() { byDay[facts.day] = facts }
        }
        let evidence = StoreDayFacts.counts(on: day, places: try places(of: store), plans: plans) {
            byDay[$0]
        }
        return try withSales(evidence, store, day)
    }

    /// Sales stand beside the evidence; a closed store has neither.
    private mutating func withSales(
        _ counts: Counts?, _ store: StoreID, _ day: BusinessDay
    ) throws(RecordError) -> Counts? {
        if let place = try places(of: store).inForce(on: day), place.closed { return nil }
        let row = try connection.query(SalesQueries.ofStoreDay, [SQLValue(store), SQLValue(day)]).first
        guard let row else { return counts }
        var counts = counts ?? Counts()
        counts[.salesDays] = 1
        counts[.salesFen] = Int(try row.integer("fen"))
        counts[.salesReceipts] = Int(try row.integer("receipts"))
        return counts
    }

    private mutating func account(
        _ store: StoreID, _ day: BusinessDay, plus: Counts? = nil, minus: Counts? = nil
    ) throws(RecordError) {
        for key in PeriodKey.all(store: store, day: day, places: try places(of: store)) {
            var change = pending[key] ?? (PeriodCounts(), PeriodCounts())
            if let plus {
                change.plus.counts += plus
                change.plus.storeDays += 1
            }
            if let minus {
                change.minus.counts += minus
                change.minus.storeDays += 1
            }
            pending[key] = change
        }
    }

    private mutating func write(
        _ store: StoreID, _ day: BusinessDay, before: Counts?, after: Counts?
    ) throws(RecordError) {
        if before != after {
            // Who counts everything anew asks for no list of what changed.
            if !anew { changes.append(StoreDayChange(store: store, day: day, before: before, after: after)) }
            let json: SQLValue
            if let after { json = try .json(after) } else { json = .null }
            try connection.execute(
                """
                INSERT INTO storeDayFacts (store, day, counts) VALUES (?, ?, ?)
                ON CONFLICT (store, day) DO UPDATE SET counts = excluded.counts
                """, [SQLValue(store), SQLValue(day), json])
        }
        let metrics = after.map { reading($0, store, day) } ?? []
        try replaceMetrics(store, day, metrics)
    }

    /// Writes the metrics that differ and remembers what they were, where the day had been counted before.
    private func replaceMetrics(
        _ store: StoreID, _ day: BusinessDay, _ metrics: [StoreMetric]
    ) throws(RecordError) {
        let key = [SQLValue(store), SQLValue(day)]
        var old: [String: StoreMetric] = [:]
        for row in try connection.query("SELECT * FROM metric WHERE store = ? AND day = ?", key) {
            let metric = try StoreMetric(row: row)
            old["\(metric.code)\u{1F}\(metric.topic)"] = metric
        }
        let known = !old.isEmpty
        for metric in metrics {
            let before = old.removeValue(forKey: "\(metric.code)\u{1F}\(metric.topic)")
            if before == metric { continue }
            try MetricRecords.put(metric, connection)
            if known, before?.value != metric.value { try log(metric, from: before?.value, to: metric.value) }
        }
        for (_, gone) in old.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                "DELETE FROM metric WHERE store = ? AND day = ? AND code = ? AND topic = ?",
                key + [SQLValue(gone.code), SQLValue(gone.topic)])
            try log(gone, from: gone.value, to: nil)
        }
    }

    private func log(_ metric: StoreMetric, from before: Double?, to after: Double?) throws(RecordError) {
        guard before != after else { return }
        try connection.execute(
            """
            INSERT INTO metricChange
                (store, day, code, topic, valueBefore, valueAfter, reason, actor, changedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                SQLValue(metric.store), SQLValue(metric.day), SQLValue(metric.code), SQLValue(metric.topic),
                SQLValue(before), SQLValue(after), SQLValue(cause.reason), SQLValue(cause.actor),
                SQLValue(cause.at),
            ])
    }

    // MARK: What a store's days depend on

    private func storedDays(_ store: StoreID) throws(RecordError) -> [(day: BusinessDay, counts: Counts?)] {
        try connection.query(
            "SELECT day, counts FROM storeDayFacts WHERE store = ? ORDER BY day", [SQLValue(store)]
        ).map { (row) throws(RecordError) in (try row.day("day"), try row.counts()) }
    }

    private func insert(_ place: StorePlace) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO storePlace (store, fromDay, region, closed) VALUES (?, ?, ?, ?)
            ON CONFLICT (store, fromDay) DO UPDATE SET region = excluded.region, closed = excluded.closed
            """,
            [SQLValue(place.store), SQLValue(place.from), try .json(place.region), SQLValue(place.closed)])
    }

    private mutating func plans(of store: StoreID) throws(RecordError) -> [NewProductPlan] {
        if let known = plans[store] { return known }
        let read = try connection.query(
            "SELECT * FROM newProductPlan WHERE store = ? ORDER BY sku", [SQLValue(store)]
        ).map { (row) throws(RecordError) in
            NewProductPlan(store: store, sku: SKU(try row.text("sku")), launch: try row.day("launch"))
        }
        plans[store] = read
        return read
    }

    /// The recorded places, or where none is recorded the one that the store's master data name.
    private mutating func places(of store: StoreID) throws(RecordError) -> [StorePlace] {
        if let known = places[store] { return known }
        var read = try connection.query(
            "SELECT * FROM storePlace WHERE store = ? ORDER BY fromDay", [SQLValue(store)]
        ).map { (row) throws(RecordError) in
            StorePlace(
                store: store, from: try row.day("fromDay"),
                region: try row.json("region", as: [String].self), closed: try row.boolean("closed"))
        }
        if read.isEmpty,
            let row = try connection.query("SELECT region FROM store WHERE id = ?", [SQLValue(store)]).first
        {
            // Kept from the first count on: a later change of the master data must not move days that passed.
            let place = StorePlace(
                store: store, from: BusinessDay(ordinal: 0),
                region: try row.json("region", as: [String].self))
            try insert(place)
            read = [place]
        }
        places[store] = read
        return read
    }
}
