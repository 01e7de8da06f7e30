import Evidence

/// Share of shelf: by facings, and by the width that they take.
enum ShelfShare {
    /// - Parameter unknown: places of products that are not in the catalogue; they take their part of the shelf too.
    static func shares(_ facings: [ShelfFindings.Facing], unknown: [Box]) -> [ShelfFindings.Share] {
        guard !facings.isEmpty else { return [] }
        // Rows further away are smaller on the photo: each is measured in heights of what stands on it.
        var heights: [Int: [Int]] = [:]
        for facing in facings { heights[facing.row ?? -1, default: []].append(facing.box.height) }
        let unit = heights.mapValues { Double(max(1, $0.sorted()[$0.count / 2])) }
        let all = facings.map(\.box.height).sorted()
        let typicalHeight = Double(max(1, all[all.count / 2]))
        let typicalWidth = Double(max(1, facings.map(\.box.width).sorted()[facings.count / 2]))
        var width: [SKU: Double] = [:]
        var count: [SKU: Int] = [:]
        for facing in facings {
            width[facing.sku, default: 0] +=
                Double(facing.box.width) / (unit[facing.row ?? -1] ?? typicalHeight)
            count[facing.sku, default: 0] += 1
        }
        let unknownWidth = unknown.reduce(0) { $0 + Double($1.width) } / typicalHeight
        let unknownCount = unknown.reduce(0) { $0 + max(1, (Double($1.width) / typicalWidth).rounded()) }
        let wholeWidth = width.values.sorted().reduce(unknownWidth, +)
        let wholeCount = Double(facings.count) + unknownCount
        return count.keys.sorted().map { sku in
            ShelfFindings.Share(
                sku: sku, facings: count[sku] ?? 0, byCount: rounded(Double(count[sku] ?? 0) / wholeCount),
                byWidth: rounded((width[sku] ?? 0) / max(1e-9, wholeWidth)))
        }
    }

    /// Sums over categories, in their order; nil where no product has one.
    static func categories(
        _ shares: [ShelfFindings.Share], of category: [SKU: String]
    ) -> [ShelfFindings.CategoryShare]? {
        guard !category.isEmpty else { return nil }
        let parts = Dictionary(grouping: shares) { category[$0.sku] ?? "" }
        return parts.sorted { $0.key < $1.key }.map { name, members in
            ShelfFindings.CategoryShare(
                category: name, facings: members.reduce(0) { $0 + $1.facings },
                byCount: rounded(members.reduce(0) { $0 + $1.byCount }),
                byWidth: rounded(members.reduce(0) { $0 + $1.byWidth }))
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 10000).rounded() / 10000 }
}
