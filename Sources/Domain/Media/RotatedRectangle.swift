/// A rectangle at any angle.
public struct RotatedRectangle: Hashable, Sendable {
    public var centre: SIMD2<Float>
    /// Unit vector along `halfWidth`; the other axis is it turned by 90° clockwise on the screen.
    public var axis: SIMD2<Float>
    public var halfWidth: Float
    public var halfHeight: Float

    public init(centre: SIMD2<Float>, axis: SIMD2<Float>, halfWidth: Float, halfHeight: Float) {
        self.centre = centre
        self.axis = axis
        self.halfWidth = halfWidth
        self.halfHeight = halfHeight
    }

    public var shortSide: Float { 2 * min(halfWidth, halfHeight) }

    public var otherAxis: SIMD2<Float> { SIMD2(-axis.y, axis.x) }

    /// Every side moved outwards.
    public func grown(by distance: Float) -> RotatedRectangle {
        var grown = self
        grown.halfWidth += distance
        grown.halfHeight += distance
        return grown
    }

    public var corners: [SIMD2<Float>] {
        let along = axis * halfWidth
        let across = otherAxis * halfHeight
        return [
            centre - along - across, centre + along - across, centre + along + across,
            centre - along + across,
        ]
    }

    /// Smallest rectangle around a convex hull; one of its sides lies on an edge of the hull (Freeman & Shapira 1975).
    /// - Parameter hull: as ``ConvexHull`` gives it; not empty.
    public init(around hull: [SIMD2<Float>]) {
        self.init(centre: hull[0], axis: SIMD2(1, 0), halfWidth: 0, halfHeight: 0)
        var smallest = Float.infinity
        for index in hull.indices {
            let edge = hull[(index + 1) % hull.count] - hull[index]
            let length = (edge * edge).sum().squareRoot()
            let along = length > 0 ? edge / length : SIMD2<Float>(1, 0)
            let across = SIMD2(-along.y, along.x)
            var low = SIMD2<Float>(repeating: .infinity)
            var high = SIMD2<Float>(repeating: -.infinity)
            for point in hull {
                let place = SIMD2((point * along).sum(), (point * across).sum())
                low = pointwiseMin(low, place)
                high = pointwiseMax(high, place)
            }
            let size = high - low
            guard size.x * size.y < smallest else { continue }
            smallest = size.x * size.y
            let middle = (low + high) / 2
            self.init(
                centre: along * middle.x + across * middle.y, axis: along, halfWidth: size.x / 2,
                halfHeight: size.y / 2)
        }
    }
}

public enum ConvexHull {
    /// Corners of the hull in order round it (Andrew's monotone chain, 1979).
    public static func of(_ points: [SIMD2<Float>]) -> [SIMD2<Float>] {
        let sorted = points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
        guard sorted.count > 2 else { return sorted }
        var hull: [SIMD2<Float>] = []
        for point in sorted { add(point, to: &hull, keeping: 1) }
        let lower = hull.count
        for point in sorted.dropLast().reversed() { add(point, to: &hull, keeping: lower) }
        hull.removeLast()
        return hull
    }

    private static func add(_ point: SIMD2<Float>, to hull: inout [SIMD2<Float>], keeping count: Int) {
        while hull.count > count, turn(hull[hull.count - 2], hull[hull.count - 1], point) <= 0 {
            hull.removeLast()
        }
        hull.append(point)
    }

    private static func turn(_ first: SIMD2<Float>, _ second: SIMD2<Float>, _ third: SIMD2<Float>) -> Float {
        let one = second - first
        let two = third - first
        return one.x * two.y - one.y * two.x
    }
}
