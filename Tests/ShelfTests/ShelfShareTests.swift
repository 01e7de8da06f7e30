import Evidence
import Testing

@testable import Shelf

struct ShelfShareTests {
    private func share(_ sku: String, _ facings: Int, _ byCount: Double) -> ShelfFindings.Share {
        ShelfFindings.Share(
            sku: SKU(rawValue: sku), facings: facings, byCount: byCount, byWidth: byCount / 2)
    }

    @Test func `categories sum the shares of their products`() {
        let shares = [share("a", 2, 0.2), share("b", 3, 0.3), share("c", 1, 0.1)]
        let found = ShelfShare.categories(
            shares, of: [SKU(rawValue: "a"): "drinks", SKU(rawValue: "b"): "drinks"])
        #expect(
            found == [
                ShelfFindings.CategoryShare(category: "", facings: 1, byCount: 0.1, byWidth: 0.05),
                ShelfFindings.CategoryShare(category: "drinks", facings: 5, byCount: 0.5, byWidth: 0.25),
            ])
    }

    @Test func `a catalogue without categories has no shares of them`() {
        #expect(ShelfShare.categories([share("a", 2, 0.2)], of: [:]) == nil)
    }
}
