public import Evidence
public import FoundationEssentials

/// One step in the life of a flag.
public struct FlagChange: Hashable, Codable, Sendable {
    public var at: Date
    /// `system` where a rule raised it.
    public var actor: AccountID
    /// Nil when the flag was raised.
    public var from: Flag.State?
    public var to: Flag.State
    public var reason: String?

    public init(at: Date, actor: AccountID, from: Flag.State?, to: Flag.State, reason: String?) {
        self.at = at
        self.actor = actor
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// Raised flags and what people did about them.
public struct FlagRecords: Sendable {
    /// Who raises flags.
    public static let system = AccountID("system")

    let database: any SQLDatabase

    /// Raises a flag, or extends the one of the same rule and store that people still work on. A run of days whose
    /// flag was closed, dismissed or has expired is not raised again.
    /// - Parameter actions: what a new flag sets in motion, in the same transaction: it is done once, however often the
    ///   flag is raised again.
    /// - Returns: true where the flag is new.
    public func raise(
        _ flag: Flag, actions: [RuleAction] = [], at instant: Date
    ) async throws(RecordError) -> Bool {
        try await database.write { (connection) throws(RecordError) in
            let others = try connection.query(
                FlagQueries.ofRule, [SQLValue(flag.store), SQLValue(flag.rule)]
            ).map(Flag.init(row:)).filter { $0.subject == flag.subject }
            if let live = others.last(where: \.state.isLive) {
                let merged = live.merged(with: flag)
                if merged != live { try Self.updateRun(merged, connection) }
                return false
            }
            if others.contains(where: { $0.from <= flag.to && flag.from <= $0.to }) { return false }
            try connection.execute(
                """
                INSERT INTO flag (id, rule, ruleVersion, store, firstDay, lastDay, title, recommendation,
                    severity, state, stateReason, evidence, subject, raisedOn, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, try flag.sqlValues())
            try Self.log(
                flag.id,
                FlagChange(
                    at: instant, actor: Self.system, from: nil, to: flag.state, reason: flag.stateReason),
                connection)
            for action in actions { try Self.begin(action, of: flag, at: instant, connection) }
            return true
        }
    }

    private static func begin(
        _ action: RuleAction, of flag: Flag, at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        switch action.kind {
        case .task:
            try TaskRecords.insert(Rectification(of: flag, action), by: system, at: instant, connection)
        case .webhook, .email:
            try DeliveryRecords.add(action, of: flag.id, at: instant, connection)
        }
    }

    /// Newest first.
    /// - Parameters:
    ///   - state: nil for all.
    ///   - limit: no more than so many.
    public func all(state: Flag.State? = nil, limit: Int = .max) async throws(RecordError) -> [Flag] {
        guard let state else { return try await flags(FlagQueries.all, [SQLValue(limit)]) }
        return try await flags(FlagQueries.ofState, [SQLValue(state.rawValue), SQLValue(limit)])
    }

    public func find(_ id: FlagID) async throws(RecordError) -> Flag? {
        try await flags("SELECT * FROM flag WHERE id = ?", [SQLValue(id)]).first
    }

    /// Newest first.
    public func forStore(_ store: StoreID) async throws(RecordError) -> [Flag] {
        try await flags(FlagQueries.ofStore, [SQLValue(store)])
    }

    /// Oldest first.
    public func history(_ id: FlagID) async throws(RecordError) -> [FlagChange] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM flagChange WHERE flag = ? ORDER BY sequence", [SQLValue(id)])
                .map(FlagChange.init(row:))
        }
    }

    private func flags(_ sql: String, _ arguments: [SQLValue]) async throws(RecordError) -> [Flag] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(Flag.init(row:))
        }
    }

    private static func updateRun(_ flag: Flag, _ connection: any SQLConnection) throws(RecordError) {
        try connection.execute(
            "UPDATE flag SET firstDay = ?, lastDay = ?, evidence = ? WHERE id = ?",
            [SQLValue(flag.from), SQLValue(flag.to), try .json(flag.evidence), SQLValue(flag.id)])
    }

    static func log(
        _ flag: FlagID, _ change: FlagChange, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO flagChange (flag, sequence, changedAt, actor, fromState, toState, reason)
            SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ?, ? FROM flagChange WHERE flag = ?
            """,
            [
                SQLValue(flag), SQLValue(change.at), SQLValue(change.actor), SQLValue(change.from?.rawValue),
                SQLValue(change.to.rawValue), SQLValue(change.reason), SQLValue(flag),
            ])
    }
}

enum FlagQueries {
    static let all = "SELECT * FROM flag ORDER BY lastDay DESC, id LIMIT ?"
    static let ofState = "SELECT * FROM flag WHERE state = ? ORDER BY lastDay DESC, id LIMIT ?"
    static let ofStore = "SELECT * FROM flag WHERE store = ? ORDER BY lastDay DESC, id"
    static let unconfirmed = "SELECT id FROM flag WHERE state = ? AND lastDay <= ? AND rule = ? ORDER BY id"
    static let newestChange = "SELECT * FROM flagChange WHERE flag = ? ORDER BY sequence DESC LIMIT 1"
    static let ofRule = "SELECT * FROM flag WHERE store = ? AND rule = ? ORDER BY lastDay, id"
}

extension Flag {
    /// Longer, with what is known now about the days of the other one: a recording that was replaced takes its
    /// mention with it.
    fileprivate func merged(with other: Flag) -> Flag {
        var flag = self
        flag.from = min(from, other.from)
        flag.to = max(to, other.to)
        let kept = evidence.filter { $0.day < other.from || $0.day > other.to }
        flag.evidence = (kept + other.evidence).sorted { ($0.day, $0.item) < ($1.day, $1.item) }
        return flag
    }

    fileprivate func sqlValues() throws(RecordError) -> [SQLValue] {
        [
            SQLValue(id), SQLValue(rule), SQLValue(ruleVersion), SQLValue(store), SQLValue(from),
            SQLValue(to), try .json(title), try .json(recommendation), SQLValue(severity),
            SQLValue(state.rawValue), SQLValue(stateReason), try .json(evidence), SQLValue(subject),
            SQLValue(raisedOn?.description), facts == nil ? .null : try .json(facts),
        ]
    }

    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            id: FlagID(try row.text("id")), rule: try row.text("rule"),
            ruleVersion: try row.text("ruleVersion"), store: StoreID(try row.text("store")),
            from: try row.day("firstDay"), to: try row.day("lastDay"),
            title: try row.json("title", as: [String: String].self),
            recommendation: try row.json("recommendation", as: [String: String].self),
            severity: try row.text("severity"), state: try row.word("state", as: State.self),
            stateReason: try row.optionalText("stateReason"),
            evidence: try row.json("evidence", as: [FlagEvidence].self),
            subject: try row.optionalText("subject"),
            raisedOn: try row.optionalText("raisedOn") == nil ? nil : try row.day("raisedOn"),
            facts: try row.optionalText("facts") == nil ? nil : try row.json("facts", as: [FlagFact].self))
    }
}

extension FlagChange {
    init(row: SQLRow) throws(RecordError) {
        self.init(
            at: try row.instant("changedAt"), actor: AccountID(try row.text("actor")),
            from: try row.optionalWord("fromState", as: Flag.State.self),
            to: try row.word("toState", as: Flag.State.self), reason: try row.optionalText("reason"))
    }
}
