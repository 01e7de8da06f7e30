/// The colour of the light on a photo beside that of the pack shots. White balance tints the grey and white of a pack
/// as strongly as its print, so a pale pack under another light agrees with nothing until the tint is taken off.
struct LightColour: Sendable, Equatable {
    /// Tint of grey: a* and b* for each unit of L* + 16.
    var a: Float = 0
    var b: Float = 0

    static let neutral = LightColour()

    /// Fewer packs than this say more about themselves than about the light.
    private static let leastPacks = 4
    private static let mostPacks = 60
    private static let mostOfOneProduct = 4
    private static let firmInliers = 6
    /// Agreement in print and pattern of colour, neither of which a tint changes.
    private static let leastAgreement: Float = 0.6
    /// Of any light under which people shop.
    private static let strongest: Float = 0.35

    /// The median over packs that many features agree on. In CIELAB the adaptation of von Kries, a factor for each of
    /// X, Y and Z, adds the same multiple of L* + 16 to a* everywhere, and another to b*.
    static func estimated(from candidates: [PoseCandidate], _ verifier: Verifier) -> LightColour {
        var places: [Frame] = []
        var products: [Int: Int] = [:]
        var tints: [LightColour] = []
        for candidate in candidates where candidate.inliers >= firmInliers && tints.count < mostPacks {
            let template = verifier.index.templates[candidate.template]
            let frame = Detection.frame(candidate.pose, packWidth: template.width)
            guard products[template.sku, default: 0] < mostOfOneProduct,
                !places.contains(where: { $0.overlap(frame) > 0.3 })
            else { continue }
            let (patch, appearance) = verifier.seen(candidate.pose, template)
            guard appearance.luma > leastAgreement, appearance.chroma > leastAgreement else { continue }
            places.append(frame)
            products[template.sku, default: 0] += 1
            tints.append(tint(of: patch, beside: template.thumbnail))
        }
        guard tints.count >= leastPacks else { return .neutral }
        return LightColour(a: median(tints.map(\.a)), b: median(tints.map(\.b)))
    }

    private static func tint(of patch: Thumbnail, beside pack: Thumbnail) -> LightColour {
        var (count, seen, known) = (Float(1e-6), SIMD4<Float>.zero, SIMD4<Float>.zero)
        for index in pack.weight.indices where pack.weight[index] > 0 {
            count += 1
            seen += patch.colours[index]
            known += pack.colours[index]
        }
        let light = seen.x / count + 16
        // Less light makes the same colour less of everything.
        let exposure = light / (known.x / count + 16)
        let left = (seen - known * exposure) / count / light
        return LightColour(a: left.y, b: left.z)
    }

    private static func median(_ values: [Float]) -> Float {
        max(-strongest, min(strongest, values.sorted()[values.count / 2]))
    }
}
