import ArgumentParser
import Evidence
import Foundation
import Intake
import Records

/// `storeproof retention …`: how long originals are kept, what goes, and what is held.
struct Retention: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: RetentionNoun.name, abstract: RetentionNoun.abstract,
        subcommands: [
            RetentionRun.self, ImportCommand<RetentionNoun>.self, CheckCommand<RetentionNoun>.self,
            RetentionHoldCommand.self, RetentionRelease.self, RetentionHolds.self,
        ], defaultSubcommand: RetentionRun.self)
}

/// `storeproof retention run --dry-run|--apply`: what the worker does at night, by hand.
struct RetentionRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "删除到期的原件，或只列出 (purge originals whose days are over, or list them)",
        discussion: """
            从存证时刻起满保存天数的原件、转写文件和展示图被删除，不可恢复；识别结果、得分、哈希和存证链保留。
            申诉未复核、总部保留、还没有结果的不删，逐项列出。worker 每天凌晨 3 点自动执行；中断后再次运行即可。
            到期的超过现有原件的一定比例（保存期限里的 mostPercentANight），或机器时间远在最新存证之后，就什么也不删除：核对后加 --confirm 件数。
            退出码：0 完成，1 停下等待确认，4 没有导入保存期限 (exit 1: waits for --confirm, 4: no policy is imported)。
            """)

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "只列出，不删除 (list, remove nothing)") var dryRun = false
    @Flag(name: .long, help: "删除 (remove)") var apply = false
    @Option(name: .long, help: "确认删除的件数，与 --dry-run 列出的相同 (as many may go as --dry-run lists)")
    var confirm: Int?
    @Option(name: .long, help: "以哪个时刻为准，例如 2027-06-01T03:00:00+08:00，默认现在 (as of this instant)")
    var at: Instant?
    @Option(name: .long, help: "谁执行的，记入存证链 (who does it, kept in the chain)") var by = "cli"
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    private struct Answer: Encodable {
        var at: Date
        var policy: RetentionPolicy
        var applied: Bool
        var result: EvidencePurge.Result
        /// Why nothing would go without being confirmed.
        @ExplicitNull var held: PurgeHeld?
    }

    func validate() throws {
        if dryRun == apply { throw ValidationError("请给出 --dry-run 或 --apply 之一 (give one of the two)") }
        if dryRun, confirm != nil { throw ValidationError("--confirm 与 --apply 一起用 (goes with --apply)") }
    }

    func run() async throws {
        let folder = try await data.open()
        guard let policy = try await folder.records.retention.policy() else {
            throw Failure.environment(
                "没有导入保存期限，什么也不删除；请先运行 storeproof retention import FILE (no retention policy is imported)")
        }
        let at = self.at?.date ?? Date()
        let purge = folder.purge
        let result: EvidencePurge.Result
        do {
            result =
                try await apply
                ? purge.run(policy, at: at, by: AccountID(by), confirmed: confirm)
                : purge.survey(policy, at: at)
        } catch let held as PurgeHeld {
            throw Failure(code: .findingSaysNo, message: "\(held)")
        }
        let held = apply ? nil : try await purge.held(result, policy, at: at)
        if json {
            let answer = Answer(at: at, policy: policy, applied: apply, result: result, held: held)
            return Terminal.line(try CanonicalJSON.string(answer))
        }
        let what = apply ? "已删除原件 (purged)" : "将删除原件 (would be purged)"
        Terminal.line("\(RetentionNoun.summary(of: policy))")
        Terminal.line("\(what)：\(result.purged.count)，\(result.byteCount) 字节；保留 (kept)：\(result.kept.count)")
        if let held { Terminal.line("\(held)") }
        for item in result.purged { Terminal.line("  \(item)") }
        for kept in result.kept {
            Terminal.line(
                "  保留 (kept)  \(kept.item)  \(kept.because.chineseName) (\(kept.because.rawValue))")
        }
    }
}

/// `storeproof retention hold ITEM --reason …`
struct RetentionHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "保留一项证据的原件，直到解除 (keep an original until it is released)")

    @OptionGroup var target: HoldTarget

    func run() async throws {
        let folder = try await target.data.open()
        try await target.change(in: folder) { (id) throws(RecordError) in
            try await folder.records.retention.hold(
                id, reason: target.reason, by: AccountID(target.by), at: Date())
        }
        Terminal.line("✓ 已保留 \(target.item) (held)")
    }
}

/// `storeproof retention release ITEM --reason …`
struct RetentionRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "解除保留，到期后照常删除 (end a hold)")

    @OptionGroup var target: HoldTarget

    func run() async throws {
        let folder = try await target.data.open()
        try await target.change(in: folder) { (id) throws(RecordError) in
            try await folder.records.retention.release(
                id, reason: target.reason, by: AccountID(target.by), at: Date())
        }
        Terminal.line("✓ 已解除保留 \(target.item) (released)")
    }
}

/// The item of a hold, and why.
struct HoldTarget: ParsableArguments {
    @Argument(help: "证据编号 (evidence id)") var item: String
    @Option(name: .long, help: "理由，写入存证链 (reason, kept in the chain of custody)") var reason: String
    @Option(name: .long, help: "谁决定的 (who decides)") var by = "cli"
    @OptionGroup var data: DataOptions

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) {
            throw ValidationError("请写明理由 (--reason must say why)")
        }
    }

    func change(
        in folder: DataFolder, _ body: (EvidenceID) async throws(RecordError) -> HoldRefusal?
    ) async throws {
        let refusal: HoldRefusal?
        do throws(RecordError) { refusal = try await body(EvidenceID(item)) } catch {
            guard error.code == .notFound else { throw error }
            throw Failure.badInput("没有这项证据 \(item) (there is no such item)")
        }
        if let reason = refusal?.reason {
            throw Failure.badInput("\(item)：\(reason.chinese) (\(reason.english))")
        }
    }
}

/// `storeproof retention holds`
struct RetentionHolds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "列出保留着的原件和理由 (list what is held, and why)")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    func run() async throws {
        let holds = try await data.open().records.retention.holds()
        if json { return Terminal.line(try CanonicalJSON.string(holds)) }
        var table = TextTable(header: ["证据 item", "保留于 held at", "谁 by", "理由 reason"])
        for hold in holds {
            table.rows.append([
                hold.item.rawValue, hold.at.formatted(.iso8601), hold.by.rawValue, hold.reason,
            ])
        }
        for line in table.lines() { Terminal.line(line) }
    }
}
