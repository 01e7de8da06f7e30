import Media

/// A small Lab picture of a pack, its colours blurred, that photos are verified against.
struct Thumbnail: Sendable {
    static let height = 64

    let width: Int
    /// Of each pixel L*, a*, b* and luma 0…255; a* and b* are blurred.
    var colours: [SIMD4<Float>]
    /// 1 where the product's surface counts, else 0.
    var weight: [Float]

    static func width(forAspect aspect: Float) -> Int {
        max(10, min(192, Int((aspect * Float(height)).rounded())))
    }

    /// - Parameters:
    ///   - picture: where it is taken from; `grid` says which of its pixels.
    ///   - light: whose tint is taken off.
    init(
        of picture: LabPicture, _ grid: SampleGrid, width: Int, weight: [Float], light: LightColour = .neutral
    ) {
        let count = width * Thumbnail.height
        let tint = SIMD4<Float>(0, light.a, light.b, 0)
        let sharp = [SIMD4<Float>](unsafeUninitializedCapacity: count) { target, filled in
            picture.sample(grid, width: width, height: Thumbnail.height) { index, colour in
                target[index] = colour - tint * (colour.x + 16)
            }
            filled = count
        }
        self.init(sharp, width: width, weight: weight)
    }

    /// - Parameter picture: of the size of the thumbnail.
    init(_ picture: Raster, weight: [Float]) {
        let grid = SampleGrid(origin: .zero, across: SIMD2(1, 0), down: SIMD2(0, 1))
        self.init(of: LabPicture(picture), grid, width: picture.width, weight: weight)
    }

    private init(_ sharp: [SIMD4<Float>], width: Int, weight: [Float]) {
        self.width = width
        self.weight = weight
        colours = BinomialSmoothing.smoothed(sharp, width: width)
        colours.withUnsafeMutableBufferPointer { colours in
            for index in colours.indices {
                colours[index].x = sharp[index].x
                colours[index].w = sharp[index].w
            }
        }
    }
}
