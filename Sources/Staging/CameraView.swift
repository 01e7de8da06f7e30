import Media
import Scoring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a hand-held phone makes of a shelf: a standpoint, uneven light and noise.
struct CameraView {
    private static let size = (width: 1600, height: 1200)

    private var chance: SeededChance

    init(seed: UInt64) { chance = SeededChance(seed: seed ^ 0xCA3E_7A) }

    consuming func photo(of scene: Raster) -> Raster {
        let corners = corners()
        let light = Light(&chance)
        let (width, height) = Self.size
        let projection = Projection(corners)
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        var noise = chance
        scene.pixels.withUnsafeBufferPointer { source in
            pixels.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let v = (Double(y) + 0.5) / Double(height)
                    for x in 0..<width {
                        let u = (Double(x) + 0.5) / Double(width)
                        let point = projection.point(u, v)
                        let gain = light.gain(u, v)
                        let grain = noise.next()
                        for channel in 0..<3 {
                            let value = bilinear(
                                source, scene.width, scene.height, point.x, point.y, channel)
                            // The sum of two bytes: a triangle about zero, some 2 levels wide.
                            let shift = channel * 16
                            let grains = Int(grain >> shift & 0xFF) + Int(grain >> (shift + 8) & 0xFF) - 255
                            let made = value * gain * light.tint[channel] + Double(grains) / 50
                            target[(y * width + x) * 3 + channel] = UInt8(min(255, max(0, made)))
                        }
                    }
                }
            }
        }
        return Raster(width: width, height: height, pixels: pixels)
    }

    /// Of the frame on the scene: all of the furniture, a little turned, shifted and keystoned.
    private mutating func corners() -> [(x: Double, y: Double)] {
        let zoom = 1 + 0.07 * chance.share()
        let width = Double(ShelfScene.shelfWidth + 50) * zoom
        let height = width * Double(Self.size.height) / Double(Self.size.width)
        let middle = (
            x: Double(ShelfScene.left + ShelfScene.shelfWidth / 2) + 20 * (chance.share() - 0.5),
            y: Double(ShelfScene.top - 50) + height / 2 + 16 * (chance.share() - 0.5)
        )
        let tilt = (chance.share() - 0.5) * 0.045
        return [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { sideX, sideY in
            let x = sideX * width / 2 + 0.007 * chance.normal() * width
            let y = sideY * height / 2 + 0.007 * chance.normal() * height
            return (
                middle.x + x * cos(tilt) - y * sin(tilt), middle.y + x * sin(tilt) + y * cos(tilt)
            )
        }
    }
}

/// Light that falls from one side, with a few lamps and shadows.
private struct Light {
    private let slope: (x: Double, y: Double)
    private let spots: [(x: Double, y: Double, width: Double, strength: Double)]
    let tint: [Double]

    init(_ chance: inout SeededChance) {
        slope = (0.4 * (chance.share() - 0.5), 0.3 * (chance.share() - 0.5))
        spots = (0..<1 + chance.number(below: 3)).map { _ in
            (chance.share(), chance.share(), 0.15 + 0.25 * chance.share(), 0.45 * chance.share() - 0.25)
        }
        tint = (0..<3).map { _ in 0.94 + 0.12 * chance.share() }
    }

    func gain(_ u: Double, _ v: Double) -> Double {
        let (x, y) = (u - 0.5, v - 0.5)
        var gain = (1 + slope.x * x + slope.y * y) * (1 - 0.4 * (x * x + y * y))
        for spot in spots {
            let distance = (u - spot.x) * (u - spot.x) + (v - spot.y) * (v - spot.y)
            gain *= 1 + spot.strength * exp(-distance / (2 * spot.width * spot.width))
        }
        return gain
    }
}

/// The unit square laid onto four corners (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3).
private struct Projection {
    private let a, b, c, d, e, f, g, h: Double

    /// - Parameter corners: clockwise from the top left.
    init(_ corners: [(x: Double, y: Double)]) {
        let (first, second, third, fourth) = (corners[0], corners[1], corners[2], corners[3])
        let sum = (x: first.x - second.x + third.x - fourth.x, y: first.y - second.y + third.y - fourth.y)
        let one = (x: second.x - third.x, y: second.y - third.y)
        let two = (x: fourth.x - third.x, y: fourth.y - third.y)
        let area = one.x * two.y - two.x * one.y
        g = (sum.x * two.y - two.x * sum.y) / area
        h = (one.x * sum.y - sum.x * one.y) / area
        a = second.x - first.x + g * second.x
        b = fourth.x - first.x + h * fourth.x
        c = first.x
        d = second.y - first.y + g * second.y
        e = fourth.y - first.y + h * fourth.y
        f = first.y
    }

    @inline(__always)
    func point(_ u: Double, _ v: Double) -> (x: Double, y: Double) {
        let depth = g * u + h * v + 1
        return ((a * u + b * v + c) / depth, (d * u + e * v + f) / depth)
    }
}
