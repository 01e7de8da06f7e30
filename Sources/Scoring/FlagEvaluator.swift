public import Evidence

/// What one store's recordings said about one topic on one day.
public struct TopicDay: Sendable, Equatable {
    public var day: BusinessDay
    /// Whether any transcript of the day exists: without one the day says nothing.
    public var hasData: Bool
    /// One entry a recording that raised the topic.
    public var mentions: [FlagEvidence]
    public init(day: BusinessDay, hasData: Bool, mentions: [FlagEvidence]) {
        self.day = day
        self.hasData = hasData
        self.mentions = mentions
    }
}

/// Finds the runs of days that make a rule true.
public enum FlagEvaluator {
    /// - Parameter days: the store's days, any order; a day that is not among them is one without data.
    /// - Returns: one flag a run, with every mention of the run as evidence.
    public static func flags(rule: FlagRule, store: Store, days: [TopicDay]) -> [Flag] {
        guard rule.regions.isEmpty || rule.regions.contains(where: { store.lies(in: $0) }) else { return [] }
        return runs(rule: rule, days: days).filter { $0.count >= rule.consecutiveDays }.compactMap { run in
            guard let first = run.first, let last = run.last else { return nil }
            return Flag(
                id: FlagID("\(rule.id).\(store.id).\(first.day)"), rule: rule.id, ruleVersion: rule.version,
                store: store.id, from: first.day, to: last.day, title: rule.title,
                recommendation: rule.recommendation, severity: rule.severity,
                evidence: run.flatMap(\.mentions))
        }
    }

    /// Days with enough mentions, cut where a day with data has too few, or where the rule lets missing data break.
    private static func runs(rule: FlagRule, days: [TopicDay]) -> [[TopicDay]] {
        var runs: [[TopicDay]] = []
        var run: [TopicDay] = []
        for day in days.filter(\.hasData).sorted(by: { $0.day < $1.day }) {
            if let last = run.last {
                let silent = day.day.ordinal - last.day.ordinal - 1
                if silent > allowedSilence(rule) {
                    runs.append(run)
                    run = []
                }
            }
            if day.mentions.count >= rule.minimumMentions {
                run.append(day)
            } else if !run.isEmpty {
                runs.append(run)
                run = []
            }
        }
        if !run.isEmpty { runs.append(run) }
        return runs
    }

    /// Days without data that a run may span: none when they break it, the rule's limit when they are bridged, any
    /// number when the rule waits for them.
    private static func allowedSilence(_ rule: FlagRule) -> Int {
        switch rule.missing {
        case .breaks: 0
        case .bridges: rule.bridgeDays
        case .waits: .max
        }
    }
}
