import ArgumentParser
import Evidence
import Foundation
import Intake
import Originals
import Records

/// `storeproof erase ITEM --reason …`: a customer who objects is served.
struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "应顾客要求删除录音、图片和其中的文字 (erase evidence and its words for a person who objects)",
        discussion: "原件、展示图、转写和识别出的文字不可恢复；哈希、营业日、得分、计数和删除原因留作记录。备份中的副本请按同一编号再删除一次。中途失败时重新执行即可。")

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
        let erasure = try await folder.records.items.erase(
            id, reason: reason, actor: AccountID("cli"), at: Date())
        for original in erasure.originals { try folder.originals.erase(original) }
        for rendition in erasure.renditions { try folder.renditions.erase(rendition) }
        // What an erasure that failed half way left behind: its rows are gone, and with them its hashes.
        _ = try await RenditionSweep.run(renditions: folder.renditions, records: folder.records)
        Terminal.line(
            "✓ 已删除 \(erasure.items.count) 条记录的内容和文字，原件 \(erasure.originals.count) 个 (erased: items, originals)"
        )
        for item in erasure.items { Terminal.line("  \(item)") }
    }
}
