import Evidence

/// Judges one sign for one store on every day, where the store's own days are enough.
struct SignEvaluator {
    let sign: RuleSign
    let series: SignSeries
    let isTotal: Bool
    /// Days on which the store brought any evidence; nil where it was closed.
    let evidence: [Bool]

    func truths() -> [TruthTable.Truth] {
        switch sign.window {
        case .consecutive(let days, let comparison): runs(days, comparison)
        case .within(let days, let span, let comparison): within(days, span, comparison)
        case .total(let days, let comparison):
            eachDay { last in
                series.window(endingAt: last, days: days).flatMap(\.reading.value).map(comparison.holds)
            }
        case .change(let days, let baseline, let comparison, let deviations):
            eachDay { change(endingAt: $0, days, baseline, comparison, deviations) }
        case .trend(let days, let comparison, let deviations):
            eachDay { trend(endingAt: $0, days, comparison, deviations) }
        case .absence(let days):
            evidence.indices.map { last in
                guard days > 0, last >= days - 1 else { return .unknown }
                return (last - days + 1...last).contains { evidence[$0] } ? .no : .yes
            }
        case .peers, .surge: Array(repeating: .unknown, count: evidence.count)
        }
    }

    private func eachDay(_ judge: (Int) -> Bool?) -> [TruthTable.Truth] {
        series.days.indices.map { day in
            guard series.isKnown(day), let holds = judge(day) else { return .unknown }
            return holds ? .yes : .no
        }
    }

    private func holds(_ day: Int, _ comparison: Comparison) -> Bool {
        guard let value = series.days[day].value else { return false }
        return series.days[day].denominator >= Double(sign.minimumCount) && comparison.holds(value)
    }

    // MARK: Days in a row

    /// Days without data that a run may span: none, the sign's limit, or any number.
    private var allowedSilence: Int {
        switch sign.missing {
        case .breaks: 0
        case .bridges: sign.bridgeDays
        case .waits: .max
        }
    }

    private func runs(_ needed: Int, _ comparison: Comparison) -> [TruthTable.Truth] {
        var truths: [TruthTable.Truth] = []
        var length = 0
        var last = -1
        for day in series.days.indices {
            guard series.isKnown(day) else {
                truths.append(.unknown)
                continue
            }
            if length > 0, day - last - 1 > allowedSilence { length = 0 }
            length = holds(day, comparison) ? length + 1 : 0
            last = day
            truths.append(length >= needed ? .yes : .no)
        }
        return truths
    }

    /// The first day of the run that a day belongs to.
    func runStart(endingAt end: Int, _ comparison: Comparison) -> Int {
        var start = end
        var silent = 0
        var day = end - 1
        while day >= 0 {
            if !series.isKnown(day) {
                silent += 1
                if silent > allowedSilence { break }
            } else {
                guard holds(day, comparison) else { break }
                start = day
                silent = 0
            }
            day -= 1
        }
        return start
    }

    /// `breaks`: the last days of the calendar, a missing one fails. `bridges`: as many more days as are missing, up to
    /// the limit. `waits`: the last days that have data.
    private func within(_ needed: Int, _ span: Int, _ comparison: Comparison) -> [TruthTable.Truth] {
        series.days.indices.map { last in
            guard series.isKnown(last) else { return .unknown }
            var hits = 0
            var looked = 0
            var skipped = 0
            var day = last
            while day >= 0, looked < span {
                if series.isKnown(day) {
                    looked += 1
                    if holds(day, comparison) { hits += 1 }
                } else if skipped < allowedSilence {
                    skipped += 1
                } else {
                    looked += 1
                }
                day -= 1
            }
            return hits >= needed ? .yes : .no
        }
    }

    // MARK: Against the store's own past

    private func change(
        endingAt last: Int, _ days: Int, _ baselineDays: Int, _ comparison: Comparison, _ deviations: Double
    ) -> Bool? {
        guard let now = series.window(endingAt: last, days: days),
            let before = Self.baseline(series, endingAt: now.first - 1, days: baselineDays),
            let value = now.reading.value, let base = before.reading.value
        else { return nil }
        let (current, past) =
            isTotal ? (value / Double(now.knownDays), base / Double(before.knownDays)) : (value, base)
        guard past != 0 else { return nil }
        let error =
            isTotal
            ? Deviation.ofCounts(past, now.knownDays, before.knownDays)
            : Deviation.ofRatios(
                past, now.reading.denominator, before.reading.denominator, scale: value > 1 || base > 1)
        return comparison.holds((current - past) / past) && abs(current - past) >= deviations * error
    }

    /// The days before the window; a gap in them is no reason to say nothing as long as half of them speak.
    static func baseline(_ series: SignSeries, endingAt last: Int, days: Int) -> SignSeries.Window? {
        guard last >= 0, days > 0 else { return nil }
        let first = max(0, last - days + 1)
        let known = (first...last).count(where: series.isKnown)
        guard known * 2 >= days else { return nil }
        return series.sum(first, last)
    }

    private func trend(
        endingAt last: Int, _ days: Int, _ comparison: Comparison, _ deviations: Double
    ) -> Bool? {
        guard let window = series.window(endingAt: last, days: days) else { return nil }
        let points = (window.first...window.last).compactMap { day in
            series.days[day].value.map { (day: Double(day), value: $0) }
        }
        guard let trend = Trend(points) else { return nil }
        return comparison.holds(trend.slope * 7) && abs(trend.score) >= deviations
    }
}

/// Standard errors of differences.
enum Deviation {
    /// Counts of people vary more than chance alone gives; estimated on consultations of the demo chain.
    static let overdispersion = 1.5

    /// Of a daily mean over some days against that over others, for counts.
    static func ofCounts(_ rate: Double, _ days: Int, _ baselineDays: Int) -> Double {
        (overdispersion * max(rate, 0.01) * (1 / Double(max(1, days)) + 1 / Double(max(1, baselineDays))))
            .squareRoot()
    }

    /// Of a ratio against another one, for shares of things that vary more than independent ones. A score of 0…100
    /// counts days, not things: its error is that of a day's score, taken as ten points.
    static func ofRatios(_ ratio: Double, _ count: Double, _ baselineCount: Double, scale: Bool) -> Double {
        let inverse = 1 / max(1, count) + 1 / max(1, baselineCount)
        if scale { return (100 * inverse).squareRoot() }
        let share = min(max(ratio, 0.02), 0.98)
        return (overdispersion * share * (1 - share) * inverse).squareRoot()
    }
}

/// The Theil–Sen slope with Mann–Kendall's score (Sen 1968; Mann 1945, Kendall 1975, ties left uncorrected: the score
/// is then on the careful side).
struct Trend: Equatable {
    /// Per day.
    var slope: Double
    /// Standard normal where there is no trend.
    var score: Double

    /// - Returns: nil of fewer than eight points.
    init?(_ points: [(day: Double, value: Double)]) {
        guard points.count >= 8 else { return nil }
        var slopes: [Double] = []
        var sign = 0.0
        for (index, late) in points.enumerated() {
            for early in points[..<index] where late.day > early.day {
                let difference = late.value - early.value
                slopes.append(difference / (late.day - early.day))
                if difference != 0 { sign += difference > 0 ? 1 : -1 }
            }
        }
        guard let middle = median(slopes) else { return nil }
        let n = Double(points.count)
        let error = (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
        slope = middle
        score = sign == 0 ? 0 : (sign - (sign > 0 ? 1 : -1)) / error
    }
}
