import Evidence

/// Share of shelf: by facings, and by the width that they take.
struct ShelfShare {
    private let facings: [ShelfFindings.Facing]
    /// Of each facing, in heights of what stands in its row: rows further away are smaller on the photo.
    private let widths: [Double]
    private let wholeCount: Double
    private let wholeWidth: Double

    /// - Parameter unknown: places of products that are not in the catalogue; they take their part of the shelf too.
    init(_ facings: [ShelfFindings.Facing], unknown: [Box]) {
        self.facings = facings
        var heights: [Int: [Int]] = [:]
        for facing in facings { heights[facing.row ?? -1, default: []].append(facing.box.height) }
        let unit = heights.mapValues(Self.typical)
        let height = Self.typical(facings.map(\.box.height))
        let width = Self.typical(facings.map(\.box.width))
        widths = facings.map { Double($0.box.width) / (unit[$0.row ?? -1] ?? height) }
        wholeCount =
            Double(facings.count) + unknown.reduce(0) { $0 + max(1, (Double($1.width) / width).rounded()) }
        wholeWidth = widths.reduce(0, +) + unknown.reduce(0) { $0 + Double($1.width) } / height
    }

    /// Of each product, in their order.
    func products() -> [ShelfFindings.Share] {
        parts { $0 }.map { .init(sku: $0.key, facings: $0.facings, byCount: $0.byCount, byWidth: $0.byWidth) }
    }

    /// Of each category, in their order; nil where no product has one.
    func categories(_ category: [SKU: String]) -> [ShelfFindings.CategoryShare]? {
        guard !category.isEmpty else { return nil }
        return parts { category[$0] ?? "" }.map {
            .init(category: $0.key, facings: $0.facings, byCount: $0.byCount, byWidth: $0.byWidth)
        }
    }

    private func parts<Key: Hashable & Comparable>(
        _ key: (SKU) -> Key
    ) -> [(key: Key, facings: Int, byCount: Double, byWidth: Double)] {
        let members = Dictionary(grouping: facings.indices) { key(facings[$0].sku) }
        return members.sorted { $0.key < $1.key }.map { key, members in
            let width = members.reduce(0) { $0 + widths[$1] }
            return (
                key, members.count, Self.rounded(Double(members.count) / wholeCount),
                Self.rounded(width / max(1e-9, wholeWidth))
            )
        }
    }

    private static func typical(_ values: [Int]) -> Double {
        values.isEmpty ? 1 : Double(max(1, values.sorted()[values.count / 2]))
    }

    private static func rounded(_ value: Double) -> Double { (value * 10000).rounded() / 10000 }
}
