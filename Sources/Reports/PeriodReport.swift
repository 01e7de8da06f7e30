public import Evidence
import FoundationEssentials
public import Records
public import Scoring

/// The chain's indicators of two periods beside each other, with the interval of each difference.
public struct PeriodReport: Codable, Sendable, Equatable {
    public var before: ClosedRange<BusinessDay>
    public var after: ClosedRange<BusinessDay>
    public var indicators: [ComparedIndicator]

    /// Reads both periods: counts from the sums that are kept, what people did from their traces.
    public static func load(
        _ records: EvidenceRecords, before: ClosedRange<BusinessDay>, after: ClosedRange<BusinessDay>
    ) async throws(RecordError) -> PeriodReport {
        let earlier = try await Period(records, before)
        let later = try await Period(records, after)
        let pairs = Set(earlier.stores.keys).union(later.stores.keys).sorted().map { store in
            (before: earlier.stores[store] ?? Counts(), after: later.stores[store] ?? Counts())
        }
        let comparison = PeriodComparison(
            before: earlier.chain, after: later.chain, stores: pairs,
            policy: try await records.reference.scoringPolicy())
        return PeriodReport(
            before: before, after: after,
            indicators: comparison.indicators + FlagHandling.compare(earlier.handling, later.handling)
                + HeadquartersWork.compare(earlier.work, later.work))
    }
}

/// What one period holds.
struct Period {
    var chain = Counts()
    var stores: [StoreID: Counts] = [:]
    let handling: FlagHandling
    let work: HeadquartersWork

    init(_ records: EvidenceRecords, _ days: ClosedRange<BusinessDay>) async throws(RecordError) {
        for part in Self.parts(of: days) {
            let key = PeriodKey(grain: part.grain, start: part.start, scope: .chain)
            if let found = try await records.metricBook.sum(key) { chain += found.counts }
            for (scope, sum) in try await records.metricBook.sums(.store, part.grain, start: part.start) {
                stores[StoreID(scope.name), default: Counts()] += sum.counts
            }
        }
        handling = try await records.flags.handling(from: days.lowerBound, to: days.upperBound)
            .reduce(into: FlagHandling()) { sum, flag in
                sum.raised += 1
                if flag.state == .actioned || flag.state == .closed { sum.actedOn += 1 }
                if let days = flag.daysToDecision { sum.latencyDays.append(days) }
            }
        work = try await Self.work(records, days)
    }

    /// Days of headquarters are those of the first store: a chain has no clock of its own.
    private static func work(
        _ records: EvidenceRecords, _ days: ClosedRange<BusinessDay>
    ) async throws(RecordError) -> HeadquartersWork {
        guard let store = try await records.stores.all().first else { return HeadquartersWork() }
        let first = days.lowerBound.start(timeZone: store.zone, cutOff: store.cutOff)
        let end = days.upperBound.end(timeZone: store.zone, cutOff: store.cutOff)
        let traces = try await records.traces.all(from: first, to: end).map {
            HeadquartersWork.Trace(
                person: $0.actor, day: store.businessDay(at: $0.at), seconds: $0.at.timeIntervalSince1970)
        }
        return HeadquartersWork(
            traces: traces, from: days.lowerBound, to: days.upperBound,
            appealDays: try await records.traces.appealDays(from: first, to: end))
    }

    /// Few kept sums that make up a span: whole months, whole weeks between them, then days.
    static func parts(of days: ClosedRange<BusinessDay>) -> [(grain: Grain, start: BusinessDay)] {
        var parts: [(grain: Grain, start: BusinessDay)] = []
        var day = days.lowerBound
        while day <= days.upperBound {
            let grain = grain(from: day, to: days.upperBound)
            parts.append((grain, day))
            day = grain.end(of: day).adding(days: 1)
        }
        return parts
    }

    private static func grain(from day: BusinessDay, to last: BusinessDay) -> Grain {
        func fits(_ grain: Grain, _ day: BusinessDay) -> Bool {
            grain.start(of: day) == day && grain.end(of: day) <= last
        }
        if fits(.month, day) { return .month }
        let nextMonth = Grain.month.end(of: Grain.month.start(of: day)).adding(days: 1)
        // A week that runs into a whole month would cost that month.
        let costsMonth = nextMonth <= Grain.week.end(of: day) && fits(.month, nextMonth)
        return fits(.week, day) && !costsMonth ? .week : .day
    }
}
