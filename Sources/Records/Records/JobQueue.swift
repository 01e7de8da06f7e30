public import Evidence
public import FoundationEssentials

/// What a job does.
public enum JobKind: String, Codable, Sendable, CaseIterable {
    case analyzeItem
    case scoreDay
    /// A picture's rendition is not there any more, or never was.
    case makeRendition
}

/// A piece of work that a worker has claimed.
public struct Job: Hashable, Sendable {
    public struct ID: Hashable, Sendable, Comparable, CustomStringConvertible {
        public let rawValue: Int64
        public init(_ rawValue: Int64) { self.rawValue = rawValue }
        public var description: String { String(rawValue) }
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public var id: ID
    public var kind: JobKind
    /// The item's id, or `store/day`.
    public var subject: String
    public var store: StoreID
    public var day: BusinessDay
    /// Claims so far, this one included.
    public var attempts: Int

    public init(
        id: ID, kind: JobKind, subject: String, store: StoreID, day: BusinessDay, attempts: Int
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.store = store
        self.day = day
        self.attempts = attempts
    }
}

/// How far the queue is.
public struct JobProgress: Hashable, Codable, Sendable {
    public var waiting: Int
    public var running: Int
    public var done: Int
    /// Set aside after the last attempt.
    public var dead: Int

    public init(waiting: Int = 0, running: Int = 0, done: Int = 0, dead: Int = 0) {
        self.waiting = waiting
        self.running = running
        self.done = done
        self.dead = dead
    }
}

/// Work that waits, in the same database as what it is about. A claim is a lease: a worker that dies loses it, and
/// another takes over. Of one subject at most one job waits and at most one runs.
public struct JobQueue: Sendable {
    /// A job whose workers died this often is set aside at the next look: it is what kills them.
    public static let claimLimit = 8

    let database: any SQLDatabase

    /// Adds work, unless the same already waits.
    public func enqueue(
        _ kind: JobKind, subject: String, store: StoreID, day: BusinessDay, at instant: Date
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try Self.enqueue(kind, subject, store, day, instant, connection)
        }
    }

    /// Takes the job that has been due longest, if any: one that waits, or one whose lease has run out.
    public func claim(
        now: Date, lease: Duration, worker: String
    ) async throws(RecordError) -> Job? {
        let claim = JobQueries.claim(database.dialect)
        let leaseEnd = now.addingTimeInterval(lease.inSeconds)
        return try await database.write { (connection) throws(RecordError) in
            try Self.setAsideLost(now, connection)
            return try connection.query(
                claim, [SQLValue(worker), SQLValue(leaseEnd), SQLValue(now)]
            ).first.map(Job.init(row:))
        }
    }

    /// Prolongs a lease.
    /// - Throws: `leaseLost` where another worker has taken over.
    public func extend(
        _ id: Job.ID, worker: String, now: Date, lease: Duration
    ) async throws(RecordError) {
        let leaseEnd = now.addingTimeInterval(lease.inSeconds)
        try await database.write { (connection) throws(RecordError) in
            try Self.hold(
                id, worker,
                try connection.execute(
                    "UPDATE job SET dueAt = ? WHERE id = ? AND worker = ? AND state = 'running'",
                    [SQLValue(leaseEnd), .integer(id.rawValue), SQLValue(worker)]))
        }
    }

    /// Ends a job that succeeded.
    /// - Throws: `leaseLost` where another worker has taken over.
    public func finish(_ id: Job.ID, worker: String) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try Self.hold(
                id, worker,
                try connection.execute(
                    """
                    UPDATE job SET state = 'done', isOpen = 0, worker = NULL
                    WHERE id = ? AND worker = ? AND state = 'running'
                    """, [.integer(id.rawValue), SQLValue(worker)]))
        }
    }

    /// Ends an attempt that failed, and remembers why.
    /// - Parameter retryAt: when the next attempt may begin; nil sets the job aside for good.
    /// - Throws: `leaseLost` where another worker has taken over.
    public func fail(
        _ id: Job.ID, worker: String, code: String, detail: String, retryAt: Date?
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            let row = try connection.query(
                "SELECT kind, subject, attempts FROM job WHERE id = ? AND worker = ? AND state = 'running'",
                [.integer(id.rawValue), SQLValue(worker)]
            ).first
            guard let row else { throw Self.lost(id, worker) }
            try connection.execute(
                "INSERT INTO jobFailure (job, attempt, worker, code, detail) VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(id.rawValue), try row.value("attempts"), SQLValue(worker), SQLValue(code),
                    SQLValue(detail),
                ])
            guard let retryAt else {
                try connection.execute(
                    "UPDATE job SET state = 'dead', isOpen = 0, worker = NULL WHERE id = ?",
                    [.integer(id.rawValue)])
                return
            }
            // The same work was asked for again meanwhile: that job is the retry.
            let waits = try !connection.query(
                "SELECT id FROM job WHERE kind = ? AND subject = ? AND state = 'waiting'",
                [try row.value("kind"), try row.value("subject")]
            ).isEmpty
            try connection.execute(
                "UPDATE job SET state = ?, isOpen = ?, dueAt = ?, worker = NULL WHERE id = ?",
                [
                    .text(waits ? "done" : "waiting"), SQLValue(!waits), SQLValue(retryAt),
                    .integer(id.rawValue),
                ])
        }
    }

    public func progress() async throws(RecordError) -> JobProgress {
        try await database.read { (connection) throws(RecordError) in
            var progress = JobProgress()
            for row in try connection.query(JobQueries.progress) {
                let number = Int(try row.integer("number"))
                switch try row.text("state") {
                case "waiting": progress.waiting = number
                case "running": progress.running = number
                case "done": progress.done = number
                default: progress.dead += number
                }
            }
            return progress
        }
    }
}

// MARK: Inside a transaction

extension JobQueue {
    static func enqueue(
        item: EvidenceItem, at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        try enqueue(.analyzeItem, item.id.rawValue, item.store, item.day, instant, connection)
    }

    static func enqueue(
        _ kind: JobKind, _ subject: String, _ store: StoreID, _ day: BusinessDay, _ instant: Date,
        _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            """
            INSERT INTO job (id, kind, subject, store, day, state, isOpen, dueAt, attempts, createdAt)
            SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, 'waiting', 1, ?, 0, ? FROM job WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """,
            [
                SQLValue(kind.rawValue), SQLValue(subject), SQLValue(store), SQLValue(day), SQLValue(instant),
                SQLValue(instant),
            ])
    }

    /// A job that outlives none of its workers would go round forever.
    private static func setAsideLost(_ now: Date, _ connection: any SQLConnection) throws(RecordError) {
        let lost = try connection.query(
            JobQueries.lost, [SQLValue(now), SQLValue(claimLimit)])
        for row in lost {
            let id = try row.value("id")
            try connection.execute(
                """
                INSERT INTO jobFailure (job, attempt, worker, code, detail)
                SELECT id, attempts, worker, 'workerLost', 'every worker that took this job died'
                FROM job WHERE id = ?
                """, [id])
            try connection.execute(
                "UPDATE job SET state = 'dead', isOpen = 0, worker = NULL WHERE id = ?", [id])
            guard try row.text("kind") == JobKind.analyzeItem.rawValue else { continue }
            try connection.execute(
                """
                UPDATE item SET state = 'failed', reasonCode = ?, reasonChinese = ?, reasonEnglish = ?,
                    arrivedPercent = NULL
                WHERE id = ?
                """,
                [
                    .text("system.analysisFailed"), .text("系统未能完成识别，证据已存证，不影响得分；总部会重新处理"),
                    .text("the analysis failed on our side; the evidence is safe and nothing is deducted"),
                    try row.value("subject"),
                ])
        }
    }

    private static func hold(_ id: Job.ID, _ worker: String, _ changed: Int) throws(RecordError) {
        guard changed == 1 else { throw lost(id, worker) }
    }

    private static func lost(_ id: Job.ID, _ worker: String) -> RecordError {
        RecordError(.leaseLost, "job \(id) is not \(worker)'s")
    }
}

enum JobQueries {
    /// One statement, so that no two workers take the same job. A job waits while another of its subject runs: the
    /// later one must see what the earlier one wrote.
    static func claim(_ dialect: SQLDialect) -> String {
        """
        UPDATE job SET state = 'running', worker = ?, dueAt = ?, attempts = attempts + 1
        WHERE id = (
            SELECT id FROM job AS due
            WHERE due.isOpen = 1 AND due.dueAt <= ? AND NOT EXISTS (
                SELECT 1 FROM job AS other WHERE other.kind = due.kind AND other.subject = due.subject
                    AND other.state = 'running' AND other.id <> due.id)
            ORDER BY due.dueAt, due.id LIMIT 1\(dialect.claimEnd))
        RETURNING id, kind, subject, store, day, attempts
        """
    }

    static let lost = """
        SELECT id, kind, subject FROM job
        WHERE isOpen = 1 AND state = 'running' AND dueAt <= ? AND attempts >= ?
        ORDER BY dueAt, id
        """

    static let progress = "SELECT state, COUNT(*) AS number FROM job GROUP BY state"
}

extension Job {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            id: ID(try row.integer("id")), kind: try row.word("kind", as: JobKind.self),
            subject: try row.text("subject"), store: StoreID(try row.text("store")),
            day: try row.day("day"), attempts: Int(try row.integer("attempts")))
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
