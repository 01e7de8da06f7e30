public import Evidence
public import FoundationEssentials

/// One step in the life of a rectification.
public struct RectificationChange: Hashable, Codable, Sendable {
    public var at: Date
    public var actor: AccountID
    public var to: Rectification.State
    public var reason: String
}

/// Rectification tasks (整改): closed by evidence only, never by a word.
public struct TaskRecords: Sendable {
    let database: any SQLDatabase

    public func open(_ task: Rectification, by actor: AccountID, at instant: Date) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try Self.insert(task, by: actor, at: instant, connection)
        }
    }

    /// New evidence was judged: a task whose fault is gone closes, one whose fault came back within its window opens
    /// again.
    /// - Parameters:
    ///   - analyzer: who judged the evidence; another analyser than the task's changes nothing.
    ///   - faultIsPresent: nil where the evidence does not say.
    /// - Returns: the task's new state; nil where nothing changed.
    @discardableResult
    public func judge(
        _ id: String, evidence: EvidenceID, on day: BusinessDay, analyzer: String, faultIsPresent: Bool?,
        at instant: Date
    ) async throws(RecordError) -> Rectification.State? {
        try await database.write { (connection) throws(RecordError) in
            let row = try connection.query("SELECT * FROM task WHERE id = ?", [SQLValue(id)]).first
            guard let row else { throw RecordError(.notFound, "there is no task \(id)") }
            let task = try Rectification(row: row)
            guard
                let next = task.next(
                    evidence: evidence, on: day, analyzer: analyzer, faultIsPresent: faultIsPresent)
            else { return nil }
            try connection.execute(
                "UPDATE task SET state = ?, closedOn = ?, closedBy = ?, deadline = ? WHERE id = ?",
                [
                    SQLValue(next.state.rawValue), SQLValue(next.closedOn?.description),
                    SQLValue(next.after?.rawValue), SQLValue(next.deadline), SQLValue(id),
                ])
            let reason = next.state == .closed ? "evidencePassed: \(evidence)" : "faultReturned: \(evidence)"
            try Self.log(id, next.state, reason, FlagRecords.system, instant, connection)
            return next.state
        }
    }

    /// Escalates what is open after its deadline.
    /// - Returns: how many.
    public func escalate(asOf day: BusinessDay, at instant: Date) async throws(RecordError) -> Int {
        try await database.write { (connection) throws(RecordError) in
            let late = try connection.query(
                TaskQueries.late, [SQLValue(Rectification.State.open.rawValue), SQLValue(day)])
            for row in late {
                let id = try row.text("id")
                try connection.execute(
                    "UPDATE task SET state = ? WHERE id = ?",
                    [SQLValue(Rectification.State.escalated.rawValue), SQLValue(id)])
                try Self.log(id, .escalated, "deadlinePassed", FlagRecords.system, instant, connection)
            }
            return late.count
        }
    }

    public func find(_ id: String) async throws(RecordError) -> Rectification? {
        try await tasks("SELECT * FROM task WHERE id = ?", [SQLValue(id)]).first
    }

    /// By deadline.
    /// - Parameter limit: no more than so many.
    public func all(
        _ state: Rectification.State, limit: Int = .max
    ) async throws(RecordError) -> [Rectification] {
        try await tasks(TaskQueries.ofState, [SQLValue(state.rawValue), SQLValue(limit)])
    }

    /// By deadline, whatever their state.
    public func forStore(_ store: StoreID) async throws(RecordError) -> [Rectification] {
        try await tasks(TaskQueries.ofStore, [SQLValue(store)])
    }

    /// Oldest first.
    public func history(_ id: String) async throws(RecordError) -> [RectificationChange] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM taskChange WHERE task = ? ORDER BY sequence", [SQLValue(id)])
                .map { (row) throws(RecordError) in
                    RectificationChange(
                        at: try row.instant("changedAt"), actor: AccountID(try row.text("actor")),
                        to: try row.word("toState", as: Rectification.State.self),
                        reason: try row.text("reason"))
                }
        }
    }

    private func tasks(_ sql: String, _ arguments: [SQLValue]) async throws(RecordError) -> [Rectification] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(Rectification.init(row:))
        }
    }

    static func insert(
        _ task: Rectification, by actor: AccountID, at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO task (id, store, flag, item, fault, analyzer, owner, openedOn, deadline, windowDays,
                state, closedOn, closedBy)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)
            """,
            [
                SQLValue(task.id), SQLValue(task.store), SQLValue(task.flag?.rawValue),
                SQLValue(task.before?.rawValue), SQLValue(task.fault), SQLValue(task.analyzer),
                SQLValue(task.owner), SQLValue(task.openedOn), SQLValue(task.deadline),
                SQLValue(task.windowDays), SQLValue(Rectification.State.open.rawValue),
            ])
        try log(task.id, .open, "opened", actor, instant, connection)
    }

    private static func log(
        _ task: String, _ state: Rectification.State, _ reason: String, _ actor: AccountID, _ instant: Date,
        _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO taskChange (task, sequence, changedAt, actor, toState, reason)
            SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ? FROM taskChange WHERE task = ?
            """,
            [
                SQLValue(task), SQLValue(instant), SQLValue(actor), SQLValue(state.rawValue),
                SQLValue(reason),
                SQLValue(task),
            ])
    }
}

enum TaskQueries {
    static let ofState = "SELECT * FROM task WHERE state = ? ORDER BY deadline, id LIMIT ?"
    static let ofStore = "SELECT * FROM task WHERE store = ? ORDER BY state, deadline, id"
    static let late = "SELECT id FROM task WHERE state = ? AND deadline < ? ORDER BY deadline, id"
}

extension Rectification {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            id: try row.text("id"), store: StoreID(try row.text("store")),
            flag: try row.optionalText("flag").map { FlagID($0) },
            before: try row.optionalText("item").map { EvidenceID($0) }, fault: try row.text("fault"),
            analyzer: try row.text("analyzer"), owner: try row.text("owner"),
            openedOn: try row.day("openedOn"),
            deadline: try row.day("deadline"), windowDays: Int(try row.integer("windowDays")),
            state: try row.word("state", as: State.self),
            closedOn: try row.optionalText("closedOn") == nil ? nil : try row.day("closedOn"),
            after: try row.optionalText("closedBy").map { EvidenceID($0) })
    }
}
