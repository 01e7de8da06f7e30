import Evidence
import Records

/// What one store may send for one business day, so that no account fills the disk of all others.
public struct StoreDayLimits: Hashable, Sendable {
    /// Files, those that were replaced and transcripts too; 0 = no limit.
    public var files: Int
    /// Of photos and recordings together; 0 = no limit.
    public var bytes: Int

    /// - Parameters: fifty times what a chain that asks for nine files a day expects.
    public init(files: Int = 500, bytes: Int = 2 << 30) {
        self.files = files
        self.bytes = bytes
    }
}

extension EvidenceIntake {
    /// Files that are on their way at the same moment do not see each other: as many more may come in. What is there
    /// already takes nothing, and gets its receipt.
    func refuseBeyondDay(
        _ submission: Submission, _ sha256: ContentHash, byteCount: Int
    ) async throws(IntakeError) {
        let sent = try await ask { () async throws(RecordError) in
            try await records.items.volume(store: submission.store, day: submission.day)
        }
        let limits = limits.storeDay
        let hasAllFiles = limits.files > 0 && sent.files >= limits.files
        let hasAllBytes = limits.bytes > 0 && sent.bytes + byteCount > limits.bytes
        guard hasAllFiles || hasAllBytes else { return }
        let same = try await ask { () async throws(RecordError) in
            try await records.items.same(
                store: submission.store, day: submission.day, slot: submission.slot, sha256: sha256)
        }
        guard same == nil else { return }
        let megabytes = "\(limits.bytes >> 20) MB"
        throw hasAllFiles
            ? .storeDayFull(submission, "\(limits.files) 个文件", "\(limits.files) files")
            : .storeDayFull(submission, megabytes, megabytes)
    }
}
