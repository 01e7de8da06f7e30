import Evidence
public import FoundationEssentials
public import Records

/// Takes jobs from the queue and runs them, several at a time, until it is told to stop.
public struct Worker: Sendable {
    public struct Settings: Sendable {
        public var name: String
        public var concurrency: Int
        /// A job that is not finished within this time is taken over by another worker, seconds.
        public var leaseSeconds: Double
        public var maximumAttempts: Int
        /// Wait between looks into an empty queue, seconds.
        public var idleSeconds: Double

        public init(
            name: String, concurrency: Int = 2, leaseSeconds: Double = 120, maximumAttempts: Int = 5,
            idleSeconds: Double = 0.3
        ) {
            self.name = name
            self.concurrency = concurrency
            self.leaseSeconds = leaseSeconds
            self.maximumAttempts = maximumAttempts
            self.idleSeconds = idleSeconds
        }
    }

    /// How a job ended, for the log.
    public enum Outcome: Sendable {
        case done(Job, seconds: Double)
        case failed(Job, PipelineError, retryAt: Date?)
        /// The queue itself could not be asked.
        case queueFailed(PipelineError)
    }

    let pipeline: EvidencePipeline
    let settings: Settings
    let report: @Sendable (Outcome) -> Void

    public init(
        pipeline: EvidencePipeline, settings: Settings,
        report: @escaping @Sendable (Outcome) -> Void = { _ in }
    ) {
        self.pipeline = pipeline
        self.settings = settings
        self.report = report
    }

    /// Works until the task is cancelled; a job that was begun is finished first.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<settings.concurrency {
                group.addTask { await work(lane: lane, untilEmpty: false) }
            }
        }
    }

    /// Works until nothing is left that can be done now.
    public func drain() async {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<settings.concurrency {
                group.addTask { await work(lane: lane, untilEmpty: true) }
            }
        }
    }

    private func work(lane: Int, untilEmpty: Bool) async {
        let name = "\(settings.name)/\(lane)"
        while !Task.isCancelled {
            do throws(PipelineError) {
                if try await takeOne(name) { continue }
                if untilEmpty {
                    let progress = try await fetch { try await pipeline.records.jobs.progress() }
                    if progress.waiting == 0 && progress.running == 0 { return }
                }
            } catch {
                report(.queueFailed(error))
            }
            do { try await Task.sleep(for: .seconds(settings.idleSeconds)) } catch { return }
        }
    }

    /// - Returns: false when there was nothing to do.
    private func takeOne(_ name: String) async throws(PipelineError) -> Bool {
        let jobs = pipeline.records.jobs
        let began = pipeline.clock()
        guard
            let job = try await fetch({
                try await jobs.claim(now: began, lease: .seconds(settings.leaseSeconds), worker: name)
            })
        else { return false }
        do throws(PipelineError) {
            try await withLease(job, name) { () async throws(PipelineError) in try await pipeline.run(job) }
            try await fetch { try await jobs.finish(job.id, worker: name) }
            report(.done(job, seconds: pipeline.clock().timeIntervalSince(began)))
        } catch {
            let retryAt = retryTime(job, error)
            try await fetch {
                try await jobs.fail(
                    job.id, worker: name, code: error.code.rawValue, detail: error.detail, retryAt: retryAt)
            }
            if retryAt == nil { try await pipeline.markFailed(job, error) }
            report(.failed(job, error, retryAt: retryAt))
        }
        return true
    }

    /// Prolongs the lease while the work goes on, so that a long job is not taken for a dead one.
    private func withLease(
        _ job: Job, _ name: String, _ body: () async throws(PipelineError) -> Void
    ) async throws(PipelineError) {
        let jobs = pipeline.records.jobs
        let clock = pipeline.clock
        let lease = settings.leaseSeconds
        let report = self.report
        let heartbeat = Task {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(lease / 3)) } catch { return }
                do { try await jobs.extend(job.id, worker: name, now: clock(), lease: .seconds(lease)) } catch
                {
                    report(.queueFailed(PipelineError(.recordsFailed, "\(error)")))
                }
            }
        }
        defer { heartbeat.cancel() }
        try await body()
    }

    /// 2, 8, 32, 128 seconds, then never again.
    private func retryTime(_ job: Job, _ error: PipelineError) -> Date? {
        guard error.disposition == .retry, job.attempts < settings.maximumAttempts else { return nil }
        var delay = 2.0
        for _ in 1..<max(1, job.attempts) { delay *= 4 }
        return pipeline.clock().addingTimeInterval(delay)
    }
}
