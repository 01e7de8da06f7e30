import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

/// Why a store-day's numbers are no longer what they were.
struct ReasonOfChangeTests {
    private func reasons(_ code: String, _ harness: PipelineHarness) async throws -> [String] {
        try await harness.records.metricBook.history(store: PipelineHarness.store.id, day: harness.day)
            .filter { $0.code == code }.map(\.reason)
    }

    @Test func `numbers say whether evidence came, was analysed again, or an appeal was accepted`()
        async throws
    {
        let harness = try await PipelineHarness()
        let records = harness.records
        let shot = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        await harness.worker(harness.pipeline()).drain()
        #expect(try await reasons("completeness", harness).isEmpty)
        try await harness.receive(
            PipelineHarness.recording(), "consultation-1", .consultationAudio, after: 200)
        let later = PipelineHarness.now.addingTimeInterval(300)
        await harness.worker(harness.pipeline(clock: { later })).drain()
        #expect(try await reasons("completeness", harness) == ["newEvidence"])
        try await records.jobs.enqueue(
            .analyzeItem, subject: shot.id.rawValue, store: shot.store, day: shot.day, at: harness.clock())
        await harness.worker(harness.pipeline(orders: 0, clock: { later })).drain()
        #expect(try await reasons("completeness", harness) == ["newEvidence", "reanalysis"])
        let refusal = try await records.reviews.appeal(
            shot.id, reason: "看得清", by: AccountID("tester"), at: later)
        #expect(refusal == nil)
        await harness.worker(harness.pipeline(clock: { later })).drain()
        #expect(try await reasons("appealRate", harness).last == "appeal")
        try await records.reviews.decide(
            shot.id, .trusted, reason: "订单看得清", by: AccountID("hq"), at: later)
        await harness.worker(harness.pipeline(clock: { later })).drain()
        #expect(
            try await reasons("completeness", harness) == [
                "newEvidence", "reanalysis", "appealAccepted: 订单看得清",
            ])
    }

    @Test func `an appeal that was refused changes the turnaround and says so`() async throws {
        let harness = try await PipelineHarness()
        let shot = try await harness.receive(PipelineHarness.picture(), "order-1", .orderScreenshot)
        await harness.worker(harness.pipeline(orders: 0)).drain()
        _ = try await harness.records.reviews.appeal(
            shot.id, reason: "看得清", by: AccountID("tester"), at: harness.clock())
        await harness.worker(harness.pipeline()).drain()
        try await harness.records.reviews.decide(
            shot.id, .rejected, reason: "看不清", by: AccountID("hq"), at: harness.clock())
        await harness.worker(harness.pipeline()).drain()
        #expect(try await reasons("reviewTurnaround", harness) == ["appealRefused: 看不清"])
    }
}
