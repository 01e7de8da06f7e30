/// What people did about the flags of a period.
public struct FlagHandling: Sendable, Equatable {
    public var raised: Int
    /// Actioned, or closed after that.
    public var actedOn: Int
    /// Days from raising to the first decision of a person, of the flags that have one.
    public var latencyDays: [Double]

    public init(raised: Int = 0, actedOn: Int = 0, latencyDays: [Double] = []) {
        self.raised = raised
        self.actedOn = actedOn
        self.latencyDays = latencyDays
    }

    /// Two periods beside each other: the share acted on, and how long a decision took.
    public static func compare(_ before: FlagHandling, _ after: FlagHandling) -> [ComparedIndicator] {
        let share = Interval.difference(
            after.actedOn, of: after.raised, minus: before.actedOn, of: before.raised)
        return [
            ComparedIndicator(
                code: "flagsActedOn", chinese: "已行动的标记", english: "Flags acted on", before: before.share,
                after: after.share, difference: share,
                caution: PeriodComparison.caution(before.share, after.share, share)),
            ComparedIndicator(
                code: "decisionLatency", chinese: "决策用时（天）", english: "Decision latency, days",
                before: before.latencyDays, after: after.latencyDays),
        ]
    }

    private var share: Double? { raised > 0 ? Double(actedOn) / Double(raised) : nil }
}

extension Interval {
    /// The difference of two means (Welch 1947); nil where one has fewer than two values.
    public static func difference(_ values: [Double], minus others: [Double]) -> Interval? {
        guard let one = spread(values), let other = spread(others) else { return nil }
        let variance = one.error + other.error
        let difference = one.mean - other.mean
        guard variance > 0 else {
            return Interval(
                estimate: difference, low: difference, high: difference,
                count: min(values.count, others.count))
        }
        let freedom =
            variance * variance
            / (one.error * one.error / Double(values.count - 1)
                + other.error * other.error / Double(others.count - 1))
        let half = student(max(1, Int(freedom))) * variance.squareRoot()
        return Interval(
            estimate: difference, low: difference - half, high: difference + half,
            count: min(values.count, others.count))
    }

    /// The mean and the square of its standard error.
    private static func spread(_ values: [Double]) -> (mean: Double, error: Double)? {
        guard values.count >= 2 else { return nil }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n)
    }
}
