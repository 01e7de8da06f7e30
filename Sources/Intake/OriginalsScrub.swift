import Evidence
public import Foundation
public import Originals
public import Records

/// Reads all originals again, slowly, and names those whose bytes have changed on the disk. It goes on where it stopped,
/// and never deletes or mends anything.
public struct OriginalsScrub: Sendable {
    /// From the end of a pass to the beginning of the next.
    static let restSeconds = 86_400.0
    /// How much is read again at most after a kill: what takes this long at the rate, and no more than this. A worker that lives
    /// for seconds only gets on.
    private static let secondsBetweenPlaces = 1.0
    private static let mostBytesBetweenPlaces = 8.0 * 1_048_576
    /// After the disk or the database could not be asked.
    private static let secondsAfterFailure = 60.0

    private let records: EvidenceRecords
    private let originals: any OriginalStore
    private let bytesPerSecond: Double
    private let clock: @Sendable () -> Date
    private let pause: @Sendable (_ seconds: Double) async throws -> Void

    /// - Parameters:
    ///   - bytesPerSecond: more than 0; on average, original by original.
    ///   - pause: waits; throws where the task is cancelled.
    public init(
        records: EvidenceRecords, originals: any OriginalStore, bytesPerSecond: Double,
        clock: @escaping @Sendable () -> Date,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void = {
            try await Task.sleep(for: .seconds($0))
        }
    ) {
        self.records = records
        self.originals = originals
        self.bytesPerSecond = bytesPerSecond
        self.clock = clock
        self.pause = pause
    }

    /// Pass after pass, at most one a day, until the task is cancelled.
    /// - Parameters:
    ///   - report: is told of every altered original, in each pass again.
    ///   - failed: is told what could not be asked; it is tried again.
    public func run(
        report: @Sendable (AlteredOriginal) -> Void, failed: @Sendable (any Error) -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await pause(try await secondsUntilNextPass())
                _ = try await finishPass(report: report)
            } catch is CancellationError {
                return
            } catch {
                failed(error)
                do { try await pause(Self.secondsAfterFailure) } catch { return }
            }
        }
    }

    private func secondsUntilNextPass() async throws -> Double {
        let place = try await records.scrub.place()
        guard place.lastDigits.isEmpty, let completedAt = place.completedAt else { return 0 }
        let elapsed = clock().timeIntervalSince(completedAt)
        // Negative where the clock was set back: better a pass too many than none for years.
        return (0..<Self.restSeconds).contains(elapsed) ? Self.restSeconds - elapsed : 0
    }

    /// Reads what the present pass has not read yet.
    /// - Returns: how many originals that were.
    /// - Throws: `RecordError`, `OriginalError` where the folder may not be read, `CancellationError`.
    public func finishPass(report: @Sendable (AlteredOriginal) -> Void) async throws -> Int {
        let present = try originals.hashes()
        let known = Set(try await records.scrub.altered().map(\.sha256))
        for gone in known.subtracting(present).sorted() { try await records.scrub.forget(gone) }
        var place = try await records.scrub.place()
        var checked = 0
        let bytesBetweenPlaces = min(
            bytesPerSecond * Self.secondsBetweenPlaces, Self.mostBytesBetweenPlaces)
        var unkept = 0
        for hash in present where place.isBefore(hash) {
            guard let byteCount = try await check(hash, isKnown: known.contains(hash), report) else {
                continue
            }
            checked += 1
            unkept += byteCount
            place.move(to: hash)
            if Double(unkept) >= bytesBetweenPlaces {
                try await records.scrub.keep(place)
                unkept = 0
            }
            do { try await pause(Double(byteCount) / bytesPerSecond) } catch {
                try await records.scrub.keep(place)
                throw error
            }
        }
        place.complete(at: clock())
        try await records.scrub.keep(place)
        return checked
    }

    /// - Returns: how many bytes were read; nil where the original went meanwhile.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func check(
        _ hash: ContentHash, isKnown: Bool, _ report: @Sendable (AlteredOriginal) -> Void
    ) async throws -> Int? {
        let file = originals.url(of: hash)
        let found = try readable(hash)
        guard found != nil || originals.contains(hash) else { return nil }
        if found == hash {
            if isKnown { try await records.scrub.forget(hash) }
        } else {
            report(
                try await records.scrub.note(
                    AlteredOriginal(sha256: hash, found: found, path: file.path, seenAt: clock())))
        }
        return try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    }

    /// The hash of the bytes as they are; nil where the disk does not give them.
    private func readable(_ hash: ContentHash) throws(OriginalError) -> ContentHash? {
        do { return try originals.rehash(hash) } catch  where error.code != .denied { return nil }
    }
}
