public import Evidence
public import Records
import Scoring

/// Stores in the order of one metric over a week, day or month, beside the period before.
public struct StoreRanking: Codable, Sendable, Equatable {
    public struct Line: Codable, Sendable, Equatable {
        /// From 1; stores with the same value share one.
        public var rank: Int
        public var store: StoreID
        public var name: String
        public var district: String
        public var value: Double
        /// The value of the period before; nil where it has none.
        @ExplicitNull public var before: Double?
        /// Days of the period that count.
        public var storeDays: Int
    }

    public var metric: String
    public var grain: Grain
    public var from: BusinessDay
    public var to: BusinessDay
    public var lines: [Line]
    /// Stores that have counts in the period and no value of the metric.
    public var unranked: [StoreID]

    /// Metrics by which stores can be ranked, one number a store, with their names.
    public static let choices = metrics.map { (code: $0.code, name: $0.chinese) }

    private static let metrics = MetricRegistry.all.filter { $0.formula.key == nil }

    /// - Parameters:
    ///   - day: any day of the period.
    ///   - ascending: the smallest value first.
    /// - Returns: nil where no such metric ranks.
    public static func load(
        _ records: EvidenceRecords, metric code: String, grain: Grain, day: BusinessDay, ascending: Bool
    ) async throws(RecordError) -> StoreRanking? {
        guard let metric = metrics.first(where: { $0.code == code }) else { return nil }
        let stores = try await records.stores.all()
        let peers = try await ClusterPeers.load(records, stores: stores)
        let policy = try await records.reference.scoringPolicy()
        let start = grain.start(of: day)
        func values(from start: BusinessDay) async throws(RecordError) -> [StoreID: (Double?, Int)] {
            let sums = try await records.metricBook.sums(.store, grain, start: start)
            let counts = Dictionary(
                sums.map { (StoreID($0.scope.name), $0.sum.counts) }, uniquingKeysWith: { $1 })
            let medians = metric.code == "groupBuyCapability" ? peers.medians(of: counts) : [:]
            return Dictionary(
                sums.map { scope, sum in
                    let store = StoreID(scope.name)
                    let reader = MetricReader(policy: policy, peers: medians[store] ?? .init())
                    return (store, (reader.reading(metric.formula, of: sum.counts).value, sum.storeDays))
                }, uniquingKeysWith: { $1 })
        }
        let now = try await values(from: start)
        let before = try await values(from: grain.start(of: start.adding(days: -1)))
        return StoreRanking(
            metric: code, grain: grain, from: start, to: grain.end(of: start),
            lines: ranked(now, before, stores, ascending: ascending),
            unranked: now.filter { $0.value.0 == nil }.keys.sorted())
    }

    private static func ranked(
        _ now: [StoreID: (value: Double?, days: Int)], _ before: [StoreID: (value: Double?, days: Int)],
        _ stores: [Store], ascending: Bool
    ) -> [Line] {
        let known = Dictionary(stores.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var lines = now.compactMap { store, entry in
            entry.value.map { value in
                Line(
                    rank: 0, store: store, name: known[store]?.name ?? store.rawValue,
                    district: known[store]?.region.last ?? "", value: value,
                    before: before[store]?.value, storeDays: entry.days)
            }
        }.sorted { one, other in
            ascending
                ? (one.value, one.store) < (other.value, other.store)
                : (other.value, one.store) < (one.value, other.store)
        }
        for index in lines.indices {
            let isTied = index > 0 && lines[index - 1].value == lines[index].value
            lines[index].rank = isTied ? lines[index - 1].rank : index + 1
        }
        return lines
    }
}

extension StoreRanking {
    var inWords: MetricInWords { MetricInWords(code: metric) }

    /// `合规得分排名`
    public var title: String { "\(inWords.name)排名" }

    /// A value as people read it.
    public func text(_ value: Double) -> String { inWords.text(value) }

    /// What came since the period before, with its sign; empty where that has no value.
    public func change(_ line: Line) -> String {
        guard let before = line.before else { return "" }
        let difference = line.value - before
        return (difference > 0 ? "+" : "") + inWords.text(difference)
    }
}
