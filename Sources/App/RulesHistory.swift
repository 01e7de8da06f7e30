import Evidence
import Foundation
import Records
import Scoring

/// What rules look at, read from the records.
enum RulesHistory {
    /// - Parameter reach: days before the first one that windows may look at.
    static func load(
        _ folder: DataFolder, from first: BusinessDay, to last: BusinessDay, reach: Int
    ) async throws -> ChainHistory {
        guard first <= last else {
            throw Failure.usage("\(first) 晚于 \(last) (\(first) is after \(last))")
        }
        guard last.ordinal - first.ordinal <= 1100 else {
            throw Failure.usage("一次最多三年 (three years at a time)")
        }
        let start = first.adding(days: -min(reach, 1100))
        var history = ChainHistory(
            stores: try await folder.records.stores.all(), from: start, to: last,
            clusters: try await folder.records.reference.clusters())
        var day = start
        while day <= last {
            for facts in try await folder.records.metricBook.onDay(day) { history.put(facts) }
            day = day.adding(days: 1)
        }
        return history
    }

    static func rules(in folder: DataFolder) async throws -> [FlagRule] {
        try await folder.records.reference.rules()
    }

    static func policy(in folder: DataFolder) async throws -> ScoringPolicy {
        try await folder.records.reference.scoringPolicy()
    }

    static func reach(of rules: [FlagRule]) -> Int { rules.map(RuleEngine.reach).max() ?? 0 }
}
