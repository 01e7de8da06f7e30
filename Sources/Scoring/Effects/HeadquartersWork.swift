public import Evidence

/// How much headquarters worked in a period and how long stores waited for it.
public struct HeadquartersWork: Sendable, Equatable {
    /// Two traces of one person that lie no further apart belong to one sitting, seconds.
    public static let sittingGapSeconds = 900.0
    /// What a sitting took before it left its first trace, seconds.
    public static let openingSeconds = 60.0

    /// Something that a person did, in seconds from any fixed moment.
    public struct Trace: Sendable, Equatable {
        public var person: AccountID
        public var day: BusinessDay
        public var seconds: Double

        public init(person: AccountID, day: BusinessDay, seconds: Double) {
            self.person = person
            self.day = day
            self.seconds = seconds
        }
    }

    /// Hours of all people together on each day of the period, days without work too.
    public var hoursOfDays: [Double]
    /// Days from each appeal to its decision.
    public var appealDays: [Double]

    public init(hoursOfDays: [Double] = [], appealDays: [Double] = []) {
        self.hoursOfDays = hoursOfDays
        self.appealDays = appealDays
    }

    /// Hours as traces show them: what is done without leaving one (reading lists, telephoning) is not in them.
    public init(traces: [Trace], from first: BusinessDay, to last: BusinessDay, appealDays: [Double]) {
        var seconds: [Int: Double] = [:]
        var newest: [AccountID: Double] = [:]
        for trace in traces.sorted(by: { $0.seconds < $1.seconds }) {
            let gap = trace.seconds - (newest[trace.person] ?? -.infinity)
            seconds[trace.day.ordinal, default: 0] +=
                gap <= Self.sittingGapSeconds ? gap : Self.openingSeconds
            newest[trace.person] = trace.seconds
        }
        let days = first <= last ? Array(first.ordinal...last.ordinal) : []
        self.init(hoursOfDays: days.map { (seconds[$0] ?? 0) / 3600 }, appealDays: appealDays)
    }

    /// Two periods beside each other.
    public static func compare(_ before: HeadquartersWork, _ after: HeadquartersWork) -> [ComparedIndicator] {
        [
            ComparedIndicator(
                code: "headquartersHours", chinese: "总部工时（小时/天）", english: "Hours of HQ work a day",
                before: before.hoursOfDays, after: after.hoursOfDays),
            ComparedIndicator(
                code: "appealLatency", chinese: "申诉处理用时（天）", english: "Decision latency of appeals, days",
                before: before.appealDays, after: after.appealDays),
        ]
    }
}

extension ComparedIndicator {
    /// The means of two samples, with the interval of their difference.
    init(code: String, chinese: String, english: String, before: [Double], after: [Double]) {
        let difference = Interval.difference(after, minus: before)
        let one = Self.mean(before)
        let two = Self.mean(after)
        let isSmall = min(before.count, after.count) < 2 && one != nil && two != nil
        self.init(
            code: code, chinese: chinese, english: english, before: one, after: two, difference: difference,
            caution: isSmall ? PeriodComparison.smallSample : PeriodComparison.caution(one, two, difference))
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
