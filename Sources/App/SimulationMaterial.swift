import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Media
import Simulation
import Staging

/// The shipped files that simulated media are made of: pack shots, planograms, products, letters, sentences.
struct SimulationMaterial {
    /// Copied beside the media, so that they can be imported: name there, file here.
    static let references = [
        ("catalogue", "fixtures/chain/catalogue"), ("planograms", "fixtures/chain/planograms"),
        ("products.json", "fixtures/chain/products.json"), ("topics.yaml", "fixtures/chain/topics.yaml"),
        ("policy.yaml", "fixtures/chain/policy.yaml"), ("rules.yaml", "fixtures/rules/shipped.yaml"),
        ("requirements.yaml", "fixtures/simulation/requirements.yaml"),
    ]

    var planned: MediaMaterial
    var packs: [SKU: PackCutOut]
    var letters: LetterSheet

    static func read() throws -> SimulationMaterial {
        do {
            return SimulationMaterial(planned: try planned(), packs: try packs(), letters: try letters())
        } catch let error as ConfigurationError { throw Failure.environment(error.description) }
    }

    static func installed(_ path: String) throws -> URL {
        guard let found = InstalledFile.find(path) else {
            throw Failure.environment("没有找到 \(path)，请在源码目录里运行 (not found: run inside the project's folder)")
        }
        return found
    }

    private static func planned() throws -> MediaMaterial {
        let requirements = try installed("fixtures/simulation/requirements.yaml").path
        let slots = try RequirementsFile.read(try InputFile.text(requirements), file: requirements)
            .flatMap(\.slots)
        let sections = slots.compactMap { slot in
            slot.planogram.map { MediaMaterial.Section(slot: slot.slot, planogram: $0) }
        }
        var planograms: [String: Planogram] = [:]
        for section in sections {
            let file = try installed("fixtures/chain/planograms/\(section.planogram).json").path
            planograms[section.planogram] =
                try PlanogramFile.read(try InputFile.text(file), file: file).planogram
        }
        let products = try installed("fixtures/chain/products.json").path
        let conversations = try installed("fixtures/simulation/conversations.json")
        return MediaMaterial(
            sections: sections, planograms: planograms,
            products: try ProductsFile.read(try InputFile.text(products), file: products),
            conversations: try decoded(MediaMaterial.Conversations.self, conversations))
    }

    private static func packs() throws -> [SKU: PackCutOut] {
        let folder = try installed("fixtures/chain/catalogue").path
        let read = try CatalogueFolder.read(folder, decoder: Decoders.forFiles)
        let kinds = Dictionary(read.catalogue.skus.map { ($0.sku, $0.kind) }) { first, _ in first }
        return read.packShots.compactMapValues(\.first).reduce(into: [:]) { packs, shot in
            packs[shot.key] = PackCutOut(packShot: shot.value, kind: kinds[shot.key] ?? nil)
        }
    }

    private static func letters() throws -> LetterSheet {
        let layout = try decoded(
            LetterSheet.Layout.self, try installed("fixtures/simulation/letters.json"))
        let file = try installed("fixtures/simulation/letters.png").path
        let picture = try Decoders.forFiles.picture(try InputFile.bytes(file)).0
        guard let sheet = LetterSheet(layout: layout, picture: picture) else {
            throw Failure.environment("\(file) 与 letters.json 不一致 (does not fit letters.json)")
        }
        return sheet
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ file: URL) throws -> Value {
        let bytes = try InputFile.bytes(file.path)
        do { return try CanonicalJSON.decode(type, from: Data(bytes)) } catch {
            throw Failure.environment("\(file.path) 无法读取 (cannot be read): \(error)")
        }
    }
}
