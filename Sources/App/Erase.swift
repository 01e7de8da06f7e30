import ArgumentParser
import Evidence
import Foundation
import Intake
import Records

/// `storeproof erase ITEM --reason …`: a customer who objects is served.
struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "应顾客要求删除录音、图片和其中的文字 (erase evidence and its words for a person who objects)",
        discussion:
            "原件、展示图、转写和识别出的文字不可恢复；哈希、营业日、得分、计数和删除原因留作记录。恢复旧备份时保留数据目录里的 erasures.jsonl，其中的删除会自动重做。中途失败时重新执行即可。"
    )

    @Argument(help: "证据的编号 (id of the item)") var item: String
    @Option(name: .long, help: "原因，写入存证链 (reason, kept in the chain of custody)") var reason: String
    @OptionGroup var data: DataOptions

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) {
            throw ValidationError("请写明原因 (--reason must say why)")
        }
    }

    func run() async throws {
        let folder = try await data.open()
        let id = EvidenceID(item)
        guard try await folder.records.items.find(id) != nil else {
            throw Failure.badInput("没有编号 \(item) (there is no such item)")
        }
        let erasure = try await folder.erasure.erase(
            id, reason: reason, actor: AccountID("cli"), at: Date())
        Terminal.line(
            "✓ 已删除 \(erasure.items.count) 条记录的内容和文字，原件 \(erasure.originals.count) 个 (erased: items, originals)"
        )
        for item in erasure.items { Terminal.line("  \(item)") }
    }
}
