import Evidence
import TestSupport
import Testing

@testable import Scoring

struct AssortmentDifferenceTests {
    private let products = ProductFacts(categories: [
        SKU("milk"): "乳品", SKU("tea"): "饮料", SKU("soup"): "速食", SKU("rice"): "速食",
    ])

    /// Even stores show soup and much of it, odd ones tea instead; milk is everywhere.
    private func chain(_ count: Int) -> [StoreID: StoreAssortment] {
        Dictionary(
            uniqueKeysWithValues: (0..<count).map { index in
                let own = index % 2 == 0 ? [SKU("soup"): 6] : [SKU("tea"): 3]
                return (
                    StoreID("S\(index)"),
                    StoreAssortment(
                        planned: [SKU("milk"), SKU("soup"), SKU("tea")],
                        facings: own.merging([SKU("milk"): 4]) { one, _ in one })
                )
            })
    }

    private func members(_ count: Int) -> [StoreID] {
        (0..<count).filter { $0 % 2 == 0 }.map { StoreID("S\($0)") }
    }

    @Test func `what a cluster carries more and less of is named with its counts`() throws {
        let difference = AssortmentDifference(of: members(20), among: chain(20), products: products)
        #expect(difference.stores == 10 && difference.otherStores == 10)
        #expect(difference.products.map(\.sku.rawValue) == ["soup", "tea"])
        let soup = try #require(difference.products.first)
        #expect(soup.shownStores == 10 && soup.shownOthers == 0)
        #expect(soup.plannedStores == 10 && soup.plannedOthers == 10)
        #expect(soup.difference.estimate == 1 && soup.difference.low > 0.5)
        #expect(
            difference.categories.map(\.category)
                == ["速食", "饮料", "乳品"].sorted { one, other in
                    share(one, difference) > share(other, difference)
                })
        let words = difference.words(named: [SKU("soup"): "番茄汤"])
        #expect(words.count == 3)
        #expect(words[0].contains("番茄汤 (100%，其他 0%)") && words[1].contains("tea"))
        #expect(words[2].contains("速食 60%，其他 0%"))
    }

    private func share(_ category: String, _ difference: AssortmentDifference) -> Double {
        difference.categories.first { $0.category == category }.map { $0.share - $0.otherShare } ?? 0
    }

    @Test func `differences that chance gives are not named`() {
        var random = SeededGenerator(seed: 3)
        var named = 0
        for _ in 0..<40 {
            let stores = Dictionary(
                uniqueKeysWithValues: (0..<40).map { index in
                    let facings = Dictionary(
                        uniqueKeysWithValues: (0..<60).compactMap { sku in
                            Int.random(in: 0..<2, using: &random) == 0 ? nil : (SKU("P\(sku)"), 1)
                        })
                    return (StoreID("S\(index)"), StoreAssortment(facings: facings))
                })
            named +=
                AssortmentDifference(of: members(40), among: stores, products: products).products.count
        }
        #expect(named <= 4)
    }

    @Test func `stores without photos, no other store and no store at all leave nothing to name`() {
        var stores = chain(6)
        stores[StoreID("S0")]?.facings = [:]
        #expect(AssortmentDifference(of: members(6), among: stores, products: products).stores == 2)
        let everyone = AssortmentDifference(
            of: Array(stores.keys), among: stores, products: products)
        #expect(everyone.products.isEmpty && everyone.otherStores == 0)
        #expect(everyone.words(named: [:]).isEmpty)
        let nobody = AssortmentDifference(of: [], among: [:], products: products)
        #expect(nobody.products.isEmpty && nobody.categories.isEmpty)
    }

    @Test func `an uneven split is as likely as counting says`() {
        // Of 8 things 4 are marked; all 4 drawn are marked: 1 of 70, both sides 2 of 70.
        #expect(abs(Surprise.split(4, of: 4, with: 4, among: 8) - 2.0 / 70) < 1e-12)
        #expect(Surprise.split(2, of: 4, with: 4, among: 8) == 1)
        #expect(Surprise.split(0, of: 0, with: 4, among: 8) == 1)
        #expect(Surprise.split(9, of: 4, with: 4, among: 8) == 1)
        #expect(Surprise.split(3, of: 3, with: 8, among: 8) == 1)
    }

    @Test func `clusters say in their profile what they carry`() {
        let attributes = StoreAttributes(
            stores: (0..<20).map { StoreID("S\($0)") }, columns: ["life"],
            texts: (0..<20).map { [$0 % 2 == 0 ? "new" : "old"] })
        var clustering = Clustering(attributes, count: 2)
        clustering.compare(chain(20), products: products, names: [SKU("soup"): "番茄汤"])
        #expect(clustering.clusters.allSatisfy { $0.assortment?.products.count == 2 })
        #expect(clustering.clusters.allSatisfy { $0.profile.contains("life") && $0.profile.contains("番茄汤") })
    }
}
