import Decoding
import Evidence
import Foundation
import Media
import Shelf
import TestSupport

/// The small catalogue and its photos.
enum ShelfFixtures {
    struct Truth: Decodable {
        struct Facing: Decodable {
            var sku: SKU
            var box: Box
            var ignore: Bool
        }
        struct Gap: Decodable {
            var box: Box
            var ignore: Bool
        }
        var facings: [Facing]
        var gaps: [Gap]
        var planogram: Planogram
        var slots: [ShelfFindings.Slot]
    }

    static func photo(_ name: String) throws -> Raster {
        try MediaDecoder().picture([UInt8](Fixture.data("shelf-quick/photos/\(name).jpg"))).0
    }

    static func truth(_ name: String) throws -> Truth {
        try CanonicalJSON.decode(Truth.self, from: Fixture.data("shelf-quick/photos/\(name).json"))
    }

    static func catalogue() throws -> (entries: [CatalogueEntry], packShots: [SKU: [Raster]]) {
        let catalogue = try CanonicalJSON.decode(
            Catalogue.self, from: Fixture.data("shelf-quick/catalogue/catalogue.json"))
        var shots: [SKU: [Raster]] = [:]
        for entry in catalogue.skus {
            shots[entry.sku] = try entry.templates.map { file in
                try MediaDecoder().picture([UInt8](Fixture.data("shelf-quick/catalogue/\(file)"))).0
            }
        }
        return (catalogue.skus, shots)
    }

    static func index() throws -> CatalogueIndex {
        let (entries, shots) = try catalogue()
        return CatalogueIndex.build(entries: entries, packShots: shots)
    }

    /// Grey noise without structure.
    static func noise(width: Int, height: Int, seed: UInt64) -> Raster {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<(width * height * 3)).map { _ in UInt8.random(in: 90...160, using: &generator) }
        return Raster(width: width, height: height, pixels: pixels)
    }
}

extension SKU: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(rawValue: value) }
}
