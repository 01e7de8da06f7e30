import Media

/// The photo and its halves, in luma and, where packs are compared, in Lab colours.
struct PhotoPyramid: Sendable {
    private let photo: Raster
    let lumas: [Plane]
    /// From the level `finestColours` on.
    private var colours: [LabPicture] = []
    private(set) var finestColours = 0

    var width: Int { photo.width }
    var height: Int { photo.height }

    /// - Parameter colours: Lab colours of all levels, too.
    init(_ photo: Raster, colours: Bool = true) {
        self.photo = photo
        var lumas = [photo.luma()]
        while lumas.count < 6, min(lumas[lumas.count - 1].width, lumas[lumas.count - 1].height) > 64 {
            lumas.append(lumas[lumas.count - 1].halved())
        }
        self.lumas = lumas
        if colours { prepareColours(from: 0) }
    }

    /// Lab colours cost as much as a tenth of a photo's features: what no pack is compared on is left out.
    mutating func prepareColours(from finest: Int) {
        var (level, picture) = (0, photo)
        colours = []
        finestColours = min(finest, lumas.count - 1)
        while level < lumas.count {
            if level >= finestColours { colours.append(LabPicture(picture)) }
            level += 1
            if level < lumas.count { picture = picture.halved() }
        }
    }

    /// The level on which `ratio` photo pixels become one to two (or, `sharp` false, ¾ to 1½) of a thumbnail's.
    func level(ratio: Float, sharp: Bool) -> Int {
        let steps = Approximation.log2(max(1, ratio * (sharp ? 1 : 4 / 3)))
        return max(0, min(lumas.count - 1, Int(steps.rounded(.down))))
    }

    /// Photo coordinates to those of a level.
    static func toLevel(_ level: Int) -> Affine {
        let scale = 1 / Float(1 << level)
        return Affine(a: scale, b: 0, c: 0, d: scale, x0: 0.5 * scale - 0.5, y0: 0.5 * scale - 0.5)
    }

    /// The patch that `pose` (pack at ``PackShot/height`` → photo) puts under a thumbnail, with the weights given, as it
    /// would be under the light of the pack shots.
    func patch(
        _ pose: Affine, packWidth: Int, thumbWidth: Int, weight: [Float], light: LightColour
    ) -> Thumbnail {
        let grid = PhotoPyramid.thumbnailToPack(
            packWidth: packWidth, width: thumbWidth, height: Thumbnail.height)
        let place = pose.after(grid)
        let level = max(finestColours, level(ratio: PhotoPyramid.scale(place), sharp: true))
        let map = PhotoPyramid.toLevel(level).after(place)
        return Thumbnail(
            of: colours[level - finestColours], map.grid, width: thumbWidth, weight: weight, light: light)
    }

    /// Pixels of a thumbnail to pixels of the pack.
    static func thumbnailToPack(packWidth: Int, width: Int, height: Int) -> Affine {
        let across = Float(packWidth) / Float(width)
        let down = Float(PackShot.height) / Float(height)
        return Affine(a: across, b: 0, c: 0, d: down, x0: 0.5 * across - 0.5, y0: 0.5 * down - 0.5)
    }

    /// Photo pixels for one pixel down a column.
    static func scale(_ map: Affine) -> Float { (map.b * map.b + map.d * map.d).squareRoot() }
}
