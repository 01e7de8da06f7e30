/// Looks the features of a photo up in the catalogue.
struct FeatureMatching {
    /// Squared distance of descriptors (bytes, norm 512) beyond which two features are strangers.
    private static let farthest: Int32 = 100_000
    private static let neighbours = 6
    /// (1.18)²: facings repeat, so no second-best test; all that are nearly as near vote.
    private static let neighbourRatio: Float = 1.39

    private let index: CatalogueIndex
    /// Leaves of the tree that are compared; a pack alone is found by few features, none of which should be missed.
    private let leafProbes: Int

    init(_ index: CatalogueIndex, leafProbes: Int = 7) {
        self.index = index
        self.leafProbes = leafProbes
    }

    private static let part = 2048

    /// Matches in the order of the features.
    /// - Parameter first: number that the first feature has among all of the photo.
    func matches(_ features: FeatureSet, from first: Int = 0, crew: Crew) async -> [FeatureMatch] {
        let parts = stride(from: 0, to: features.count, by: FeatureMatching.part).map {
            $0..<min(features.count, $0 + FeatureMatching.part)
        }
        return await crew.map(parts) { matches(features, $0, from: first) }.flatMap { $0 }
    }

    private func matches(_ features: FeatureSet, _ part: Range<Int>, from first: Int) -> [FeatureMatch] {
        var search = NeighbourSearch(
            index.tree, rootProbes: max(3, leafProbes / 4), leafProbes: leafProbes)
        var near: [NeighbourSearch.Neighbour] = []
        var found: [FeatureMatch] = []
        let pack = index.features
        features.descriptors.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for feature in part {
                search.nearest(
                    to: base + feature * FeatureSet.descriptorBytes, limit: FeatureMatching.neighbours,
                    farthest: FeatureMatching.farthest, ratio: FeatureMatching.neighbourRatio, into: &near)
                for neighbour in near {
                    let row = Int(neighbour.row)
                    found.append(
                        FeatureMatch(
                            feature: Int32(first + feature), packFeature: neighbour.row,
                            template: pack.template[row],
                            packX: pack.x[row], packY: pack.y[row], x: features.x[feature],
                            y: features.y[feature], logScale: features.logSize[feature] - pack.logSize[row]))
                }
            }
        }
        return found
    }
}
