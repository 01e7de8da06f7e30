import AnalyzerKit
import Evidence
import Media

/// Hints that the picture was taken of a screen: the coloured grid that its dots leave, or its dark edge on all sides.
///
/// Measured on 32 pictures and their two simulated recaptures each: the grid tells one simulation without error and is
/// blind to the other, the edge tells both; together AUC .998, on the pictures that the limits were chosen on. No real
/// photos of screens were at hand, so this is a hint and no more.
struct ScreenCheck {
    let policy: ProvenancePolicy
    private static let measured = ProvenancePolicy.Measured(
        chinese: "模拟翻拍上的 AUC 为 .998，真实翻拍未测",
        english: "AUC .998 on simulated recaptures, real ones not measured")

    static func canTell(_ picture: Raster) -> Bool { min(picture.width, picture.height) >= 400 }

    func check(_ picture: Raster) -> [ProvenanceFindings.Observation] {
        guard Self.canTell(picture) else { return [] }
        if ScreenGrid.prominence(in: picture) >= ScreenGrid.limit {
            return [
                policy.observation(
                    .recaptureScreen, chinese: "画面中有屏幕像素的规则纹理",
                    english: "The picture shows the regular pattern of a screen's dots",
                    measured: Self.measured)
            ]
        }
        if ScreenEdge(picture).isThere {
            return [
                policy.observation(
                    .recaptureScreen, chinese: "画面四周有一圈屏幕边框似的暗边",
                    english: "A dark edge like that of a screen runs around the picture",
                    measured: Self.measured)
            ]
        }
        return []
    }
}

/// The regular coloured pattern that a screen's dots make in a photo of it: peaks in the spectrum of the colour
/// differences, in most parts of the picture.
enum ScreenGrid {
    /// Pictures reach 5.7; nine of ten recaptures with a visible grid lie above 6.2.
    static let limit: Float = 6.2
    private static let side = 128

    /// How far the highest peak stands above the mean of its frequency, natural logarithm, in the middle one of the tiles.
    static func prominence(in picture: Raster) -> Float {
        let transform = FourierTransform(side: side)
        let window = (0..<side).map { 0.5 - 0.5 * cosine(2 * .pi * Float($0) / Float(side - 1)) }
        var first: [Float] = []
        var second: [Float] = []
        for top in starts(picture.height, count: 5) {
            for left in starts(picture.width, count: 4) {
                var (red, blue) = differences(picture, left, top, window)
                transform.transform(&red, &blue)
                let (one, two) = peaks(red, blue)
                first.append(one)
                second.append(two)
            }
        }
        first.sort()
        second.sort()
        return first.isEmpty ? 0 : (first[first.count / 2] + second[second.count / 2]) / 2
    }

    private static func starts(_ length: Int, count: Int) -> [Int] {
        guard length > side else { return length == side ? [0] : [] }
        let tiles = min(count, max(1, length / side))
        return tiles == 1 ? [(length - side) / 2] : (0..<tiles).map { $0 * (length - side) / (tiles - 1) }
    }

    /// Red minus green and blue minus green of a tile, mean taken off, faded out towards its border.
    private static func differences(_ picture: Raster, _ left: Int, _ top: Int, _ window: [Float])
        -> ([Float], [Float])
    {
        var red = [Float](repeating: 0, count: side * side)
        var blue = red
        var (redSum, blueSum): (Float, Float) = (0, 0)
        picture.pixels.withUnsafeBufferPointer { source in
            for y in 0..<side {
                var index = ((top + y) * picture.width + left) * 3
                for x in 0..<side {
                    let green = Float(source[index + 1])
                    red[y * side + x] = Float(source[index]) - green
                    blue[y * side + x] = Float(source[index + 2]) - green
                    redSum += red[y * side + x]
                    blueSum += blue[y * side + x]
                    index += 3
                }
            }
        }
        let count = Float(side * side)
        for y in 0..<side {
            for x in 0..<side {
                let weight = window[y] * window[x]
                red[y * side + x] = (red[y * side + x] - redSum / count) * weight
                blue[y * side + x] = (blue[y * side + x] - blueSum / count) * weight
            }
        }
        return (red, blue)
    }

    /// The highest peaks of both planes from the transform of one plus i times the other.
    private static func peaks(_ real: [Float], _ imaginary: [Float]) -> (Float, Float) {
        var levels = [SIMD2<Float>](repeating: SIMD2(), count: side * side)
        var rings = [SIMD2<Float>](repeating: SIMD2(), count: side)
        var sizes = [Float](repeating: 0, count: side)
        func radius(_ u: Int, _ v: Int) -> Int {
            let (x, y) = (Float(u < side / 2 ? u : u - side), Float(v < side / 2 ? v : v - side))
            return Int((x * x + y * y).squareRoot())
        }
        for v in 0..<side {
            for u in 0..<side {
                let index = v * side + u
                let mirror = ((side - v) % side) * side + (side - u) % side
                let evenReal = 0.5 * (real[index] + real[mirror])
                let evenImaginary = 0.5 * (imaginary[index] - imaginary[mirror])
                let oddReal = 0.5 * (imaginary[index] + imaginary[mirror])
                let oddImaginary = 0.5 * (real[mirror] - real[index])
                levels[index] = SIMD2(
                    logarithm(evenReal * evenReal + evenImaginary * evenImaginary + 1),
                    logarithm(oddReal * oddReal + oddImaginary * oddImaginary + 1))
                rings[radius(u, v)] += levels[index]
                sizes[radius(u, v)] += 1
            }
        }
        var best = SIMD2<Float>()
        for v in 2...(side - 2) {
            for u in 2...(side - 2) {
                let ring = radius(u, v)
                // Below, the picture's own shapes; above, nothing that every direction has.
                guard ring >= side / 16, ring < side / 2 else { continue }
                best = pointwiseMax(best, levels[v * side + u] - rings[ring] / sizes[ring])
            }
        }
        return (best.x, best.y)
    }
}

/// Whether a smooth dark edge runs around the whole picture while its inside is full of detail. In a photo of a place,
/// the scene runs on across all four borders.
struct ScreenEdge: Sendable {
    /// The largest steps along the four borders, grey levels.
    private(set) var borderStep: Float = 0
    private(set) var borderBrightness: Float = 0
    private(set) var insideStep: Float = 0

    /// Recaptures have steps below 3 along the border, most other pictures above 12. A pure black edge is drawn, not
    /// photographed. A shelf before a plain wall has even borders too, but lighter ones: 100 and more on drawn
    /// shelves, where the edges of recaptures stay below 70.
    var isThere: Bool {
        borderStep < 4.5 && insideStep > 8 && insideStep > 4 * borderStep && borderBrightness >= 12
            && borderBrightness < 85
    }

    init(_ picture: Raster) {
        // One sample stands for a cell of about 0.6 % of the side: noise and grid are gone, shapes stay.
        let cell = max(4, min(picture.width, picture.height) * 6 / 1000)
        let (columns, rows) = (picture.width / cell, picture.height / cell)
        guard columns >= 24, rows >= 24 else { return }
        let small = GrayPicture(luma: picture.resized(width: columns, height: rows))
        func line(_ count: Int, _ sample: (Int) -> UInt8) -> [Float] { (0..<count).map { Float(sample($0)) } }
        let borders = [
            line(columns) { small.samples[$0] }, line(columns) { small.samples[(rows - 1) * columns + $0] },
            line(rows) { small.samples[$0 * columns] },
            line(rows) { small.samples[$0 * columns + columns - 1] },
        ]
        borderStep = borders.map { Self.step(along: $0) }.max() ?? 0
        borderBrightness = borders.map { $0.reduce(0, +) / Float($0.count) }.max() ?? 0
        let inside = (rows / 10..<rows - rows / 10).flatMap { row in
            Self.steps(along: line(columns) { small.samples[row * columns + $0] })
        }.sorted()
        insideStep = inside.isEmpty ? 0 : inside[inside.count * 95 / 100]
    }

    private static func steps(along line: [Float]) -> [Float] {
        zip(line, line.dropFirst()).map { abs($1 - $0) }
    }

    private static func step(along line: [Float]) -> Float {
        let sorted = steps(along: line).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count * 95 / 100]
    }
}
