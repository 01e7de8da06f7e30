import ArgumentParser
import Decoding
import Evidence
import Foundation
import Hashing
import Media
import Originals
import Records
import Shelf

/// `catalogue template …`: what reviewers confirm on photos teaches the recogniser. Every change is a new version of
/// the catalogue, so that it can be taken back.
struct CatalogueTemplate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "从已确认的照片补充样图 (pictures learned from confirmed photos)",
        subcommands: [CatalogueTemplateAdd.self, CatalogueTemplateList.self, CatalogueTemplateRemove.self])
}

struct CatalogueTemplateAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "把照片上确认的商品作为补充样图 (learn a product from a photo)")

    @Option(name: .long, help: "商品编号 (product id)") var sku: String
    @Option(name: .long, help: "照片编号或照片文件 (an item of the data folder, or a photo)") var from: String
    @Option(name: .long, help: "照片上的位置 x,y,宽,高 (place on the upright photo: x,y,w,h)") var box: String
    @Option(name: .long, help: "由谁确认 (who confirmed it)") var by = "cli"
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let box = try Self.box(box)
        let photo = try await picture(in: folder)
        let template: Raster
        do throws(TemplateRefusal) { template = try TemplateCut.cut(box, from: photo) } catch {
            throw Failure.badInput("\(error.chinese) (\(error.english))")
        }
        let (version, file) = try await Self.learn(
            SKU(sku), template, LearnedTemplate(file: "", source: from, box: box, addedBy: by), in: folder)
        Terminal.line("✓ 已补充样图 \(file)，商品目录版本 \(version) (learned, catalogue version \(version))")
    }

    /// The picture becomes part of a new version of the catalogue.
    static func learn(
        _ sku: SKU, _ picture: Raster, _ note: LearnedTemplate, in folder: DataFolder
    ) async throws -> (version: Int, file: String) {
        guard var (catalogue, version) = try await CatalogueVersions.current(in: folder) else {
            throw Failure.badInput("还没有导入商品目录 (no catalogue is imported)")
        }
        guard let place = catalogue.skus.firstIndex(where: { $0.sku == sku }) else {
            throw Failure.badInput("商品目录中没有 \(sku) (the catalogue has no \(sku))")
        }
        let bytes = try PNGWriter.bytes(of: picture)
        var note = note
        note.file = "learned-\(SHA256Hasher.hash(bytes).rawValue.prefix(16)).png"
        guard !catalogue.skus.contains(where: { $0.pictures.contains(note.file) }) else {
            throw Failure.badInput("这张样图已经有了 (this picture was learned before)")
        }
        var pictures = CatalogueVersions.files(catalogue, in: folder.catalogueFolder(version: version))
        let temporary = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(bytes).write(to: temporary)
        pictures[note.file] = temporary
        catalogue.skus[place].learned = (catalogue.skus[place].learned ?? []) + [note]
        version = try await CatalogueVersions.put(catalogue, pictures: pictures, by: note.addedBy, in: folder)
        try FileManager.default.removeItem(at: temporary)
        return (version, note.file)
    }

    private func picture(in folder: DataFolder) async throws -> Raster {
        let bytes: [UInt8]
        if FileManager.default.fileExists(atPath: from) {
            bytes = try InputFile.bytes(from)
        } else if let item = try await folder.records.items.find(EvidenceID(from)) {
            guard item.kind == .shelfPhoto else {
                throw Failure.badInput("\(from) 不是货架照片 (is no shelf photo)")
            }
            if try await folder.records.items.isGone(item.id) {
                throw Failure.badInput("\(from) 的原件已经删除 (its original was removed)")
            }
            bytes = try folder.originals.read(item.sha256)
        } else {
            throw Failure.badInput("没有照片 \(from) (there is no item or file \(from))")
        }
        switch MediaInput.picture(bytes) {
        case .success(let (picture, _)): return picture
        case .failure(let refusal): throw Failure.badInput(refusal.message)
        }
    }

    private static func box(_ text: String) throws -> Box {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2],
            let height = numbers[3], [x, y].allSatisfy({ (0..<1_000_000).contains($0) }),
            [width, height].allSatisfy({ (1..<1_000_000).contains($0) })
        else {
            throw ValidationError("--box 应为 x,y,宽,高 (--box is x,y,w,h in pixels)")
        }
        return Box(x0: x, y0: y, x1: x + width, y1: y + height)
    }
}

struct CatalogueTemplateList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "列出补充样图 (list the learned pictures)")

    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        var table = TextTable(header: ["商品", "样图", "来源", "位置", "确认人"])
        for entry in try await CatalogueVersions.current(in: folder)?.catalogue.skus ?? [] {
            for template in entry.learned ?? [] {
                let box = template.box
                table.rows.append([
                    entry.sku.rawValue, template.file, template.source,
                    "\(box.x0),\(box.y0),\(box.width),\(box.height)", template.addedBy,
                ])
            }
        }
        for line in table.lines() { Terminal.line(line) }
    }
}

struct CatalogueTemplateRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "撤回补充样图 (take a learned picture back)")

    @Argument(help: "样图文件名，见 list (the picture's name, see list)") var file: String
    @Option(name: .long, help: "由谁撤回 (who takes it back)") var by = "cli"
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard var (catalogue, version) = try await CatalogueVersions.current(in: folder),
            let place = catalogue.skus.firstIndex(where: { ($0.learned ?? []).contains { $0.file == file } })
        else { throw Failure.badInput("没有补充样图 \(file) (there is no learned picture \(file))") }
        let kept = (catalogue.skus[place].learned ?? []).filter { $0.file != file }
        catalogue.skus[place].learned = kept.isEmpty ? nil : kept
        let pictures = CatalogueVersions.files(catalogue, in: folder.catalogueFolder(version: version))
        version = try await CatalogueVersions.put(catalogue, pictures: pictures, by: by, in: folder)
        Terminal.line("✓ 已撤回 \(file)，商品目录版本 \(version) (taken back, catalogue version \(version))")
    }
}
