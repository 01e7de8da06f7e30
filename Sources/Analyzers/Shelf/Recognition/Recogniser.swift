import Media

/// Finds the products of a catalogue on one photo.
struct Recogniser: Sendable {
    /// What one photo gave.
    struct Result: Sendable {
        var detections: [Detection]
        /// With the light of the photo.
        var verifier: Verifier
        var featureCount: Int

        var pyramid: PhotoPyramid { verifier.pyramid }
    }

    /// Median height of facings below which the fine octave pays, pixels.
    private static let smallFacing: Float = 135
    private static let smallPhoto = 1_300_000
    private static let mostFeatures = 30_000
    /// Features of a pose that is hardly chance.
    private static let firmInliers = 6
    /// Fewer certain facings may be a photo of one pack in a hand.
    private static let aShelf = 3
    /// What goes on to suppression.
    private static let leastScore: Float = 0.35

    let index: CatalogueIndex
    var crew = Crew(width: 2)

    func recognise(_ photo: Raster) async -> Result {
        var pyramid = PhotoPyramid(photo, colours: false)
        let luma = pyramid.lumas[0]
        let detector = FeatureDetector(contrast: PhotoContrast.threshold(on: luma))
        var features = await detector.features(of: luma, crew: crew).strongest(Recogniser.mostFeatures)
        let matching = FeatureMatching(index)
        var matches = await matching.matches(features, crew: crew)
        var candidates = PoseVoting(matches, templates: index.templates).candidates()
        let smallPhoto = photo.width * photo.height <= Recogniser.smallPhoto
        if smallPhoto || looksSmall(candidates) {
            let fine = await detector.fineFeatures(of: luma, doubled: smallPhoto, crew: crew)
                .strongest(Recogniser.mostFeatures - features.count)
            matches += await matching.matches(fine, from: features.count, crew: crew)
            features.append(fine)
            candidates = PoseVoting(matches, templates: index.templates).candidates()
        }
        pyramid.prepareColours(from: smallPhoto ? 0 : finestLevel(candidates, pyramid))
        var verifier = Verifier(index: index, pyramid: pyramid)
        verifier.light = LightColour.estimated(from: candidates, verifier)
        var detections = Detection.suppressed(
            await verifier.verified(candidates, crew: crew).filter { $0.score >= Recogniser.leastScore })
        detections = Detection.suppressed(
            await RoundPackLook(verifier: verifier).reviewed(detections, crew: crew))
        detections = Detection.suppressed(
            detections + NeighbourRescue(verifier: verifier).found(beside: detections))
        let certain = detections.filter { Confidence.of($0) >= Confidence.accept }
        if certain.count < Recogniser.aShelf {
            let held = HeldPackSearch(index: index, verifier: verifier, crew: crew)
            if let pack = await held.found() { detections = Recogniser.with(pack, among: detections) }
        }
        return Result(detections: detections, verifier: verifier, featureCount: features.count)
    }

    /// The two searches score by other measures: what stands at one place is decided by confidence.
    private static func with(_ held: Detection, among others: [Detection]) -> [Detection] {
        let confidence = Confidence.of(held)
        let rest = others.filter { !$0.clashes(with: held) || Confidence.of($0) >= confidence }
        return rest.contains { $0.clashes(with: held) } ? others : rest + [held]
    }

    /// Judged by poses that many features agree on, before any is verified.
    private func looksSmall(_ candidates: [PoseCandidate]) -> Bool {
        let heights = heights(candidates).sorted()
        guard heights.count >= 3 else { return true }
        return heights[heights.count / 3] < Recogniser.smallFacing
    }

    /// The finest level that such a pose is compared on; the photo itself where there is none.
    private func finestLevel(_ candidates: [PoseCandidate], _ pyramid: PhotoPyramid) -> Int {
        heights(candidates).min().map { height in
            pyramid.level(ratio: height / Float(Thumbnail.height), sharp: true)
        } ?? 0
    }

    private func heights(_ candidates: [PoseCandidate]) -> [Float] {
        candidates.filter { $0.inliers >= Recogniser.firmInliers }.map { candidate in
            Detection.frame(candidate.pose, packWidth: index.templates[candidate.template].width).height
        }
    }
}
