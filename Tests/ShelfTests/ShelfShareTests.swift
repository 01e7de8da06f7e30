import Evidence
import Testing

@testable import Shelf

struct ShelfShareTests {
    private func facing(_ sku: String, row: Int, width: Int, height: Int) -> ShelfFindings.Facing {
        ShelfFindings.Facing(
            sku: SKU(sku), box: Box(x0: 0, y0: 0, x1: width, y1: height), confidence: 1, row: row)
    }

    @Test func `categories sum the shares of their products`() {
        let facings = ["a", "a", "b", "b", "b", "c"].map { facing($0, row: 0, width: 50, height: 100) }
        let share = ShelfShare(
            facings, unknown: [Box(x0: 0, y0: 0, x1: 100, y1: 100), Box(x0: 0, y0: 0, x1: 100, y1: 100)])
        #expect(
            share.categories([SKU("a"): "drinks", SKU("b"): "drinks"]) == [
                ShelfFindings.CategoryShare(category: "", facings: 1, byCount: 0.1, byWidth: 0.1),
                ShelfFindings.CategoryShare(category: "drinks", facings: 5, byCount: 0.5, byWidth: 0.5),
            ])
        #expect(share.products().map(\.byCount) == [0.2, 0.3, 0.1])
    }

    @Test func `a whole shelf of many small shares is one, not more`() {
        let facings = (0..<29).map { facing("sku-\($0)", row: 0, width: 50, height: 100) }
        let names = Dictionary(uniqueKeysWithValues: facings.map { ($0.sku, "drinks") })
        let all = ShelfShare(facings, unknown: []).categories(names)
        #expect(all?.map(\.byWidth) == [1] && all?.map(\.byCount) == [1])
    }

    @Test func `a row further away counts as much as one in front`() {
        let share = ShelfShare(
            [facing("a", row: 0, width: 25, height: 50), facing("b", row: 1, width: 50, height: 100)],
            unknown: [])
        #expect(share.products().map(\.byWidth) == [0.5, 0.5])
    }

    @Test func `a catalogue without categories has no shares of them, an empty shelf none at all`() {
        let full = ShelfShare([facing("a", row: 0, width: 50, height: 100)], unknown: [])
        #expect(full.categories([:]) == nil)
        #expect(ShelfShare([], unknown: [Box(x0: 0, y0: 0, x1: 9, y1: 9)]).products().isEmpty)
    }
}
