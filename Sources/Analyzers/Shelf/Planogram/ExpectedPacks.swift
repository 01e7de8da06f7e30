import Evidence

/// Looks at what nobody knows in a row with its plan in hand, for those products only that the plan puts there and that
/// lack facings. A pack that leans, is turned or stands behind a card has too few features to be proposed by, and enough
/// pixels to be confirmed by.
struct ExpectedPacks {
    /// Sine and cosine of 0° and of 6° to either side; alignment does the rest.
    private static let leans: [(sine: Float, cosine: Float)] = [
        (0, 1), (-0.104_5, 0.994_5), (0.104_5, 0.994_5),
    ]
    /// Width of a place, in widths of the pack: a wider one holds several, of which none is known to be which.
    private static let fittingWidths: ClosedRange<Float> = 0.6...1.5
    /// What the plan adds to the score of a pack: as much as a like neighbour does.
    private static let placeBonus: Float = 0.22
    private static let leastOverlap: Float = 0.5
    /// Far above what is accepted elsewhere: a look-alike that is in no catalogue stands just where the plan has its like.
    private static let leastConfidence = 0.9

    let verifier: Verifier

    /// The same shelf, with what the plan's products explain.
    func confirmed(in shelf: ObservedShelf, _ planogram: Planogram) -> ObservedShelf {
        var shelf = shelf
        var sights = RoundPackSights(verifier.index)
        for (planned, place) in PlanogramComparison.places(planogram, shelf) {
            if let place { confirm(planned, &shelf.rows[place], &sights) }
        }
        return shelf
    }

    private func confirm(
        _ planned: [SKU], _ row: inout ObservedShelf.Row, _ sights: inout RoundPackSights
    ) {
        var lacking = planned.reduce(into: [SKU: Int]()) { $0[$1, default: 0] += 1 }
        for item in row.items { lacking[item.sku]? -= 1 }
        for list in [\ObservedShelf.Row.unknown, \ObservedShelf.Row.strangers] {
            row[keyPath: list] = row[keyPath: list].filter { place in
                let wanted = lacking.filter { $0.value > 0 }.keys.sorted { $0.rawValue < $1.rawValue }
                guard let found = best(of: wanted, in: place, &sights) else { return true }
                lacking[found.sku]? -= 1
                let position = row.items.firstIndex { $0.frame.x0 > found.frame.x0 } ?? row.items.count
                row.items.insert(found, at: position)
                return false
            }
        }
    }

    private func best(
        of wanted: [SKU], in place: Frame, _ sights: inout RoundPackSights
    ) -> ObservedShelf.Item? {
        let index = verifier.index
        var best: (item: ObservedShelf.Item, confidence: Double)?
        for (number, template) in index.templates.enumerated() where wanted.contains(index.skus[template.sku])
        {
            let zoom = place.height / Float(PackShot.height)
            guard ExpectedPacks.fittingWidths.contains(place.width / (zoom * Float(template.width))) else {
                continue
            }
            for lean in ExpectedPacks.leans {
                let pose = ExpectedPacks.pose(zoom, lean, packWidth: template.width, in: place)
                let front = verifier.verified(pose, template: number, inliers: 0)
                guard
                    var found = RoundPackLook(verifier: verifier).better(
                        than: front, at: pose, template: number, &sights),
                    found.sku == template.sku, found.frame.overlap(place) > ExpectedPacks.leastOverlap
                else { continue }
                found.placeBonus = ExpectedPacks.placeBonus
                let confidence = Confidence.of(found)
                guard confidence >= max(ExpectedPacks.leastConfidence, best?.confidence ?? 0) else {
                    continue
                }
                let visible = found.frame.cut(width: verifier.pyramid.width, height: verifier.pyramid.height)
                best = (
                    ObservedShelf.Item(
                        sku: index.skus[found.sku], frame: found.frame,
                        visible: visible.area / max(1, found.frame.area)), confidence
                )
            }
        }
        return best?.item
    }

    /// The pack as high as the place, its middle in the place's middle.
    private static func pose(
        _ zoom: Float, _ lean: (sine: Float, cosine: Float), packWidth: Int, in place: Frame
    ) -> Affine {
        var pose = Affine(
            a: zoom * lean.cosine, b: -zoom * lean.sine, c: zoom * lean.sine, d: zoom * lean.cosine, x0: 0,
            y0: 0)
        let middle = pose.applied(Float(packWidth) / 2, Float(PackShot.height) / 2)
        pose.x0 = place.centreX - middle.x
        pose.y0 = place.centreY - middle.y
        return pose
    }
}
