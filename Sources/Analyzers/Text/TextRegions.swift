import Media

/// Lines in the detector's map: connected regions of likely pixels, a smallest rectangle round each, grown by what
/// training shrank it (Liao et al. 2020, "Real-time scene text detection with differentiable binarization"; the
/// constants are those the model was published with). Growing the rectangle by d is the smallest rectangle round its
/// outline offset by d, so no polygon library is needed.
enum TextRegions {
    /// A pixel more likely than this is print.
    private static let threshold: Float = 0.3
    /// Mean over the rectangle.
    private static let regionThreshold: Float = 0.5
    /// Growth: area × this ÷ perimeter.
    private static let growth: Float = 1.6
    private static let shortestSide: Float = 3
    private static let shortestGrownSide: Float = 5

    /// Rectangles in pixels of the map, in the order in which scanning from the top left meets them.
    static func find(in map: Plane) -> [RotatedRectangle] {
        var mask = likely(map)
        var tracer = RegionTracer(width: map.width, height: map.height)
        var found: [RotatedRectangle] = []
        for start in mask.indices where mask[start] == RegionTracer.likely {
            let outline = tracer.outline(from: start, in: &mask)
            let rectangle = RotatedRectangle(around: ConvexHull.of(outline))
            guard rectangle.shortSide >= shortestSide, mean(map, rectangle) >= regionThreshold else {
                continue
            }
            let perimeter = 4 * (rectangle.halfWidth + rectangle.halfHeight)
            let area = 4 * rectangle.halfWidth * rectangle.halfHeight
            let grown = rectangle.grown(by: area * growth / perimeter)
            if grown.shortSide >= shortestGrownSide { found.append(grown) }
        }
        return found
    }

    /// Likely pixels, each spread to the right and below.
    private static func likely(_ map: Plane) -> [UInt8] {
        var mask = [UInt8](repeating: 0, count: map.samples.count)
        let width = map.width
        map.samples.withUnsafeBufferPointer { samples in
            mask.withUnsafeMutableBufferPointer { marks in
                for y in 0..<map.height {
                    for x in 0..<width where samples[y * width + x] > threshold {
                        let place = y * width + x
                        let isLast = x + 1 == width
                        marks[place] = RegionTracer.likely
                        if !isLast { marks[place + 1] = RegionTracer.likely }
                        guard y + 1 < map.height else { continue }
                        marks[place + width] = RegionTracer.likely
                        if !isLast { marks[place + width + 1] = RegionTracer.likely }
                    }
                }
            }
        }
        return mask
    }

    private static func mean(_ map: Plane, _ rectangle: RotatedRectangle) -> Float {
        let along = rectangle.axis
        let across = rectangle.otherAxis
        let reachX = abs(along.x) * rectangle.halfWidth + abs(across.x) * rectangle.halfHeight
        let reachY = abs(along.y) * rectangle.halfWidth + abs(across.y) * rectangle.halfHeight
        let columns =
            max(
                0, Int(rectangle.centre.x - reachX))...min(
                map.width - 1, Int(rectangle.centre.x + reachX) + 1)
        let rows =
            max(
                0, Int(rectangle.centre.y - reachY))...min(
                map.height - 1, Int(rectangle.centre.y + reachY) + 1)
        var sum: Float = 0
        var count: Float = 0
        map.samples.withUnsafeBufferPointer { samples in
            for y in rows {
                for x in columns {
                    let way = SIMD2(Float(x), Float(y)) - rectangle.centre
                    if abs((way * along).sum()) <= rectangle.halfWidth,
                        abs((way * across).sum()) <= rectangle.halfHeight
                    {
                        sum += samples[y * map.width + x]
                        count += 1
                    }
                }
            }
        }
        return count > 0 ? sum / count : 0
    }
}

/// Walks connected regions (8 neighbours), keeping the leftmost and rightmost pixel of each row: all that a convex
/// hull can touch.
struct RegionTracer {
    static let likely: UInt8 = 1
    private static let visited: UInt8 = 2

    private let width: Int
    private let height: Int
    private var left: [Int32]
    private var right: [Int32]
    private var waiting: [Int32] = []

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        left = [Int32](repeating: .max, count: height)
        right = [Int32](repeating: -1, count: height)
    }

    /// Marks the region as visited and gives its outermost pixels.
    mutating func outline(from start: Int, in mask: inout [UInt8]) -> [SIMD2<Float>] {
        waiting.append(Int32(start))
        mask[start] = RegionTracer.visited
        var rows = (start / width)...(start / width)
        mask.withUnsafeMutableBufferPointer { marks in
            while let place = waiting.popLast() {
                let x = Int(place) % width
                let y = Int(place) / width
                left[y] = min(left[y], Int32(x))
                right[y] = max(right[y], Int32(x))
                rows = min(rows.lowerBound, y)...max(rows.upperBound, y)
                for nextY in max(0, y - 1)...min(height - 1, y + 1) {
                    for nextX in max(0, x - 1)...min(width - 1, x + 1) {
                        let next = nextY * width + nextX
                        guard marks[next] == RegionTracer.likely else { continue }
                        marks[next] = RegionTracer.visited
                        waiting.append(Int32(next))
                    }
                }
            }
        }
        var points: [SIMD2<Float>] = []
        for y in rows {
            points.append(SIMD2(Float(left[y]), Float(y)))
            if left[y] != right[y] { points.append(SIMD2(Float(right[y]), Float(y))) }
            left[y] = .max
            right[y] = -1
        }
        return points
    }
}
