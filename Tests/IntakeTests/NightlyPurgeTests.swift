import Evidence
import Foundation
import Originals
import Records
import Synchronization
import Testing

@testable import Intake

/// When the worker purges, and by what.
struct NightlyPurgeTests {
    let fixture: IntakeFixture
    let item: EvidenceItem

    init() async throws {
        fixture = try await IntakeFixture()
        item = try await fixture.send(fixture.submission(), IntakeFixture.photo()).item
        try await fixture.records.items.update(
            item.id, state: .analysed, reason: nil, verdict: .trusted, score: nil)
    }

    private func purge(at instant: Date) throws -> EvidencePurge {
        EvidencePurge(
            records: fixture.records, originals: fixture.originals, renditions: fixture.originals,
            log: try PurgeLog(folder: fixture.folder.appendingPathComponent("purges")), clock: { instant })
    }

    private func importPolicy(days: Int) async throws {
        var policy = RetentionPolicy(version: "a")
        policy[.shelfPhoto] = days
        _ = try await fixture.records.reference.put(
            kind: .retention, name: "retention", json: try CanonicalJSON.string(policy), by: "hq",
            at: IntakeFixture.afternoon)
    }

    @Test func `without a policy nothing is ever purged`() async throws {
        let night = NightlyPurge(
            purge: try purge(at: IntakeFixture.afternoon.addingTimeInterval(1e10)),
            actor: AccountID("worker"))
        #expect(try await night.once() == nil)
        #expect(fixture.originals.contains(item.sha256))
    }

    @Test func `the policy in force counts`() async throws {
        let night = NightlyPurge(
            purge: try purge(at: IntakeFixture.afternoon.addingTimeInterval(10 * 86_400)),
            actor: AccountID("worker"))
        try await importPolicy(days: 11)
        #expect(try await night.once() == .init())
        try await importPolicy(days: 10)
        #expect(try await night.once()?.purged == [item.id])
        #expect(
            try await fixture.records.custody.entries(item.id).last?.detail
                == "sha256=\(item.sha256) policy=a days=10")
    }

    @Test func `it waits for three in the morning of the chain, then again`() async throws {
        try await importPolicy(days: 1)
        let waits = Mutex<[Double]>([])
        let done = Mutex<[EvidencePurge.Result]>([])
        // 15:00 in Hangzhou, three days later.
        let night = NightlyPurge(
            purge: try purge(at: IntakeFixture.afternoon.addingTimeInterval(3 * 86_400)),
            actor: AccountID("worker"),
            pause: { seconds in
                let count = waits.withLock { waits -> Int in
                    waits.append(seconds)
                    return waits.count
                }
                if count == 3 { throw CancellationError() }
            })
        await night.run(report: { result in done.withLock { $0.append(result) } }, failed: { _ in })
        #expect(waits.withLock(\.self) == [43_200, 43_200, 43_200])
        let purged = done.withLock { $0.map(\.purged) }
        #expect(purged == [[item.id], []])
    }

    @Test func `what could not be asked is told and tried again`() async throws {
        _ = try await fixture.records.reference.put(
            kind: .retention, name: "retention", json: "{}", by: "hq", at: IntakeFixture.afternoon)
        let told = Mutex(0)
        let waits = Mutex(0)
        let night = NightlyPurge(
            purge: try purge(at: IntakeFixture.afternoon), actor: AccountID("worker"),
            pause: { _ in
                let count = waits.withLock { waits -> Int in
                    waits += 1
                    return waits
                }
                if count == 4 { throw CancellationError() }
            })
        await night.run(report: { _ in }, failed: { _ in told.withLock { $0 += 1 } })
        #expect(told.withLock(\.self) == 2)
        #expect(fixture.originals.contains(item.sha256))
    }
}
