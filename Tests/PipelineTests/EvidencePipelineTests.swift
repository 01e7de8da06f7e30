import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct EvidencePipelineTests {
    @Test func `an item goes from received to findings, score and metrics`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        await harness.worker(harness.pipeline()).drain()
        let analysed = try #require(try await harness.records.items.find(item.id))
        #expect(analysed.state == .analysed && analysed.verdict == .trusted)
        let kinds = try await harness.records.findings.current(item.id).map(\.kind.rawValue).sorted()
        #expect(kinds == ["media", "order", "provenance"])
        let score = try #require(try await harness.records.scores.find(store: item.store, day: item.day))
        #expect(score.parts.first { $0.code == "completeness" }?.numerator == 1)
        #expect(score.parts.first { $0.code == "completeness" }?.denominator == 2)
        let metrics = try await harness.records.metrics.onDay(item.day)
        #expect(metrics.first { $0.code == "groupBuyOrders" }?.value == 1)
    }

    @Test func `the runs of each stage are counted, not what passes a stage by`() async throws {
        let harness = try await PipelineHarness()
        let whole = try PipelineHarness.picture()
        _ = try await harness.receive(whole, "order-1", .orderScreenshot)
        await harness.worker(harness.pipeline()).drain()
        _ = try await harness.receive(Array(whole.prefix(whole.count / 2)), "order-2", .orderScreenshot)
        await harness.worker(harness.pipeline()).drain()
        let runs = try await harness.records.stageTimes.all().mapValues { $0.runs.reduce(0, +) }
        #expect(runs == [.decode: 2, .analyse: 1, .provenance: 1, .save: 2, .score: 2])
    }

    @Test func `a broken file ends rejected with a sentence, and the batch goes on`() async throws {
        let harness = try await PipelineHarness()
        let whole = try PipelineHarness.picture()
        let broken = try await harness.receive(
            Array(whole.prefix(whole.count / 2)), "order-1", .orderScreenshot)
        let sound = try await harness.receive(
            PipelineHarness.recording(), "consultation-1", .consultationAudio)
        await harness.worker(harness.pipeline()).drain()
        let rejected = try #require(try await harness.records.items.find(broken.id))
        #expect(rejected.state == .rejected)
        #expect(rejected.reason?.code == "media.truncated")
        #expect(rejected.reason?.chinese.isEmpty == false)
        #expect(try await harness.records.items.find(sound.id)?.state == .analysed)
        #expect(try await harness.records.jobs.progress().dead == 0)
    }

    @Test func `a screenshot without an order asks for another one`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        await harness.worker(harness.pipeline(orders: 0)).drain()
        #expect(try await harness.records.items.find(item.id)?.reason?.code == "order.none")
    }

    @Test func `analysing again supersedes findings instead of doubling them`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        let pipeline = harness.pipeline()
        await harness.worker(pipeline).drain()
        try await harness.records.jobs.enqueue(
            .analyzeItem, subject: item.id.rawValue, store: item.store, day: item.day, at: harness.clock())
        await harness.worker(pipeline).drain()
        #expect(try await harness.records.findings.current(item.id).count == 3)
        #expect(try await harness.records.items.find(item.id)?.state == .analysed)
    }

    @Test func `the same recording on another day is not new evidence, in its own slot it is itself`()
        async throws
    {
        let harness = try await PipelineHarness()
        let bytes = try PipelineHarness.recording()
        let yesterday = harness.day.adding(days: -1)
        let first = try await harness.receive(bytes, "consultation-1", .consultationAudio, day: yesterday)
        let again = try await harness.receive(bytes, "consultation-1", .consultationAudio, after: 50)
        await harness.worker(harness.pipeline()).drain()
        #expect(try await harness.records.items.find(first.id)?.state == .analysed)
        let rejected = try #require(try await harness.records.items.find(again.id))
        #expect(rejected.state == .rejected && rejected.reason?.code == "duplicate.reused")
    }

    @Test func `the same bytes are known as a copy while what came first still waits`() async throws {
        let harness = try await PipelineHarness()
        let bytes = try PipelineHarness.recording()
        let yesterday = harness.day.adding(days: -1)
        let first = try await harness.receive(bytes, "consultation-1", .consultationAudio, day: yesterday)
        let again = try await harness.receive(bytes, "consultation-1", .consultationAudio, after: 50)
        let queue = harness.records.jobs
        let jobs = [
            try await queue.claim(now: harness.clock(), lease: .seconds(60), worker: "one"),
            try await queue.claim(now: harness.clock(), lease: .seconds(60), worker: "other"),
        ]
        let job = try #require(jobs.compactMap { $0 }.first { $0.subject == again.id.rawValue })
        try await harness.pipeline().run(job)
        #expect(try await harness.records.items.find(first.id)?.state == .received)
        let copy = try #require(try await harness.records.items.find(again.id))
        #expect(copy.state == .rejected && copy.reason?.code == "duplicate.reused")
    }

    @Test func `a failed retake takes nothing from the capture that it replaced`() async throws {
        let harness = try await PipelineHarness()
        let good = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        let pipeline = harness.pipeline()
        await harness.worker(pipeline).drain()
        let whole = try PipelineHarness.picture()
        let broken = try await harness.receive(
            Array(whole.prefix(whole.count / 2)), "order-1", .orderScreenshot, after: 10)
        await harness.worker(pipeline).drain()
        #expect(try await harness.records.items.find(broken.id)?.state == .rejected)
        #expect(try await harness.records.items.find(good.id)?.supersededBy == broken.id)
        let score = try #require(try await harness.records.scores.find(store: good.store, day: good.day))
        #expect(score.parts.first { $0.code == "completeness" }?.numerator == 1)
    }

    @Test func `a failing analyser is tried again later and costs nobody anything`() async throws {
        let harness = try await PipelineHarness()
        let item = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        let pipeline = harness.pipeline(reader: FaultyReader(failures: .max))
        let job = try #require(
            try await harness.records.jobs.claim(now: harness.clock(), lease: .seconds(60), worker: "w"))
        await #expect(throws: PipelineError.self) { try await pipeline.run(job) }
        try await pipeline.markFailed(job, PipelineError(.analyzerFailed, "x"))
        let failed = try #require(try await harness.records.items.find(item.id))
        #expect(failed.state == .failed)
        #expect(failed.reason?.code == "system.analysisFailed")
    }

    @Test func `an item whose store is gone is given up at once`() {
        #expect(PipelineError(.notFound, "").disposition == .giveUp)
        #expect(PipelineError(.analyzerFailed, "").disposition == .retry)
    }
}
