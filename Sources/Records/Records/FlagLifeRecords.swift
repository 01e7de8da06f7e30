public import Evidence
public import FoundationEssentials

extension FlagRecords {
    /// Ends the flags of a rule whose condition has not held since a day. What people have acted on stays.
    /// - Returns: how many expired.
    public func expire(
        rule: String, unconfirmedSince day: BusinessDay, at instant: Date
    ) async throws(RecordError) -> Int {
        try await database.write { (connection) throws(RecordError) in
            var expired = 0
            for state in [Flag.State.open, .acknowledged] {
                let rows = try connection.query(
                    FlagQueries.unconfirmed, [SQLValue(state.rawValue), SQLValue(day), SQLValue(rule)])
                for row in rows {
                    try Self.change(
                        FlagID(try row.text("id")), from: state, to: .expired,
                        reason: "条件自 \(day) 起不再成立 (has not held since \(day))", by: Self.system, at: instant,
                        connection)
                    expired += 1
                }
            }
            return expired
        }
    }

    /// One step of a flag's life that a person takes.
    /// - Throws: `constraint` where a dismissal has no reason, `conflict` where the flag has ended.
    public func advance(
        _ id: FlagID, to state: Flag.State, reason: String?, by actor: AccountID, at instant: Date
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            guard let row = try connection.query("SELECT state FROM flag WHERE id = ?", [SQLValue(id)]).first
            else { throw RecordError(.notFound, "there is no flag \(id)") }
            let before = try row.word("state", as: Flag.State.self)
            guard before.allows(state) else {
                throw RecordError(
                    .conflict, "flag \(id) is \(before.rawValue) and cannot become \(state.rawValue)")
            }
            if state == .dismissed, (reason ?? "").allSatisfy(\.isWhitespace) {
                throw RecordError(.constraint, "a dismissal needs a reason")
            }
            try Self.change(id, from: before, to: state, reason: reason, by: actor, at: instant, connection)
        }
    }

    private static func change(
        _ id: FlagID, from before: Flag.State, to state: Flag.State, reason: String?, by actor: AccountID,
        at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            "UPDATE flag SET state = ?, stateReason = ? WHERE id = ?",
            [SQLValue(state.rawValue), SQLValue(reason), SQLValue(id)])
        try log(
            id, FlagChange(at: instant, actor: actor, from: before, to: state, reason: reason), connection)
    }
}

extension Flag.State {
    /// open → acknowledged → actioned → closed, expired or dismissed; an end is final.
    func allows(_ next: Flag.State) -> Bool {
        switch (self, next) {
        case (.open, .acknowledged), (.open, .actioned), (.acknowledged, .actioned): true
        case (.open, .closed), (.acknowledged, .closed), (.actioned, .closed): true
        case (.open, .dismissed), (.acknowledged, .dismissed), (.actioned, .dismissed): true
        case (.open, .expired), (.acknowledged, .expired): true
        default: false
        }
    }
}
