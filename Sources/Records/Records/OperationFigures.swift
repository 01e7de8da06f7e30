import Evidence
public import FoundationEssentials

/// What whoever runs the system wants to know, read from the tables as they are.
public struct OperationFigures: Sendable, Equatable {
    public var jobs = JobProgress()
    /// When the job that waits longest was queued; nil where none waits.
    public var oldestWaiting: Date?
    /// Current items of the last seven days by verdict; `none` for those without one.
    public var verdicts: [String: Int] = [:]
    public var flags: [String: Int] = [:]
    public var stages: [WorkStage: StageTime] = [:]
    /// Originals whose bytes are not those that were acknowledged.
    public var alteredOriginals = 0
}

extension EvidenceRecords {
    public func operationFigures() async throws(RecordError) -> OperationFigures {
        var figures = OperationFigures()
        figures.jobs = try await jobs.progress()
        figures.oldestWaiting = try await jobs.oldestWaiting()
        if let last = try await items.latestDay() {
            figures.verdicts = try await items.verdicts(since: last.adding(days: -6))
        }
        figures.flags = try await flags.counts()
        figures.stages = try await stageTimes.all()
        figures.alteredOriginals = try await scrub.altered().count
        return figures
    }
}

extension JobQueue {
    func oldestWaiting() async throws(RecordError) -> Date? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(OperationQueries.oldestWaiting).first
                .map { (row) throws(RecordError) in try row.instant("createdAt") }
        }
    }
}

extension ItemRecords {
    func verdicts(since day: BusinessDay) async throws(RecordError) -> [String: Int] {
        try await database.read { (connection) throws(RecordError) in
            var counts: [String: Int] = [:]
            for row in try connection.query(OperationQueries.verdicts, [SQLValue(day)]) {
                counts[try row.optionalText("verdict") ?? "none"] = Int(try row.integer("number"))
            }
            return counts
        }
    }
}

extension FlagRecords {
    func counts() async throws(RecordError) -> [String: Int] {
        try await database.read { (connection) throws(RecordError) in
            var counts: [String: Int] = [:]
            for row in try connection.query(OperationQueries.flags) {
                counts[try row.text("state")] = Int(try row.integer("number"))
            }
            return counts
        }
    }
}

enum OperationQueries {
    static let oldestWaiting = """
        SELECT createdAt FROM job WHERE state = 'waiting' ORDER BY createdAt LIMIT 1
        """
    static let verdicts = """
        SELECT verdict, COUNT(*) AS number FROM item WHERE day >= ? AND supersededBy IS NULL GROUP BY verdict
        """
    static let flags = "SELECT state, COUNT(*) AS number FROM flag GROUP BY state"
}
