import Evidence
import Originals
import Records

/// Lays beside an original what the database knows of it, and says a failure in the words of the records: it is called
/// inside their transactions.
struct OriginalLabels {
    let originals: any OriginalStore

    func attach(to item: EvidenceItem, _ entry: CustodyEntry) throws(RecordError) {
        try attach(
            OriginalLabel(
                item, role: .evidence, sha256: item.sha256, byteCount: item.byteCount,
                fileName: item.fileName, recordedAt: item.recordedAt, sender: item.sender,
                custody: .init(sequence: entry.sequence, hash: entry.hash, detail: entry.detail)))
    }

    func attach(
        toTranscript name: String, of recording: EvidenceItem, _ sha256: ContentHash, byteCount: Int,
        _ entry: CustodyEntry
    ) throws(RecordError) {
        try attach(
            OriginalLabel(
                recording, role: .transcript, sha256: sha256, byteCount: byteCount, fileName: name,
                recordedAt: entry.at, sender: entry.actor,
                custody: .init(sequence: entry.sequence, hash: entry.hash, detail: entry.detail)))
    }

    /// Of what is recorded already.
    func attach(_ needed: NeededOriginal, byteCount: Int) throws(RecordError) {
        if let name = needed.transcriptName {
            try attach(
                toTranscript: name, of: needed.item, needed.sha256, byteCount: byteCount, needed.entry)
        } else {
            try attach(to: needed.item, needed.entry)
        }
    }

    private func attach(_ label: OriginalLabel) throws(RecordError) {
        do { try originals.attach(label) } catch { throw RecordError(error) }
    }
}

extension RecordError {
    /// Bytes that went aside before they were recorded are sent again; so is what the disk would not take.
    init(_ error: OriginalError) {
        self.init(error.code == .full ? .full : .unavailable, "originals: \(error)")
    }
}
