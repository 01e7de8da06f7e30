import Media

/// Finds the products of a catalogue on one photo.
struct Recogniser: Sendable {
    /// What one photo gave.
    struct Result: Sendable {
        var detections: [Detection]
        var pyramid: PhotoPyramid
        var featureCount: Int
    }

    /// Squared distance of descriptors (bytes, norm 512) beyond which two features are strangers.
    private static let farthest: Int32 = 100_000
    private static let neighbours = 6
    /// (1.18)²: facings repeat, so no second-best test; all that are nearly as near vote.
    private static let neighbourRatio: Float = 1.39
    /// Median height of facings below which the fine octave pays, pixels.
    private static let smallFacing: Float = 135
    private static let smallPhoto = 1_300_000
    private static let mostFeatures = 30_000
    /// Features of a pose that is hardly chance.
    private static let firmInliers = 6
    /// What goes on to suppression.
    private static let leastScore: Float = 0.35

    let index: CatalogueIndex
    private let converter = LabConverter()

    func recognise(_ photo: Raster) -> Result {
        let pyramid = PhotoPyramid(photo)
        let luma = pyramid.lumas[0]
        var detector = FeatureDetector()
        var features = detector.features(of: luma)
        var fine = photo.width * photo.height <= Recogniser.smallPhoto
        if fine { features.append(detector.fineFeatures(of: luma, rows: 0..<luma.height)) }
        var candidates = candidates(features)
        if !fine, looksSmall(candidates) {
            fine = true
            features.append(detector.fineFeatures(of: luma, rows: 0..<luma.height))
            candidates = self.candidates(features)
        }
        let verifier = Verifier(index: index, pyramid: pyramid, converter: converter)
        var detections = Detection.suppressed(
            verifier.verified(candidates).filter { $0.score >= Recogniser.leastScore })
        detections = rescued(detections, pyramid)
        return Result(detections: detections, pyramid: pyramid, featureCount: features.count)
    }

    private func rescued(_ detections: [Detection], _ pyramid: PhotoPyramid) -> [Detection] {
        let certain = detections.filter { Confidence.of($0) >= Confidence.accept }
        let others = detections.filter { Confidence.of($0) < Confidence.accept }
        let rescue = NeighbourRescue(
            verifier: Verifier(index: index, pyramid: pyramid, converter: converter))
        return Detection.suppressed(detections + rescue.found(certain, others: others))
    }

    /// Judged by poses that many features agree on, before any is verified.
    private func looksSmall(_ candidates: [PoseCandidate]) -> Bool {
        let heights = candidates.filter { $0.inliers >= Recogniser.firmInliers }.map { candidate in
            Detection.frame(candidate.pose, packWidth: index.templates[candidate.template].width).height
        }.sorted()
        guard heights.count >= 3 else { return true }
        return heights[heights.count / 3] < Recogniser.smallFacing
    }

    private func candidates(_ features: FeatureSet) -> [PoseCandidate] {
        let strongest = features.strongest(Recogniser.mostFeatures)
        return PoseVoting(matches(strongest), templates: index.templates).candidates()
    }

    private func matches(_ features: FeatureSet) -> [FeatureMatch] {
        var search = NeighbourSearch(index.tree)
        var near: [NeighbourSearch.Neighbour] = []
        var found: [FeatureMatch] = []
        let pack = index.features
        features.descriptors.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for feature in 0..<features.count {
                search.nearest(
                    to: base + feature * FeatureSet.descriptorBytes, limit: Recogniser.neighbours,
                    farthest: Recogniser.farthest, into: &near)
                guard let nearest = near.first else { continue }
                let limit = Float(nearest.distance) * Recogniser.neighbourRatio + 1
                for neighbour in near where Float(neighbour.distance) <= limit {
                    let row = Int(neighbour.row)
                    found.append(
                        FeatureMatch(
                            feature: Int32(feature), template: pack.template[row], packX: pack.x[row],
                            packY: pack.y[row], x: features.x[feature], y: features.y[feature],
                            logScale: features.logSize[feature] - pack.logSize[row]))
                }
            }
        }
        return found
    }
}
