public import Decoding
import Evidence
public import Originals
import Records

/// Takes a store-day's evidence in as one archive: each entry becomes an item as if it were sent alone, with a verdict of
/// its own. Nothing of the archive is read in this process but what was unpacked elsewhere.
public struct BatchIntake: Sendable {
    let intake: EvidenceIntake
    private let archives: any ArchiveOpening
    private let turnstile: Turnstile

    /// - Parameter atOnce: as many archives are unpacked at the same time; others wait.
    public init(intake: EvidenceIntake, archives: any ArchiveOpening, atOnce: Int = 2) {
        self.intake = intake
        self.archives = archives
        turnstile = Turnstile(places: atOnce)
    }

    /// Refuses what can be refused before the bytes arrive.
    public func check(_ batch: BatchSubmission) async throws(IntakeError) {
        _ = try await intake.store(batch.store, batch.day, for: batch.sender, at: intake.clock())
    }

    /// Takes what is good in an archive. The archive itself is not kept.
    /// - Throws: `BatchRefusal` where none of it is taken; `IntakeError` where the storage fails before anything is. Where it
    ///   fails later, the answer has the receipts of what was taken, and the same archive sent again goes on from there.
    public func accept(_ batch: BatchSubmission, from writer: any OriginalWriter) async throws -> BatchAnswer
    {
        defer { writer.abandon() }
        if let stated = batch.sha256, stated != writer.sha256 {
            throw IntakeError.digestDiffers(stated: stated, found: writer.sha256)
        }
        return try await turnstile.passing {
            let store = try await intake.store(batch.store, batch.day, for: batch.sender, at: intake.clock())
            let rules = SlotRules(try await intake.requirements(), store: store, day: batch.day)
            do {
                let unpacking = try await Unpacking(archives, path: writer.path)
                let manifest = try await unpacking.manifest()
                let plan = BatchPlan(unpacking.entries, manifest: manifest, rules: rules)
                return try await BatchRun(batch, plan, unpacking, intake, rules).answer()
            } catch BatchStop.storage(let error) {
                throw error
            } catch BatchStop.unpacking(let failure) {
                throw BatchRefusal(failure)
            } catch let failure as DecodingFailure {
                throw BatchRefusal(failure)
            } catch let problem as ManifestProblem {
                throw BatchRefusal(problem)
            }
        }
    }
}

/// Lets so many through at the same time, in order.
actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    nonisolated func passing<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
