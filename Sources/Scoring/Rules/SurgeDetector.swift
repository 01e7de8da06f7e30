import Evidence

/// More mentions of something in a group of stores than its past, the weekday and chance explain.
struct Surge: Equatable {
    var group: String
    var key: String
    var column: Int
    var mentions: Int
    var expected: Double
    /// Under the null hypothesis, before the correction for looking at many groups and keys.
    var chance: Double
    /// Rows of the stores that have mentions in the window, most mentions first.
    var stores: [Int]

    /// `缺货@西湖区`; of the whole chain the key alone.
    var subject: String {
        let place = group.split(separator: "/").last.map(String.init) ?? group
        return place.isEmpty ? key : "\(key)@\(place)"
    }
}

/// Looks for surges day by day. The expectation of a group and key is its own rate over the baseline, drawn towards the
/// chain's where the group is small, times the exposure (recordings with a transcript) and the weekday's factor. The
/// variance is that of a negative binomial whose dispersion is estimated over all cells of the baseline, widened by
/// what the baseline itself leaves unknown. All groups and keys of a day are judged together.
struct SurgeDetector {
    private let history: ChainHistory
    private let window: SurgeWindow
    private let groups: [String]
    private let keys: [String]
    private let members: [[Int]]
    private let kind: KeyedCount
    private let missing: FlagRule.MissingDay
    private let bridgeDays: Int
    /// Exposure and mentions by group (and key), added up over the days before: index d holds days 0 ..< d.
    private let exposure: [[Int]]
    private let mentions: [[Int]]

    init(_ sign: RuleSign, _ window: SurgeWindow, kind: KeyedCount, history: ChainHistory) {
        self.history = history
        self.window = window
        self.kind = kind
        missing = sign.missing
        bridgeDays = sign.bridgeDays
        let names = history.stores.indices.map { history.group($0, window.level) }
        groups = Set(names).sorted()
        members = groups.map { group in names.indices.filter { names[$0] == group } }
        var found: Set<String> = sign.key.isEmpty ? [] : [sign.key]
        if sign.key.isEmpty {
            for row in history.stores.indices {
                for column in 0..<history.dayCount {
                    if let facts = history.facts(row, column) { found.formUnion(kind.keys(in: facts.counts)) }
                }
            }
        }
        keys = found.sorted()
        var exposure: [[Int]] = []
        var mentions: [[Int]] = []
        for rows in members {
            exposure.append(
                Self.cumulated(history, rows) { $0.counts[.transcribedRecordings] })
            for key in keys {
                let name = kind.name(key)
                mentions.append(Self.cumulated(history, rows) { $0.counts[name] })
            }
        }
        self.exposure = exposure
        self.mentions = mentions
    }

    private static func cumulated(
        _ history: ChainHistory, _ rows: [Int], _ number: (StoreDayFacts) -> Int
    ) -> [Int] {
        var sums = [0]
        for column in 0..<history.dayCount {
            let day = rows.reduce(0) { $0 + (history.facts($1, column).map(number) ?? 0) }
            sums.append((sums.last ?? 0) + day)
        }
        return sums
    }

    /// Every surge that holds, by day, group and key.
    func surges(columns: Range<Int>) -> [Surge] {
        columns.flatMap { surges(on: $0) }
    }

    /// Whether a group's days leave a judgement on a day, be there a surge or not.
    func canJudge(_ group: String, on column: Int) -> Bool {
        guard let place = groups.firstIndex(of: group), baseline(of: column) != nil else { return false }
        return speaks(place, column - window.days + 1...column)
    }

    /// The days that a day's window is held against; nil where they are too few.
    private func baseline(of column: Int) -> Range<Int>? {
        let first = column - window.days + 1
        let baseFirst = max(0, first - window.baselineDays)
        guard window.days > 0, first - baseFirst >= max(7, window.baselineDays / 2) else { return nil }
        return baseFirst..<first
    }

    private func surges(on column: Int) -> [Surge] {
        guard let base = baseline(of: column), !keys.isEmpty else { return [] }
        let first = base.upperBound
        let weekday = weekdayFactors(base)
        let dispersion = dispersion(base, weekday)
        let bases = groups.indices.map { weighted($0, base, weekday) }
        let keyRates = keys.indices.map { rates($0, base, bases, dispersion) }
        var tests: [Surge] = []
        for group in groups.indices where speaks(group, first...column) && bases[group] > 0 {
            let now = weighted(group, first..<column + 1, weekday)
            guard now > 0 else { continue }
            for key in keys.indices {
                let rate = keyRates[key][group]
                let expected = rate.value * now
                let seen = count(group, key, first..<column + 1)
                let spread = dispersion * (1 + expected / max(rate.weight, 1e-9))
                tests.append(
                    Surge(
                        group: groups[group], key: keys[key], column: column, mentions: seen,
                        expected: expected,
                        chance: Surprise.tail(seen, mean: expected, dispersion: spread), stores: []))
            }
        }
        let kept = Surprise.discoveries(tests.map(\.chance), rate: window.falseDiscoveryRate)
        return zip(tests, kept).filter { test, isKept in
            isKept && test.mentions >= window.minimumMentions
                && Double(test.mentions) >= window.minimumFactor * test.expected
        }.compactMap { test, _ in
            var surge = test
            surge.stores = contributors(test, first...column)
            guard surge.stores.count >= window.minimumStores, isBroad(surge, first...column)
            else {
                return nil
            }
            return surge
        }
    }

    /// Whether the days without any transcript in a group leave a judgement.
    private func speaks(_ group: Int, _ columns: ClosedRange<Int>) -> Bool {
        let silent = columns.count { exposure[group][$0 + 1] == exposure[group][$0] }
        return switch missing {
        case .breaks: silent == 0
        case .bridges: silent <= bridgeDays
        case .waits: silent < columns.count
        }
    }

    private func count(_ group: Int, _ key: Int, _ columns: Range<Int>) -> Int {
        let sums = mentions[group * keys.count + key]
        return sums[columns.upperBound] - sums[columns.lowerBound]
    }

    private func exposed(_ group: Int, _ columns: Range<Int>) -> Int {
        exposure[group][columns.upperBound] - exposure[group][columns.lowerBound]
    }

    /// Exposure, each day times its weekday's factor.
    private func weighted(_ group: Int, _ columns: Range<Int>, _ weekday: [Double]) -> Double {
        columns.reduce(0) { $0 + Double(exposed(group, $1..<$1 + 1)) * weekday[history.day($1).weekday - 1] }
    }

    /// Over all groups and keys: how many more mentions a recording holds on a weekday than on others. A hundred
    /// recordings' worth of "no difference" is mixed in.
    private func weekdayFactors(_ columns: Range<Int>) -> [Double] {
        var seen = Array(repeating: 0.0, count: 7)
        var shown = Array(repeating: 0.0, count: 7)
        for column in columns {
            let day = history.day(column).weekday - 1
            for group in groups.indices {
                shown[day] += Double(exposed(group, column..<column + 1))
                for key in keys.indices { seen[day] += Double(count(group, key, column..<column + 1)) }
            }
        }
        let exposure = shown.reduce(0, +)
        guard exposure > 0, seen.reduce(0, +) > 0 else { return Array(repeating: 1, count: 7) }
        let mean = seen.reduce(0, +) / exposure
        return seen.indices.map { (seen[$0] + 100 * mean) / (mean * (shown[$0] + 100)) }
    }

    /// A group's rate for a key, drawn towards the chain's as far as groups are alike (a gamma prior whose strength comes
    /// from how much the groups' rates differ beyond chance), with the mentions that stand behind it.
    private func rates(
        _ key: Int, _ columns: Range<Int>, _ bases: [Double], _ dispersion: Double
    ) -> [(value: Double, weight: Double)] {
        let counts = groups.indices.map { Double(count($0, key, columns)) }
        let exposure = max(1, bases.reduce(0, +))
        let mean = max(counts.reduce(0, +), 0.5) / exposure
        var spread = 0.0
        for group in groups.indices where bases[group] > 0 {
            let difference = counts[group] / bases[group] - mean
            spread += bases[group] / exposure * difference * difference
        }
        let chance = dispersion * mean * Double(groups.count) / exposure
        let between = max(spread - chance, mean * mean / 100)
        let prior = dispersion * min(max(mean * mean / between, 1), 100)
        return groups.indices.map { group in
            (
                (counts[group] + prior) / (bases[group] + prior / mean),
                counts[group] + prior
            )
        }
    }

    /// Pearson's statistic per degree of freedom, of each group and key over the days of the baseline; then the median of
    /// them, so that cells in which something happened do not hide the next surge. Never below chance.
    private func dispersion(_ columns: Range<Int>, _ weekday: [Double]) -> Double {
        var cells: [Double] = []
        for group in groups.indices {
            let base = weighted(group, columns, weekday)
            guard base > 0 else { continue }
            for key in keys.indices {
                let rate = Double(count(group, key, columns)) / base
                guard rate * base >= 5 else { continue }
                var statistic = 0.0
                var days = 0.0
                for column in columns {
                    let mean = rate * weighted(group, column..<column + 1, weekday)
                    guard mean > 0 else { continue }
                    let difference = Double(count(group, key, column..<column + 1)) - mean
                    statistic += difference * difference / mean
                    days += 1
                }
                if days > 7 {
                    // The median of chi-squared over its degrees of freedom (Wilson & Hilferty 1931).
                    let freedom = days - 1
                    let middle = 1 - 2 / (9 * freedom)
                    cells.append(statistic / freedom / (middle * middle * middle))
                }
            }
        }
        guard cells.count >= 10, let middle = median(cells) else { return Deviation.overdispersion }
        return max(1, middle)
    }

    /// Whether a surge is the group's and not one or two stores': enough of its stores rise by the least factor over
    /// their part of what was expected.
    private func isBroad(_ surge: Surge, _ columns: ClosedRange<Int>) -> Bool {
        guard window.minimumShare > 0, let group = groups.firstIndex(of: surge.group) else { return true }
        let name = kind.name(surge.key)
        let total = exposed(group, columns.lowerBound..<columns.upperBound + 1)
        var speaking = 0
        var louder = 0
        for row in members[group] {
            var exposure = 0
            var mentions = 0
            for column in columns {
                exposure += history.facts(row, column)?.counts[.transcribedRecordings] ?? 0
                mentions += history.facts(row, column)?.counts[name] ?? 0
            }
            guard exposure > 0 else { continue }
            speaking += 1
            let own = surge.expected * Double(exposure) / Double(max(1, total))
            // A single mention says nothing, however rare the topic.
            if mentions >= 2, Double(mentions) >= window.minimumFactor * own { louder += 1 }
        }
        return Double(louder) >= window.minimumShare * Double(speaking)
    }

    private func contributors(_ surge: Surge, _ columns: ClosedRange<Int>) -> [Int] {
        guard let group = groups.firstIndex(of: surge.group) else { return [] }
        let name = kind.name(surge.key)
        let counted = members[group].map { row in
            (row: row, mentions: columns.reduce(0) { $0 + (history.facts(row, $1)?.counts[name] ?? 0) })
        }
        return counted.filter { $0.mentions > 0 }.sorted { ($1.mentions, $0.row) < ($0.mentions, $1.row) }
            .map(\.row)
    }
}
