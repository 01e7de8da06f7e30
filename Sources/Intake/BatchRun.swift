import Decoding
import Evidence
import Originals
import Records

/// Takes an archive's entries one by one. Used once.
final class BatchRun {
    private let batch: BatchSubmission
    private let plan: BatchPlan
    private let unpacking: Unpacking
    private let intake: EvidenceIntake
    private let rules: SlotRules
    private var free: FreeSlots

    init(
        _ batch: BatchSubmission, _ plan: BatchPlan, _ unpacking: Unpacking, _ intake: EvidenceIntake,
        _ rules: SlotRules
    ) async throws(IntakeError) {
        self.batch = batch
        self.plan = plan
        self.unpacking = unpacking
        self.intake = intake
        self.rules = rules
        let items = try await intake.ask { () async throws(RecordError) in
            try await intake.records.items.history(store: batch.store, day: batch.day)
        }
        free = FreeSlots(rules, items: items, named: Set(plan.namedSlots.keys))
    }

    /// - Throws: `BatchStop` where the storage fails, or nothing can be unpacked any more, before anything was taken. Afterwards
    ///   the answer says so, with the receipts of what was taken.
    func answer() async throws(BatchStop) -> BatchAnswer {
        var verdicts = plan.verdicts
        var stop: BatchStop?
        for planned in plan.entries {
            if let stop {
                verdicts[planned.entry.index] = EntryVerdict(planned.entry.name, .rejected, stop.reason)
                continue
            }
            do { verdicts[planned.entry.index] = try await take(planned) } catch {
                guard verdicts.values.contains(where: { $0.receipt != nil }) else { throw error }
                stop = error
                verdicts[planned.entry.index] = EntryVerdict(planned.entry.name, .rejected, error.reason)
            }
        }
        return BatchAnswer(
            entries: unpacking.entries.compactMap { verdicts[$0.index] }, manifestProblems: plan.problems,
            stop: stop)
    }

    // Inlined into a loop, this may crash the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func take(_ planned: BatchPlan.Entry) async throws(BatchStop) -> EntryVerdict {
        let bytes: [UInt8]
        do throws(DecodingFailure) {
            bytes = try await unpacking.bytes(of: planned.entry, atMost: intake.limits.maximumBytes)
        } catch {
            if error.code == .decoderUnavailable { throw .unpacking(error) }
            return EntryVerdict(planned.entry.name, .rejected, Reason(error))
        }
        do throws(IntakeError) { return try await take(planned, bytes) } catch {
            if error.isStorages { throw .storage(error) }
            return EntryVerdict(planned.entry.name, .rejected, Reason(error))
        }
    }

    private func take(
        _ planned: BatchPlan.Entry, _ bytes: [UInt8]
    ) async throws(IntakeError) -> EntryVerdict {
        let writer: any OriginalWriter
        do throws(OriginalError) {
            writer = try intake.writer(expecting: bytes.count)
            try writer.append(bytes)
        } catch {
            throw IntakeError(error)
        }
        defer { writer.abandon() }
        guard let kind = planned.kind ?? kind(of: writer.head) else {
            let isMedium = SniffedType(head: writer.head).medium != .other
            return EntryVerdict(planned.entry.name, .rejected, isMedium ? .kindUnknown : .notEvidence)
        }
        guard let slot = planned.slot ?? free.slot(of: kind, writer.sha256) else {
            return EntryVerdict(planned.entry.name, .rejected, .noSlotLeft(kind))
        }
        let receipt = try await intake.accept(
            batch.submission(planned, kind: kind, slot: slot), from: writer)
        free.fill(receipt.item)
        var verdict = EntryVerdict(planned.entry.name, .accepted, receipt.repeated ? .repeated : .accepted)
        verdict.kind = kind
        verdict.slot = receipt.item.slot
        verdict.receipt = receipt
        return verdict
    }

    /// What nothing but its content tells of: a recording is one of a consultation, a picture only where one kind of
    /// picture alone is required.
    private func kind(of head: [UInt8]) -> EvidenceKind? {
        switch SniffedType(head: head).medium {
        case .sound: return .consultationAudio
        case .picture:
            let required = rules.requiredKinds.subtracting([.consultationAudio])
            return required.count == 1 ? required.first : nil
        case .other: return nil
        }
    }
}
