public import Evidence
public import Foundation
public import Originals
public import Records

/// Brings originals and records together again: bytes that the records do not know are recorded from the label beside
/// them, or set aside where there is none. Nothing is deleted. A database that was lost is rebuilt by this: make a new one,
/// import the chain's stores, repair.
public struct OriginalsRepair: Sendable {
    /// What was done, each list sorted.
    public struct Result: Hashable, Codable, Sendable {
        /// Recorded again, as evidence or as a transcript.
        public var restored: [EvidenceID] = []
        /// Set aside: no label says what they are, or the bytes are not those of their name.
        public var quarantined: [ContentHash] = []
        /// Known, and labelled again.
        public var labelled: [EvidenceID] = []
        /// Left as they are, because their store is not imported or their recording is not here.
        public var waiting: [ContentHash] = []
        public init() {}
    }

    let records: EvidenceRecords
    let originals: any OriginalStore
    let clock: @Sendable () -> Date

    public init(
        records: EvidenceRecords, originals: any OriginalStore, clock: @escaping @Sendable () -> Date
    ) {
        self.records = records
        self.originals = originals
        self.clock = clock
    }

    /// Safe while evidence comes in: bytes go aside while nothing can be recorded, and whoever was about to record them sends
    /// them again.
    /// - Throws: `RecordError`, `OriginalError`.
    public func run() async throws -> Result {
        var result = Result()
        try await placeOrphans(&result)
        try await labelKnown(&result)
        result.restored.sort()
        result.quarantined.sort()
        result.labelled.sort()
        result.waiting.sort()
        return result
    }

    // MARK: Bytes that the records do not know

    private func placeOrphans(_ result: inout Result) async throws {
        // Files first: what is recorded while this looks is known below.
        let present = try originals.hashes()
        let stray = Set(try await kept(try await OriginalsAudit.strayLabels(originals, records)))
        let recorded = try await records.items.referencedOriginals()
        var labels: [OriginalLabel] = []
        for hash in present where !recorded.contains(hash) {
            // What a person had erased is finished by the erasure alone.
            if try await records.items.wasErased(hash) { continue }
            if let own = try readable(hash) {
                let names = Set(try await kept(own.map(\.name)))
                labels += own.filter { names.contains($0.name) }
            } else if try await records.retention.purgedItems(with: hash).isEmpty {
                try await setAside(hash, &result)
            }
        }
        // Bytes that one item has and another had too.
        for hash in Set(stray.map(\.sha256)).intersection(recorded).sorted() {
            labels += try readable(hash)?.filter { stray.contains($0.name) } ?? []
        }
        // As they came in: what came later takes the slot, and transcripts find their recordings.
        labels.sort { $0.order < $1.order }
        for label in labels {
            if try await restore(label) {
                result.restored.append(label.item)
            } else {
                result.waiting.append(label.sha256)
            }
        }
    }

    /// Without those of purged items: their originals are removed by the next purge alone.
    private func kept(_ labels: [LabelName]) async throws -> [LabelName] {
        var kept: [LabelName] = []
        for label in labels where try await !records.retention.isPurged(label.item) { kept.append(label) }
        return kept
    }

    /// The labels of bytes that are what their name says; nil where there are none, or one cannot be read.
    private func readable(_ hash: ContentHash) throws(OriginalError) -> [OriginalLabel]? {
        do {
            let labels = try originals.labels(of: hash)
            guard !labels.isEmpty, labels.allSatisfy(\.isConsistent), try originals.rehash(hash) == hash
            else {
                return nil
            }
            return labels
        } catch  where error.code == .altered {
            return nil
        }
    }

    private func setAside(_ hash: ContentHash, _ result: inout Result) async throws {
        let originals = self.originals
        let moved = try await records.items.unlessNeeded(hash) { () throws(RecordError) in
            do throws(OriginalError) { try originals.quarantine(hash) } catch { throw RecordError(error) }
        }
        if moved { result.quarantined.append(hash) }
    }

    private func restore(_ label: OriginalLabel) async throws -> Bool {
        guard try await records.stores.find(label.store) != nil else { return false }
        let note = CustodyNote(
            at: clock(), actor: AccountID("verify"), action: .restored,
            detail: "\(label.custody.detail) custody=\(label.custody.sequence):\(label.custody.hash)")
        let labels = OriginalLabels(originals: originals)
        switch label.role {
        case .evidence:
            let item = label.evidence
            try await records.items.record(
                item, custody: note,
                terms: RecordingTerms(inOrderOfTime: true) { (entry) throws(RecordError) in
                    try labels.attach(to: item, entry)
                })
        case .transcript:
            guard let recording = try await records.items.find(label.item) else { return false }
            let name = label.fileName ?? "transcript.txt"
            try await records.items.attachTranscript(
                to: recording.id, sha256: label.sha256, name: name, custody: note,
                terms: RecordingTerms { (entry) throws(RecordError) in
                    try labels.attach(
                        toTranscript: name, of: recording, label.sha256, byteCount: label.byteCount, entry)
                })
        }
        return true
    }

    // MARK: Records whose originals say nothing

    private func labelKnown(_ result: inout Result) async throws {
        let labels = OriginalLabels(originals: originals)
        for name in try await OriginalsAudit.unlabelled(originals, records) {
            guard let needed = try await records.items.needed(name.sha256, by: name.item) else { continue }
            let byteCount =
                needed.transcriptName == nil
                ? needed.item.byteCount : try originals.read(name.sha256).count
            try labels.attach(needed, byteCount: byteCount)
            result.labelled.append(name.item)
        }
    }
}

extension OriginalLabel {
    /// Evidence before transcripts, then as it was recorded.
    fileprivate var order: Order {
        Order(
            isTranscript: role == .transcript, at: recordedAtMilliseconds, sequence: custody.sequence,
            name: name)
    }

    fileprivate struct Order: Comparable {
        let isTranscript: Bool
        let at: Int64
        let sequence: Int64
        let name: LabelName

        static func < (left: Self, right: Self) -> Bool {
            if left.isTranscript != right.isTranscript { return right.isTranscript }
            return (left.at, left.sequence, left.name) < (right.at, right.sequence, right.name)
        }
    }

    /// Whether the label is of the item that it names.
    fileprivate var isConsistent: Bool {
        role == .transcript || item == EvidenceIntake.identifier(store, day, slot, sha256)
    }

    fileprivate var evidence: EvidenceItem {
        EvidenceItem(
            id: item, store: store, day: day, kind: kind, slot: slot, sha256: sha256, byteCount: byteCount,
            fileName: fileName, receivedAt: receivedAt, recordedAt: recordedAt, late: late, consent: consent,
            clientPosition: clientPosition, sender: sender)
    }
}
