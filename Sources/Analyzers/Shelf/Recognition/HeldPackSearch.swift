import Media

/// Looks for one large pack at any angle, as a hand holds it: features are described all around the circle, each
/// product's matches are fitted with an affine pose, and the product that most features speak for wins. Its like
/// with another flavour shares some of them, never all.
struct HeldPackSearch {
    /// What speaks for one product.
    struct Evidence: Sendable {
        var template: Int
        /// Pack at ``PackShot/height`` → photo.
        var pose: Affine
        var inliers: Int
        var appearance: Appearance

        var standing: Float { Approximation.log2(Float(inliers) / chanceInliers) + 3 * appearance.score }
    }

    /// Inliers that chance alone finds among a few thousand features.
    private static let chanceInliers: Float = 25
    /// Longest side of the picture that is searched, and the longest that is searched at double size.
    private static let mostSide = 800
    private static let doubledSide = 560
    private static let mostFeatures = 3500
    /// Leaves of the index that each feature is compared with.
    private static let leafProbes = 48
    /// Products whose pixels are looked at.
    private static let mostVerified = 8
    /// Heights of the photo that a held pack fills at least.
    private static let leastHeight: Float = 0.25

    let index: CatalogueIndex
    let verifier: Verifier
    var crew = Crew.alone

    /// The pack that is held, or nothing.
    func found() async -> Detection? {
        let ranked = await evidence()
        guard let first = ranked.first else { return nil }
        let sku = index.templates[first.template].sku
        let rival = ranked.first { index.templates[$0.template].sku != sku }
        let template = index.templates[first.template]
        let frame = Detection.frame(first.pose, packWidth: template.width)
        guard frame.height > HeldPackSearch.leastHeight * Float(verifier.pyramid.height) else { return nil }
        var detection = Detection(
            template: first.template, sku: sku, pose: first.pose, frame: frame, inliers: first.inliers,
            appearance: first.appearance.score, margin: 1, look: first.appearance)
        detection.held = HeldStanding(
            standing: first.standing, lead: rival.map { first.standing - $0.standing } ?? 4)
        return detection
    }

    /// Best first.
    func evidence() async -> [Evidence] {
        let pyramid = verifier.pyramid
        var level = 0
        while level + 1 < pyramid.lumas.count,
            max(pyramid.lumas[level].width, pyramid.lumas[level].height) > HeldPackSearch.mostSide
        { level += 1 }
        let luma = pyramid.lumas[level]
        let turns = Turn.circle
        let detector = FeatureDetector(turns: turns)
        var features = await detector.features(of: luma, crew: crew)
        if max(luma.width, luma.height) <= HeldPackSearch.doubledSide {
            features.append(await detector.fineFeatures(of: luma, doubled: true, crew: crew))
        }
        features = features.strongest(HeldPackSearch.mostFeatures * turns.count)
        guard let toPhoto = PhotoPyramid.toLevel(level).inverse() else { return [] }
        var byTemplate = [[FeatureMatch]](repeating: [], count: index.templates.count)
        for match in await FeatureMatching(index, leafProbes: HeldPackSearch.leafProbes).matches(
            features, crew: crew)
        {
            byTemplate[Int(match.template)].append(match)
        }
        var fitting = TurnedPoseFit(
            turns: turns, features: features.count, packFeatures: index.features.template.count)
        var fits: [(template: Int, fit: TurnedPoseFit.Fit)] = []
        for (template, matches) in byTemplate.enumerated() {
            if let fit = fitting.fit(matches) { fits.append((template, fit)) }
        }
        fits.sort { ($1.fit.inliers, $0.template) < ($0.fit.inliers, $1.template) }
        let judged = fits.prefix(HeldPackSearch.mostVerified).map { template, fit in
            let pose = toPhoto.after(fit.pose)
            let seen = verifier.closest(to: pose, template: template)
            return Evidence(
                template: template, pose: seen.pose, inliers: fit.inliers, appearance: seen.appearance)
        }
        return judged.sorted { ($1.standing, $0.template) < ($0.standing, $1.template) }
    }
}

/// How a held pack stands among its rivals, both in octaves of features.
struct HeldStanding: Sendable, Equatable {
    var standing: Float
    /// Ahead of the next product.
    var lead: Float
}
