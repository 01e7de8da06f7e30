import ArgumentParser
import Evidence
import Foundation
import Intake
import Originals
import Records

/// `storeproof verify`: every original re-hashed, the custody chain walked.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "重新核对所有原件和存证链 (re-hash all originals, check the custody chain)",
        discussion: "有缺失、被改动或没有记录的原件，或展示图被改动、没有记录时退出码为 1；缺失的展示图在下次查看时重做。")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "先删除没有记录的展示图 (first remove renditions that no record names)")
    var removeLeftovers = false
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    private struct Answer: Encodable {
        var checked: Int
        var missing: [ContentHash]
        var altered: [ContentHash]
        var orphaned: [ContentHash]
        var renditions: OriginalsAudit.Result
        var removedRenditions: [ContentHash]
        @ExplicitNull var custodyBrokenAt: Int?
    }

    func run() async throws {
        let folder = try await data.open()
        let showProgress = !json && Terminal.errorIsTerminal
        let result = try await OriginalsAudit.run(originals: folder.originals, records: folder.records) {
            done, total in
            if showProgress { Terminal.status("核对原件 \(done)/\(total)") }
        }
        if showProgress { Terminal.status("") }
        let removed =
            try await removeLeftovers
            ? RenditionSweep.run(renditions: folder.renditions, records: folder.records) : []
        let renditions = try await OriginalsAudit.run(
            renditions: folder.renditions, records: folder.records)
        let broken = try await folder.records.custody.verifyChain()
        let answer = Answer(
            checked: result.checked, missing: result.missing, altered: result.altered,
            orphaned: result.orphaned, renditions: renditions, removedRenditions: removed,
            custodyBrokenAt: broken.map { Int($0) })
        if json { Terminal.line(try CanonicalJSON.string(answer)) } else { show(answer) }
        let sound =
            result.isSound && renditions.altered.isEmpty && renditions.orphaned.isEmpty && broken == nil
        if !sound { throw Failure.silent(.findingSaysNo) }
    }

    private func show(_ answer: Answer) {
        Terminal.line(
            "原件 \(answer.checked) 个：缺失 \(answer.missing.count)、被改动 \(answer.altered.count)、无记录 \(answer.orphaned.count)"
                + " (originals: missing, altered, orphaned)")
        for hash in answer.missing { Terminal.line("  缺失 (missing)  \(hash)") }
        for hash in answer.altered { Terminal.line("  被改动 (altered)  \(hash)") }
        for hash in answer.orphaned { Terminal.line("  无记录 (orphaned)  \(hash)") }
        let renditions = answer.renditions
        Terminal.line(
            "展示图 \(renditions.checked) 张：缺失 \(renditions.missing.count)、被改动 \(renditions.altered.count)、无记录 \(renditions.orphaned.count)"
                + " (renditions: missing, altered, orphaned)")
        for hash in renditions.altered { Terminal.line("  展示图被改动 (altered rendition)  \(hash)") }
        for hash in renditions.orphaned { Terminal.line("  展示图无记录 (orphaned rendition)  \(hash)") }
        for hash in answer.removedRenditions {
            Terminal.line("  已删除无记录的展示图 (removed rendition)  \(hash)")
        }
        if let broken = answer.custodyBrokenAt {
            Terminal.line("存证链在第 \(broken) 条断开 (custody chain broken at entry \(broken))")
        } else {
            Terminal.line("存证链完整 (custody chain intact)")
        }
    }
}
