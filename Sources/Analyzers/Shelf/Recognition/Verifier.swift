import Media

/// Aligns candidates with the photo and scores what their pixels say.
struct Verifier {
    let index: CatalogueIndex
    let pyramid: PhotoPyramid
    let converter: LabConverter

    /// Unaligned score below which a candidate is not worth aligning.
    private static let hopeless: Float = 0.2
    private static let twinsFrom: Float = 0.3

    /// The candidates that stand, each place and pack once.
    func verified(_ candidates: [PoseCandidate]) -> [Detection] {
        var alignment = PoseAlignment(pyramid)
        var taken: [Place: Bool] = [:]
        var found: [Detection] = []
        for candidate in candidates {
            let template = index.templates[candidate.template]
            let frame = Detection.frame(candidate.pose, packWidth: template.width)
            let cell = max(4, 0.2 * frame.height)
            let place = Place(
                template: candidate.template, x: Int(frame.centreX / cell), y: Int(frame.centreY / cell),
                size: Int(cell.rounded()) / 8)
            if taken[place] != nil { continue }
            guard inView(frame),
                let detection = verified(
                    candidate.pose, template: candidate.template, inliers: candidate.inliers, &alignment)
            else { continue }
            taken[place] = true
            found.append(detection)
        }
        return found
    }

    private struct Place: Hashable {
        var template: Int
        var x: Int
        var y: Int
        var size: Int
    }

    private func inView(_ frame: Frame) -> Bool {
        let visible = frame.cut(width: pyramid.width, height: pyramid.height).area
        return frame.height >= 18 && frame.width >= 8 && visible > 0.35 * frame.area
    }

    /// Aligns, scores, and names the look-alike that fits best.
    func verified(
        _ pose: Affine, template number: Int, inliers: Int, _ alignment: inout PoseAlignment
    ) -> Detection? {
        let template = index.templates[number]
        let raw = appearance(pose, template)
        guard raw.score + 0.25 * min(1, Float(inliers) / 20) >= Verifier.hopeless else { return nil }
        let rough = alignment.refined(
            pose, packWidth: template.width, template: template.coarse, rounds: 7)
        let fine = alignment.refined(
            plausible(rough.pose, beside: pose) ? rough.pose : pose, packWidth: template.width,
            template: template.fine, rounds: 8)
        var best = (pose: pose, score: raw.score)
        if plausible(fine.pose, beside: pose) {
            let aligned = appearance(fine.pose, template)
            if aligned.score > best.score { best = (fine.pose, aligned.score) }
        }
        var winner = (template: number, score: best.score)
        var second: Float = -1
        if best.score > Verifier.twinsFrom {
            for twin in index.twins[number] {
                let other = index.templates[twin]
                let score = appearance(Verifier.pose(best.pose, from: template, to: other), other).score
                if score > winner.score {
                    second = winner.score
                    winner = (twin, score)
                } else {
                    second = max(second, score)
                }
            }
        }
        let named = index.templates[winner.template]
        let final =
            winner.template == number ? best.pose : Verifier.pose(best.pose, from: template, to: named)
        let frame = Detection.frame(final, packWidth: named.width)
        guard inView(frame) else { return nil }
        return Detection(
            template: winner.template, sku: named.sku, pose: final, frame: frame, inliers: inliers,
            appearance: winner.score, margin: second < 0 ? 1 : winner.score - second)
    }

    private func appearance(_ pose: Affine, _ template: ProductTemplate) -> Appearance {
        let patch = pyramid.patch(
            pose, packWidth: template.width, thumbWidth: template.thumbnail.width,
            weight: template.thumbnail.weight, converter: converter)
        return Appearance(patch, template.thumbnail)
    }

    /// The pose that puts another pack into the same place.
    static func pose(_ pose: Affine, from template: ProductTemplate, to other: ProductTemplate) -> Affine {
        guard template.width != other.width else { return pose }
        let ratio = Float(template.width) / Float(other.width)
        return pose.after(Affine(a: ratio, b: 0, c: 0, d: 1, x0: 0.5 * ratio - 0.5, y0: 0))
    }

    /// Alignment may straighten and stretch, not wander off.
    private func plausible(_ pose: Affine, beside first: Affine) -> Bool {
        let ratio = pose.determinant / max(1e-6, first.determinant)
        guard ratio > 0.55, ratio < 1.8, pose.a > 0, pose.d > 0 else { return false }
        let lean = max(abs(pose.b / pose.d), abs(pose.c / pose.a))
        let stretch = (pose.a / pose.d) / max(1e-6, first.a / first.d)
        return lean < 0.35 && stretch > 0.7 && stretch < 1.35
    }
}
