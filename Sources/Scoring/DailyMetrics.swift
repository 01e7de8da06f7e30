public import Evidence

/// The metrics of a store-day, each with its counts so that longer periods aggregate from counts.
public enum DailyMetrics {
    public static func metrics(of day: StoreDay, policy: ScoringPolicy) -> [StoreMetric] {
        metrics(
            of: StoreDayCounter(policy: policy).counts(of: day), store: day.store, day: day.day,
            reader: MetricReader(policy: policy))
    }

    /// Every metric of the registry that exists for a store-day, keyed ones once for each key that was counted.
    public static func metrics(
        of counts: Counts, store: StoreID, day: BusinessDay, reader: MetricReader
    ) -> [StoreMetric] {
        MetricRegistry.all.filter { $0.grain == .storeDay }.flatMap { definition in
            let keys = definition.formula.key.map { $0.keys(in: counts) } ?? [""]
            return keys.map { key in
                let reading = reader.reading(definition.formula, key: key, of: counts)
                return StoreMetric(
                    store: store, day: day, code: definition.code, topic: key, value: reading.value,
                    numerator: reading.numerator, denominator: reading.denominator)
            }
        }
    }
}
