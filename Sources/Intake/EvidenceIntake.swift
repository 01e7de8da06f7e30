import Evidence
public import Foundation
import Hashing
public import Originals
public import Records

/// Takes evidence in: judges it, stores its bytes, records it with its custody entry and its job. A receipt is given
/// only when all of that survives a power cut.
public struct EvidenceIntake: Sendable {
    let records: EvidenceRecords
    let originals: any OriginalStore
    let limits: IntakeLimits
    /// nil where the chain gives no codes.
    public let challenges: CaptureChallenges?
    let clock: @Sendable () -> Date

    public init(
        records: EvidenceRecords, originals: any OriginalStore, limits: IntakeLimits,
        challenges: CaptureChallenges? = nil, clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.originals = originals
        self.limits = limits
        self.challenges = challenges
        self.clock = clock
    }

    /// Refuses what can be refused before the bytes arrive: unknown store, foreign store, future day, unknown slot,
    /// missing consent. A request that was answered before is not judged again.
    public func check(_ submission: Submission) async throws(IntakeError) {
        if let key = submission.requestKey {
            let answered = try await ask { () async throws(RecordError) in
                try await records.items.knowsKey(key, of: submission.sender.id)
            }
            if answered { return }
        }
        _ = try await admit(submission)
    }

    /// Begins the original of a submission.
    /// - Parameter byteCount: how much is announced; 0 where nobody knows.
    /// - Throws: `full` before the disk is: what stays free is not taken by uploads.
    public func writer(expecting byteCount: Int = 0) throws(OriginalError) -> any OriginalWriter {
        if limits.minimumFreeBytes > 0 {
            let free = try originals.freeBytes()
            guard free - limits.minimumFreeBytes > byteCount else {
                throw OriginalError(
                    .full,
                    "\(free) bytes are free, \(byteCount) are announced, \(limits.minimumFreeBytes) stay free"
                )
            }
        }
        return try originals.writer()
    }

    /// Judges the bytes that a writer has, makes them durable, and records them. What is refused leaves nothing
    /// behind.
    public func accept(
        _ submission: Submission, from writer: any OriginalWriter
    ) async throws(IntakeError) -> Receipt {
        let admission: Admission
        do throws(IntakeError) {
            try Self.compare(submission, writer.sha256)
            if let receipt = try await answer(to: submission, writer.sha256) {
                writer.abandon()
                return receipt
            }
            admission = try await admit(submission)
            try judge(submission, byteCount: writer.byteCount, head: writer.head)
            try await refuseErased(writer.sha256)
            try await refuseBeyondDay(submission, writer.sha256, byteCount: writer.byteCount)
            if let receipt = try await receiptOfPurged(submission, writer.sha256) {
                writer.abandon()
                return receipt
            }
        } catch {
            writer.abandon()
            throw error
        }
        let stored: StoredOriginal
        do { stored = try writer.finish() } catch { throw IntakeError(error) }
        return try await record(submission, stored, admission)
    }
}

// MARK: Who, where, when

/// What is known about a submission that may come in.
struct Admission {
    var now: Date
    /// What counts as the time of receipt.
    var receivedAt: Date
    var late: Bool
    /// Of the business day.
    var dayBegin: Date
    /// The recording whose transcript comes.
    var recording: EvidenceItem?
}

extension EvidenceIntake {
    /// The store and the business day of something that comes, as far as its sender may send it.
    func store(
        _ id: StoreID, _ day: BusinessDay, for sender: Account, at now: Date
    ) async throws(IntakeError) -> Store {
        guard
            let store = try await ask({ () async throws(RecordError) in try await records.stores.find(id) })
        else { throw .unknownStore(id) }
        guard
            sender.role == .hq || sender.store == store.id
                || (sender.role == .integrator && sender.store == nil)
        else { throw .notYourStore(store.id, sender) }
        let newest = store.businessDay(at: now)
        guard day <= newest else { throw .dayInFuture(day, newest: newest) }
        return store
    }

    private func admit(_ submission: Submission) async throws(IntakeError) -> Admission {
        let now = Self.wholeMilliseconds(clock())
        let store = try await store(submission.store, submission.day, for: submission.sender, at: now)
        let receivedAt = try statedTime(submission, now)
        // Earlier than its day, evidence would be on time without limit and older than what it copies.
        let begin = submission.day.start(timeZone: store.zone, cutOff: store.cutOff)
        guard begin.timeIntervalSince(receivedAt) <= limits.clockDifferenceSeconds else {
            throw .receivedAtBeforeDay(receivedAt.ISO8601Format(), submission.day)
        }
        if let id = submission.transcriptOf {
            let recording = try await recording(id, submission)
            return Admission(
                now: now, receivedAt: receivedAt, late: false, dayBegin: begin, recording: recording)
        }
        let requirements = try await requirements()
        let rules = SlotRules(requirements, store: store, day: submission.day)
        try rules.check(submission.slot, submission.kind)
        if submission.kind == .consultationAudio, submission.consent != true,
            Requirement.needsConsent(requirements, for: store.id, on: submission.day)
        {
            throw .consentMissing
        }
        return Admission(
            now: now, receivedAt: receivedAt, late: receivedAt > rules.deadline(of: submission.slot),
            dayBegin: begin)
    }

    private func statedTime(_ submission: Submission, _ now: Date) throws(IntakeError) -> Date {
        guard let stated = submission.receivedAt else { return now }
        guard submission.sender.role == .integrator else { throw .receivedAtNotAllowed(submission.sender) }
        guard stated.timeIntervalSince(now) <= limits.clockDifferenceSeconds else {
            throw .receivedAtInFuture(stated.ISO8601Format())
        }
        return Self.wholeMilliseconds(stated)
    }

    private func recording(
        _ id: EvidenceID, _ submission: Submission
    ) async throws(IntakeError) -> EvidenceItem {
        guard let item = try await ask({ () async throws(RecordError) in try await records.items.find(id) }),
            item.store == submission.store, item.day == submission.day, item.kind == .consultationAudio
        else { throw .itemNotFound(id) }
        // Before its bytes arrive: a transcript of what a customer had erased must not lie on the disk.
        if try await ask({ () async throws(RecordError) in try await records.items.isErased(id) }) {
            throw .itemNotFound(id)
        }
        if try await isPurged(id) { throw .purged }
        return item
    }

    func requirements() async throws(IntakeError) -> [Requirement] {
        try await ask { () async throws(RecordError) in try await records.reference.requirements() }
    }

    /// Instants are stored in milliseconds; a receipt shows what is stored.
    private static func wholeMilliseconds(_ instant: Date) -> Date {
        Date(timeIntervalSince1970: (instant.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    func ask<Value>(
        _ question: () async throws(RecordError) -> Value
    ) async throws(IntakeError) -> Value {
        do { return try await question() } catch { throw IntakeError(error) }
    }
}

// MARK: What

extension EvidenceIntake {
    private func judge(
        _ submission: Submission, byteCount: Int, head: [UInt8]
    ) throws(IntakeError) {
        guard byteCount > 0 else { throw .emptyFile(submission.fileName) }
        let isTranscript = submission.transcriptOf != nil
        let limit = isTranscript ? limits.maximumTranscriptBytes : limits.maximumBytes
        guard byteCount <= limit else { throw .tooLarge(byteCount, limit: limit) }
        let type = SniffedType(head: head)
        if isTranscript {
            guard type == .text else { throw .notTranscript(type, name: submission.fileName) }
            return
        }
        let wanted: SniffedType.Medium = submission.kind == .consultationAudio ? .sound : .picture
        guard type.medium != .other else {
            throw .notMedia(type, kind: submission.kind, name: submission.fileName)
        }
        guard type.medium == wanted else { throw .wrongKind(type, kind: submission.kind) }
        guard type.isDecoded else { throw .unsupported(type, kind: submission.kind) }
    }
}
