import ArgumentParser
import Evidence
import Foundation
import Originals
import Records
import Reports

/// `storeproof export ITEM --out FILE.zip`: one item's evidence pack.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "导出一项证据：原件、结果、存证链和可打印的一页 (one item's evidence pack)",
        discussion: "存证链对不上时不导出，退出码为 1 (a broken chain is not exported: exit 1)。")

    @Argument(help: "证据编号 (evidence id)") var item: String
    @Option(name: .long, help: "写到哪个 ZIP 文件 (the ZIP file to write)") var out: String
    @Option(name: .long, help: "谁要看，记入存证链 (who takes it, kept in the chain)") var by = "cli"
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard var pack = try await EvidencePack.load(folder.records, item: EvidenceID(item)) else {
            throw Failure.badInput("没有这项证据 \(item) (there is no such item)")
        }
        if let broken = try await folder.records.custody.verifyChain() {
            Terminal.error(
                "存证链在第 \(broken) 条断开，请先运行 storeproof verify (the chain is broken at entry \(broken))")
            throw Failure.silent(.findingSaysNo)
        }
        // Whoever takes the pack stands in it.
        try await folder.records.custody.noteOpening(
            pack.item.id, by: AccountID(by), at: Date(), detail: "export")
        pack.custody = try await folder.records.custody.entries(pack.item.id)
        pack.chainHead = try await folder.records.custody.last()
        var original: [UInt8]?
        if pack.purgedAt == nil {
            do { original = try folder.originals.read(pack.item.sha256) } catch {
                throw Failure.badInput("原件读不出来 (the original cannot be read): \(error)")
            }
        }
        let archive: [UInt8]
        do {
            archive = try StoredArchive.bytes(
                of: try pack.entries(original: original, rendition: try await rendition(in: folder)))
        } catch is StoredArchive.TooLarge {
            throw Failure.badInput("证据超过 4 GB，无法打包 (more than 4 GB cannot be packed)")
        }
        do { try Data(archive).write(to: URL(fileURLWithPath: out), options: [.atomic]) } catch {
            throw Failure.environment("\(out) 写不进去 (cannot be written): \(error)")
        }
        Terminal.line("✓ \(out)：\(archive.count) 字节 (evidence pack of \(item))")
    }

    /// The picture as it may be shown; nil for a recording, and where it is withheld.
    private func rendition(in folder: DataFolder) async throws -> [UInt8]? {
        guard let hash = try await folder.records.renditions.find(EvidenceID(item))?.sha256,
            folder.renditions.contains(hash)
        else { return nil }
        return try folder.renditions.read(hash)
    }
}
