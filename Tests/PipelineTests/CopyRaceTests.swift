import AnalyzerKit
import Evidence
import Foundation
import Records
import SQLiteDriver
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// The same bytes are analysed twice at once, by two workers.
struct CopyRaceTests {
    /// Wherever in the copy's work the original saves its fingerprint, the copy is known.
    @Test(arguments: [EvidenceKind.consultationAudio, .orderScreenshot])
    func `a copy is known whenever its original is saved`(kind: EvidenceKind) async throws {
        let isRecording = kind == .consultationAudio
        let bytes = isRecording ? try PipelineHarness.recording() : try PipelineHarness.picture()
        let slot = isRecording ? "consultation-1" : "order-1"
        var steps = 1
        var step = 0
        while step < steps {
            let database = Interruption(of: try SQLiteDatabase.inMemory())
            let harness = try await PipelineHarness(database: database)
            let first = try await harness.receive(bytes, slot, kind, day: harness.day.adding(days: -1))
            let copy = try await harness.receive(bytes, slot, kind, after: 50)
            let saved = KnownPicture(
                item: first.id, store: first.store, day: first.day, slot: slot, sha256: first.sha256,
                perceptualHash: 1, payload: [1], receivedAt: first.receivedAt)
            let fingerprints = harness.records.fingerprints
            database.arm(before: step) { () async throws(RecordError) in
                try await fingerprints.save(saved)
            }
            try await harness.pipeline(provenance: Self.exactCopies).run(
                Job(
                    id: Job.ID(0), kind: .analyzeItem, subject: copy.id.rawValue, store: copy.store,
                    day: copy.day, attempts: 1))
            steps = database.disarm()
            let judged = try #require(try await harness.records.items.find(copy.id))
            #expect(judged.reason?.code == "duplicate.reused", "the original was saved before call \(step)")
            step += 1
        }
        #expect(steps > 10)
    }

    /// Rejects a picture of which one earlier one has the same bytes, and one only.
    private static let exactCopies: @Sendable (ProvenanceInput) -> ProvenanceFindings = { input in
        let copies = input.prior.filter { $0.sha256 == input.sha256 }
        return ProvenanceFindings(
            verdict: copies.count == 1 ? .rejected : .trusted,
            reasons: copies.count == 1
                ? [.init(code: "duplicate.reused", detail: "", severity: .rejected, of: copies[0].name)] : [],
            analyzer: AnalyzerIdentity(name: "given", version: "1"))
    }
}

/// A database in which something else happens before one of the calls.
private final class Interruption: SQLDatabase {
    typealias Event = @Sendable () async throws(RecordError) -> Void

    private struct Plan {
        var calls = 0
        var at: Int
        var event: Event
    }

    private let database: any SQLDatabase
    private let plan = Mutex<Plan?>(nil)

    init(of database: any SQLDatabase) { self.database = database }

    var dialect: SQLDialect { database.dialect }

    /// Calls are counted from here, from 0.
    func arm(before call: Int, _ event: @escaping Event) {
        plan.withLock { $0 = Plan(at: call, event: event) }
    }

    /// - Returns: how many calls there were.
    func disarm() -> Int {
        plan.withLock { plan in
            defer { plan = nil }
            return plan?.calls ?? 0
        }
    }

    private func interrupt() async throws(RecordError) {
        let event: Event? = plan.withLock { plan in
            guard let due = plan else { return nil }
            plan?.calls += 1
            return due.calls == due.at ? due.event : nil
        }
        guard let event else { return }
        let rest = plan.withLock { plan in
            defer { plan = nil }
            return plan
        }
        try await event()
        plan.withLock { $0 = rest }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        try await interrupt()
        return try await database.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        try await interrupt()
        return try await database.write(body)
    }

    func forgetOverwritten(_ words: Set<String>?) async throws(RecordError) {
        try await database.forgetOverwritten(words)
    }
}
