import ConfigurationFiles
import Evidence
import Foundation
import Media
import Records
import Shelf

/// A catalogue folder: the file, every pack shot, and what the pack shots are good for.
enum CatalogueNoun: PolicyNoun {
    struct Opened: Sendable {
        var catalogue: Catalogue
        var packShots: [SKU: [Raster]]
        var problems: [CatalogueReview.Problem]
    }

    static let name = "catalogue"
    static let abstract = "商品目录和样图 (catalogue and pack shots)"
    static let fileHelp = "目录文件夹，含 catalogue.json (folder with catalogue.json)"

    static func read(_ path: String, in folder: DataFolder?) async throws -> Opened {
        let (catalogue, packShots, _) = try CatalogueFolder.read(
            Self.folder(path).path, decoder: Decoders.forFiles)
        return Opened(
            catalogue: catalogue, packShots: packShots,
            problems: CatalogueReview.problems(entries: catalogue.skus, packShots: packShots))
    }

    static func complaints(about opened: Opened) -> [String] {
        opened.problems.filter(\.blocking).map(line)
    }

    static func remarks(about opened: Opened) -> [String] {
        opened.problems.filter { !$0.blocking }.map(line)
    }

    private static func line(_ problem: CatalogueReview.Problem) -> String {
        "\(problem.sku): \(problem.code.rawValue): \(problem.chinese) (\(problem.english))"
    }

    /// The folder itself, or the one that holds the given `catalogue.json`.
    private static func folder(_ path: String) -> URL {
        let url = URL(fileURLWithPath: path)
        return url.lastPathComponent == "catalogue.json" ? url.deletingLastPathComponent() : url
    }

    static func summary(of opened: Opened) -> String {
        let posters = opened.catalogue.skus.count(where: \.isPoster)
        return
            "\(opened.catalogue.skus.count - posters) 个商品、\(opened.packShots.values.map(\.count).reduce(0, +)) 张样图"
            + (posters > 0 ? "、\(posters) 种促销物料" : "")
    }

    /// What people confirmed on photos of a product stays with it when the catalogue is imported again.
    static func store(_ opened: Opened, from path: String, in folder: DataFolder) async throws {
        var catalogue = opened.catalogue
        var pictures = CatalogueVersions.files(opened.catalogue, in: Self.folder(path))
        if let (old, version) = try await CatalogueVersions.current(in: folder) {
            let kept = folder.catalogueFolder(version: version)
            for index in catalogue.skus.indices where catalogue.skus[index].learned == nil {
                let learned = old.skus.first { $0.sku == catalogue.skus[index].sku }?.learned
                catalogue.skus[index].learned = learned
                for template in learned ?? [] {
                    pictures[template.file] = kept.appendingPathComponent(template.file)
                }
            }
        }
        _ = try await CatalogueVersions.put(catalogue, pictures: pictures, by: "cli", in: folder)
    }
}
