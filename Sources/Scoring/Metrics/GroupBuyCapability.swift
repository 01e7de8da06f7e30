public import Evidence

/// How well a store runs its group-buy (接龙能力), 0…100: 40 % orders a day against the cluster's median, 20 % distinct
/// customers a day against theirs, 20 % orders picked up on time where that is visible, 20 % promotions executed
/// correctly. Against a median, half the points are for reaching it and all of them for twice as much. A part
/// without data is not scored and its weight goes to the rest.
public struct GroupBuyCapability: Sendable, Equatable {
    /// The medians of the cluster, each per day with usable screenshots; nil = not known.
    public struct Peers: Sendable, Equatable {
        public var ordersPerDay: Double?
        public var customersPerDay: Double?

        public init(ordersPerDay: Double? = nil, customersPerDay: Double? = nil) {
            self.ordersPerDay = ordersPerDay
            self.customersPerDay = customersPerDay
        }

        /// The medians over the counts of a cluster's stores in one period.
        public init(of stores: [Counts]) {
            let reporting = stores.filter { $0[.orderScreenshots] > 0 }
            ordersPerDay = median(reporting.map { GroupBuyCapability.perDay($0[.orders], $0) })
            customersPerDay = median(
                reporting.filter { $0[.namedOrders] > 0 }
                    .map { GroupBuyCapability.perDay($0[.distinctCustomers], $0) })
        }

        /// The medians of every cluster; those of everyone where a cluster is small.
        public static func byCluster(_ stores: [(cluster: String, counts: Counts)]) -> [String: Peers] {
            let groups = Dictionary(grouping: stores, by: \.cluster).mapValues { $0.map(\.counts) }
            let everyone = Peers(of: stores.map(\.counts))
            return groups.mapValues { $0.count >= PeerComparison.fewest ? Peers(of: $0) : everyone }
        }
    }

    /// Numbers a day beside the cluster's median, or shares of orders; the note of each says what was counted, or that
    /// nothing could be.
    public var parts: [ScorePart]
    /// Nil where no screenshot could be used.
    public var score: Double?

    public init(counts: Counts, peers: Peers) {
        let known = counts[.orderScreenshots] > 0
        parts = [
            Self.against(
                peers.ordersPerDay, "groupBuy.orders", "日均订单", weight: 40,
                of: known ? counts[.orders] : nil, in: counts),
            Self.against(
                peers.customersPerDay, "groupBuy.customers", "日均顾客", weight: 20,
                of: counts[.namedOrders] > 0 ? counts[.distinctCustomers] : nil, in: counts),
            Self.share(
                "groupBuy.pickup", "准时自提", of: counts[.punctualPickups], counts[.visiblePickups]),
            Self.share("groupBuy.promotion", "满减正确", of: counts[.correctOrders], counts[.eligibleOrders]),
        ]
        score = known ? ComplianceScorer.mean(parts) : nil
    }

    private static func perDay(_ number: Int, _ counts: Counts) -> Double {
        Double(number) / Double(max(1, counts[.orderDays]))
    }

    private static func against(
        _ median: Double?, _ code: String, _ name: String, weight: Double, of number: Int?, in counts: Counts
    ) -> ScorePart {
        guard let median, median > 0, let number else {
            return ScorePart(code: code, chineseName: name, weight: weight, score: nil, note: absent)
        }
        let value = perDay(number, counts)
        let days = counts[.orderDays]
        return ScorePart(
            code: code, chineseName: name, weight: weight, numerator: value, denominator: median,
            score: min(100, 50 * value / median),
            note: Reason(
                code: "groupBuy.counted", chinese: "\(days) 天共 \(number)，同类日均中位数 \(brief(median))",
                english: "\(number) in \(days) days, median of peers \(brief(median)) a day"))
    }

    private static func share(_ code: String, _ name: String, of part: Int, _ whole: Int) -> ScorePart {
        ScorePart(
            code: code, chineseName: name, weight: 20, numerator: Double(part), denominator: Double(whole),
            score: whole > 0 ? 100 * Double(part) / Double(whole) : nil,
            note: whole > 0
                ? Reason(
                    code: "groupBuy.counted", chinese: "\(whole) 单里 \(part) 单",
                    english: "\(part) of \(whole) orders") : absent)
    }

    private static let absent = Reason(
        code: "notScored.notVisible", chinese: "截图上看不到", english: "the screenshots do not show it")
}

/// The middle value; the mean of the two middle ones of an even number; nil of none.
func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
