/// Looks again at round packs that do not agree as well as they should: they may be turned.
struct RoundPackLook: Sendable {
    /// From here on nothing is gained.
    private static let sureEnough = 0.97
    private static let goodScore: Float = 1
    /// What a turn must gain, as it may fit to anything a little; more where it changes the product's name.
    private static let leastGain: Float = 0.03
    private static let leastGainOfAnother: Float = 0.12
    private static let rounds = 8
    private static let part = 8

    let verifier: Verifier

    /// The same detections, in the same order, turned where that agrees better.
    func reviewed(_ detections: [Detection], crew: Crew) async -> [Detection] {
        // One pack's turns are drawn once for all of its doubtful facings in a part.
        let doubtful = detections.indices.filter { place in
            Confidence.of(detections[place]) < RoundPackLook.sureEnough && isRound(detections[place].template)
        }.sorted { (detections[$0].template, $0) < (detections[$1].template, $1) }
        let parts = stride(from: 0, to: doubtful.count, by: RoundPackLook.part).map {
            Array(doubtful[$0..<min(doubtful.count, $0 + RoundPackLook.part)])
        }
        let answers = await crew.map(parts) { part in
            var sights = RoundPackSights(verifier.index)
            return part.map { place in
                let front = detections[place]
                return gains(
                    turned(front.pose, template: front.template, inliers: front.inliers, &sights), on: front)
            }
        }.flatMap { $0 }
        var reviewed = detections
        for (place, better) in zip(doubtful, answers) { reviewed[place] = better ?? reviewed[place] }
        return reviewed
    }

    private func isRound(_ template: Int) -> Bool {
        verifier.index.forms[verifier.index.templates[template].sku] == .round
    }

    /// The front, or a turn of the pack at the same place that agrees better.
    /// - Parameter front: what stands there with its front ahead, if anything does.
    func better(
        than front: Detection?, at pose: Affine, template: Int, _ sights: inout RoundPackSights
    ) -> Detection? {
        guard front?.score ?? 0 < RoundPackLook.goodScore else { return front }
        let turned = turned(
            front?.pose ?? pose, template: front?.template ?? template, inliers: 0, &sights)
        guard let front else { return turned }
        return gains(turned, on: front) ?? front
    }

    private func gains(_ turned: Detection?, on front: Detection) -> Detection? {
        guard let turned else { return nil }
        let needed =
            turned.sku == front.sku ? RoundPackLook.leastGain : RoundPackLook.leastGainOfAnother
        return turned.score > front.score + needed ? turned : nil
    }

    /// The best of all turns; nil for packs that are not round, and where none fits.
    private func turned(
        _ pose: Affine, template number: Int, inliers: Int, _ sights: inout RoundPackSights
    ) -> Detection? {
        guard isRound(number) else { return nil }
        let template = verifier.index.templates[number]
        let alignment = PoseAlignment(verifier.pyramid)
        var best: (pose: Affine, score: Float, patch: Thumbnail, turn: RoundPackTurn)?
        for (turn, sight) in zip(RoundPackTurn.all, sights.turned(number)) {
            // The pose followed the print, which has moved against the outline.
            let start = pose.after(
                Affine(a: 1, b: 0, c: 0, d: 1, x0: turn.sine * Float(template.width) / 2, y0: 0))
            let fit = alignment.refined(
                start, packWidth: template.width, template: sight.fine, rounds: RoundPackLook.rounds
            ).pose
            guard verifier.plausible(fit, beside: pose) else { continue }
            let (patch, appearance) = verifier.seen(fit, sight)
            if appearance.score > best?.score ?? -1 { best = (fit, appearance.score, patch, turn) }
        }
        guard let best else { return nil }
        return verifier.named(
            number, (best.pose, best.score, best.patch), inliers: inliers, turn: best.turn)
    }
}

/// Turned sights of packs, each drawn once.
struct RoundPackSights {
    private let index: CatalogueIndex
    private var drawn: [Int: [ProductTemplate]] = [:]

    init(_ index: CatalogueIndex) { self.index = index }

    /// In the order of ``RoundPackTurn/all``.
    mutating func turned(_ template: Int) -> [ProductTemplate] {
        if let known = drawn[template] { return known }
        let sights = RoundPackTurn.all.map { index.templates[template].turned($0) }
        drawn[template] = sights
        return sights
    }
}
