import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

struct PosterAndTemplateTests {
    @Test func `promotion material is found and is no facing`() async throws {
        var (entries, shots) = try ShelfFixtures.catalogue()
        let photo = try ShelfFixtures.photo("normal_0")
        let input = ShelfInput(photo: photo)
        let plain = try await ShelfAnalyzer(index: ShelfFixtures.index()).analyze(input)
        #expect(plain.posters == nil)
        let poster = try #require(plain.facings.first?.sku)
        let place = try #require(entries.firstIndex { $0.sku == poster })
        entries[place].kind = "poster"
        let found = try await ShelfAnalyzer(index: .build(entries: entries, packShots: shots)).analyze(input)
        #expect(found.posters?.contains { $0.id == poster } == true)
        #expect(!found.facings.contains { $0.sku == poster })
        shots[poster] = nil
    }

    @Test func `promotion material is never tried in the hole of a row`() async throws {
        let photo = try ShelfFixtures.photo("rows_0")
        let (entries, shots) = try ShelfFixtures.catalogue()
        let index = CatalogueIndex.build(entries: entries, packShots: shots)
        let result = await Recogniser(index: index).recognise(photo)
        let sku = try #require(
            index.skus.indices.max { first, second in
                result.detections.count { $0.sku == first } < result.detections.count { $0.sku == second }
            })
        // Every other facing of the product is taken away.
        var place = 0
        let left = result.detections.filter { detection in
            place += detection.sku == sku ? 1 : 0
            return detection.sku != sku || place.isMultiple(of: 2)
        }
        func foundAgain(_ index: CatalogueIndex) -> Int {
            let verifier = Verifier(index: index, pyramid: result.pyramid)
            return NeighbourRescue(verifier: verifier).found(beside: left).count { $0.sku == sku }
        }
        #expect(foundAgain(index) > 0)
        var posters = entries
        for place in posters.indices where posters[place].sku == index.skus[sku] {
            posters[place].kind = "poster"
        }
        #expect(foundAgain(.build(entries: posters, packShots: shots)) == 0)
    }

    @Test func `an index that takes over what did not change is the same to the byte`() throws {
        let (entries, shots) = try ShelfFixtures.catalogue()
        var older = shots
        let changed = entries[2].sku
        older[changed] = shots[entries[3].sku]
        let previous = CatalogueIndex.build(entries: entries, packShots: older)
        let stored = try CatalogueIndex(decoding: previous.encoded())
        let fresh = CatalogueIndex.build(entries: entries, packShots: shots)
        let reused = CatalogueIndex.build(entries: entries, packShots: shots, reusing: stored)
        #expect(reused.encoded() == fresh.encoded())
    }

    @Test func `a confirmed facing becomes a picture of its product`() async throws {
        var (entries, shots) = try ShelfFixtures.catalogue()
        let photo = try ShelfFixtures.photo("normal_0")
        let truth = try ShelfFixtures.truth("normal_0")
        let facing = try #require(truth.facings.first { !$0.ignore })
        let learned = try TemplateCut.cut(facing.box, from: photo)
        #expect(learned.width == facing.box.width && learned.height == facing.box.height)
        // The product is known by the learned picture alone.
        entries = entries.filter { $0.sku == facing.sku }
        shots = [facing.sku: [learned]]
        let found = try await ShelfAnalyzer(index: .build(entries: entries, packShots: shots))
            .analyze(ShelfInput(photo: photo))
        #expect(found.facings.contains { $0.box.overlap(facing.box) > 0.5 })
    }

    @Test func `a useless part of a photo is refused with a reason`() throws {
        let photo = try ShelfFixtures.photo("normal_0")
        let outside = Box(x0: photo.width - 50, y0: 0, x1: photo.width + 100, y1: 200)
        #expect(throws: TemplateRefusal.self) { try TemplateCut.cut(outside, from: photo) }
        #expect(throws: TemplateRefusal.self) {
            try TemplateCut.cut(Box(x0: 100, y0: 100, x1: 120, y1: 120), from: photo)
        }
    }

    @Test func `the same photo gives the same findings at any width of work`() async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let input = ShelfInput(
            photo: try ShelfFixtures.photo("rows_0"), planogram: try ShelfFixtures.truth("rows_0").planogram)
        let first = try CanonicalJSON.string(try await analyzer.analyze(input))
        // Two at a time, then one alone.
        let both = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<2 {
                group.addTask { try CanonicalJSON.string(try await analyzer.analyze(input)) }
            }
            var texts: [String] = []
            for try await text in group { texts.append(text) }
            return texts
        }
        #expect(both == [first, first])
        #expect(try CanonicalJSON.string(try await analyzer.analyze(input)) == first)
    }
}
