import Evidence
import Foundation
import Testing

@testable import Records

struct JobQueueTests {
    let fixture: RecordsFixture
    var jobs: JobQueue { fixture.records.jobs }
    let noon = RecordsFixture.noon

    init() async throws { fixture = try await RecordsFixture() }

    private func enqueue(_ subject: String, _ kind: JobKind = .scoreDay, after seconds: Double = 0)
        async throws
    {
        try await jobs.enqueue(
            kind, subject: subject, store: RecordsFixture.xihu, day: RecordsFixture.day,
            at: noon.addingTimeInterval(seconds))
    }

    private func claim(_ worker: String = "w", after seconds: Double = 0, lease: Double = 60) async throws
        -> Job?
    {
        try await jobs.claim(now: noon.addingTimeInterval(seconds), lease: .seconds(lease), worker: worker)
    }

    @Test func `an empty queue has nothing to claim`() async throws {
        #expect(try await claim() == nil)
        #expect(try await jobs.progress() == JobProgress())
    }

    @Test func `what was due first is claimed first, once`() async throws {
        try await enqueue("b", after: 2)
        try await enqueue("a", after: 1)
        try await enqueue("later", after: 100)
        #expect(try await claim(after: 5)?.subject == "a")
        #expect(try await claim(after: 5)?.subject == "b")
        #expect(try await claim(after: 5) == nil)
        #expect(try await jobs.progress() == JobProgress(waiting: 1, running: 2))
    }

    @Test func `a subject waits once`() async throws {
        for _ in 0..<5 { try await enqueue("HZ-001/2026-11-20") }
        #expect(try await jobs.progress().waiting == 1)
        // While it runs, new work for it may wait, but does not run.
        let first = try #require(try await claim())
        for _ in 0..<5 { try await enqueue("HZ-001/2026-11-20") }
        #expect(try await jobs.progress() == JobProgress(waiting: 1, running: 1))
        #expect(try await claim() == nil)
        try await jobs.finish(first.id, worker: "w")
        #expect(try await claim()?.subject == "HZ-001/2026-11-20")
    }

    @Test func `a job whose worker died is taken over, and the dead worker's word counts no more`()
        async throws
    {
        try await enqueue("a")
        let first = try #require(try await claim("dead", lease: 10))
        #expect(try await claim("other", after: 9) == nil)
        let second = try #require(try await claim("other", after: 11))
        #expect(second.id == first.id)
        #expect(second.attempts == 2)
        for attempt in [
            jobs.finish, { try await jobs.fail($0, worker: $1, code: "c", detail: "d", retryAt: nil) },
        ] {
            let error = await #expect(throws: RecordError.self) { try await attempt(first.id, "dead") }
            #expect(error?.code == .leaseLost)
        }
        try await jobs.finish(second.id, worker: "other")
        #expect(try await jobs.progress() == JobProgress(done: 1))
    }

    @Test func `a lease that is prolonged holds`() async throws {
        try await enqueue("a")
        let job = try #require(try await claim("slow", lease: 10))
        try await jobs.extend(job.id, worker: "slow", now: noon.addingTimeInterval(8), lease: .seconds(10))
        #expect(try await claim("other", after: 15) == nil)
        #expect(try await claim("other", after: 19) != nil)
        let error = await #expect(throws: RecordError.self) {
            try await jobs.extend(job.id, worker: "slow", now: noon, lease: .seconds(10))
        }
        #expect(error?.code == .leaseLost)
    }

    @Test func `a failed job comes back at its time, and is set aside at last`() async throws {
        try await enqueue("a")
        var job = try #require(try await claim())
        try await jobs.fail(
            job.id, worker: "w", code: "recordsFailed", detail: "busy", retryAt: noon.addingTimeInterval(30))
        #expect(try await claim(after: 29) == nil)
        job = try #require(try await claim(after: 30))
        #expect(job.attempts == 2)
        try await jobs.fail(job.id, worker: "w", code: "notFound", detail: "gone", retryAt: nil)
        #expect(try await jobs.progress() == JobProgress(dead: 1))
        #expect(try await claim(after: 1e6) == nil)
        #expect(try await fixture.count("jobFailure") == 2)
    }

    @Test func `a retry gives way to the same work that waits already`() async throws {
        try await enqueue("a")
        let job = try #require(try await claim())
        try await enqueue("a", after: 1)
        try await jobs.fail(job.id, worker: "w", code: "c", detail: "d", retryAt: noon.addingTimeInterval(30))
        #expect(try await jobs.progress() == JobProgress(waiting: 1, done: 1))
    }

    @Test func `a job that kills its workers is set aside, and its item says so`() async throws {
        try await fixture.record(RecordsFixture.item(1))
        var seconds = 0.0
        for attempt in 1...JobQueue.claimLimit {
            #expect(try await claim("w\(attempt)", after: seconds, lease: 10)?.attempts == attempt)
            seconds += 11
        }
        #expect(try await claim("next", after: seconds) == nil)
        #expect(try await jobs.progress() == JobProgress(dead: 1))
        let item = try #require(try await fixture.records.items.find(EvidenceID("item-1")))
        #expect(item.state == .failed)
        #expect(item.reason?.code == "system.analysisFailed")
    }

    @Test func `many workers at once claim each job once`() async throws {
        for number in 0..<60 { try await enqueue("subject-\(number)") }
        let claimed = try await withThrowingTaskGroup(of: [Job].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var mine: [Job] = []
                    while let job = try await claim("w\(worker)") {
                        mine.append(job)
                        try await jobs.finish(job.id, worker: "w\(worker)")
                    }
                    return mine
                }
            }
            return try await group.reduce(into: [Job]()) { $0 += $1 }
        }
        #expect(claimed.count == 60)
        #expect(Set(claimed.map(\.id)).count == 60)
        #expect(try await jobs.progress() == JobProgress(done: 60))
    }
}
