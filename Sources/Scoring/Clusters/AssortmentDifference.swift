public import Evidence

/// What one store's shelves hold over some days: planned by its planograms, and seen on its photos.
public struct StoreAssortment: Sendable, Equatable {
    public var planned: Set<SKU>
    /// Facings by product, over all photos.
    public var facings: [SKU: Int]

    public init(planned: Set<SKU> = [], facings: [SKU: Int] = [:]) {
        self.planned = planned
        self.facings = facings
    }
}

/// What the stores of a cluster carry more or less often than all other stores. A store without photos is left out: what it
/// carries is not known.
public struct AssortmentDifference: Codable, Sendable, Equatable {
    /// The share of false differences that is accepted among those that are named.
    private static let falseDiscoveryRate = 0.05

    public struct Product: Codable, Sendable, Equatable {
        public var sku: SKU
        /// Stores of the cluster that show it, and that have it planned.
        public var shownStores: Int
        public var plannedStores: Int
        /// Other stores that show it, and that have it planned.
        public var shownOthers: Int
        public var plannedOthers: Int
        /// Share of the cluster's stores that show it less that of the others.
        public var difference: Interval
    }

    /// A category's share of a store's facings, averaged over stores.
    public struct Category: Codable, Sendable, Equatable {
        public var category: String
        public var share: Double
        public var otherShare: Double
        /// Nil where one side has fewer than two stores.
        @ExplicitNull public var difference: Interval?

        /// Whether chance alone hardly gives such a difference.
        public var isBeyondChance: Bool { difference.map { $0.low > 0 || $0.high < 0 } ?? false }
    }

    public var stores: Int
    public var otherStores: Int
    /// Those that differ beyond chance, the most over-represented first.
    public var products: [Product]
    /// All, the most over-represented first.
    public var categories: [Category]

    /// - Parameters:
    ///   - members: the stores of the cluster.
    ///   - assortments: of all stores.
    ///   - products: their categories.
    public init(
        of members: [StoreID], among assortments: [StoreID: StoreAssortment], products: ProductFacts
    ) {
        let members = Set(members)
        let known = assortments.filter { !$0.value.facings.isEmpty }.sorted { $0.key < $1.key }
        let own = known.filter { members.contains($0.key) }.map(\.value)
        let others = known.filter { !members.contains($0.key) }.map(\.value)
        stores = own.count
        otherStores = others.count
        self.products = Self.products(own, others)
        categories = Self.categories(own, others, products)
    }

    private static func products(_ own: [StoreAssortment], _ others: [StoreAssortment]) -> [Product] {
        let skus = Set((own + others).flatMap { Array($0.planned) + Array($0.facings.keys) }).sorted()
        func shown(_ stores: [StoreAssortment], _ sku: SKU) -> Int {
            stores.count { $0.facings[sku] ?? 0 > 0 }
        }
        let compared = skus.compactMap { sku -> Product? in
            let one = shown(own, sku)
            let other = shown(others, sku)
            return Interval.difference(one, of: own.count, minus: other, of: others.count).map {
                Product(
                    sku: sku, shownStores: one, plannedStores: own.count { $0.planned.contains(sku) },
                    shownOthers: other, plannedOthers: others.count { $0.planned.contains(sku) },
                    difference: $0)
            }
        }
        let chances = compared.map {
            Surprise.split(
                $0.shownStores, of: own.count, with: $0.shownStores + $0.shownOthers,
                among: own.count + others.count)
        }
        return zip(compared, Surprise.discoveries(chances, rate: falseDiscoveryRate))
            .filter { _, isKept in isKept }.map { product, _ in product }
            .sorted { ($1.difference.estimate, $0.sku) < ($0.difference.estimate, $1.sku) }
    }

    private static func categories(
        _ own: [StoreAssortment], _ others: [StoreAssortment], _ products: ProductFacts
    ) -> [Category] {
        let mine = own.map { shares($0, products) }
        let theirs = others.map { shares($0, products) }
        let names = Set((mine + theirs).flatMap(\.keys)).sorted()
        return names.map { name in
            let one = mine.map { $0[name] ?? 0 }
            let other = theirs.map { $0[name] ?? 0 }
            return Category(
                category: name, share: one.reduce(0, +) / Double(max(1, one.count)),
                otherShare: other.reduce(0, +) / Double(max(1, other.count)),
                difference: Interval.difference(one, minus: other))
        }.sorted {
            ($1.share - $1.otherShare, $0.category) < ($0.share - $0.otherShare, $1.category)
        }
    }

    /// Of the facings of a store whose product has a category.
    private static func shares(_ store: StoreAssortment, _ products: ProductFacts) -> [String: Double] {
        var counts: [String: Int] = [:]
        for (sku, number) in store.facings {
            if let category = products.categories[sku] { counts[category, default: 0] += number }
        }
        let all = counts.values.reduce(0, +)
        return counts.mapValues { Double($0) / Double(all) }
    }

    /// In words of both languages, the clearest first: products by name where there is one.
    public func words(named names: [SKU: String], most: Int = 5) -> [String] {
        func list(_ products: [Product]) -> String {
            products.prefix(most).map { product in
                "\(names[product.sku] ?? product.sku.rawValue) (\(percent(product.shownStores, stores))，其他 \(percent(product.shownOthers, otherStores)))"
            }.joined(separator: "、")
        }
        let more = products.filter { $0.difference.estimate > 0 }
        let less = Array(products.filter { $0.difference.estimate < 0 }.reversed())
        let shifted = categories.filter(\.isBeyondChance).prefix(most).map {
            "\($0.category) \(brief(100 * $0.share))%，其他 \(brief(100 * $0.otherShare))%"
        }
        return [
            more.isEmpty ? nil : "更常有 (carries more often)：\(list(more))",
            less.isEmpty ? nil : "更少有 (carries less often)：\(list(less))",
            shifted.isEmpty ? nil : "货架占比不同 (share of shelf differs)：\(shifted.joined(separator: "；"))",
        ].compactMap(\.self)
    }

    private func percent(_ part: Int, _ whole: Int) -> String {
        whole > 0 ? "\(brief(100 * Double(part) / Double(whole)))%" : "—"
    }
}
