public import Evidence

/// One indicator of two periods, with the interval of the difference.
public struct ComparedIndicator: Codable, Sendable, Equatable {
    public var code: String
    public var chinese: String
    public var english: String
    public var before: Double?
    public var after: Double?
    /// Of shares from their counts, of scores from the stores that have one in both periods; nil where there are none.
    public var difference: Interval?
    /// Why to be careful; nil where there is no need.
    public var caution: Reason?
}

/// Two periods beside each other (改造前后对比).
public struct PeriodComparison: Codable, Sendable, Equatable {
    public static let metrics = [
        "newProductDistributionError", "promoExecutionRate", "promoUsageRate", "outOfStockRate",
        "completeness",
        "onTimeRate", "evidenceQuality", "shelfCompliance",
    ]

    public var indicators: [ComparedIndicator]

    /// - Parameter stores: the counts of each store in both periods.
    public init(
        before: Counts, after: Counts, stores: [(before: Counts, after: Counts)] = [], policy: ScoringPolicy
    ) {
        let reader = MetricReader(policy: policy)
        indicators = Self.metrics.compactMap(MetricRegistry.definition).map { metric in
            let one = reader.reading(metric.formula, of: before)
            let two = reader.reading(metric.formula, of: after)
            let difference: Interval? =
                metric.unit == .ratio
                ? Interval.difference(
                    Int(two.numerator), of: Int(two.denominator), minus: Int(one.numerator),
                    of: Int(one.denominator))
                : Interval.mean(
                    stores.compactMap { store in
                        guard let first = reader.reading(metric.formula, of: store.before).value,
                            let second = reader.reading(metric.formula, of: store.after).value
                        else { return nil }
                        return second - first
                    })
            return ComparedIndicator(
                code: metric.code, chinese: metric.chinese, english: metric.english, before: one.value,
                after: two.value, difference: difference,
                caution: Self.caution(one.value, two.value, difference))
        }
    }

    static let smallSample = Reason(
        code: "comparison.smallSample", chinese: "样本少，请谨慎", english: "small sample: be careful")

    static func caution(_ before: Double?, _ after: Double?, _ difference: Interval?) -> Reason? {
        if before == nil || after == nil {
            return Reason(code: "comparison.noData", chinese: "有一个时期没有数据", english: "one period has no data")
        }
        guard let difference else { return nil }
        if difference.isSmall { return smallSample }
        if difference.low <= 0, difference.high >= 0 {
            return Reason(
                code: "comparison.mayBeChance", chinese: "差别可能只是偶然", english: "the difference may be chance")
        }
        return nil
    }
}
