import ArgumentParser
import Evidence
import Foundation
import Intake
import Originals
import Records
import SQLiteDriver

/// `storeproof verify`: every original re-hashed, labels and records compared, the custody chain walked.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "重新核对所有原件和存证链 (re-hash all originals, check the custody chain)",
        discussion: """
            有缺失、被改动、没有记录或没有标签的原件，已到期删除的原件又出现，已删除的证据还留有文字，数据库的空闲页里还有文字，或展示图被改动、没有记录时退出码为 1；缺失的展示图在下次查看时重做。
            --repair 按原件旁的标签补回记录，无法辨认的原件移到 originals/quarantine，什么也不删除。
            数据库丢失后：storeproof init，导入门店等配置，再运行 storeproof verify --repair，所有证据重新入库并识别。
            """)

    @OptionGroup var data: DataOptions
    @Flag(
        name: .long,
        help: "先删除没有记录的展示图，清空数据库的空闲页 (first remove renditions that no record names, empty free pages)")
    var removeLeftovers = false
    @Flag(name: .long, help: "先补回记录和标签，无法辨认的隔离 (first record orphans again, or set them aside)")
    var repair = false
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    func run() async throws {
        let folder = try await data.open()
        let repaired =
            try await repair
            ? OriginalsRepair(records: folder.records, originals: folder.originals, clock: { Date() }).run()
            : OriginalsRepair.Result()
        let removed =
            try await removeLeftovers
            ? RenditionSweep.run(renditions: folder.renditions, records: folder.records) : []
        if removeLeftovers, try await folder.database.freePagesHoldText() {
            try await folder.database.forgetOverwritten(nil)
        }
        var answer = VerifyAnswer(
            originals: try await audit(folder),
            renditions: try await OriginalsAudit.run(renditions: folder.renditions, records: folder.records))
        answer.unlabelled = try await OriginalsAudit.unlabelled(folder.originals, folder.records).map(\.item)
        let returned = try await OriginalsAudit.returned(folder.originals, folder.records)
        answer.strayLabels = try await OriginalsAudit.strayLabels(folder.originals, folder.records)
            .filter { !returned.contains($0) }.map(\.item)
        answer.orphaned.removeAll { hash in returned.contains { $0.sha256 == hash } }
        answer.purgedRemains = Set(returned.map(\.item)).sorted()
        answer.erasedRemains = try await folder.records.items.erasedRemains()
        answer.freePagesHoldText = try await folder.database.freePagesHoldText()
        answer.quarantined = try folder.originals.quarantined()
        answer.unreadableErasures = try folder.erasures.orders().unreadable
        answer.unreadablePurges = try folder.purge.unreadableOrders()
        answer.heldPurge = try await heldPurge(folder.purge, folder.records.retention.policy())
        answer.repaired = repaired
        answer.removedRenditions = removed
        answer.custodyBrokenAt = try await folder.records.custody.verifyChain().map { Int($0) }
        if json {
            Terminal.line(try CanonicalJSON.string(answer))
        } else {
            answer.lines.forEach(Terminal.line)
        }
        if !answer.isSound { throw Failure.silent(.findingSaysNo) }
    }

    private func heldPurge(_ purge: EvidencePurge, _ policy: RetentionPolicy?) async throws -> PurgeHeld? {
        guard let policy else { return nil }
        let now = Date()
        return try await purge.held(try await purge.survey(policy, at: now), policy, at: now)
    }

    private func audit(_ folder: DataFolder) async throws -> OriginalsAudit.Result {
        let showProgress = !json && Terminal.errorIsTerminal
        let result = try await OriginalsAudit.run(originals: folder.originals, records: folder.records) {
            done, total in
            if showProgress { Terminal.status("核对原件 \(done)/\(total)") }
        }
        if showProgress { Terminal.status("") }
        return result
    }
}
