import Media
import TestSupport
import Testing

/// The kernels that go over whole pictures, each against one that takes a pixel after the other in double precision.
struct PictureKernelTests {
    private static let sizes = [(1, 1), (2, 2), (3, 2), (2, 7), (7, 40), (33, 9), (40, 31)]

    private static func raster(_ width: Int, _ height: Int, seed: UInt64) -> Raster {
        var generator = SeededGenerator(seed: seed)
        return Raster(
            width: width, height: height,
            pixels: (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func plane(_ width: Int, _ height: Int, seed: UInt64) -> Plane {
        var generator = SeededGenerator(seed: seed)
        return Plane(
            width: width, height: height,
            samples: (0..<(width * height)).map { _ in Float.random(in: 0...255, using: &generator) })
    }

    private static func channels(_ raster: Raster, _ x: Int, _ y: Int) -> [Double] {
        let pixel = raster[min(max(0, x), raster.width - 1), min(max(0, y), raster.height - 1)]
        return [Double(pixel.red), Double(pixel.green), Double(pixel.blue)]
    }

    /// Mean over blocks of the whole number of times that both sides shrink, remainders at the far ends left out.
    private static func blockMeans(_ raster: Raster, factor: Int) -> Raster {
        var pixels: [UInt8] = []
        for y in 0..<(raster.height / factor) {
            for x in 0..<(raster.width / factor) {
                for channel in 0..<3 {
                    var sum = 0.0
                    for place in 0..<(factor * factor) {
                        sum +=
                            channels(raster, x * factor + place % factor, y * factor + place / factor)[
                                channel]
                    }
                    pixels.append(UInt8((sum / Double(factor * factor)).rounded()))
                }
            }
        }
        return Raster(width: raster.width / factor, height: raster.height / factor, pixels: pixels)
    }

    private static func slowResize(_ raster: Raster, _ width: Int, _ height: Int) -> [Double] {
        let factor = min(raster.width / width, raster.height / height)
        let source = factor >= 2 ? blockMeans(raster, factor: factor) : raster
        var out: [Double] = []
        for y in 0..<height {
            for x in 0..<width {
                // Beyond the outermost centres the border is repeated.
                let across = (Double(x) + 0.5) * Double(source.width) / Double(width) - 0.5
                let down = (Double(y) + 0.5) * Double(source.height) / Double(height) - 0.5
                let (left, top) = (Int(across.rounded(.down)), Int(down.rounded(.down)))
                let (right, lower) = (across - Double(left), down - Double(top))
                let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map {
                    channels(source, left + $0.0, top + $0.1)
                }
                for channel in 0..<3 {
                    out.append(
                        (corners[0][channel] * (1 - right) + corners[1][channel] * right) * (1 - lower)
                            + (corners[2][channel] * (1 - right) + corners[3][channel] * right) * lower)
                }
            }
        }
        return out
    }

    @Test(arguments: sizes, [(1, 1), (5, 3), (20, 15), (64, 50)])
    func `resizing agrees with a slow one`(from: (Int, Int), to: (Int, Int)) {
        let raster = Self.raster(from.0, from.1, seed: 31)
        let fast = raster.resized(width: to.0, height: to.1)
        let slow = Self.slowResize(raster, to.0, to.1)
        #expect(fast.width == to.0 && fast.height == to.1)
        #expect(zip(fast.pixels, slow).allSatisfy { abs(Double($0) - $1) <= 0.51 })
    }

    @Test(arguments: sizes)
    func `halving agrees with a slow one`(size: (Int, Int)) {
        guard size.0 > 1, size.1 > 1 else { return }
        let raster = Self.raster(size.0, size.1, seed: 32)
        #expect(
            zip(raster.halved().pixels, Self.blockMeans(raster, factor: 2).pixels).allSatisfy {
                abs(Int($0) - Int($1)) == 0
            })
        let plane = Self.plane(size.0, size.1, seed: 33)
        let halved = plane.halved()
        for y in 0..<halved.height {
            for x in 0..<halved.width {
                let sum = [(0, 0), (1, 0), (0, 1), (1, 1)].reduce(0.0) {
                    $0 + Double(plane.samples[(2 * y + $1.1) * plane.width + 2 * x + $1.0])
                }
                #expect(abs(Double(halved.samples[y * halved.width + x]) - sum / 4) < 1e-3)
            }
        }
    }

    @Test(arguments: sizes)
    func `gradients agree with slow ones`(size: (Int, Int)) {
        let plane = Self.plane(size.0, size.1, seed: 34)
        let fast = plane.gradientMagnitude()
        func sample(_ x: Int, _ y: Int) -> Double { Double(plane.samples[y * plane.width + x]) }
        for y in 0..<plane.height {
            for x in 0..<plane.width {
                let inside = x > 0 && y > 0 && x < plane.width - 1 && y < plane.height - 1
                let slow =
                    inside
                    ? (abs(sample(x + 1, y) - sample(x - 1, y)) + abs(sample(x, y + 1) - sample(x, y - 1)))
                        / 2
                    : 0
                #expect(abs(Double(fast.samples[y * plane.width + x]) - slow) < 1e-3)
            }
        }
    }

    @Test func `luma agrees with a slow one`() {
        let raster = Self.raster(13, 7, seed: 35)
        let luma = raster.luma()
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let channels = Self.channels(raster, x, y)
                let slow = 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2]
                #expect(abs(Double(luma.samples[y * raster.width + x]) - slow) < 1e-3)
            }
        }
    }
}
