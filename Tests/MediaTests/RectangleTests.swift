import Media
import TestSupport
import Testing

struct RectangleTests {
    @Test(arguments: [
        (2, 1, 5, 3), (-4, -1, 3, 2), (3, 2, 90, 90), (4, 0, 4, 4), (7, 9, 8, 12), (5, 3, 1, 1),
    ])
    func `what is filled is the part of a rectangle inside the picture`(
        x0: Int, y0: Int, x1: Int, y1: Int
    ) {
        var picture = Raster(width: 6, height: 4, red: 1, green: 2, blue: 3)
        picture.fill(x0: x0, y0: y0, x1: x1, y1: y1, (7, 8, 9))
        for y in 0..<4 {
            for x in 0..<6 {
                let isInside = x0 <= x && x < x1 && y0 <= y && y < y1
                #expect(picture[x, y] == (isInside ? (7, 8, 9) : (1, 2, 3)), "\(x), \(y)")
            }
        }
        picture.fill(x0: .min, y0: .min, x1: .max, y1: .max, (4, 5, 6))
        #expect(picture == Raster(width: 6, height: 4, red: 4, green: 5, blue: 6))
    }

    @Test func `an upright rectangle is cut out pixel for pixel`() {
        var picture = Raster(width: 40, height: 30, red: 0, green: 0, blue: 0)
        for y in 0..<30 { for x in 0..<40 { picture[x, y] = (UInt8(x * 5), UInt8(y * 7), 9) } }
        let corners = Quadrilateral(
            topLeft: SIMD2(10, 5), topRight: SIMD2(30, 5), bottomRight: SIMD2(30, 25),
            bottomLeft: SIMD2(10, 25))
        #expect(picture.straightened(corners) == picture.cropped(x0: 10, y0: 5, x1: 30, y1: 25))
    }

    @Test func `corners anywhere give a picture`() {
        let picture = Raster(width: 5, height: 4, red: 1, green: 2, blue: 3)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let corners = (0..<4).map { _ in
                SIMD2<Float>(
                    .random(in: -200...200, using: &generator), .random(in: -200...200, using: &generator))
            }
            let cut = picture.straightened(
                Quadrilateral(
                    topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3]
                ))
            #expect(cut[0, 0] == (1, 2, 3))
        }
    }

    @Test func `a hull holds every point and turns one way`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let points = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                SIMD2<Float>(
                    Float(Int.random(in: 0...20, using: &generator)),
                    Float(Int.random(in: 0...20, using: &generator)))
            }
            let hull = ConvexHull.of(points)
            guard hull.count > 2 else { continue }
            for index in hull.indices {
                let from = hull[index]
                let way = hull[(index + 1) % hull.count] - from
                for point in points {
                    let side = way.x * (point.y - from.y) - way.y * (point.x - from.x)
                    #expect(side >= 0)
                }
            }
        }
    }

    @Test func `the smallest rectangle holds every point and is no larger than the upright one`() {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<200 {
            let points = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                SIMD2<Float>(.random(in: 0...50, using: &generator), .random(in: 0...50, using: &generator))
            }
            let rectangle = RotatedRectangle(around: ConvexHull.of(points))
            for point in points {
                let way = point - rectangle.centre
                #expect(abs((way * rectangle.axis).sum()) <= rectangle.halfWidth + 0.01)
                #expect(abs((way * rectangle.otherAxis).sum()) <= rectangle.halfHeight + 0.01)
            }
            let low = points.reduce(points[0], pointwiseMin)
            let high = points.reduce(points[0], pointwiseMax)
            let upright = (high - low).x * (high - low).y
            #expect(4 * rectangle.halfWidth * rectangle.halfHeight <= upright + 0.5)
        }
    }

    @Test func `growing moves every side outwards`() {
        let grown = RotatedRectangle(centre: SIMD2(5, 5), axis: SIMD2(1, 0), halfWidth: 4, halfHeight: 2)
            .grown(by: 1)
        #expect(grown.corners == [SIMD2(0, 2), SIMD2(10, 2), SIMD2(10, 8), SIMD2(0, 8)])
        #expect(grown.shortSide == 6)
    }
}
