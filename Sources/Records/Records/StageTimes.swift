/// What the worker spends its time on.
public enum WorkStage: String, Sendable, CaseIterable {
    /// Loading the original, decoding it and reading what was sent beside it.
    case decode
    /// Speech to text, where nobody sent a transcript.
    case transcribe
    /// Reading print, and shelf, orders or consultation.
    case analyse
    /// Fingerprints, capture facts, repetitions.
    case provenance
    /// The rendition and the findings on the disk.
    case save
    /// A store-day's score, metrics, flags and tasks.
    case score
}

/// How long the runs of a stage took, all workers together, since the records were made.
public struct StageTime: Sendable, Equatable {
    /// Upper limits of the buckets, seconds. Rows on the disk count along them: a change needs a migration.
    public static let limits = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    /// Runs in each bucket, not added up; one more than there are limits.
    public var runs = [Int](repeating: 0, count: limits.count + 1)
    public var seconds = 0.0

    public init() {}

    static func bucket(_ seconds: Double) -> Int {
        limits.firstIndex { seconds <= $0 } ?? limits.count
    }
}

/// Seconds per stage, for whoever watches the operation.
public struct StageTimes: Sendable {
    let database: any SQLDatabase

    /// Adds one run of each of these stages. Where the clock was set back meanwhile, the run counts no time.
    public func add(_ seconds: [WorkStage: Double]) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            for stage in WorkStage.allCases {
                guard let time = seconds[stage].map({ $0.isFinite ? max(0, $0) : 0 }) else { continue }
                try connection.execute(
                    """
                    INSERT INTO stageTime (stage, bucket, runs, seconds) VALUES (?, ?, 1, ?)
                    ON CONFLICT (stage, bucket) DO UPDATE SET runs = stageTime.runs + 1,
                        seconds = stageTime.seconds + excluded.seconds
                    """,
                    [SQLValue(stage.rawValue), SQLValue(StageTime.bucket(time)), SQLValue(time)])
            }
        }
    }

    /// Stages that never ran are left out.
    public func all() async throws(RecordError) -> [WorkStage: StageTime] {
        try await database.read { (connection) throws(RecordError) in
            var times: [WorkStage: StageTime] = [:]
            for row in try connection.query("SELECT * FROM stageTime ORDER BY stage, bucket") {
                let stage = try row.word("stage", as: WorkStage.self)
                var time = times[stage] ?? StageTime()
                let bucket = Int(try row.integer("bucket"))
                guard time.runs.indices.contains(bucket) else {
                    throw RecordError(.corruptRow, "stage \(stage.rawValue) has no bucket \(bucket)")
                }
                time.runs[bucket] = Int(try row.integer("runs"))
                time.seconds += try row.real("seconds")
                times[stage] = time
            }
            return times
        }
    }
}
