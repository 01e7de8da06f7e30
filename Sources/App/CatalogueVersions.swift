import Evidence
import Foundation
import Records

/// The versions of the catalogue in a data folder, each with its pictures.
enum CatalogueVersions {
    /// The catalogue in force; nil before the first import.
    static func current(in folder: DataFolder) async throws -> (catalogue: Catalogue, version: Int)? {
        guard let document = try await folder.records.reference.current(.catalogue).first else { return nil }
        return (try CanonicalJSON.decode(Catalogue.self, from: document.json), document.version)
    }

    /// Where the pictures of a catalogue lie, by name.
    static func files(_ catalogue: Catalogue, in folder: URL) -> [String: URL] {
        var files: [String: URL] = [:]
        for name in catalogue.skus.flatMap(\.pictures) { files[name] = folder.appendingPathComponent(name) }
        return files
    }

    /// All pictures are copied before the version is recorded, and moved to their place in one step: a version never
    /// names pictures that are not there, and nothing stays behind of one that failed.
    /// - Returns: the version.
    static func put(
        _ catalogue: Catalogue, pictures: [String: URL], by actor: String, in folder: DataFolder
    ) async throws -> Int {
        let files = FileManager.default
        let shelf = folder.url.appendingPathComponent("catalogue")
        let incoming = shelf.appendingPathComponent("incoming-\(UUID().uuidString)")
        do {
            try files.createDirectory(at: incoming, withIntermediateDirectories: true)
            for (name, source) in pictures.sorted(by: { $0.key < $1.key }) {
                try files.copyItem(at: source, to: incoming.appendingPathComponent(name))
            }
            try CanonicalJSON.encode(catalogue).write(to: incoming.appendingPathComponent("catalogue.json"))
            let version = try await folder.records.reference.put(
                kind: .catalogue, name: "catalogue", json: try CanonicalJSON.string(catalogue), by: actor,
                at: Date())
            let target = folder.catalogueFolder(version: version)
            if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
            try files.moveItem(at: incoming, to: target)
            return version
        } catch {
            if files.fileExists(atPath: incoming.path) { try files.removeItem(at: incoming) }
            throw error
        }
    }
}
