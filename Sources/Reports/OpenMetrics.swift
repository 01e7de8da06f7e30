public import Records

/// Figures of operation in the OpenMetrics text format (1.0), for whatever collects them.
public struct OpenMetrics: Sendable, Equatable {
    public var jobs: JobProgress
    /// Age of the job that has waited longest, seconds; nil where none waits.
    public var oldestJobSeconds: Double?
    /// Items by state, flags by state, verdicts: name → label → number.
    public var counts: [String: [String: Int]]

    /// How long the worker's stages took.
    public var stages: [WorkStage: StageTime]

    /// Originals whose bytes are not those that were acknowledged.
    public var alteredOriginals: Int

    public init(
        jobs: JobProgress, oldestJobSeconds: Double?, counts: [String: [String: Int]],
        stages: [WorkStage: StageTime] = [:], alteredOriginals: Int = 0
    ) {
        self.jobs = jobs
        self.oldestJobSeconds = oldestJobSeconds
        self.counts = counts
        self.stages = stages
        self.alteredOriginals = alteredOriginals
    }

    /// Ends with the mark that the format asks for; the same figures give the same text.
    public var text: String {
        var lines = [
            "# TYPE storeproof_jobs gauge", "# HELP storeproof_jobs Jobs by state.",
            "storeproof_jobs{state=\"waiting\"} \(jobs.waiting)",
            "storeproof_jobs{state=\"running\"} \(jobs.running)",
            "storeproof_jobs{state=\"dead\"} \(jobs.dead)",
            "# TYPE storeproof_jobs_done counter", "# HELP storeproof_jobs_done Jobs that ended well.",
            "storeproof_jobs_done_total \(jobs.done)", "# TYPE storeproof_oldest_job_seconds gauge",
            "# UNIT storeproof_oldest_job_seconds seconds",
            "# HELP storeproof_oldest_job_seconds How long the oldest waiting job has waited.",
            "storeproof_oldest_job_seconds \(Sparkline.tenth(oldestJobSeconds ?? 0))",
            "# TYPE storeproof_altered_originals gauge",
            "# HELP storeproof_altered_originals Originals whose bytes changed on the disk.",
            "storeproof_altered_originals \(alteredOriginals)",
        ]
        for (name, labels) in counts.sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE storeproof_\(name) gauge")
            for (label, number) in labels.sorted(by: { $0.key < $1.key }) {
                lines.append("storeproof_\(name){kind=\"\(Self.escaped(label))\"} \(number)")
            }
        }
        return (lines + stageLines).joined(separator: "\n") + "\n# EOF\n"
    }

    /// A histogram for each stage: buckets hold all runs up to their limit.
    private var stageLines: [String] {
        guard !stages.isEmpty else { return [] }
        let name = "storeproof_stage_seconds"
        var lines = [
            "# TYPE \(name) histogram", "# UNIT \(name) seconds",
            "# HELP \(name) How long a stage of the worker took, of the jobs that ended well.",
        ]
        for stage in WorkStage.allCases {
            guard let time = stages[stage] else { continue }
            let label = "stage=\"\(stage.rawValue)\""
            var runs = 0
            for (bucket, limit) in (StageTime.limits.map { "\($0)" } + ["+Inf"]).enumerated() {
                runs += time.runs[bucket]
                lines.append("\(name)_bucket{\(label),le=\"\(limit)\"} \(runs)")
            }
            lines.append("\(name)_sum{\(label)} \((time.seconds * 1000).rounded() / 1000)")
            lines.append("\(name)_count{\(label)} \(runs)")
        }
        return lines
    }

    static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
