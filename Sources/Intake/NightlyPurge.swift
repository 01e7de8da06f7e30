public import Evidence
import Foundation
import Records

/// Purges once a night, by the policy that is in force then; without one nothing is ever purged.
public struct NightlyPurge: Sendable {
    /// Local time of the chain at which a purge begins.
    static let hour = 3
    /// After the disk or the database could not be asked.
    private static let secondsAfterFailure = 600.0

    private let purge: EvidencePurge
    private let actor: AccountID
    private let pause: @Sendable (_ seconds: Double) async throws -> Void

    /// - Parameter pause: waits; throws where the task is cancelled.
    public init(
        purge: EvidencePurge, actor: AccountID,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void = {
            try await Task.sleep(for: .seconds($0))
        }
    ) {
        self.purge = purge
        self.actor = actor
        self.pause = pause
    }

    /// Night after night, until the task is cancelled.
    /// - Parameters:
    ///   - report: is told what each purge did.
    ///   - failed: is told what could not be asked, or why a purge is held; it is tried again.
    public func run(
        report: @Sendable (EvidencePurge.Result) -> Void, failed: @Sendable (any Error) -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await pause(try await secondsUntilNight())
                if let result = try await once() { report(result) }
            } catch is CancellationError {
                return
            } catch {
                failed(error)
                do { try await pause(Self.secondsAfterFailure) } catch { return }
            }
        }
    }

    /// One purge as of now.
    /// - Returns: nil where no policy is imported.
    /// - Throws: `PurgeHeld`, `RecordError`, `OriginalError`.
    public func once() async throws -> EvidencePurge.Result? {
        guard let policy = try await purge.records.retention.policy() else { return nil }
        return try await purge.run(policy, at: purge.clock(), by: actor)
    }

    private func secondsUntilNight() async throws -> Double {
        let now = purge.clock()
        var calendar = Calendar(identifier: .gregorian)
        // A chain's stores share their night, as a rule; where they do not, any of theirs will do.
        calendar.timeZone = try await purge.records.stores.all().first?.zone ?? .gmt
        let next = calendar.nextDate(
            after: now, matching: DateComponents(hour: Self.hour), matchingPolicy: .nextTime)
        return next?.timeIntervalSince(now) ?? Self.secondsAfterFailure
    }
}
