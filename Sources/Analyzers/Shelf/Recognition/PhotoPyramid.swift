import Media

/// The photo and its halves, in colour and luma.
struct PhotoPyramid: Sendable {
    let colours: [Raster]
    let lumas: [Plane]

    var width: Int { colours[0].width }
    var height: Int { colours[0].height }

    init(_ photo: Raster) {
        var colours = [photo]
        var lumas = [photo.luma()]
        while colours.count < 6, min(colours[colours.count - 1].width, colours[colours.count - 1].height) > 64
        {
            colours.append(colours[colours.count - 1].halved())
            lumas.append(lumas[lumas.count - 1].halved())
        }
        self.colours = colours
        self.lumas = lumas
    }

    /// The level on which `ratio` photo pixels become one to two (or, `sharp` false, ¾ to 1½) of a thumbnail's.
    func level(ratio: Float, sharp: Bool) -> Int {
        let steps = Approximation.log2(max(1, ratio * (sharp ? 1 : 4 / 3)))
        return max(0, min(colours.count - 1, Int(steps.rounded(.down))))
    }

    /// Photo coordinates to those of a level.
    static func toLevel(_ level: Int) -> Affine {
        let scale = 1 / Float(1 << level)
        return Affine(a: scale, b: 0, c: 0, d: scale, x0: 0.5 * scale - 0.5, y0: 0.5 * scale - 0.5)
    }

    /// The patch that `pose` (pack at ``PackShot/height`` → photo) puts under a thumbnail, with the weights given, as it
    /// would be under the light of the pack shots.
    func patch(
        _ pose: Affine, packWidth: Int, thumbWidth: Int, weight: [Float], light: LightColour,
        converter: LabConverter
    ) -> Thumbnail {
        let grid = PhotoPyramid.thumbnailToPack(
            packWidth: packWidth, width: thumbWidth, height: Thumbnail.height)
        let place = pose.after(grid)
        let level = level(ratio: PhotoPyramid.scale(place), sharp: true)
        let map = PhotoPyramid.toLevel(level).after(place)
        let picture = colours[level]
        var rgb = [Float](repeating: 0, count: thumbWidth * Thumbnail.height * 3)
        let (right, bottom) = (Float(picture.width - 1), Float(picture.height - 1))
        picture.pixels.withUnsafeBufferPointer { source in
            rgb.withUnsafeMutableBufferPointer { target in
                var index = 0
                for y in 0..<Thumbnail.height {
                    for x in 0..<thumbWidth {
                        let point = map.applied(Float(x), Float(y))
                        let column = max(0, min(right, point.x))
                        let line = max(0, min(bottom, point.y))
                        let left = Int(column)
                        let top = Int(line)
                        let across = column - Float(left)
                        let down = line - Float(top)
                        let corner = (top * picture.width + left) * 3
                        let stepX = left + 1 < picture.width ? 3 : 0
                        let stepY = top + 1 < picture.height ? picture.width * 3 : 0
                        for channel in 0..<3 {
                            let place = corner + channel
                            let upper =
                                Float(source[place]) * (1 - across) + Float(source[place + stepX]) * across
                            let lower =
                                Float(source[place + stepY]) * (1 - across) + Float(
                                    source[place + stepY + stepX]) * across
                            target[index] = upper * (1 - down) + lower * down
                            index += 1
                        }
                    }
                }
            }
        }
        return Thumbnail(rgb: rgb, width: thumbWidth, weight: weight, light: light, converter: converter)
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
