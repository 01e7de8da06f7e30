import Evidence
import TestSupport
import Testing

@testable import Shelf

/// Shelves made up at random, photographed from several standpoints; some facings are not recognised, some are wrong.
struct PhotoMergingTests {
    /// One facing on the plane of the shelf, in units of its own.
    private struct Pack {
        var sku: SKU
        var place: Place
    }

    private func shelf(
        _ random: inout SeededGenerator, products: ClosedRange<Int> = 0...60, width: Double = 4000
    )
        -> [Pack]
    {
        var packs: [Pack] = []
        for row in 0..<5 {
            var x = 0.0
            while x < width {
                let number = Int.random(in: products, using: &random)
                let across = 90 + Double((number * 37) % 70)
                let high = 200 + Double((number * 13) % 60)
                for _ in 0..<Int.random(in: 1...5, using: &random) where x < width {
                    let bottom = 320 * Double(row + 1)
                    packs.append(
                        Pack(
                            sku: SKU(rawValue: "p\(number)"),
                            place: Place(x0: x, y0: bottom - high, x1: x + across, y1: bottom)))
                    x += across + Double.random(in: 0...8, using: &random)
                }
            }
        }
        return packs
    }

    /// What a camera that looks at the shelf from `x` on sees, 1600 × 1600 units of the shelf on as many pixels.
    private func photo(
        _ packs: [Pack], x: Double, _ random: inout SeededGenerator, dropped: Double = 0, wrong: Double = 0
    ) -> ShelfFindings {
        var seen: Set<Int> = []
        return photo(packs, x: x, &random, dropped: dropped, wrong: wrong, seen: &seen)
    }

    /// - Parameter seen: packs inside the photo are added.
    private func photo(
        _ packs: [Pack], x: Double, _ random: inout SeededGenerator, dropped: Double, wrong: Double,
        seen packsSeen: inout Set<Int>
    ) -> ShelfFindings {
        func small() -> Double { Double.random(in: -1...1, using: &random) }
        let camera = PlaneMapping(
            a: 1 + 0.05 * small(), b: 0.03 * small(), c: 40 * small(), d: 0.03 * small(),
            e: 1 + 0.05 * small(), f: 30 * small(), g: 2e-5 * small(), h: 2e-5 * small())
        var findings = ShelfFindings(
            width: 1600, height: 1600, quality: ShelfFindings.Quality(usable: true),
            analyzer: AnalyzerIdentity(name: "test", version: "1"))
        for (number, pack) in packs.enumerated() {
            var place = pack.place
            place.x0 -= x
            place.x1 -= x
            guard let seen = camera.applied(place) else { continue }
            let inside = seen.cut(width: 1600, height: 1600)
            guard inside.area > 0.5 * seen.area else { continue }
            packsSeen.insert(number)
            guard Double.random(in: 0...1, using: &random) >= dropped else { continue }
            let mistaken = Double.random(in: 0...1, using: &random) < wrong
            findings.facings.append(
                ShelfFindings.Facing(
                    sku: mistaken ? "other" : pack.sku,
                    box: Box(
                        x0: Int((inside.x0 + 2 * small()).rounded()),
                        y0: Int((inside.y0 + 2 * small()).rounded()),
                        x1: Int((inside.x1 + 2 * small()).rounded()),
                        y1: Int((inside.y1 + 2 * small()).rounded())),
                    confidence: mistaken ? 0.8 : 0.97, row: nil))
        }
        return findings
    }

    /// How many facings are seen by at least one of the photos, by product, and how many a count is off.
    private func off(_ merged: MergedShelves, _ packs: [Pack]) -> Int {
        var truth: [SKU: Int] = [:]
        for pack in packs { truth[pack.sku, default: 0] += 1 }
        var wrong = 0
        let counted = Dictionary(uniqueKeysWithValues: merged.facings.map { ($0.sku, $0.count) })
        for sku in Set(truth.keys).union(counted.keys) {
            wrong += abs(truth[sku, default: 0] - counted[sku, default: 0])
        }
        return wrong
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `two overlapping photos count nothing twice`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let packs = shelf(&random)
        let step = Double.random(in: 600...1150, using: &random)
        var numbers: Set<Int> = []
        let merged = ShelfMerging.merged([
            photo(packs, x: 0, &random, dropped: 0.03, wrong: 0.02, seen: &numbers),
            photo(packs, x: step, &random, dropped: 0.03, wrong: 0.02, seen: &numbers),
        ])
        #expect(merged.shelves == [[0, 1]])
        let seen = numbers.map { packs[$0] }
        #expect(Double(off(merged, seen)) < 0.2 * Double(seen.count), "step \(step)")
    }

    @Test(arguments: 100..<110 as Range<UInt64>)
    func `a chain of three photos gives the same in any order`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let packs = shelf(&random)
        var numbers: Set<Int> = []
        var photos: [ShelfFindings] = []
        for x in [0.0, 950, 1900] {
            photos.append(photo(packs, x: x, &random, dropped: 0.02, wrong: 0, seen: &numbers))
        }
        let merged = ShelfMerging.merged(photos)
        #expect(merged.shelves == [[0, 1, 2]])
        let seen = numbers.map { packs[$0] }
        #expect(Double(off(merged, seen)) < 0.12 * Double(seen.count))
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let again = ShelfMerging.merged(order.map { photos[$0] })
            #expect(again.facings == merged.facings)
            #expect(again.shelves == [[0, 1, 2]])
        }
    }

    @Test(arguments: 200..<215 as Range<UInt64>)
    func `photos of other shelves stay apart`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // The same few products, arranged otherwise.
        let first = photo(shelf(&random, products: 0...15), x: 0, &random)
        let second = photo(shelf(&random, products: 0...15), x: 0, &random)
        let merged = ShelfMerging.merged([first, second])
        #expect(merged.shelves == [[0], [1]])
        #expect(merged.facings.map(\.count).reduce(0, +) == first.facings.count + second.facings.count)
    }

    @Test func `the same photo twice counts once`() {
        var random = SeededGenerator(seed: 7)
        let one = photo(shelf(&random), x: 300, &random)
        let merged = ShelfMerging.merged([one, one, one])
        #expect(merged.shelves == [[0, 1, 2]])
        #expect(merged.facings == ShelfMerging.merged([one]).facings)
    }

    @Test func `nothing and next to nothing do no harm`() {
        #expect(ShelfMerging.merged([]) == MergedShelves(facings: [], shelves: []))
        var random = SeededGenerator(seed: 8)
        var empty = photo([], x: 0, &random)
        #expect(ShelfMerging.merged([empty, empty]).shelves == [[0], [1]])
        empty.width = 0
        empty.facings = [
            ShelfFindings.Facing(sku: "a", box: Box(x0: 5, y0: 5, x1: 5, y1: 5), confidence: 1, row: nil)
        ]
        #expect(ShelfMerging.merged([empty, empty]).facings == [MergedShelves.Count(sku: "a", count: 2)])
    }

    @Test func `a mapping is found again from its points`() throws {
        let truth = PlaneMapping(a: 1.1, b: 0.05, c: 30, d: -0.04, e: 0.95, f: -20, g: 3e-5, h: -2e-5)
        var pairs: [(from: PlaneMapping.Point, to: PlaneMapping.Point)] = []
        for x in stride(from: 0.0, through: 2000, by: 250) {
            for y in stride(from: 0.0, through: 1500, by: 250) {
                let point = PlaneMapping.Point(x: x, y: y)
                pairs.append((point, try #require(truth.applied(point))))
            }
        }
        let found = try #require(PlaneMapping.fitted(pairs, perspective: true))
        let back = try #require(found.inverse())
        for pair in pairs {
            let there = try #require(found.applied(pair.from))
            #expect(abs(there.x - pair.to.x) < 6 && abs(there.y - pair.to.y) < 6)
            let again = try #require(back.applied(there))
            #expect(abs(again.x - pair.from.x) < 1e-6 && abs(again.y - pair.from.y) < 1e-6)
        }
        #expect(PlaneMapping.fitted(Array(pairs.prefix(2)), perspective: false) == nil)
        #expect(PlaneMapping.fitted([pairs[0], pairs[0], pairs[0]], perspective: true) == nil)
    }
}
