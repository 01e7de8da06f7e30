import Media
import TestSupport
import Testing

/// What patches and descriptors are made of and compared with, against the definition in whole numbers or double precision.
struct ComparisonKernelTests {
    @Test func `distances of descriptors agree with slow ones`() {
        var generator = SeededGenerator(seed: 41)
        for round in 0..<500 {
            let spread = round % 2 == 0 ? UInt8(255) : 20
            let first = (0..<128).map { _ in UInt8.random(in: 0...spread, using: &generator) }
            let second = (0..<128).map { _ in UInt8.random(in: 0...spread, using: &generator) }
            let slow = zip(first, second).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
            #expect(Int(DescriptorDistance.squared(first, second)) == slow)
            let bound = Int32(slow)
            #expect(DescriptorDistance.squared(first, second, upTo: bound) == bound)
            #expect(DescriptorDistance.squared(first, second, upTo: bound - 1) == nil)
        }
    }

    @Test func `the largest distance of descriptors is counted whole`() {
        let black = [UInt8](repeating: 0, count: 128)
        let white = [UInt8](repeating: 255, count: 128)
        #expect(DescriptorDistance.squared(black, white) == 128 * 255 * 255)
    }

    @Test(arguments: [(11, 9), (1, 5), (2, 2), (3, 1), (4, 3)])
    func `smoothing agrees with a slow one`(width: Int, height: Int) {
        var generator = SeededGenerator(seed: 44)
        let values = (0..<(width * height)).map { _ in SIMD4<Float>.random(in: 0...255, using: &generator) }
        let fast = BinomialSmoothing.smoothed(values, width: width)
        let binomial = [1.0, 4, 6, 4, 1]
        for y in 0..<height {
            for x in 0..<width {
                var sum = SIMD4<Double>.zero
                for (row, down) in binomial.enumerated() {
                    for (column, across) in binomial.enumerated() {
                        let line = min(max(0, y + row - 2), height - 1)
                        let place = min(max(0, x + column - 2), width - 1)
                        sum += SIMD4<Double>(values[line * width + place]) * (down * across)
                    }
                }
                let off = SIMD4<Double>(fast[y * width + x]) - sum / 256
                #expect((off * off).max() < 1e-6)
            }
        }
    }

    private static func picture(_ width: Int, _ height: Int, seed: UInt64) -> Raster {
        var generator = SeededGenerator(seed: seed)
        return Raster(
            width: width, height: height,
            pixels: (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// x to the power of `exponent`, 0 < x ≤ 1, by its logarithm's series: slow, and nothing of the tables.
    private static func power(_ x: Double, _ exponent: Double) -> Double {
        guard x > 0 else { return 0 }
        var (mantissa, logarithm) = (x, 0.0)
        while mantissa < 0.75 {
            mantissa *= 1.5
            logarithm -= 0.405_465_108_108_164_4
        }
        for term in 1...60 {
            var power = 1.0
            for _ in 0..<term { power *= 1 - mantissa }
            logarithm -= power / Double(term)
        }
        var (sum, part) = (1.0, 1.0)
        for term in 1...80 {
            part *= logarithm * exponent / Double(term)
            sum += part
        }
        return sum
    }

    /// CIE 15:2004 for sRGB and white D65, and ITU-R BT.601 luma.
    private static func lab(_ pixel: Raster.Colour) -> SIMD4<Double> {
        let colour = [pixel.red, pixel.green, pixel.blue].map { Double($0) }
        let linear = colour.map { value -> Double in
            let share = value / 255
            return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055, 2.4)
        }
        func f(_ x: Double) -> Double {
            x > 216.0 / 24389 ? power(x, 1.0 / 3) : (24389.0 / 27 * x + 16) / 116
        }
        let x = f((0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047)
        let y = f(0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2])
        let z = f((0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883)
        let luma = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
        return SIMD4(116 * y - 16, 500 * (x - y), 200 * (y - z), luma)
    }

    private static let square = SampleGrid(origin: .zero, across: SIMD2(1, 0), down: SIMD2(0, 1))

    @Test func `colours in Lab agree with slow ones`() {
        let picture = Self.picture(19, 23, seed: 45)
        var seen = 0
        LabPicture(picture).sample(Self.square, width: 19, height: 23) { index, colour in
            let off = SIMD4<Double>(colour) - Self.lab(picture[index % 19, index / 19])
            // Half a step of 1/128, and what the table's straight lines cut off.
            #expect((off * off).max() < 0.02 * 0.02)
            seen += 1
        }
        #expect(seen == 19 * 23)
    }

    @Test(arguments: [SIMD2<Float>(6.2, 5.7), SIMD2(-9, 2), SIMD2(14.4, 30), SIMD2(-100, -100)])
    func `patches agree with slow ones, also beyond the border`(origin: SIMD2<Float>) {
        let picture = Self.picture(31, 29, seed: 46)
        let lab = LabPicture(picture)
        var pixels: [SIMD4<Float>] = []
        lab.sample(Self.square, width: 31, height: 29) { _, colour in pixels.append(colour) }
        let grid = SampleGrid(origin: origin, across: SIMD2(0.9, 0.2), down: SIMD2(-0.3, 1.1))
        func slow(_ place: SIMD2<Float>, _ value: (Int, Int) -> SIMD4<Float>) -> SIMD4<Float> {
            let x = max(0, min(30, place.x))
            let y = max(0, min(28, place.y))
            let (left, top) = (Int(x), Int(y))
            let (right, below) = (min(30, left + 1), min(28, top + 1))
            let upper = value(left, top) * (Float(right) - x) + value(right, top) * (x - Float(left))
            let lower = value(left, below) * (Float(right) - x) + value(right, below) * (x - Float(left))
            let across = right > left ? (upper, lower) : (value(left, top), value(left, below))
            return below > top ? across.0 * (Float(below) - y) + across.1 * (y - Float(top)) : across.0
        }
        lab.sample(grid, width: 8, height: 9) { index, colour in
            let place = origin + grid.across * Float(index % 8) + grid.down * Float(index / 8)
            let off = colour - slow(place) { pixels[$1 * 31 + $0] }
            #expect((off * off).max() < 1e-4)
        }
        let luma = picture.luma()
        let places = (0..<72).map { SIMD4<Float>(Float($0 % 8) - 4, Float($0 / 8) - 4, 7, 7) }
        places.withUnsafeBufferPointer { places in
            luma.sample(grid, at: places, within: SIMD2(4, 4)) { index, value in
                let place = origin + grid.across * places[index].x + grid.down * places[index].y
                let expected = slow(place) { SIMD4(repeating: luma.samples[$1 * 31 + $0]) }.x
                #expect(abs(value - expected) < 1e-2)
            }
        }
    }
}
