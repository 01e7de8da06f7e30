import Media

/// Aligns candidates with the photo and scores what their pixels say.
struct Verifier: Sendable {
    let index: CatalogueIndex
    let pyramid: PhotoPyramid
    var light = LightColour.neutral

    /// Unaligned score below which a candidate is not worth aligning.
    private static let hopeless: Float = 0.2
    /// Candidates of one wave, and of one part of it.
    private static let wave = 192
    private static let part = 8
    /// Score and overlap from which on a place needs no second opinion.
    private static let beyondDoubt: Float = 1.15
    private static let samePlace: Float = 0.6
    private static let twinsFrom: Float = 0.3
    /// Scores that a card in front may explain, and what a covered pack is less certain by.
    private static let coverable: ClosedRange<Float> = 0.1...1.0
    private static let coverPenalty: Float = 0.06
    /// Look-alikes that a card is looked for on.
    private static let mostCovered = 4

    /// The candidates that stand, each place and pack once. Candidates are taken in waves: what one wave found at a
    /// place spares the next the same question there.
    func verified(_ candidates: [PoseCandidate], crew: Crew) async -> [Detection] {
        var taken: Set<Place> = []
        var found: [Detection] = []
        var start = 0
        while start < candidates.count {
            let end = min(candidates.count, start + Verifier.wave)
            var asked: [(place: Place, candidate: PoseCandidate)] = []
            for candidate in candidates[start..<end] {
                let frame = Detection.frame(
                    candidate.pose, packWidth: index.templates[candidate.template].width)
                let place = Place(template: candidate.template, frame: frame)
                guard !taken.contains(place), inView(frame), !isExplained(frame, candidate, by: found) else {
                    continue
                }
                asked.append((place, candidate))
            }
            let parts = stride(from: 0, to: asked.count, by: Verifier.part).map {
                Array(asked[$0..<min(asked.count, $0 + Verifier.part)])
            }
            let answers = await crew.map(parts) { part in
                part.map { _, candidate in
                    verified(candidate.pose, template: candidate.template, inliers: candidate.inliers)
                }
            }.flatMap { $0 }
            for (question, answer) in zip(asked, answers) {
                guard let answer, taken.insert(question.place).inserted else { continue }
                found.append(answer)
            }
            start = end
        }
        return found
    }

    /// A pack that stands there beyond doubt has been compared with all its look-alikes already.
    private func isExplained(_ frame: Frame, _ candidate: PoseCandidate, by found: [Detection]) -> Bool {
        found.contains { other in
            other.score > Verifier.beyondDoubt && other.inliers > candidate.inliers
                && other.frame.overlap(frame) > Verifier.samePlace
        }
    }

    private struct Place: Hashable {
        var template: Int
        var x: Int
        var y: Int
        var size: Int

        init(template: Int, frame: Frame) {
            let cell = max(4, 0.2 * frame.height)
            self.template = template
            x = Int(frame.centreX / cell)
            y = Int(frame.centreY / cell)
            size = Int(cell.rounded()) / 8
        }
    }

    private func inView(_ frame: Frame) -> Bool {
        let visible = frame.cut(width: pyramid.width, height: pyramid.height).area
        return frame.height >= 18 && frame.width >= 8 && visible > 0.35 * frame.area
    }

    /// Aligns, scores, and names the look-alike that fits best.
    func verified(
        _ pose: Affine, template number: Int, inliers: Int
    ) -> Detection? {
        let template = index.templates[number]
        let (rawPatch, raw) = seen(pose, template)
        guard raw.score + 0.25 * min(1, Float(inliers) / 20) >= Verifier.hopeless else { return nil }
        let alignment = PoseAlignment(pyramid)
        let rough = alignment.refined(
            pose, packWidth: template.width, template: template.coarse, rounds: 7)
        let fine = alignment.refined(
            plausible(rough.pose, beside: pose) ? rough.pose : pose, packWidth: template.width,
            template: template.fine, rounds: 8)
        var best = (pose: pose, score: raw.score, patch: rawPatch)
        if plausible(fine.pose, beside: pose) {
            let (patch, aligned) = seen(fine.pose, template)
            if aligned.score > best.score { best = (fine.pose, aligned.score, patch) }
        }
        return named(number, best, inliers: inliers)
    }

    /// The look-alike that agrees best with what a pose shows; nil out of view.
    /// - Parameters:
    ///   - best: a pose of template `number`, what it agrees by, and what it shows.
    ///   - turn: of all packs that are compared.
    func named(
        _ number: Int, _ best: (pose: Affine, score: Float, patch: Thumbnail), inliers: Int,
        turn: RoundPackTurn? = nil
    ) -> Detection? {
        func sight(_ number: Int) -> ProductTemplate {
            turn.map { index.templates[number].turned($0) } ?? index.templates[number]
        }
        let template = index.templates[number]
        var winner = (template: number, score: best.score)
        var second: Float = -1
        var look: (appearance: Appearance, blocks: BlockAgreement, residual: ColourResidual)?
        if best.score > Verifier.twinsFrom || coverable(best.score) {
            let rivals = [number] + index.twins[number]
            let sights = rivals.map(sight)
            let judged = judged(sights, at: best.pose, of: template, best.patch)
            var first = 0
            for place in judged.indices where judged[place].score > judged[first].score { first = place }
            winner = (rivals[first], judged[first].score)
            for place in judged.indices where place != first { second = max(second, judged[place].score) }
            let pack = sights[first].thumbnail
            look = (
                judged[first].appearance,
                BlockAgreement(judged[first].patch, pack, weights: judged[first].weights),
                ColourResidual(judged[first].patch, pack, weights: judged[first].weights)
            )
        }
        let named = index.templates[winner.template]
        let final =
            winner.template == number ? best.pose : Verifier.pose(best.pose, from: template, to: named)
        let frame = Detection.frame(final, packWidth: named.width)
        guard inView(frame) else { return nil }
        return Detection(
            template: winner.template, sku: named.sku, pose: final, frame: frame, inliers: inliers,
            appearance: winner.score, margin: second < 0 ? 1 : winner.score - second,
            look: look?.appearance, blocks: look?.blocks, residual: look?.residual)
    }

    /// The pose as found or, where the pixels agree better, as aligned; at any angle.
    func closest(
        to pose: Affine, template number: Int
    ) -> (pose: Affine, appearance: Appearance) {
        let template = index.templates[number]
        let found = appearance(pose, template)
        let aligned = PoseAlignment(pyramid).refined(
            pose, packWidth: template.width, template: template.fine, rounds: 8
        ).pose
        let ratio = aligned.determinant / max(1e-6, pose.determinant)
        guard ratio > 0.55, ratio < 1.8 else { return (pose, found) }
        let moved = appearance(aligned, template)
        return moved.score > found.score ? (aligned, moved) : (pose, found)
    }

    private func appearance(_ pose: Affine, _ template: ProductTemplate) -> Appearance {
        seen(pose, template).appearance
    }

    /// What a pose puts under a pack, and how well it agrees.
    func seen(
        _ pose: Affine, _ template: ProductTemplate
    ) -> (patch: Thumbnail, appearance: Appearance) {
        let patch = pyramid.patch(
            pose, packWidth: template.width, thumbWidth: template.thumbnail.width,
            weight: template.thumbnail.weight, light: light)
        return (patch, Appearance(patch, template.thumbnail))
    }

    private func coverable(_ score: Float) -> Bool {
        score > Verifier.coverable.lowerBound && score < Verifier.coverable.upperBound
    }

    /// A pack at a place, with the pixels that it was judged by.
    private struct Judged {
        var patch: Thumbnail
        var weights: [Float]
        var appearance: Appearance
        var penalty: Float = 0
        var score: Float { appearance.score - penalty }
    }

    /// Packs that could stand at one place. What a card in front hides of one is left out for all, so that none gains
    /// by it.
    /// - Parameter patch: what `pose` puts under the template.
    private func judged(
        _ rivals: [ProductTemplate], at pose: Affine, of template: ProductTemplate, _ patch: Thumbnail
    ) -> [Judged] {
        // Look-alikes are mostly of one size, and so see the same pixels.
        var cut = [template.width: patch]
        var judged = rivals.map { other -> Judged in
            var patch =
                cut[other.width]
                ?? pyramid.patch(
                    Verifier.pose(pose, from: template, to: other), packWidth: other.width,
                    thumbWidth: other.thumbnail.width, weight: other.thumbnail.weight, light: light)
            cut[other.width] = patch
            patch.weight = other.thumbnail.weight
            return Judged(
                patch: patch, weights: other.thumbnail.weight, appearance: Appearance(patch, other.thumbnail))
        }
        guard let top = judged.map(\.score).max(), coverable(top) else { return judged }
        var cover: (weights: [Float], width: Int, score: Float)?
        // The card hides the same of all: the right one is among the best of them as it is.
        let best = judged.indices.sorted { (judged[$1].score, $0) < (judged[$0].score, $1) }
        for place in best.prefix(Verifier.mostCovered) {
            let (pack, patch) = (rivals[place].thumbnail, judged[place].patch)
            guard let weights = Occlusion.visibleWeights(patch, pack) else { continue }
            let score = Appearance(patch, pack, weights: weights).score
            if score > cover?.score ?? -1 { cover = (weights, pack.width, score) }
        }
        guard let cover, cover.score - Verifier.coverPenalty > top else { return judged }
        for (place, rival) in rivals.enumerated() {
            let pack = rival.thumbnail
            let weights = Verifier.stretched(cover.weights, from: cover.width, to: pack)
            judged[place].weights = weights
            judged[place].appearance = Appearance(judged[place].patch, pack, weights: weights)
            judged[place].penalty = Verifier.coverPenalty
        }
        return judged
    }

    /// How well the little of a pack agrees that a large card leaves to be seen; nil where no card covers it.
    func mostlyCoveredScore(_ pose: Affine, template number: Int) -> Float? {
        let template = index.templates[number]
        let patch = pyramid.patch(
            pose, packWidth: template.width, thumbWidth: template.thumbnail.width,
            weight: template.thumbnail.weight, light: light)
        guard let weights = Occlusion.visibleWeights(patch, template.thumbnail, mostly: true) else {
            return nil
        }
        return Appearance(patch, template.thumbnail, weights: weights).score
    }

    private static func stretched(_ weights: [Float], from width: Int, to pack: Thumbnail) -> [Float] {
        var out = pack.weight
        for y in 0..<Thumbnail.height {
            for x in 0..<pack.width {
                let source = min(width - 1, x * width / pack.width)
                out[y * pack.width + x] *= weights[y * width + source]
            }
        }
        return out
    }

    /// The pose that puts another pack into the same place.
    static func pose(_ pose: Affine, from template: ProductTemplate, to other: ProductTemplate) -> Affine {
        guard template.width != other.width else { return pose }
        let ratio = Float(template.width) / Float(other.width)
        return pose.after(Affine(a: ratio, b: 0, c: 0, d: 1, x0: 0.5 * ratio - 0.5, y0: 0))
    }

    /// Alignment may straighten and stretch, not wander off.
    func plausible(_ pose: Affine, beside first: Affine) -> Bool {
        let ratio = pose.determinant / max(1e-6, first.determinant)
        guard ratio > 0.55, ratio < 1.8, pose.a > 0, pose.d > 0 else { return false }
        let lean = max(abs(pose.b / pose.d), abs(pose.c / pose.a))
        let stretch = (pose.a / pose.d) / max(1e-6, first.a / first.d)
        return lean < 0.35 && stretch > 0.7 && stretch < 1.35
    }
}
