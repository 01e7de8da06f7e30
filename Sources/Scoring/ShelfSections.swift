import Evidence

extension StoreDay {
    /// Counts behind the shelf score, each section of shelf once: photos that must show one planogram are taken
    /// together slot by slot, so that what two of them show does not count twice.
    var shelfCounts: [ShelfFindings.Counts] {
        let planograms = Dictionary(
            required.compactMap { slot in slot.planogram.map { (slot.slot, $0) } },
            uniquingKeysWith: { first, _ in first })
        var sections: [String: [ShelfFindings]] = [:]
        var counts: [ShelfFindings.Counts] = []
        for entry in accepted {
            guard let shelf = entry.shelf, let own = shelf.counts else { continue }
            if let planogram = planograms[entry.item.slot], shelf.basis != nil {
                sections[planogram, default: []].append(shelf)
            } else {
                counts.append(own)
            }
        }
        return counts + sections.sorted { $0.key < $1.key }.map { ShelfSection($0.value).counts }
    }
}

/// Several photos of one planogram.
struct ShelfSection {
    private let photos: [ShelfFindings]

    init(_ photos: [ShelfFindings]) { self.photos = photos }

    /// Of each slot the photo that shows it best counts; a product is there when one photo shows it.
    var counts: ShelfFindings.Counts {
        guard photos.count > 1 else { return photos.first?.counts ?? ShelfFindings.Counts() }
        var counts = ShelfFindings.Counts()
        var planned: [SKU: Int] = [:]
        var placed: [SKU: Int] = [:]
        for (key, status) in states() {
            switch status {
            case .extra, .notAssessable: continue
            case .ok: counts.slotsOk += 1
            case .misplaced: counts.slotsMisplaced += 1
            case .outOfStock: counts.slotsOutOfStock += 1
            case .missing: break
            }
            counts.slotsAssessable += 1
            planned[key.sku, default: 0] += 1
            if status == .ok || status == .misplaced { placed[key.sku, default: 0] += 1 }
        }
        for (sku, number) in planned {
            // Facings of one photo are all different ones, wherever they stand.
            let most = photos.map { photo in photo.facings.count { $0.sku == sku } }.max() ?? 0
            counts.facingsPlanned += number
            counts.facingsSeen += min(number, max(placed[sku] ?? 0, most))
        }
        var must: [SKU: Bool] = [:]
        for product in photos.flatMap({ $0.basis?.assortment ?? [] }) {
            must[product.sku] = (must[product.sku] ?? false) || product.seen > 0
        }
        counts.mustStockPlanned = must.count
        counts.mustStockSeen = must.values.count { $0 }
        return counts
    }

    private struct Key: Hashable {
        var row: Int
        var index: Int
        var sku: SKU
    }

    private func states() -> [Key: ShelfFindings.SlotStatus] {
        var states: [Key: ShelfFindings.SlotStatus] = [:]
        for slot in photos.flatMap(\.slots) {
            guard let row = slot.row, let index = slot.index else { continue }
            let key = Key(row: row, index: index, sku: slot.sku)
            if Self.rank(slot.status) > Self.rank(states[key] ?? .extra) { states[key] = slot.status }
        }
        return states
    }

    /// What a photo shows outdoes what another one misses.
    private static func rank(_ status: ShelfFindings.SlotStatus) -> Int {
        switch status {
        case .extra: 0
        case .notAssessable: 1
        case .missing: 2
        case .outOfStock: 3
        case .misplaced: 4
        case .ok: 5
        }
    }
}
