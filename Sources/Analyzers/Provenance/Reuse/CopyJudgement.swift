/// Decides from a comparison whether two pictures are one picture.
///
/// A copy lies over its source by an affine map, follows one tone curve and correlates in most blocks. A new photo of the
/// same unchanged shelf correlates as well, so correlation cannot tell: but its standpoint bends the picture and lamps
/// shift its light. On the reuse data `strain` is at most 0.7 for copies and at least 2 for retakes.
struct CopyJudgement: Sendable {
    /// What the later picture does that no copy does; 1 is the limit of each part.
    let strain: Float
    let isCopy: Bool

    private static let perspectiveLimit: Float = 0.002
    private static let shearLimit: Float = 0.006
    private static let toneLimit: Float = 2.5
    private static let strainLimit: Float = 1.2
    private static let fewestBlocks = 24
    private static let leastOverlap: Float = 0.15
    private static let leastCorrelation: Float = 0.88
    /// Every block of a screenshot. Recompressed and halved ones of the order data reach .962 to 1; the same order with
    /// six other digits in its number reached .97 at most. What is missed here, the order number finds.
    private static let leastScreenshotCorrelation: Float = 0.975
    /// A copy resized to another shape may be stretched by so much.
    private static let stretchLimit: Float = 0.12

    init(_ comparison: PictureComparison) {
        let perspective = comparison.perspective / Self.perspectiveLimit
        let shear = comparison.shear / Self.shearLimit
        let tone = comparison.toneResidual / Self.toneLimit
        strain = (perspective * perspective + shear * shear + tone * tone).squareRoot()
        isCopy =
            comparison.blocks >= Self.fewestBlocks && comparison.overlap >= Self.leastOverlap
            && comparison.quantile(0.5) >= Self.leastCorrelation && comparison.stretch <= Self.stretchLimit
            && strain <= Self.strainLimit
    }

    /// Whether two screenshots are one: lists of the same app look alike, so every block must agree, those with text as
    /// well, over the whole picture and without a crop.
    static func isSameScreenshot(_ earlier: PictureSignature, _ later: PictureSignature) -> Bool {
        let shapes = (Float(earlier.width) / Float(earlier.height), Float(later.width) / Float(later.height))
        guard abs(shapes.0 / shapes.1 - 1) < 0.01 else { return false }
        let map = AffineMap(
            a: Float(later.width) / Float(earlier.width), e: Float(later.height) / Float(earlier.height))
        let comparison = PictureComparison(earlier, later, map: map, leastDeviation: 2.5, reach: 0)
        return comparison.blocks >= fewestBlocks && comparison.overlap > 0.8
            && comparison.quantile(0) >= Self.leastScreenshotCorrelation
    }
}
