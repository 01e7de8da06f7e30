public import Evidence

/// The metrics of a store-day, each with its counts so that longer periods aggregate from counts.
public enum DailyMetrics {
    public static func metrics(of day: StoreDay, score: ComplianceScore, policy: ScoringPolicy)
        -> [StoreMetric]
    {
        let build = Builder(store: day.store, day: day.day)
        let owed = Set(day.owed.map(\.slot))
        let received = day.accepted.filter { owed.contains($0.item.slot) }
        let onTime = received.filter { !$0.item.late }
        let orders = day.orders
        let eligible = orders.filter { $0.promotion.status.isEligible }
        let readable = orders.filter { $0.promotion.status != .unknown }
        let withReduction = readable.filter { ($0.promotion.appliedOff ?? .zero) > .zero }
        let judged = day.items.filter { $0.item.verdict != nil }
        let doubtful = judged.filter { $0.item.verdict != .trusted }
        var metrics = [
            build.score("complianceTotal", score.total),
            build.ratio("completeness", Double(received.count), Double(owed.count)),
            build.ratio("onTimeRate", Double(onTime.count), Double(received.count)),
            build.score("shelfCompliance", score.parts.first { $0.code == "shelf" }?.score),
            build.ratio(
                "promoExecutionRate", Double(eligible.filter { $0.promotion.status == .correct }.count),
                Double(eligible.count)),
            build.ratio("promoUsageRate", Double(withReduction.count), Double(readable.count)),
            build.count("groupBuyOrders", orders.count),
            build.count("consultations", day.usableRecordings(policy)),
            build.ratio("suspectRate", Double(doubtful.count), Double(judged.count)),
        ]
        if let availability = score.parts.first(where: { $0.code == "shelf" })?.parts
            .first(where: { $0.code == "shelf.availability" }), availability.denominator > 0
        {
            metrics.append(
                build.ratio(
                    "outOfStockRate", availability.denominator - availability.numerator,
                    availability.denominator))
        }
        return metrics + topics(day, build)
    }

    /// `transcribedConsultations` says on how many recordings the topic counts rest: without it a day with no
    /// mention could not be told from a day without data.
    private static func topics(_ day: StoreDay, _ build: Builder) -> [StoreMetric] {
        let transcribed = day.accepted.filter { $0.consultation?.transcript != nil }
        var recordings: [String: Int] = [:]
        for item in transcribed {
            let raised = Set((item.consultation?.topics ?? []).filter { $0.polarity != .praise }.map(\.id))
            for topic in raised { recordings[topic, default: 0] += 1 }
        }
        return [build.count("transcribedConsultations", transcribed.count)]
            + recordings.sorted { $0.key < $1.key }.map { topic, count in
                StoreMetric(
                    store: build.store, day: build.day, code: "topicCount", topic: topic,
                    value: Double(count),
                    numerator: Double(count), denominator: Double(transcribed.count))
            }
    }

    private struct Builder {
        let store: StoreID
        let day: BusinessDay

        func ratio(_ code: String, _ numerator: Double, _ denominator: Double) -> StoreMetric {
            StoreMetric(
                store: store, day: day, code: code, value: denominator > 0 ? numerator / denominator : nil,
                numerator: numerator, denominator: denominator)
        }

        func count(_ code: String, _ count: Int) -> StoreMetric {
            StoreMetric(
                store: store, day: day, code: code, value: Double(count), numerator: Double(count),
                denominator: 1)
        }

        func score(_ code: String, _ value: Double?) -> StoreMetric {
            StoreMetric(
                store: store, day: day, code: code, value: value, numerator: value ?? 0,
                denominator: value == nil ? 0 : 1)
        }
    }
}
