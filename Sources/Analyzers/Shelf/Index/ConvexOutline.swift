/// The convex hull of a mask, filled.
enum ConvexOutline {
    private struct Point {
        var x: Int
        var y: Int
    }

    /// - Parameter mask: 1 inside, 0 outside, one byte a pixel.
    static func filled(_ mask: [UInt8], width: Int, height: Int) -> [UInt8] {
        var points: [Point] = []
        for y in 0..<height {
            let row = mask[(y * width)..<((y + 1) * width)]
            guard let first = row.firstIndex(of: 1), let last = row.lastIndex(of: 1) else { continue }
            points.append(Point(x: first - y * width, y: y))
            points.append(Point(x: last - y * width, y: y))
        }
        var out = [UInt8](repeating: 0, count: width * height)
        guard points.count >= 3 else { return mask }
        let left = chain(points, sign: 1)
        let right = chain(points, sign: -1)
        for y in points[0].y...points[points.count - 1].y {
            let start = Int(edge(left, y).rounded(.up))
            let end = Int(edge(right, y).rounded(.down))
            guard start <= end else { continue }
            for x in max(0, start)...min(width - 1, end) { out[y * width + x] = 1 }
        }
        return out
    }

    /// The left (sign 1) or right (−1) border from top to bottom, monotone chain.
    private static func chain(_ points: [Point], sign: Int) -> [Point] {
        var hull: [Point] = []
        for point in points.sorted(by: { ($0.y, $0.x * sign) < ($1.y, $1.x * sign) }) {
            if let last = hull.last, last.y == point.y { continue }
            while hull.count >= 2 {
                let a = hull[hull.count - 2]
                let b = hull[hull.count - 1]
                let cross = (b.x - a.x) * (point.y - a.y) - (point.x - a.x) * (b.y - a.y)
                if cross * sign >= 0 { hull.removeLast() } else { break }
            }
            hull.append(point)
        }
        return hull
    }

    private static func edge(_ chain: [Point], _ y: Int) -> Double {
        guard let next = chain.firstIndex(where: { $0.y >= y }) else {
            return Double(chain[chain.count - 1].x)
        }
        if next == 0 || chain[next].y == y { return Double(chain[next].x) }
        let a = chain[next - 1]
        let b = chain[next]
        return Double(a.x) + Double(b.x - a.x) * Double(y - a.y) / Double(b.y - a.y)
    }
}
