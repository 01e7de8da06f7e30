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
    }

    static let name = "catalogue"
    static let abstract = "商品目录和样图 (catalogue and pack shots)"
    static let fileHelp = "目录文件夹，含 catalogue.json (folder with catalogue.json)"

    static func read(_ path: String, in folder: DataFolder?) async throws -> Opened {
        let (catalogue, packShots, _) = try CatalogueFolder.read(Self.folder(path).path)
        return Opened(catalogue: catalogue, packShots: packShots)
    }

    /// The folder itself, or the one that holds the given `catalogue.json`.
    private static func folder(_ path: String) -> URL {
        let url = URL(fileURLWithPath: path)
        return url.lastPathComponent == "catalogue.json" ? url.deletingLastPathComponent() : url
    }

    static func summary(of opened: Opened) -> String {
        "\(opened.catalogue.skus.count) 个商品、\(opened.packShots.values.map(\.count).reduce(0, +)) 张样图"
    }

    /// The pack shots are copied first: a version never names pictures that are not there.
    static func store(_ opened: Opened, from path: String, in folder: DataFolder) async throws {
        let version = try await folder.records.reference.put(
            kind: .catalogue, name: "catalogue", json: try CanonicalJSON.string(opened.catalogue), by: "cli",
            at: Date())
        let target = folder.catalogueFolder(version: version)
        let files = FileManager.default
        if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        let source = Self.folder(path)
        for name in ["catalogue.json"] + opened.catalogue.skus.flatMap(\.templates) {
            try files.copyItem(
                at: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
        }
    }
}
