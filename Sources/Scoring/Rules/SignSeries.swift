import Evidence

/// One metric of one store, day by day, and over windows of days.
struct SignSeries {
    /// A window of days that end with the judged one, as sums of counts.
    struct Window: Equatable {
        var reading: MetricReading
        var first: Int
        var last: Int
        var knownDays: Int
    }

    private let sign: RuleSign
    private let formula: MetricFormula
    private let reader: MetricReader
    /// Of composites only what they are made of.
    private let counts: [Counts?]
    /// Readings of single days.
    let days: [MetricReading]
    private let known: [Bool]

    init(_ sign: RuleSign, formula: MetricFormula, reader: MetricReader, counts: [Counts?]) {
        self.sign = sign
        self.formula = formula
        self.reader = reader
        let empty = MetricReading(value: nil, numerator: 0, denominator: 0)
        days = counts.map { $0.map { reader.reading(formula, key: sign.key, of: $0) } ?? empty }
        if let parts = formula.parts {
            self.counts = counts.map { day in day.map { $0.only(parts) } }
        } else {
            self.counts = []
        }
        known =
            formula.isRelative
            ? counts.map { ($0?[.orderScreenshots] ?? 0) > 0 } : days.map { $0.value != nil }
    }

    func isKnown(_ day: Int) -> Bool { known[day] }

    /// The window of so many days that ends with a day, under the sign's rule for days without data.
    /// - Returns: nil where the rule finds no judgement: too many days missing, too little counted.
    func window(endingAt last: Int, days length: Int, peers: GroupBuyCapability.Peers? = nil) -> Window? {
        guard last >= 0, last < days.count, length > 0 else { return nil }
        guard let first = start(endingAt: last, length) else { return nil }
        return sum(first, last, peers: peers)
    }

    /// All known days of a span.
    func sum(_ first: Int, _ last: Int, peers: GroupBuyCapability.Peers? = nil) -> Window? {
        let known = (first...last).filter(isKnown)
        guard !known.isEmpty else { return nil }
        let reading = reading(of: known, peers)
        guard reading.value != nil, weight(reading, known.count) >= Double(sign.minimumCount) else {
            return nil
        }
        return Window(reading: reading, first: first, last: last, knownDays: known.count)
    }

    /// The counts of a window, for comparing stores before they are read.
    func windowCounts(endingAt last: Int, days length: Int) -> Counts? {
        guard last >= 0, last < days.count, let first = start(endingAt: last, length) else { return nil }
        return total((first...last).filter(isKnown))
    }

    private func total(_ known: [Int]) -> Counts {
        var sum = Counts()
        for day in known { if let counts = counts[day] { sum += counts } }
        return sum
    }

    /// How much stands behind a value: the denominator of a ratio, the days of a score.
    private func weight(_ reading: MetricReading, _ knownDays: Int) -> Double {
        switch formula {
        case .compliance, .shelf, .groupBuyCapability: Double(knownDays)
        default: reading.denominator
        }
    }

    private func start(endingAt last: Int, _ length: Int) -> Int? {
        let first = last - length + 1
        switch sign.missing {
        case .breaks:
            guard first >= 0, (first...last).allSatisfy(isKnown) else { return nil }
            return first
        case .bridges:
            guard first >= 0 else { return nil }
            let missing = (first...last).count { !isKnown($0) }
            return missing <= sign.bridgeDays && missing < length ? first : nil
        case .waits:
            var day = last
            var found = 0
            while day >= 0 {
                if isKnown(day) { found += 1 }
                if found == length { return day }
                day -= 1
            }
            return nil
        }
    }

    private func reading(of known: [Int], _ peers: GroupBuyCapability.Peers?) -> MetricReading {
        if formula.parts != nil {
            var reader = reader
            if let peers { reader.peers = peers }
            return reader.reading(formula, key: sign.key, of: total(known))
        }
        let numerator = known.reduce(0) { $0 + days[$1].numerator }
        let denominator = known.reduce(0) { $0 + days[$1].denominator }
        return MetricReading(
            value: formula.isTotal ? numerator : numerator / denominator, numerator: numerator,
            denominator: denominator)
    }
}

extension MetricFormula {
    /// The counts that a composite is made of: a window's value needs them all. Nil for plain ratios and totals.
    var parts: [CountName]? {
        let shelf: [CountName] = [
            .mustStockSeen, .mustStockPlanned, .facingsSeen, .facingsPlanned, .slotsOk, .slotsMisplaced,
            .slotsOutOfStock, .slotsAssessable,
        ]
        switch self {
        case .shelf: return shelf
        case .compliance:
            return shelf + [
                .requiredItems, .receivedItems, .onTimeItems, .eligibleOrders, .correctOrders,
                .creditedRecordings,
                .requiredRecordings,
            ]
        case .groupBuyCapability:
            return [
                .orderScreenshots, .orderDays, .orders, .namedOrders, .distinctCustomers, .visiblePickups,
                .punctualPickups, .eligibleOrders, .correctOrders,
            ]
        default: return nil
        }
    }

    /// Says something only beside other stores.
    var isRelative: Bool {
        if case .groupBuyCapability = self { true } else { false }
    }

    /// A number of things, not a share of things.
    var isTotal: Bool {
        switch self {
        case .sum, .keyedSum: true
        default: false
        }
    }
}

extension Counts {
    fileprivate func only(_ names: [CountName]) -> Counts {
        var kept = Counts()
        for name in names { kept[name] = self[name] }
        return kept
    }
}
