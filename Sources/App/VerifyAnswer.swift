import Evidence
import Intake

/// What `verify` found, for programs and people.
struct VerifyAnswer: Encodable {
    var checked: Int
    var missing: [ContentHash]
    var altered: [ContentHash]
    var orphaned: [ContentHash]
    /// Recorded, and their original says nothing of it.
    var unlabelled: [EvidenceID] = []
    /// Labelled, and not recorded, or erased.
    var strayLabels: [EvidenceID] = []
    /// Purged, and their originals or labels lie there again.
    var purgedRemains: [EvidenceID] = []
    /// Erased, and some row still tells of them.
    var erasedRemains: [EvidenceID] = []
    /// Text of what was deleted lies in the database where no row stands any more.
    var freePagesHoldText = false
    var quarantined: [ContentHash] = []
    /// Lines of `erasures.jsonl`.
    var unreadableErasures: [Int] = []
    /// Files of `purges/`.
    var unreadablePurges: [String] = []
    /// Originals are due, and wait for a person.
    @ExplicitNull var heldPurge: PurgeHeld?
    var repaired = OriginalsRepair.Result()
    var renditions: OriginalsAudit.Result
    var removedRenditions: [ContentHash] = []
    @ExplicitNull var custodyBrokenAt: Int?

    init(originals: OriginalsAudit.Result, renditions: OriginalsAudit.Result) {
        checked = originals.checked
        missing = originals.missing
        altered = originals.altered
        orphaned = originals.orphaned
        self.renditions = renditions
    }

    /// What was set aside or is held waits for a person and is told, but is in nobody's way; a line of the log that a crash
    /// broke off ordered nothing.
    var isSound: Bool {
        missing.isEmpty && altered.isEmpty && orphaned.isEmpty && unlabelled.isEmpty && strayLabels.isEmpty
            && purgedRemains.isEmpty && erasedRemains.isEmpty && !freePagesHoldText
            && renditions.altered.isEmpty
            && renditions.orphaned.isEmpty
            && custodyBrokenAt == nil
    }

    var lines: [String] { repairLines + originalLines + renditionLines + [custodyLine] }

    private var repairLines: [String] {
        var lines = repaired.restored.map { "  已按标签补回 (recorded again)  \($0)" }
        lines += repaired.labelled.map { "  已补标签 (labelled)  \($0)" }
        lines += repaired.quarantined.map { "  已隔离 (set aside)  \($0)" }
        lines += repaired.waiting.map { "  未补回：请先导入其门店 (not recorded: import its store first)  \($0)" }
        return lines
    }

    private var originalLines: [String] {
        var lines = [
            "原件 \(checked) 个：缺失 \(missing.count)、被改动 \(altered.count)、无记录 \(orphaned.count)、无标签 \(unlabelled.count)"
                + " (originals: missing, altered, orphaned, unlabelled)"
        ]
        lines += missing.map { "  缺失 (missing)  \($0)" }
        lines += altered.map { "  被改动 (altered)  \($0)" }
        lines += orphaned.map { "  无记录 (orphaned)  \($0)" }
        lines += unlabelled.map { "  无标签，请运行 verify --repair (unlabelled)  \($0)" }
        lines += strayLabels.map { "  标签没有对应的记录 (label without a record)  \($0)" }
        lines += purgedRemains.map {
            "  已按保存期限删除的原件又出现了，请运行 retention run --apply (a purged original is back)  \($0)"
        }
        lines += erasedRemains.map { "  已删除的证据还留有文字 (something is left of erased evidence)  \($0)" }
        if freePagesHoldText {
            lines.append(
                "  数据库的空闲页里还有文字，请运行 verify --remove-leftovers (free pages of the database hold text)")
        }
        lines += quarantined.map { "  隔离中 (in quarantine)  \($0)" }
        lines += unreadableErasures.map { "  erasures.jsonl 第 \($0) 行无法读取 (cannot be read)" }
        lines += [heldPurge].compactMap(\.self).map { "  \($0)" }
        lines += unreadablePurges.map { "  purges/\($0).json 无法读取 (cannot be read)" }
        return lines
    }

    private var renditionLines: [String] {
        [
            "展示图 \(renditions.checked) 张：缺失 \(renditions.missing.count)、被改动 \(renditions.altered.count)、无记录 \(renditions.orphaned.count)"
                + " (renditions: missing, altered, orphaned)"
        ]
            + renditions.altered.map { "  展示图被改动 (altered rendition)  \($0)" }
            + renditions.orphaned.map { "  展示图无记录 (orphaned rendition)  \($0)" }
            + removedRenditions.map { "  已删除无记录的展示图 (removed rendition)  \($0)" }
    }

    private var custodyLine: String {
        custodyBrokenAt.map { "存证链在第 \($0) 条断开 (custody chain broken at entry \($0))" }
            ?? "存证链完整 (custody chain intact)"
    }
}
