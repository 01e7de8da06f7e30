/// Where the samples of a patch stand on a picture.
public struct SampleGrid: Sendable {
    public var origin: SIMD2<Float>
    /// From one sample to the next of its row, and of its column.
    public var across: SIMD2<Float>
    public var down: SIMD2<Float>

    public init(origin: SIMD2<Float>, across: SIMD2<Float>, down: SIMD2<Float>) {
        self.origin = origin
        self.across = across
        self.down = down
    }

    /// Whether all places between two corners have four pixels around them: they do when the corners have.
    @inlinable
    @inline(__always)
    func isInside(_ first: SIMD2<Float>, _ last: SIMD2<Float>, of width: Int, _ height: Int) -> Bool {
        let end = SIMD2(Float(width) - 1.01, Float(height) - 1.01)
        for corner in [first, last, SIMD2(first.x, last.y), SIMD2(last.x, first.y)] {
            let place = origin + across * corner.x + down * corner.y
            guard place.x >= 0.01, place.y >= 0.01, place.x <= end.x, place.y <= end.y else { return false }
        }
        return true
    }

    @inlinable
    @inline(__always)
    func kept(_ place: SIMD2<Float>, inside width: Int, _ height: Int) -> SIMD2<Float> {
        SIMD2(max(0, min(Float(width - 1), place.x)), max(0, min(Float(height - 1), place.y)))
    }
}

extension Plane {
    /// Bilinear samples at places of a slanted grid; what lies outside repeats the border.
    /// - Parameters:
    ///   - places: in x and y of the grid; z and w are left alone.
    ///   - reach: none lies farther from the origin.
    ///   - body: takes the sample of each place.
    @inlinable
    @inline(__always)
    public func sample(
        _ grid: SampleGrid, at places: UnsafeBufferPointer<SIMD4<Float>>, within reach: SIMD2<Float>,
        _ body: (Int, Float) -> Void
    ) {
        let inside = grid.isInside(-reach, reach, of: width, height)
        samples.withUnsafeBufferPointer { source in
            for index in places.indices {
                let point = grid.origin + grid.across * places[index].x + grid.down * places[index].y
                let place = inside ? point : grid.kept(point, inside: width, height)
                let (left, top) = (Int(place.x), Int(place.y))
                let share = place - SIMD2(Float(left), Float(top))
                let corner = top &* width &+ left
                let right = inside || left + 1 < width ? 1 : 0
                let below = inside || top + 1 < height ? width : 0
                let upper = source[corner] + (source[corner &+ right] - source[corner]) * share.x
                let lower =
                    source[corner &+ below]
                    + (source[corner &+ below &+ right] - source[corner &+ below]) * share.x
                body(index, upper + (lower - upper) * share.y)
            }
        }
    }
}
