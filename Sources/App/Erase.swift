import ArgumentParser
import Evidence
import Foundation
import Originals
import Records

/// `storeproof erase ITEM --reason …`: a customer who objects is served.
struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "应顾客要求删除录音和转写 (erase a recording and its transcript for a person who objects)",
        discussion: "录音、转写和识别出的文字不可恢复；哈希、营业日、得分、计数和删除原因留作记录。备份中的副本请按同一编号再删除一次。")

    @Argument(help: "录音的编号 (id of the recording's item)") var item: String
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
        guard let found = try await folder.records.items.find(id) else {
            throw Failure.badInput("没有编号 \(item) (there is no such item)")
        }
        guard found.kind == .consultationAudio else {
            throw Failure.badInput(
                "\(item) 是\(found.kind.chineseName)，只能删除咨询录音 (only recordings of consultations can be erased)"
            )
        }
        let erasure = try await folder.records.items.erase(
            id, reason: reason, actor: AccountID("cli"), at: Date())
        for original in erasure.originals { try folder.originals.erase(original) }
        Terminal.line(
            "✓ 已删除 \(erasure.items.count) 条记录的录音和文字，原件 \(erasure.originals.count) 个 (erased: items, originals)"
        )
        for item in erasure.items { Terminal.line("  \(item)") }
    }
}
