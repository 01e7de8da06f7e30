/// How the plane of shelf fronts on one photo lies on another: a homography
/// x' = (a·x + b·y + c) / (g·x + h·y + 1), y' = (d·x + e·y + f) / (g·x + h·y + 1).
struct PlaneMapping: Sendable, Equatable {
    var a = 1.0
    var b = 0.0
    var c = 0.0
    var d = 0.0
    var e = 1.0
    var f = 0.0
    var g = 0.0
    var h = 0.0

    struct Point: Sendable, Equatable {
        var x: Double
        var y: Double
    }

    /// nil beyond the horizon.
    func applied(_ point: Point) -> Point? {
        let depth = g * point.x + h * point.y + 1
        guard depth > 0.1 else { return nil }
        return Point(
            x: (a * point.x + b * point.y + c) / depth, y: (d * point.x + e * point.y + f) / depth)
    }

    /// The upright rectangle that fits the mapped corners best.
    func applied(_ place: Place) -> Place? {
        guard let topLeft = applied(Point(x: place.x0, y: place.y0)),
            let topRight = applied(Point(x: place.x1, y: place.y0)),
            let bottomLeft = applied(Point(x: place.x0, y: place.y1)),
            let bottomRight = applied(Point(x: place.x1, y: place.y1))
        else { return nil }
        let mapped = Place(
            x0: (topLeft.x + bottomLeft.x) / 2, y0: (topLeft.y + topRight.y) / 2,
            x1: (topRight.x + bottomRight.x) / 2, y1: (bottomLeft.y + bottomRight.y) / 2)
        return mapped.x1 > mapped.x0 && mapped.y1 > mapped.y0 ? mapped : nil
    }

    func inverse() -> PlaneMapping? {
        let m = (
            e - f * h, c * h - b, b * f - c * e,
            f * g - d, a - c * g, c * d - a * f,
            d * h - e * g, b * g - a * h, a * e - b * d
        )
        guard abs(m.8) > 1e-9 else { return nil }
        return PlaneMapping(
            a: m.0 / m.8, b: m.1 / m.8, c: m.2 / m.8, d: m.3 / m.8, e: m.4 / m.8, f: m.5 / m.8, g: m.6 / m.8,
            h: m.7 / m.8)
    }

    /// The mapping that puts the first points on the second with the least squares (direct linear transform over
    /// points brought to the unit square). Perspective is held back until there are points enough to show it.
    /// - Parameter perspective: without it the mapping is affine.
    static func fitted(_ pairs: [(from: Point, to: Point)], perspective: Bool) -> PlaneMapping? {
        guard pairs.count >= 3 else { return nil }
        let from = Scaling(pairs.map(\.from))
        let to = Scaling(pairs.map(\.to))
        let unknowns = perspective ? 8 : 6
        var system = LeastSquares(unknowns: unknowns)
        for pair in pairs {
            let (p, q) = (from.applied(pair.from), to.applied(pair.to))
            if perspective {
                system.add([p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x], q.x)
                system.add([0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y], q.y)
            } else {
                system.add([p.x, p.y, 1, 0, 0, 0], q.x)
                system.add([0, 0, 0, p.x, p.y, 1], q.y)
            }
        }
        if perspective {
            let weight = 0.02 * Double(pairs.count)
            system.hold(6, weight)
            system.hold(7, weight)
        }
        guard let solution = system.solved() else { return nil }
        let unit = PlaneMapping(
            a: solution[0], b: solution[1], c: solution[2], d: solution[3], e: solution[4], f: solution[5],
            g: perspective ? solution[6] : 0, h: perspective ? solution[7] : 0)
        return to.undone(unit.after(from))
    }

    /// Applied after the points were scaled.
    private func after(_ scaling: Scaling) -> PlaneMapping {
        let (s, x, y) = (scaling.factor, scaling.x, scaling.y)
        let depth = 1 - s * (g * x + h * y)
        return PlaneMapping(
            a: a * s / depth, b: b * s / depth, c: (c - s * (a * x + b * y)) / depth, d: d * s / depth,
            e: e * s / depth, f: (f - s * (d * x + e * y)) / depth, g: g * s / depth, h: h * s / depth)
    }

    /// Points brought to the origin and to unit spread.
    private struct Scaling {
        var x = 0.0
        var y = 0.0
        var factor = 1.0

        init(_ points: [Point]) {
            let count = Double(max(1, points.count))
            x = points.reduce(0) { $0 + $1.x } / count
            y = points.reduce(0) { $0 + $1.y } / count
            let spread = points.reduce(0) { $0 + abs($1.x - x) + abs($1.y - y) } / (2 * count)
            factor = spread > 1e-6 ? 1 / spread : 1
        }

        func applied(_ point: Point) -> Point {
            Point(x: (point.x - x) * factor, y: (point.y - y) * factor)
        }

        /// What scales the result back.
        func undone(_ mapping: PlaneMapping) -> PlaneMapping {
            PlaneMapping(
                a: mapping.a / factor + x * mapping.g, b: mapping.b / factor + x * mapping.h,
                c: mapping.c / factor + x, d: mapping.d / factor + y * mapping.g,
                e: mapping.e / factor + y * mapping.h, f: mapping.f / factor + y, g: mapping.g, h: mapping.h)
        }
    }
}

/// A rectangle on a photo, pixels.
struct Place: Sendable, Equatable {
    var x0: Double
    var y0: Double
    var x1: Double
    var y1: Double

    var width: Double { max(0, x1 - x0) }
    var height: Double { max(0, y1 - y0) }
    var area: Double { width * height }
    var centre: PlaneMapping.Point { PlaneMapping.Point(x: (x0 + x1) / 2, y: (y0 + y1) / 2) }

    func cut(width: Double, height: Double) -> Place {
        Place(
            x0: max(0, min(width, x0)), y0: max(0, min(height, y0)), x1: max(0, min(width, x1)),
            y1: max(0, min(height, y1)))
    }

    func overlap(_ other: Place) -> Double {
        let across = min(x1, other.x1) - max(x0, other.x0)
        let down = min(y1, other.y1) - max(y0, other.y0)
        guard across > 0, down > 0 else { return 0 }
        return across * down / (area + other.area - across * down)
    }
}

/// Normal equations of a small least-squares problem.
private struct LeastSquares {
    private let unknowns: Int
    private var matrix: [Double]
    private var right: [Double]

    init(unknowns: Int) {
        self.unknowns = unknowns
        matrix = [Double](repeating: 0, count: unknowns * unknowns)
        right = [Double](repeating: 0, count: unknowns)
    }

    mutating func add(_ row: [Double], _ value: Double) {
        for i in 0..<unknowns {
            right[i] += row[i] * value
            for j in 0..<unknowns { matrix[i * unknowns + j] += row[i] * row[j] }
        }
    }

    /// Holds one unknown near 0.
    mutating func hold(_ unknown: Int, _ weight: Double) { matrix[unknown * unknowns + unknown] += weight }

    /// Gauss elimination with pivots; nil where the points do not determine it.
    func solved() -> [Double]? {
        var (m, r) = (matrix, right)
        let n = unknowns
        for column in 0..<n {
            guard let pivot = (column..<n).max(by: { abs(m[$0 * n + column]) < abs(m[$1 * n + column]) }),
                abs(m[pivot * n + column]) > 1e-9
            else { return nil }
            if pivot != column {
                for j in 0..<n { m.swapAt(pivot * n + j, column * n + j) }
                r.swapAt(pivot, column)
            }
            for row in 0..<n where row != column {
                let factor = m[row * n + column] / m[column * n + column]
                guard factor != 0 else { continue }
                for j in column..<n { m[row * n + j] -= factor * m[column * n + j] }
                r[row] -= factor * r[column]
            }
        }
        return (0..<n).map { r[$0] / m[$0 * n + $0] }
    }
}
