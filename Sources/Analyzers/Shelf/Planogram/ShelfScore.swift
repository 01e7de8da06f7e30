import Evidence

/// The four sub-scores of a shelf photo over its assessable slots.
enum ShelfScore {
    private static let weights:
        (assortment: Double, facings: Double, position: Double, availability: Double) = (
            0.4, 0.2, 0.2, 0.2
        )

    /// - Parameter facings: all that were accepted, those outside the plan too.
    static func basis(
        _ slots: [ShelfFindings.Slot], planogram: Planogram, facings: [ShelfFindings.Facing]
    ) -> ShelfFindings.Basis {
        var position = ShelfFindings.Basis.Places(met: [], unmet: [])
        var availability = position
        var planned: [SKU: Int] = [:]
        for (index, slot) in slots.enumerated() {
            switch slot.status {
            case .extra, .notAssessable: continue
            case .ok: position.met.append(index)
            case .misplaced: position.unmet.append(index)
            case .outOfStock, .missing: break
            }
            if slot.status == .outOfStock {
                availability.unmet.append(index)
            } else {
                availability.met.append(index)
            }
            planned[slot.sku, default: 0] += 1
        }
        let boxes = Dictionary(grouping: facings, by: \.sku).mapValues { $0.map(\.box) }
        func product(_ sku: SKU) -> ShelfFindings.Basis.Product {
            let found = boxes[sku] ?? []
            return ShelfFindings.Basis.Product(
                sku: sku, planned: planned[sku] ?? 0, seen: found.count, boxes: found)
        }
        let inPlan = Set(planogram.rows.flatMap { $0.map(\.sku) })
        let must = Set(planogram.mustStock ?? Array(inPlan)).intersection(inPlan)
        return ShelfFindings.Basis(
            assortment: must.filter { planned[$0] != nil || boxes[$0] != nil }.sorted().map(product),
            facings: planned.keys.sorted().map(product), position: position, availability: availability)
    }

    static func score(_ counts: ShelfFindings.Counts) -> ShelfFindings.Score {
        func share(_ part: Int, _ whole: Int) -> Double? {
            whole > 0 ? 100 * Double(part) / Double(whole) : nil
        }
        var score = ShelfFindings.Score(
            assortment: share(counts.mustStockSeen, counts.mustStockPlanned),
            facings: share(counts.facingsSeen, counts.facingsPlanned),
            position: share(counts.slotsOk, counts.slotsOk + counts.slotsMisplaced),
            availability: share(counts.slotsAssessable - counts.slotsOutOfStock, counts.slotsAssessable))
        var (sum, weight) = (0.0, 0.0)
        for (value, share) in [
            (score.assortment, weights.assortment), (score.facings, weights.facings),
            (score.position, weights.position), (score.availability, weights.availability),
        ] {
            guard let value else { continue }
            sum += value * share
            weight += share
        }
        score.total = weight > 0 ? sum / weight : nil
        return score
    }
}
