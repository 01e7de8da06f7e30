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
            guard before.next.contains(state) else {
                throw RecordError(
                    .conflict, "flag \(id) is \(before.rawValue) and cannot become \(state.rawValue)")
            }
            if state == .dismissed, (reason ?? "").allSatisfy(\.isWhitespace) {
                throw RecordError(.constraint, "a dismissal needs a reason")
            }
            try Self.change(id, from: before, to: state, reason: reason, by: actor, at: instant, connection)
        }
    }

    /// Takes a person's own newest step back. The step stays in the history, and so does taking it back.
    /// - Throws: `conflict` where the newest step is another's, the rule's, a step taken back, or older than
    ///   ``undoSeconds``.
    public func undo(
        _ id: FlagID, by actor: AccountID, at instant: Date
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            let row = try connection.query(FlagQueries.newestChange, [SQLValue(id)]).first
            guard let newest = try row.map(FlagChange.init(row:)) else {
                throw RecordError(.notFound, "there is no flag \(id)")
            }
            guard newest.canBeUndone(by: actor, at: instant), let before = newest.from else {
                throw RecordError(.conflict, "the newest step of flag \(id) cannot be taken back")
            }
            try Self.change(
                id, from: newest.to, to: before, reason: FlagChange.undone, by: actor, at: instant, connection
            )
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

extension FlagChange {
    /// How long a step can be taken back.
    public static let undoSeconds = 600.0
    /// The reason of a step that takes another back.
    public static let undone = "撤销 (undone)"

    /// Whether a person may take this step back, as long as it is the newest.
    public func canBeUndone(by person: AccountID, at instant: Date) -> Bool {
        from != nil && actor == person && reason != Self.undone
            && (0...Self.undoSeconds).contains(instant.timeIntervalSince(at))
    }
}
