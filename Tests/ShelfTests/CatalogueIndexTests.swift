import AnalyzerKit
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Shelf

struct CatalogueIndexTests {
    @Test func `a stored index recognises the same`() async throws {
        let index = try ShelfFixtures.index()
        let stored = try CatalogueIndex(decoding: index.encoded())
        #expect(stored.encoded() == index.encoded())
        #expect(stored.products.count == 8)
        let input = ShelfInput(photo: try ShelfFixtures.photo("normal_0"))
        let first = try await ShelfAnalyzer(index: index).analyze(input)
        #expect(try await ShelfAnalyzer(index: stored).analyze(input) == first)
    }

    @Test func `a truncated index is refused`() throws {
        let bytes = try ShelfFixtures.index().encoded()
        for length in [0, 3, 8, 11, 40, 5000, bytes.count / 2, bytes.count - 1] {
            #expect(throws: CatalogueIndexError.self) {
                try CatalogueIndex(decoding: Array(bytes.prefix(length)))
            }
        }
        #expect(throws: CatalogueIndexError.self) { try CatalogueIndex(decoding: bytes + [0]) }
    }

    @Test func `damaged bytes are refused or read, never a crash`() throws {
        let (entries, shots) = try ShelfFixtures.catalogue()
        let bytes = CatalogueIndex.build(entries: Array(entries.prefix(1)), packShots: shots).encoded()
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<broken.count, using: &generator)
                broken[place] = UInt8.random(in: 0...255, using: &generator)
            }
            do throws(CatalogueIndexError) {
                _ = try CatalogueIndex(decoding: broken)
            } catch {
                #expect(!error.detail.isEmpty)
            }
        }
    }

    @Test func `neighbours in the tree are those of an exhaustive search`() throws {
        let tree = try ShelfFixtures.index().tree
        var search = NeighbourSearch(tree)
        var found: [NeighbourSearch.Neighbour] = []
        var right = 0
        let queries = stride(from: 0, to: tree.count, by: 7).map { $0 }
        tree.descriptors.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            for query in queries {
                search.nearest(to: base + query * 128, limit: 1, farthest: .max, ratio: 1.5, into: &found)
                right += found.first?.distance == 0 ? 1 : 0
            }
        }
        #expect(right == queries.count)
    }

    @Test func `a review names what is wrong with pack shots`() throws {
        var (entries, shots) = try ShelfFixtures.catalogue()
        let first = entries[0]
        entries.append(first)
        entries.append(CatalogueEntry(sku: "no-picture", name: "none", templates: []))
        entries.append(CatalogueEntry(sku: "tiny", name: "tiny", templates: ["tiny.png"]))
        shots["tiny"] = [Raster(width: 20, height: 20, red: 200, green: 10, blue: 10)]
        entries.append(CatalogueEntry(sku: "twin", name: "twin", templates: ["twin.png"]))
        shots["twin"] = shots[first.sku]
        let problems = CatalogueReview.problems(entries: entries, packShots: shots)
        func has(_ code: CatalogueReview.Problem.Code, _ sku: SKU) -> Bool {
            problems.contains { $0.code == code && $0.sku == sku }
        }
        #expect(has(.duplicateSKU, first.sku))
        #expect(has(.noPackShot, "no-picture"))
        #expect(has(.tooSmall, "tiny"))
        #expect(has(.samePicture, "twin"))
        #expect(problems.allSatisfy { !$0.chinese.isEmpty && !$0.english.isEmpty })
    }
}
