import Evidence
import Media

/// One pack shot, ready for recognition. Coordinates are pixels of the pack at ``PackShot/height``.
struct ProductTemplate: Sendable {
    let sku: Int
    /// At ``PackShot/height``.
    let width: Int
    let thumbnail: Thumbnail
    let fine: AlignmentTemplate
    let coarse: AlignmentTemplate
    /// What the index file holds: the thumbnail's RGB and mask.
    let storedColours: [UInt8]
    let storedMask: [UInt8]

    var aspect: Float { Float(width) / Float(PackShot.height) }

    init(sku: Int, width: Int, storedColours: [UInt8], storedMask: [UInt8]) {
        self.sku = sku
        self.width = width
        self.storedColours = storedColours
        self.storedMask = storedMask
        let thumbWidth = Thumbnail.width(forAspect: Float(width) / Float(PackShot.height))
        let weight = ProductTemplate.eroded(storedMask, width: thumbWidth)
        thumbnail = Thumbnail(
            Raster(width: thumbWidth, height: Thumbnail.height, pixels: storedColours), weight: weight)
        let luma = thumbnail.colours.map { $0.w }
        fine = AlignmentTemplate(luma: luma, weight: weight, width: thumbWidth)
        let half = ProductTemplate.halved(luma, width: thumbWidth)
        let halfWeight = ProductTemplate.halved(weight, width: thumbWidth).map { $0 > 0.7 ? Float(1) : 0 }
        coarse = AlignmentTemplate(luma: half, weight: halfWeight, width: max(1, thumbWidth / 2))
    }

    init(sku: Int, shot: PackShot) {
        let width = shot.picture.width
        let thumbWidth = Thumbnail.width(forAspect: Float(width) / Float(PackShot.height))
        let small = shot.picture.resized(width: thumbWidth, height: Thumbnail.height)
        var mask = [UInt8](repeating: 0, count: thumbWidth * Thumbnail.height)
        for y in 0..<Thumbnail.height {
            let line = (2 * y + 1) * PackShot.height / (2 * Thumbnail.height)
            for x in 0..<thumbWidth {
                let column = (2 * x + 1) * width / (2 * thumbWidth)
                mask[y * thumbWidth + x] = shot.mask[line * width + column]
            }
        }
        self.init(
            sku: sku, width: width, storedColours: small.pixels, storedMask: mask)
    }

    /// Another sight of the same pack. What it is looked for with is near its place already: `coarse` stays the front's.
    init(_ template: ProductTemplate, showing picture: Thumbnail) {
        sku = template.sku
        width = template.width
        storedColours = template.storedColours
        storedMask = template.storedMask
        thumbnail = picture
        fine = AlignmentTemplate(
            luma: picture.colours.map { $0.w }, weight: picture.weight, width: picture.width)
        coarse = template.coarse
    }

    /// Without the outermost pixels of the product, where the neighbour shows.
    private static func eroded(_ mask: [UInt8], width: Int) -> [Float] {
        let height = mask.count / width
        let reach = 2
        var out = [Float](repeating: 0, count: mask.count)
        for y in reach..<(height - reach) {
            for x in reach..<(width - reach) {
                var inside = true
                for dy in -reach...reach where inside {
                    let line = (y + dy) * width + x
                    inside = mask[line] == 1 && mask[line - reach] == 1 && mask[line + reach] == 1
                }
                out[y * width + x] = inside ? 1 : 0
            }
        }
        return out
    }

    private static func halved(_ values: [Float], width: Int) -> [Float] {
        Plane(width: width, height: values.count / width, samples: values).halved().samples
    }
}
