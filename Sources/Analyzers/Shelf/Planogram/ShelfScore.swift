import Evidence

/// The four sub-scores of a shelf photo over its assessable slots.
enum ShelfScore {
    private static let weights:
        (assortment: Double, facings: Double, position: Double, availability: Double) = (
            0.4, 0.2, 0.2, 0.2
        )

    /// - Parameter seen: products of all accepted facings, those outside the plan too.
    static func counts(
        _ slots: [ShelfFindings.Slot], planogram: Planogram, seen: [SKU]
    ) -> ShelfFindings.Counts {
        var counts = ShelfFindings.Counts()
        var planned: [SKU: Int] = [:]
        for slot in slots {
            switch slot.status {
            case .extra, .notAssessable: continue
            case .ok: counts.slotsOk += 1
            case .misplaced: counts.slotsMisplaced += 1
            case .outOfStock: counts.slotsOutOfStock += 1
            case .missing: break
            }
            counts.slotsAssessable += 1
            planned[slot.sku, default: 0] += 1
        }
        var found: [SKU: Int] = [:]
        for sku in seen { found[sku, default: 0] += 1 }
        for (sku, number) in planned {
            counts.facingsPlanned += number
            counts.facingsSeen += min(number, found[sku, default: 0])
        }
        let inPlan = Set(planogram.rows.flatMap { $0.map(\.sku) })
        let must = Set(planogram.mustStock ?? Array(inPlan)).intersection(inPlan)
        for sku in must where planned[sku] != nil || found[sku] != nil {
            counts.mustStockPlanned += 1
            if found[sku] != nil { counts.mustStockSeen += 1 }
        }
        return counts
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
