import Evidence

/// One store's window against the windows of its cluster on the same day.
struct PeerComparison {
    /// Fewer stores than this tell nothing about what is usual; the whole chain then stands in for the cluster.
    static let fewest = 5

    struct Standing: Equatable {
        var median: Double
        /// Robust standard deviations above the median.
        var deviations: Double
    }

    /// - Parameters:
    ///   - values: the windows of all stores on one day; nil = no judgement.
    ///   - clusters: by store.
    ///   - isTotal: the values are numbers of things, not shares.
    static func standings(
        _ values: [SignSeries.Window?], clusters: [String], isTotal: Bool
    ) -> [Standing?] {
        var groups: [String: [Double]] = [:]
        for (row, window) in values.enumerated() {
            if let value = window?.reading.value { groups[clusters[row], default: []].append(value) }
        }
        let everyone = Spread(values.compactMap { $0?.reading.value })
        let spreads = groups.mapValues { $0.count >= fewest ? Spread($0) : nil }
        return values.enumerated().map { row, window in
            guard let window, let value = window.reading.value,
                let spread = spreads[clusters[row]].flatMap({ $0 }) ?? everyone
            else { return nil }
            let error = max(spread.deviation, Self.samplingError(window, spread.median, isTotal))
            guard error > 0 else { return nil }
            return Standing(median: spread.median, deviations: (value - spread.median) / error)
        }
    }

    /// What chance alone would do to a store that is like the median: no store is called unusual for that.
    private static func samplingError(
        _ window: SignSeries.Window, _ median: Double, _ isTotal: Bool
    ) -> Double {
        if isTotal { return (Deviation.overdispersion * max(median, 0)).squareRoot() }
        guard median >= 0, median <= 1, window.reading.denominator > Double(window.knownDays) else {
            return 0
        }
        return Deviation.ofRatios(median, window.reading.denominator, .infinity, scale: false)
    }

    /// Median and 1.4826 · MAD, which is a standard deviation where values are normal.
    struct Spread {
        var median: Double
        var deviation: Double

        init?(_ values: [Double]) {
            guard values.count >= PeerComparison.fewest, let middle = Scoring.median(values),
                let distance = Scoring.median(values.map { abs($0 - middle) })
            else { return nil }
            median = middle
            deviation = 1.4826 * distance
        }
    }
}
