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

extension StoreDayLimits {
    /// What one more file would pass, in both languages; nil where it may come.
    func passed(
        byOneOf byteCount: Int, after sent: StoreDayVolume
    ) -> (chinese: String, english: String)? {
        if files > 0, sent.files >= files { return ("\(files) 个文件", "\(files) files") }
        guard bytes > 0, sent.bytes + byteCount > bytes else { return nil }
        let megabytes = "\(bytes >> 20) MB"
        return (megabytes, megabytes)
    }
}

extension EvidenceIntake {
    /// Before its bytes are made durable; files that are on their way at the same moment do not see each other here, but
    /// where they are recorded. What is there already takes nothing, and gets its receipt.
    func refuseBeyondDay(
        _ submission: Submission, _ sha256: ContentHash, byteCount: Int
    ) async throws(IntakeError) {
        let sent = try await ask { () async throws(RecordError) in
            try await records.items.volume(store: submission.store, day: submission.day)
        }
        guard let passed = limits.storeDay.passed(byOneOf: byteCount, after: sent) else { return }
        let same = try await ask { () async throws(RecordError) in
            try await records.items.same(
                store: submission.store, day: submission.day, slot: submission.slot, sha256: sha256)
        }
        guard same == nil else { return }
        throw .storeDayFull(submission, passed.chinese, passed.english)
    }
}
