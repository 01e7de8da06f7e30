import Evidence
import Testing

@testable import Scoring

struct ShelfSectionTests {
    /// One photo of a planned row A A B B; `states` by index, `n` not assessable.
    private func photo(_ states: String) -> ShelfFindings {
        let letters: [Character: ShelfFindings.SlotStatus] = [
            "o": .ok, "m": .missing, "s": .outOfStock, "p": .misplaced, "n": .notAssessable,
        ]
        var found = ShelfFindings(
            width: 100, height: 100, quality: ShelfFindings.Quality(usable: true),
            analyzer: AnalyzerIdentity(name: "shelf", version: "1"))
        var seen: [SKU: Int] = [:]
        for (index, letter) in states.enumerated() {
            let sku = SKU(rawValue: index < 2 ? "A" : "B")
            let status = letters[letter] ?? .extra
            found.slots.append(ShelfFindings.Slot(row: 0, index: index, sku: sku, status: status))
            guard status == .ok else { continue }
            seen[sku, default: 0] += 1
            found.facings.append(
                ShelfFindings.Facing(
                    sku: sku, box: Box(x0: 20 * index, y0: 0, x1: 20 * index + 18, y1: 50), confidence: 1,
                    row: 0))
        }
        found.basis = ShelfFindings.Basis(
            assortment: [SKU(rawValue: "A"), SKU(rawValue: "B")].map {
                ShelfFindings.Basis.Product(sku: $0, planned: 2, seen: seen[$0] ?? 0, boxes: [])
            },
            facings: [], position: .init(met: [], unmet: []), availability: .init(met: [], unmet: []))
        found.counts = ShelfFindings.Counts()
        return found
    }

    @Test func `what two photos of one planogram show counts once`() {
        let counts = ShelfSection([photo("ooon"), photo("noos")]).counts
        #expect(counts.slotsAssessable == 4 && counts.slotsOk == 3 && counts.slotsOutOfStock == 1)
        #expect(counts.facingsPlanned == 4 && counts.facingsSeen == 3)
        #expect(counts.mustStockPlanned == 2 && counts.mustStockSeen == 2)
    }

    @Test func `a slot that one photo shows is not missing because another one lacks it`() {
        let counts = ShelfSection([photo("omnn"), photo("nono")]).counts
        #expect(counts.slotsOk == 3 && counts.slotsAssessable == 3)
        #expect(counts == ShelfSection([photo("nono"), photo("omnn")]).counts)
    }

    @Test func `one photo alone keeps its own counts`() {
        var single = photo("oooo")
        single.counts = ShelfFindings.Counts(slotsOk: 4, slotsAssessable: 4)
        #expect(ShelfSection([single]).counts.slotsOk == 4)
        #expect(ShelfSection([]).counts == ShelfFindings.Counts())
    }
}
