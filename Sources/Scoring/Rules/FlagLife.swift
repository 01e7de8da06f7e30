import Evidence

/// A stretch of days on which a rule's condition held for a store, as one flag.
struct FlagSpan: Equatable {
    /// First and last day of what was looked at, as columns of the history.
    var first: Int
    var last: Int
    /// The day on which it was raised.
    var raised: Int
    /// Days on which the condition held.
    var held: Int
}

/// From daily answers to flags: de-bounce, merging of repeats, expiry, cool-down.
struct FlagLife {
    let rule: FlagRule

    /// - Parameters:
    ///   - truths: one answer a day; unknown days neither confirm nor refute.
    ///   - start: the first day of what made the condition hold on a day.
    func spans(_ truths: [TruthTable.Truth], start: (Int) -> Int) -> [FlagSpan] {
        var spans: [FlagSpan] = []
        var live: FlagSpan?
        var streak = 0
        var quietUntil = -1
        for (day, truth) in truths.enumerated() {
            if let span = live, truth != .yes, day - span.last >= rule.expiresDays {
                spans.append(span)
                live = nil
                quietUntil = day + rule.coolDownDays
            }
            switch truth {
            case .unknown: continue
            case .no: streak = 0
            case .yes:
                streak += 1
                if live != nil {
                    live?.last = day
                    live?.held += 1
                } else if streak >= max(1, rule.debounceDays), day >= quietUntil {
                    live = FlagSpan(first: min(start(day), day), last: day, raised: day, held: 1)
                }
            }
        }
        if let live { spans.append(live) }
        return spans
    }
}
