public import Evidence
public import Originals
public import Records

/// Holds every original against its name and every record against the originals.
public enum OriginalsAudit {
    public struct Result: Hashable, Codable, Sendable {
        /// Files whose bytes were hashed again.
        public var checked: Int
        /// Recorded, and not there.
        public var missing: [ContentHash]
        /// There, with other bytes than their name says, or unreadable.
        public var altered: [ContentHash]
        /// There, and no record speaks of them: an upload that was never acknowledged, or records that were lost.
        public var orphaned: [ContentHash]

        public var isSound: Bool { missing.isEmpty && altered.isEmpty && orphaned.isEmpty }
    }

    /// Safe while evidence comes in. All lists are sorted.
    /// - Parameter progress: how many of how many files are done.
    /// - Throws: `RecordError`, or `OriginalError` where the folder may not be read.
    public static func run(
        originals: any OriginalStore, records: EvidenceRecords,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Result {
        try await run(
            originals: originals, referenced: { try await records.items.referencedOriginals() },
            progress: progress)
    }

    /// The same for the store of renditions. One that is missing is made again when it is next asked for.
    public static func run(
        renditions: any OriginalStore, records: EvidenceRecords
    ) async throws -> Result {
        try await run(
            originals: renditions, referenced: { try await records.renditions.referenced() },
            progress: { _, _ in })
    }

    private static func run(
        originals: any OriginalStore, referenced: () async throws -> Set<ContentHash>,
        progress: (_ done: Int, _ total: Int) -> Void
    ) async throws -> Result {
        // Records first: bytes are durable before they are recorded, so what is recorded now has its file below.
        let recorded = try await referenced()
        let files = try originals.hashes()
        let present = Set(files)
        var result = Result(
            checked: 0, missing: recorded.subtracting(present).sorted(), altered: [], orphaned: [])
        for (index, hash) in files.enumerated() {
            if try !isSound(hash, originals) { result.altered.append(hash) }
            result.checked += 1
            progress(index + 1, files.count)
        }
        let unknown = present.subtracting(recorded)
        if !unknown.isEmpty {
            // What was stored and recorded meanwhile is no orphan.
            let recordedNow = try await referenced()
            result.orphaned = unknown.subtracting(recordedNow).sorted()
        }
        return result
    }

    /// Records whose original lies there without their label: nothing would tell what it is without the database.
    public static func unlabelled(
        _ originals: any OriginalStore, _ records: EvidenceRecords
    ) async throws -> [LabelName] {
        // Records first: labels are durable before what they tell of is recorded.
        let named = try await records.items.namedOriginals()
        let labels = try originals.labelNames()
        let present = named.map { LabelName(sha256: $0.sha256, item: $0.item) }
            .filter { originals.contains($0.sha256) }.sorted()
        var unlabelled: [LabelName] = []
        for name in present {
            let label = try labels.contains(name) ? readable(name, originals) : nil
            if try await !fits(label, name, records) { unlabelled.append(name) }
        }
        return unlabelled
    }

    /// nil where the label cannot be read.
    private static func readable(
        _ name: LabelName, _ originals: any OriginalStore
    ) throws(OriginalError) -> OriginalLabel? {
        do {
            return try originals.labels(of: name.sha256).first { $0.name == name }
        } catch  where error.code == .altered {
            return nil
        }
    }

    /// Whether a label names the place that the records know.
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private static func fits(
        _ label: OriginalLabel?, _ name: LabelName, _ records: EvidenceRecords
    ) async throws -> Bool {
        guard let label else { return false }
        guard let known = try await records.items.needed(name.sha256, by: name.item) else { return true }
        let item = known.item
        return label.store == item.store && label.day == item.day && label.kind == item.kind
            && label.slot == item.slot && label.receivedAt == item.receivedAt
            && label.custody.hash == known.entry.hash
    }

    /// Originals and labels of purged items that lie there again, sorted: put back by hand, or from a backup.
    public static func returned(
        _ originals: any OriginalStore, _ records: EvidenceRecords
    ) async throws -> [LabelName] {
        // Files first: what is recorded meanwhile is named below.
        let labels = try originals.labelNames()
        let files = try originals.hashes()
        let named = Set(
            try await records.items.namedOriginals().map { LabelName(sha256: $0.sha256, item: $0.item) })
        var returned: Set<LabelName> = []
        for label in labels.subtracting(named) where try await records.retention.isPurged(label.item) {
            returned.insert(label)
        }
        for hash in Set(files).subtracting(named.map(\.sha256)) {
            for item in try await records.retention.purgedItems(with: hash) {
                returned.insert(LabelName(sha256: hash, item: item))
            }
        }
        return returned.sorted()
    }

    /// Labels of items that are not recorded under these bytes, or not any more: of erased evidence nothing may tell.
    public static func strayLabels(
        _ originals: any OriginalStore, _ records: EvidenceRecords
    ) async throws -> [LabelName] {
        // Labels first, and what is being recorded meanwhile is asked for again.
        let labels = try originals.labelNames()
        var stray: [LabelName] = []
        for name in labels.sorted() where try await records.items.needed(name.sha256, by: name.item) == nil {
            stray.append(name)
        }
        return stray
    }

    private static func isSound(
        _ hash: ContentHash, _ originals: any OriginalStore
    ) throws(OriginalError) -> Bool {
        do {
            return try originals.rehash(hash) == hash
        } catch  where error.code != .denied {
            return false
        }
    }
}
