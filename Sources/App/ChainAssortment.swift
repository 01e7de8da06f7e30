import Evidence
import Foundation
import Pipeline
import Records
import Scoring

/// What the shelves of a chain's stores hold, read from planograms and shelf findings.
struct ChainAssortment {
    var stores: [StoreID: StoreAssortment] = [:]
    var products: ProductFacts
    var names: [SKU: String]

    /// - Parameter days: days of photos that are looked at, up to the newest that has evidence.
    static func load(_ folder: DataFolder, days: Int) async throws -> ChainAssortment {
        let reference = try await ReferenceData.load(folder.records)
        guard let catalogue = reference.catalogue else {
            throw Failure.badInput("还没有导入商品目录 (no catalogue was imported)")
        }
        guard let last = try await folder.records.items.latestDay() else {
            throw Failure.badInput("还没有任何证据 (no evidence yet)")
        }
        var shelves = ChainAssortment(
            products: ProductFacts(catalogue: catalogue),
            names: Dictionary(catalogue.skus.map { ($0.sku, $0.name) }, uniquingKeysWith: { $1 }))
        for store in try await folder.records.stores.all() {
            let planned = reference.slots(for: store.id, on: last).compactMap(\.planogram)
                .compactMap { reference.planograms[$0] }
            shelves.stores[store.id] = StoreAssortment(
                planned: Set(planned.flatMap { $0.rows.joined().map(\.sku) }))
        }
        for back in 0..<days { try await shelves.add(last.adding(days: -back), folder.records) }
        return shelves
    }

    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private mutating func add(_ day: BusinessDay, _ records: EvidenceRecords) async throws {
        for found in try await records.findings.current(.shelf, ofEach: .shelfPhoto, on: day) {
            let findings = try CanonicalJSON.decode(ShelfFindings.self, from: found.json)
            guard findings.quality.usable, found.item.state != .rejected else { continue }
            for facing in findings.facings {
                stores[found.item.store, default: StoreAssortment()].facings[facing.sku, default: 0] += 1
            }
        }
    }

    /// The differences of all clusters as a table, its header first.
    func rows(of clustering: Clustering) -> [[String]] {
        let header = [
            "cluster", "kind", "code", "name", "share", "otherShare", "difference", "low", "high", "stores",
            "otherStores", "plannedStores", "plannedOthers",
        ]
        return [header]
            + clustering.clusters.flatMap { cluster in
                guard let difference = cluster.assortment else { return [[String]]() }
                return difference.products.map { row(cluster.name, $0, difference) }
                    + difference.categories.map { row(cluster.name, $0, difference) }
            }
    }

    private func row(
        _ cluster: String, _ product: AssortmentDifference.Product, _ all: AssortmentDifference
    ) -> [String] {
        [
            cluster, "product", product.sku.rawValue, names[product.sku] ?? "",
            number(Double(product.shownStores) / Double(max(1, all.stores))),
            number(Double(product.shownOthers) / Double(max(1, all.otherStores))),
        ] + interval(product.difference)
            + [all.stores, all.otherStores, product.plannedStores, product.plannedOthers].map(String.init)
    }

    private func row(
        _ cluster: String, _ category: AssortmentDifference.Category, _ all: AssortmentDifference
    ) -> [String] {
        [
            cluster, "category", category.category, category.category, number(category.share),
            number(category.otherShare),
        ] + interval(category.difference) + ["\(all.stores)", "\(all.otherStores)", "", ""]
    }

    private func interval(_ interval: Interval?) -> [String] {
        guard let interval else { return ["", "", ""] }
        return [interval.estimate, interval.low, interval.high].map(number)
    }

    private func number(_ value: Double) -> String { String(format: "%.4f", value) }
}
