/// A picture in CIELAB with its luma: four channels L*, a*, b*, luma of each pixel, in steps of 1/128.
public struct LabPicture: Sendable {
    public let width: Int
    public let height: Int
    @usableFromInline let pixels: [SIMD4<Int16>]

    /// Luma reaches 255, which is the most that fits.
    @usableFromInline static let steps: Float = 128

    public init(_ picture: Raster) {
        width = picture.width
        height = picture.height
        let area = picture.width * picture.height
        pixels = [SIMD4<Int16>](unsafeUninitializedCapacity: area) { target, count in
            picture.pixels.withUnsafeBufferPointer { source in
                LabConverter.shared.convert(source, steps: LabPicture.steps, to: target)
            }
            count = area
        }
    }

    /// Bilinear samples on a slanted grid: the sample (x, y) stands at `origin + x · across + y · down`, what lies
    /// outside repeats the border.
    /// - Parameter body: takes the four channels of each sample, row by row.
    @inlinable
    @inline(__always)
    public func sample(
        _ grid: SampleGrid, width columns: Int, height rows: Int, _ body: (Int, SIMD4<Float>) -> Void
    ) {
        let inside = grid.isInside(SIMD2(0, 0), SIMD2(Float(columns - 1), Float(rows - 1)), of: width, height)
        pixels.withUnsafeBufferPointer { source in
            var index = 0
            for y in 0..<rows {
                let start = grid.origin + grid.down * Float(y)
                for x in 0..<columns {
                    let point = start + grid.across * Float(x)
                    let place = inside ? point : grid.kept(point, inside: width, height)
                    body(index, LabPicture.bilinear(source, place, width, height, inside: inside))
                    index += 1
                }
            }
        }
    }

    @inlinable
    @inline(__always)
    static func bilinear(
        _ source: UnsafeBufferPointer<SIMD4<Int16>>, _ place: SIMD2<Float>, _ width: Int, _ height: Int,
        inside: Bool
    ) -> SIMD4<Float> {
        let (left, top) = (Int(place.x), Int(place.y))
        let share = place - SIMD2(Float(left), Float(top))
        let corner = top &* width &+ left
        let right = inside || left + 1 < width ? 1 : 0
        let below = inside || top + 1 < height ? width : 0
        let upperLeft = SIMD4<Float>(source[corner])
        let lowerLeft = SIMD4<Float>(source[corner &+ below])
        let upper = upperLeft + (SIMD4<Float>(source[corner &+ right]) - upperLeft) * share.x
        let lower = lowerLeft + (SIMD4<Float>(source[corner &+ below &+ right]) - lowerLeft) * share.x
        return (upper + (lower - upper) * share.y) * (1 / steps)
    }
}
