import Evidence
import Foundation
import Originals
import Records
import Synchronization
import Testing

@testable import Intake

/// A bit that flips on the disk is found and named; nothing is touched.
struct OriginalsScrubTests {
    let fixture: IntakeFixture
    let items: [EvidenceItem]

    init() async throws {
        fixture = try await IntakeFixture()
        var items: [EvidenceItem] = []
        for number in 1...3 {
            items.append(
                try await fixture.send(
                    fixture.submission(.consultationAudio, "consultation-\(number)"),
                    IntakeFixture.recording(number)
                ).item)
        }
        self.items = items.sorted { $0.sha256 < $1.sha256 }
    }

    /// Counts what it is asked to wait, and is cancelled at the named wait.
    private final class Waits: Sendable {
        private let seconds = Mutex<[Double]>([])
        let last: Int

        init(last: Int = .max) { self.last = last }

        var all: [Double] { seconds.withLock { $0 } }

        func wait(_ duration: Double) throws {
            let count = seconds.withLock {
                $0.append(duration)
                return $0.count
            }
            if count >= last { throw CancellationError() }
        }
    }

    private func scrub(_ waits: Waits = Waits(), bytesPerSecond: Double = 100) -> OriginalsScrub {
        OriginalsScrub(
            records: fixture.records, originals: fixture.originals, bytesPerSecond: bytesPerSecond,
            clock: { IntakeFixture.afternoon }, pause: { try waits.wait($0) })
    }

    private func flip(_ hash: ContentHash) throws -> Data {
        let file = fixture.originals.url(of: hash)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        var bytes = try Data(contentsOf: file)
        let before = bytes
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: file)
        return before
    }

    @Test func `a flipped bit is named with item, path and both hashes, and stays on the disk`() async throws
    {
        let flipped = items[1]
        let before = try flip(flipped.sha256)
        let reported = Mutex<[AlteredOriginal]>([])
        #expect(try await scrub().finishPass { altered in reported.withLock { $0.append(altered) } } == 3)
        let altered = try #require(reported.withLock { $0.first })
        #expect(reported.withLock { $0.count } == 1)
        #expect(altered.sha256 == flipped.sha256)
        #expect(altered.items == [flipped.id])
        #expect(altered.path == fixture.originals.url(of: flipped.sha256).path)
        #expect(altered.found == (try fixture.originals.rehash(flipped.sha256)))
        #expect(altered.found != flipped.sha256)
        #expect(try await fixture.records.scrub.altered() == [altered])
        #expect(try await fixture.records.operationFigures().alteredOriginals == 1)
        // Put back from a backup, it is sound again.
        try before.write(to: fixture.originals.url(of: flipped.sha256))
        _ = try await scrub().finishPass { _ in }
        #expect(try await fixture.records.scrub.altered().isEmpty)
    }

    @Test func `a pass that was stopped goes on where it stopped`() async throws {
        await #expect(throws: CancellationError.self) {
            _ = try await scrub(Waits(last: 2)).finishPass { _ in }
        }
        #expect(try await !fixture.records.scrub.place().isBefore(items[1].sha256))
        #expect(try await scrub().finishPass { _ in } == 1)
        #expect(try await fixture.records.scrub.place().completedAt == IntakeFixture.afternoon)
        #expect(try await scrub().finishPass { _ in } == 3)
    }

    @Test func `a worker killed after a second's worth of reading begins behind it`() async throws {
        let records = fixture.records
        let kept = Mutex<[ScrubPlace]>([])
        let scrub = OriginalsScrub(
            records: records, originals: fixture.originals, bytesPerSecond: 10,
            clock: { IntakeFixture.afternoon },
            pause: { _ in
                // What a kill at this moment would leave.
                let place = try await records.scrub.place()
                kept.withLock { $0.append(place) }
            })
        #expect(try await scrub.finishPass { _ in } == 3)
        let places = kept.withLock(\.self)
        #expect(places.count == 3)
        for (place, item) in zip(places, items) { #expect(!place.isBefore(item.sha256)) }
    }

    @Test func `each original is waited for as the rate says`() async throws {
        let waits = Waits()
        _ = try await scrub(waits, bytesPerSecond: 50).finishPass { _ in }
        #expect(waits.all == items.map { Double($0.byteCount) / 50 })
    }

    @Test func `a pass ended today is not begun again before tomorrow, also where the clock is set back`()
        async throws
    {
        var place = ScrubPlace()
        for (completed, expected) in [
            (-3_600.0, OriginalsScrub.restSeconds - 3_600), (-90_000, 0), (3_600, 0),
        ] {
            place.complete(at: IntakeFixture.afternoon.addingTimeInterval(completed))
            try await fixture.records.scrub.keep(place)
            let waits = Waits(last: 1)
            await scrub(waits).run(report: { _ in }, failed: { Issue.record($0) })
            #expect(waits.all == [expected])
        }
    }

    @Test func `what is erased leaves no hash behind`() async throws {
        _ = try flip(items[0].sha256)
        _ = try await scrub().finishPass { _ in }
        _ = try await fixture.records.items.erase(
            items[0].id, reason: "顾客要求", actor: AccountID("hq"), at: IntakeFixture.afternoon)
        #expect(try await fixture.records.scrub.altered().isEmpty)
    }
}
