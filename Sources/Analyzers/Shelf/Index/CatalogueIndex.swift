public import Evidence
public import Media

/// What recognition needs of a catalogue, built once for each of its versions: features of all pack shots in a
/// nearest-neighbour tree, thumbnails for verification, and which packs look alike.
public struct CatalogueIndex: Sendable {
    /// Features kept of one pack shot.
    static let featuresAPack = 420
    /// Agreement of two pack shots from which on they are look-alikes.
    static let twinScore: Float = 0.55

    /// Sorted; what `sku` of a template counts through.
    let skus: [SKU]
    let templates: [ProductTemplate]
    let tree: DescriptorTree
    /// One entry for each row of the tree.
    let features: PackFeatures
    /// For each template those of other products that look alike.
    let twins: [[Int]]
    /// For each of `skus`.
    let forms: [PackForm]
    /// For each template the fingerprint of the pack shot that it was made from.
    let fingerprints: [UInt64]

    /// Columns over the rows of the tree.
    struct PackFeatures: Sendable, Equatable {
        var template: [Int32] = []
        var x: [Float] = []
        var y: [Float] = []
        var logSize: [Float] = []
    }

    /// The products that can be found, sorted.
    public var products: [SKU] { skus }

    func isPoster(_ sku: Int) -> Bool { forms[sku] == .poster }

    init(
        skus: [SKU], templates: [ProductTemplate], tree: DescriptorTree, features: PackFeatures,
        twins: [[Int]], forms: [PackForm], fingerprints: [UInt64]
    ) {
        self.skus = skus
        self.templates = templates
        self.tree = tree
        self.features = features
        self.twins = twins
        self.forms = forms
        self.fingerprints = fingerprints
    }

    /// - Parameters:
    ///   - entries: products; one without a pack shot cannot be found and is left out.
    ///   - packShots: decoded pictures on white or filling the frame, in the order of `templates` of the entry.
    ///   - previous: an older index: pack shots that it holds are not worked on again. The result is the same, to the
    ///     byte, with and without it.
    public static func build(
        entries: [CatalogueEntry], packShots: [SKU: [Raster]], reusing previous: CatalogueIndex? = nil
    ) -> CatalogueIndex {
        let skus = Set(entries.map(\.sku)).filter { !(packShots[$0] ?? []).isEmpty }
            .sorted { $0.rawValue < $1.rawValue }
        let forms = Dictionary(
            entries.map { ($0.sku, PackForm(kind: $0.kind, isPoster: $0.isPoster)) },
            uniquingKeysWith: { first, _ in first })
        let reusable = previous.map { KnownPackShots($0) }
        var templates: [ProductTemplate] = []
        var fingerprints: [UInt64] = []
        var found = FeatureSet()
        var owners: [Int32] = []
        for (number, sku) in skus.enumerated() {
            for raster in packShots[sku] ?? [] {
                let fingerprint = KnownPackShots.fingerprint(of: raster)
                let known = reusable?.find(fingerprint, sku: number)
                let (features, template) = known ?? worked(raster, sku: number)
                owners += [Int32](repeating: Int32(templates.count), count: features.count)
                found.append(features)
                templates.append(template)
                fingerprints.append(fingerprint)
            }
        }
        let (tree, order) = DescriptorTree.build(found.descriptors)
        let features = PackFeatures(
            template: order.map { owners[$0] }, x: order.map { found.x[$0] }, y: order.map { found.y[$0] },
            logSize: order.map { found.logSize[$0] })
        return CatalogueIndex(
            skus: skus, templates: templates, tree: tree, features: features,
            twins: lookAlikes(templates), forms: skus.map { forms[$0] ?? .flat }, fingerprints: fingerprints)
    }

    private static func worked(
        _ raster: Raster, sku: Int
    ) -> (FeatureSet, ProductTemplate) {
        let shot = PackShot(raster)
        return (
            KnownPackShots.sorted(features(of: shot)),
            ProductTemplate(sku: sku, shot: shot)
        )
    }

    private static func features(of shot: PackShot) -> FeatureSet {
        let detector = FeatureDetector()
        let all = detector.features(of: shot.luma())
        let width = shot.picture.width
        let inside = (0..<all.count).filter { index in
            let x = max(0, min(width - 1, Int(all.x[index].rounded())))
            let y = max(0, min(PackShot.height - 1, Int(all.y[index].rounded())))
            return shot.mask[y * width + x] == 1
        }
        // Coarse features are few, and all that is left of a small facing.
        let ranked = inside.sorted { first, second in
            let one = all.response[first] * (all.logSize[first] > 1.7 ? 2 : 1)
            let two = all.response[second] * (all.logSize[second] > 1.7 ? 2 : 1)
            return (two, first) < (one, second)
        }
        return all.selecting(ranked.prefix(featuresAPack).sorted())
    }

    /// Pairs of templates of different products whose pictures agree.
    static func lookAlikes(_ templates: [ProductTemplate]) -> [[Int]] {
        var twins = [[Int]](repeating: [], count: templates.count)
        for first in templates.indices {
            for second in templates.indices where second > first {
                let (one, two) = (templates[first], templates[second])
                guard one.sku != two.sku, abs(one.aspect - two.aspect) < 0.12 * max(one.aspect, two.aspect)
                else { continue }
                if TemplateComparison.score(one, two) > twinScore {
                    twins[first].append(second)
                    twins[second].append(first)
                }
            }
        }
        return twins
    }
}

/// Agreement of two pack shots, as verification scores it.
enum TemplateComparison {
    static func score(_ first: ProductTemplate, _ second: ProductTemplate) -> Float {
        if first.thumbnail.width == second.thumbnail.width {
            return Appearance(first.thumbnail, second.thumbnail).score
        }
        let picture = Raster(
            width: first.thumbnail.width, height: Thumbnail.height, pixels: first.storedColours)
        let resized = picture.resized(width: second.thumbnail.width, height: Thumbnail.height)
        let thumbnail = Thumbnail(resized, weight: second.thumbnail.weight)
        return Appearance(thumbnail, second.thumbnail).score
    }
}
