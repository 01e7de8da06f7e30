import Decoding
import Evidence
import Foundation

/// What is to become of an archive's entries, as far as names and manifest tell.
struct BatchPlan {
    struct Entry {
        var entry: ArchiveEntry
        var row: BatchManifest.Row?
        /// As the manifest, the folder or the name says; nil where only the content can tell.
        var kind: EvidenceKind?
        /// As the manifest or the name says; nil where any free one will do.
        var slot: String?
    }

    /// In the order in which they are taken: as the manifest lists them, then by name.
    private(set) var entries: [Entry] = []
    /// What is decided already, by index.
    private(set) var verdicts: [Int: EntryVerdict] = [:]
    private(set) var problems: [ManifestProblem]?
    /// By which entry a slot is named.
    private(set) var namedSlots: [String: String] = [:]

    /// - Parameter manifest: with the entry that holds it.
    init(
        _ found: [ArchiveEntry], manifest: (entry: ArchiveEntry, content: BatchManifest)?, rules: SlotRules
    ) {
        var files: [ArchiveEntry] = []
        for entry in found {
            if let verdict = Self.verdict(entry, manifest: manifest?.entry.index) {
                verdicts[entry.index] = verdict
            } else {
                files.append(entry)
            }
        }
        let rows = match(files, manifest)
        for file in Self.inOrder(files, rows) { plan(file, rows[file.index], rules) }
    }

    /// Of what needs no unpacking.
    private static func verdict(_ entry: ArchiveEntry, manifest: Int?) -> EntryVerdict? {
        if let failure = entry.failure { return EntryVerdict(entry.name, .rejected, Reason(failure)) }
        if entry.index == manifest { return EntryVerdict(entry.name, .skipped, .manifest) }
        return switch entry.content {
        case .folder: EntryVerdict(entry.name, .skipped, .folder)
        case .systemFile: EntryVerdict(entry.name, .skipped, .systemFile)
        case .file: nil
        }
    }

    /// Rows by the index of their files: paths count from the manifest's folder, or from the top.
    private mutating func match(
        _ files: [ArchiveEntry], _ manifest: (entry: ArchiveEntry, content: BatchManifest)?
    ) -> [Int: BatchManifest.Row] {
        guard let manifest else { return [:] }
        var problems = manifest.content.problems
        let folder = manifest.entry.name.split(separator: "/").dropLast().joined(separator: "/")
        var indices: [String: Int] = [:]
        for file in files { indices[BatchManifest.key(file.name)] = file.index }
        var rows: [Int: BatchManifest.Row] = [:]
        for row in manifest.content.rows {
            let places = [folder + "/" + row.file, row.file].map { BatchManifest.key($0) }
            if let index = places.lazy.compactMap({ indices[$0] }).first {
                rows[index] = row
            } else {
                problems.append(.missingFile(row.line, file: row.file))
            }
        }
        problems += files.filter { rows[$0.index] == nil }.map { .unlisted($0.name) }
        self.problems = problems
        return rows
    }

    private static func inOrder(
        _ files: [ArchiveEntry], _ rows: [Int: BatchManifest.Row]
    ) -> [ArchiveEntry] {
        files.sorted { one, other in
            switch (rows[one.index]?.line, rows[other.index]?.line) {
            case (let one?, let other?): one < other
            case (.some, nil): true
            case (nil, .some): false
            // 2.jpg before 10.jpg, on every machine.
            case (nil, nil): one.name.compare(other.name, options: [.numeric]) == .orderedAscending
            }
        }
    }

    private mutating func plan(_ file: ArchiveEntry, _ row: BatchManifest.Row?, _ rules: SlotRules) {
        if let row, row.isFaulty {
            verdicts[file.index] = EntryVerdict(file.name, .rejected, .faultyRow(row.line))
            return
        }
        var planned = Entry(entry: file, row: row)
        planned.kind = row?.kind ?? KindWords.kind(ofFoldersOf: file.name)
        planned.slot = row?.slot
        let stem = file.name.split(separator: "/").last?.prefix { $0 != "." } ?? ""
        let named = row?.slot.map { $0[...] } ?? stem
        if let known = rules.slot(named: named), planned.kind == nil || planned.kind == known.kind {
            planned.kind = known.kind
            planned.slot = known.slot
        }
        if let slot = planned.slot {
            if let other = namedSlots[slot] {
                verdicts[file.index] = EntryVerdict(file.name, .rejected, .slotTwice(slot, by: other))
                return
            }
            namedSlots[slot] = file.name
        }
        entries.append(planned)
    }
}
