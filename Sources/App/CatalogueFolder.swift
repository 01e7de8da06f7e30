import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Hashing
import Media
import Shelf

/// A folder with `catalogue.json` and the pack shots beside it.
enum CatalogueFolder {
    /// Every problem of the file is named, a missing or broken pack shot with its product.
    static func read(_ path: String, decoder: any MediaDecoding) throws -> (
        catalogue: Catalogue, packShots: [SKU: [Raster]], digest: ContentHash
    ) {
        let folder = URL(fileURLWithPath: path)
        let file = folder.appendingPathComponent("catalogue.json").path
        let catalogue: Catalogue
        let text = try InputFile.text(file)
        catalogue = try CatalogueFile.read(text, file: file) { name in
            FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
        }
        var hasher = SHA256Hasher()
        hasher.update([UInt8](text.utf8))
        var packShots: [SKU: [Raster]] = [:]
        for entry in catalogue.skus {
            for template in entry.pictures {
                let bytes = try InputFile.bytes(folder.appendingPathComponent(template).path)
                hasher.update(bytes)
                func refused(_ chinese: String, _ english: String) -> ConfigurationError {
                    ConfigurationError(problems: [
                        ConfigurationProblem(
                            file: file, line: nil, path: entry.sku.rawValue,
                            chinese: "样图 \(template)：\(chinese)",
                            english: "pack shot \(template): \(english)")
                    ])
                }
                let shot: Raster
                do throws(DecodingFailure) { shot = try decoder.picture(bytes).0 } catch {
                    if error.code == .decoderUnavailable { throw Decoders.unavailable(error) }
                    throw refused(error.chinese, error.english)
                }
                guard min(shot.width, shot.height) >= CatalogueReview.leastSide else {
                    throw refused(
                        "只有 \(shot.width)×\(shot.height) 像素，请换一张更大的。",
                        "only \(shot.width) × \(shot.height) pixels; please give a larger one.")
                }
                packShots[entry.sku, default: []].append(shot)
            }
        }
        return (catalogue, packShots, hasher.finalize())
    }

    /// The analyzer for a catalogue folder.
    static func analyzer(
        at path: String, cache: String?, decoder: any MediaDecoding
    ) throws -> ShelfAnalyzer {
        let opened: (catalogue: Catalogue, packShots: [SKU: [Raster]], digest: ContentHash)
        do { opened = try read(path, decoder: decoder) } catch let error as ConfigurationError {
            throw Failure.badInput(error.description)
        }
        let categories = opened.catalogue.skus.compactMap { entry in entry.category.map { (entry.sku, $0) } }
        return ShelfAnalyzer(
            index: try index(opened.catalogue, opened.packShots, opened.digest, cache: cache),
            categories: Dictionary(categories) { first, _ in first })
    }

    /// The index, from the cache where the same pictures were indexed before.
    private static func index(
        _ catalogue: Catalogue, _ packShots: [SKU: [Raster]], _ digest: ContentHash, cache: String?
    ) throws -> CatalogueIndex {
        let cached = cache.map { URL(fileURLWithPath: $0).appendingPathComponent("\(digest).index") }
        if let cached, let index = stored(at: cached) { return index }
        // What an older index knows of unchanged pack shots is taken over.
        let index = CatalogueIndex.build(
            entries: catalogue.skus, packShots: packShots, reusing: cache.flatMap { newest(in: $0) })
        if let cached {
            do {
                try FileManager.default.createDirectory(
                    at: cached.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(index.encoded()).write(to: cached, options: .atomic)
            } catch {
                throw Failure.environment(
                    "无法写入缓存 \(cached.path) (cannot write the cache): \(error.localizedDescription)")
            }
        }
        return index
    }

    /// A stored index, read where it is mapped. A broken file is built again, not reported.
    private static func stored(at file: URL) -> CatalogueIndex? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            let bytes = try Data(contentsOf: file, options: .alwaysMapped)
            return try bytes.withUnsafeBytes { try CatalogueIndex(decoding: $0) }
        } catch { return nil }
    }

    /// The index that was stored last.
    private static func newest(in folder: String) -> CatalogueIndex? {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey]
        let dated: [(file: URL, date: Date)]
        do {
            dated = try FileManager.default.contentsOfDirectory(
                at: URL(fileURLWithPath: folder), includingPropertiesForKeys: Array(keys)
            ).filter { $0.pathExtension == "index" }.map { file in
                (file, try file.resourceValues(forKeys: keys).contentModificationDate ?? .distantPast)
            }
        } catch { return nil }
        let newest = dated.max { ($0.date, $0.file.path) < ($1.date, $1.file.path) }
        return newest.flatMap { stored(at: $0.file) }
    }
}
