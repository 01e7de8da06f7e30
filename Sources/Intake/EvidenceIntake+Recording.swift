public import Evidence
import Foundation
import Hashing
import Originals
import Records

/// Durable bytes become an item, or a recording's transcript.
extension EvidenceIntake {
    /// The receipt that the same bytes for the same slot got, so that nobody need send them again; nil where they must be
    /// sent, because they are not here or were erased. What was purged need not be sent: it would not be kept.
    public func receipt(
        store: StoreID, day: BusinessDay, slot: String, sha256: ContentHash
    ) async throws(IntakeError) -> Receipt? {
        let item = try await ask { () async throws(RecordError) -> EvidenceItem? in
            guard
                let item = try await records.items.same(store: store, day: day, slot: slot, sha256: sha256),
                try await !records.items.isErased(item.id)
            else { return nil }
            return item
        }
        guard let item else { return nil }
        let isPurged = try await isPurged(item.id)
        return isPurged || originals.contains(sha256) ? Receipt(item: item, repeated: true) : nil
    }

    func isPurged(_ id: EvidenceID) async throws(IntakeError) -> Bool {
        try await ask { () async throws(RecordError) in try await records.retention.isPurged(id) }
    }

    /// The old receipt where the same bytes for the same slot were kept long enough: they are not stored anew.
    func receiptOfPurged(
        _ submission: Submission, _ sha256: ContentHash
    ) async throws(IntakeError) -> Receipt? {
        guard submission.transcriptOf == nil else { return nil }
        let same = try await ask { () async throws(RecordError) in
            try await records.items.same(
                store: submission.store, day: submission.day, slot: submission.slot, sha256: sha256)
        }
        guard let same, try await isPurged(same.id) else { return nil }
        return Receipt(item: same, repeated: true)
    }

    /// What the same request was answered before.
    func answer(to submission: Submission, _ sha256: ContentHash) async throws(IntakeError) -> Receipt? {
        guard let key = Self.key(submission, sha256) else { return nil }
        let answer = try await ask { () async throws(RecordError) in
            try await records.items.answer(to: key)
        }
        return answer.map { Receipt(item: $0.item, repeated: $0.repeated) }
    }

    /// Bytes that a person had removed do not come back, whoever sends them and wherever to.
    func refuseErased(_ sha256: ContentHash) async throws(IntakeError) {
        let erased = try await ask { () async throws(RecordError) in
            try await records.items.wasErased(sha256)
        }
        if erased { throw .erased }
    }

    func record(
        _ submission: Submission, _ stored: StoredOriginal, _ admission: Admission
    ) async throws(IntakeError) -> Receipt {
        do {
            let recorded =
                if let recording = admission.recording {
                    try await attach(submission, stored, to: recording, admission)
                } else {
                    try await recordItem(submission, stored, admission)
                }
            return Receipt(item: recorded.item, repeated: recorded.repeated)
        } catch {
            switch error.code {
            case .erased:
                // Erased between the look and the record: the bytes that came back in between go again.
                do { try originals.erase(stored.sha256) } catch { throw IntakeError(error) }
            case .storeDayFull:
                // Others came between the look and the record: these bytes were stored for nothing.
                _ = try await ask { () async throws(RecordError) in
                    try await originals.eraseUnlessNeeded(stored.sha256, by: records.items)
                }
                try await refuseBeyondDay(submission, stored.sha256, byteCount: stored.byteCount)
            default: break
            }
            throw IntakeError(error)
        }
    }

    private func recordItem(
        _ submission: Submission, _ stored: StoredOriginal, _ admission: Admission
    ) async throws(RecordError) -> RecordedItem {
        let item = EvidenceItem(
            id: Self.identifier(submission.store, submission.day, submission.slot, stored.sha256),
            store: submission.store, day: submission.day,
            kind: submission.kind, slot: submission.slot, sha256: stored.sha256, byteCount: stored.byteCount,
            fileName: Self.fileName(submission.fileName), receivedAt: admission.receivedAt,
            recordedAt: admission.now, late: admission.late, consent: submission.consent,
            clientPosition: submission.clientPosition.map(Self.sensible), sender: submission.sender.id)
        let note = CustodyNote(
            at: admission.now, actor: submission.sender.id, action: .received,
            detail: Self.custodyDetail(submission, stored))
        let labels = OriginalLabels(originals: originals)
        return try await records.items.record(
            item, custody: note,
            terms: RecordingTerms(
                key: Self.key(submission, stored.sha256),
                proof: proof(of: submission, stored.sha256, admission),
                keep: { (entry) throws(RecordError) in try labels.attach(to: item, entry) },
                admits: admits(stored)))
    }

    private func admits(_ stored: StoredOriginal) -> @Sendable (StoreDayVolume) -> Bool {
        let limits = limits.storeDay
        return { limits.passed(byOneOf: stored.byteCount, after: $0) == nil }
    }

    private func proof(
        of submission: Submission, _ sha256: ContentHash, _ admission: Admission
    ) -> CaptureProof? {
        guard let challenges, let claim = submission.captureClaim, submission.kind == .shelfPhoto else {
            return nil
        }
        return challenges.judge(
            claim, store: submission.store, day: submission.day, begin: admission.dayBegin,
            now: admission.now, sha256: sha256)
    }

    private func attach(
        _ submission: Submission, _ stored: StoredOriginal, to recording: EvidenceItem, _ admission: Admission
    ) async throws(RecordError) -> RecordedItem {
        let note = CustodyNote(
            at: admission.now, actor: submission.sender.id, action: .transcriptAttached,
            detail: Self.custodyDetail(submission, stored))
        let name = Self.fileName(submission.fileName) ?? "transcript.txt"
        let labels = OriginalLabels(originals: originals)
        return try await records.items.attachTranscript(
            to: recording.id, sha256: stored.sha256, name: name, custody: note,
            terms: RecordingTerms(
                key: Self.key(submission, stored.sha256),
                keep: { (entry) throws(RecordError) in
                    try labels.attach(
                        toTranscript: name, of: recording, stored.sha256, byteCount: stored.byteCount, entry)
                }, admits: admits(stored)))
    }
}

// MARK: What stands for what

extension EvidenceIntake {
    static func compare(_ submission: Submission, _ found: ContentHash) throws(IntakeError) {
        if let stated = submission.sha256, stated != found {
            throw .digestDiffers(stated: stated, found: found)
        }
    }

    /// The same bytes for the same slot have the same id, wherever and whenever they are sent.
    static func identifier(
        _ store: StoreID, _ day: BusinessDay, _ slot: String, _ sha256: ContentHash
    ) -> EvidenceID {
        // 96 bits: no two items meet.
        EvidenceID(
            String(digest(of: [store.rawValue, day.description, slot, sha256.rawValue]).prefix(24)))
    }

    /// The request's own words: with other ones the key does not stand for the same request.
    private static func key(_ submission: Submission, _ sha256: ContentHash) -> RequestKey? {
        guard let key = submission.requestKey else { return nil }
        let request = [
            submission.store.rawValue, submission.day.description, submission.kind.rawValue, submission.slot,
            submission.transcriptOf?.rawValue ?? "", sha256.rawValue,
            submission.receivedAt.map { $0.ISO8601Format() } ?? "",
            submission.consent.map { "\($0)" } ?? "",
        ]
        return RequestKey(account: submission.sender.id, key: key, request: digest(of: request))
    }

    /// Each text with its length before it: no two lists have the same digest.
    static func digest(of texts: [String]) -> String {
        let text = texts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
        return SHA256Hasher.hash(Array(text.utf8)).rawValue
    }

    /// For people to recognise the file: the last component, without control characters.
    private static func fileName(_ name: String?) -> String? {
        guard let last = name?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last else { return nil }
        let kept = String(last.unicodeScalars.filter { $0.properties.generalCategory != .control })
        return kept.isEmpty ? nil : String(kept.prefix(120))
    }

    /// A radius that is no number is none.
    private static func sensible(_ position: ClientPosition) -> ClientPosition {
        var position = position
        if let accuracy = position.accuracy, !accuracy.isFinite || accuracy < 0 { position.accuracy = nil }
        return position
    }

    private static func custodyDetail(_ submission: Submission, _ stored: StoredOriginal) -> String {
        var parts = ["sha256=\(stored.sha256)", "bytes=\(stored.byteCount)"]
        if submission.transcriptOf == nil { parts.append("slot=\(submission.slot)") }
        if let stated = submission.receivedAt { parts.append("statedReceivedAt=\(stated.ISO8601Format())") }
        if submission.consent == true { parts.append("consent=true") }
        let found = SniffedType(head: stored.head)
        if let stated = submission.statedType.flatMap(StatedType.init), stated.contradicts(found) {
            parts += ["statedType=\(stated.name)", "sniffedType=\(found.rawValue)"]
        }
        return parts.joined(separator: " ")
    }
}
