public import Records

/// Figures of operation in the OpenMetrics text format (1.0), for whatever collects them.
public struct OpenMetrics: Sendable, Equatable {
    public var jobs: JobProgress
    /// Age of the job that has waited longest, seconds; nil where none waits.
    public var oldestJobSeconds: Double?
    /// Items by state, flags by state, verdicts: name → label → number.
    public var counts: [String: [String: Int]]

    public init(jobs: JobProgress, oldestJobSeconds: Double?, counts: [String: [String: Int]]) {
        self.jobs = jobs
        self.oldestJobSeconds = oldestJobSeconds
        self.counts = counts
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
        ]
        for (name, labels) in counts.sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE storeproof_\(name) gauge")
            for (label, number) in labels.sorted(by: { $0.key < $1.key }) {
                lines.append("storeproof_\(name){kind=\"\(Self.escaped(label))\"} \(number)")
            }
        }
        return lines.joined(separator: "\n") + "\n# EOF\n"
    }

    static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
