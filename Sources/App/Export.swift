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
        discussion: "存证链或原件对不上时不导出，退出码为 1 (a broken chain or an altered original is not exported: exit 1)。")

    @Argument(help: "证据编号 (evidence id)") var item: String
    @Option(name: .long, help: "写到哪个 ZIP 文件 (the ZIP file to write)") var out: String
    @Option(name: .long, help: "谁要看，记入存证链 (who takes it, kept in the chain)") var by = "cli"
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let id = EvidenceID(item)
        guard let known = try await folder.records.items.find(id) else {
            throw Failure.badInput("没有这项证据 \(item) (there is no such item)")
        }
        if let broken = try await folder.records.custody.verifyChain() {
            Terminal.error(
                "存证链在第 \(broken) 条断开，请先运行 storeproof verify (the chain is broken at entry \(broken))")
            throw Failure.silent(.findingSaysNo)
        }
        let original = try await original(of: known, in: folder)
        guard
            let pack = try await EvidencePack.take(
                folder.records, item: id, by: AccountID(by), at: Date())
        else { throw Failure.badInput("没有这项证据 \(item) (there is no such item)") }
        do {
            let archive = try StoredArchive(
                pack.entries(original: original, rendition: try await rendition(in: folder)))
            try write(archive)
            Terminal.line("✓ \(out)：\(archive.byteCount) 字节 (evidence pack of \(item))")
        } catch let failure as StoredArchive.Failure {
            switch failure {
            case .tooLarge: throw Failure.badInput("证据超过 4 GB，无法打包 (more than 4 GB cannot be packed)")
            case .unreadable(let detail):
                throw Failure.environment("证据读不出来 (evidence cannot be read): \(detail)")
            }
        }
    }

    /// As it was received; nil where its days were over.
    private func original(
        of item: EvidenceItem, in folder: DataFolder
    ) async throws -> StoredArchive.Entry.Content? {
        let standing = try await folder.records.reviews.standing(of: item.id)
        guard !standing.isErased else {
            throw Failure.badInput("这项证据已应顾客要求删除 (the item was erased because a person asked for it)")
        }
        guard standing.purgedAt == nil else { return nil }
        let found: ContentHash
        do { found = try folder.originals.rehash(item.sha256) } catch {
            throw Failure.badInput("原件读不出来 (the original cannot be read): \(error)")
        }
        guard found == item.sha256 else {
            Terminal.error("原件与收到时的哈希不一致，请先运行 storeproof verify (the original is not what was received)")
            throw Failure.silent(.findingSaysNo)
        }
        return .file(folder.originals.url(of: item.sha256))
    }

    /// The picture as it may be shown; nil for a recording, and where it is withheld.
    private func rendition(in folder: DataFolder) async throws -> StoredArchive.Entry.Content? {
        guard let hash = try await folder.records.renditions.find(EvidenceID(item))?.sha256,
            folder.renditions.contains(hash)
        else { return nil }
        return .file(folder.renditions.url(of: hash))
    }

    /// Beside the file first, so that what is there under its name is whole.
    private func write(_ archive: StoredArchive) throws {
        let target = URL(fileURLWithPath: out)
        let part = target.appendingPathExtension("part")
        var pieces = archive.pieces()
        do {
            try Data().write(to: part)
            let handle = try FileHandle(forWritingTo: part)
            while let piece = try pieces.next() { try handle.write(contentsOf: piece) }
            try handle.close()
            guard rename(part.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            // Nothing is left of it; that it cannot even be removed says no more than what is said next.
            unlink(part.path)
            if error is StoredArchive.Failure { throw error }
            throw Failure.environment("\(out) 写不进去 (cannot be written): \(error)")
        }
    }
}
