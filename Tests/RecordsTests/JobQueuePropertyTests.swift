import Evidence
import Foundation
import TestSupport
import Testing

@testable import Records

/// Random interleavings of everything that workers and their deaths do, against a model that knows what is true.
struct JobQueuePropertyTests {
    private struct Claim {
        var subject: String
        var worker: String
        var leaseEnd: Double
    }

    private struct Model {
        var live: [Job.ID: Claim] = [:]
        var ended: Set<Job.ID> = []
        var now = 0.0
    }

    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func `no job has two live claims, and every job ends once`(seed: UInt64) async throws {
        let fixture = try await RecordsFixture()
        var random = SeededGenerator(seed: seed)
        var model = Model()
        for _ in 0..<120 { try await step(fixture, &model, &random) }
        try await drain(fixture, &model)
        let progress = try await fixture.records.jobs.progress()
        #expect(progress.waiting == 0 && progress.running == 0)
        #expect(model.live.isEmpty)
        #expect(Int64(progress.done + progress.dead) == (try await fixture.count("job")))
    }

    private func date(_ seconds: Double) -> Date { RecordsFixture.noon.addingTimeInterval(seconds) }

    private func step(
        _ fixture: RecordsFixture, _ model: inout Model, _ random: inout SeededGenerator
    ) async throws {
        let jobs = fixture.records.jobs
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            try await jobs.enqueue(
                .scoreDay, subject: "subject-\(Int.random(in: 0..<6, using: &random))",
                store: RecordsFixture.xihu, day: RecordsFixture.day, at: date(model.now))
        case 3...5:
            try await claim(fixture, &model, worker: "w\(Int.random(in: 0..<4, using: &random))")
        case 6:
            model.now += Double.random(in: 0...15, using: &random)
        case 7:
            guard let (id, held) = pick(model, &random) else { return }
            try await jobs.extend(id, worker: held.worker, now: date(model.now), lease: .seconds(20))
            model.live[id]?.leaseEnd = model.now + 20
        case 8:
            guard let (id, held) = pick(model, &random) else { return }
            try await jobs.finish(id, worker: held.worker)
            end(id, &model)
        default:
            guard let (id, held) = pick(model, &random) else { return }
            let isLast = Bool.random(using: &random)
            try await jobs.fail(
                id, worker: held.worker, code: "c", detail: "d",
                retryAt: isLast ? nil : date(model.now + 3))
            if isLast { end(id, &model) } else { model.live[id] = nil }
        }
    }

    private func claim(_ fixture: RecordsFixture, _ model: inout Model, worker: String) async throws {
        let jobs = fixture.records.jobs
        guard let job = try await jobs.claim(now: date(model.now), lease: .seconds(20), worker: worker) else {
            return
        }
        #expect(!model.ended.contains(job.id), "an ended job was claimed")
        if let older = model.live[job.id] {
            #expect(older.leaseEnd <= model.now + 0.001, "a live claim was taken over")
            if older.worker != worker {
                await #expect(throws: RecordError.self) {
                    try await jobs.finish(job.id, worker: older.worker)
                }
            }
        }
        let sameSubject = model.live.filter { $0.key != job.id && $0.value.subject == job.subject }
        #expect(sameSubject.isEmpty, "two jobs of a subject run")
        model.live[job.id] = Claim(subject: job.subject, worker: worker, leaseEnd: model.now + 20)
    }

    /// A claim that its worker still believes in; it may have run out, but nobody has taken it over.
    private func pick(_ model: Model, _ random: inout SeededGenerator) -> (Job.ID, Claim)? {
        model.live.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }.randomElement(using: &random)
    }

    private func end(_ id: Job.ID, _ model: inout Model) {
        #expect(model.ended.insert(id).inserted, "a job ended twice")
        model.live[id] = nil
    }

    private func drain(_ fixture: RecordsFixture, _ model: inout Model) async throws {
        let jobs = fixture.records.jobs
        model.now += 1000
        for _ in 0..<500 {
            guard let job = try await jobs.claim(now: date(model.now), lease: .seconds(20), worker: "last")
            else {
                // Whatever died with its claims was set aside.
                model.live = [:]
                return
            }
            try await jobs.finish(job.id, worker: "last")
            end(job.id, &model)
        }
        Issue.record("the queue does not drain")
    }
}
