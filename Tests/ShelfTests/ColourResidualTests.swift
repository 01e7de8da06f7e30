import Media
import Testing

@testable import Shelf

struct ColourResidualTests {
    /// A pack in one colour, with a square in another.
    private func pack(square: (red: Float, green: Float, blue: Float), light: Float = 1) -> Thumbnail {
        var pixels: [UInt8] = []
        for y in 0..<Thumbnail.height {
            for x in 0..<48 {
                let inside = (16..<40).contains(x) && (24..<48).contains(y)
                let colour = inside ? square : (red: 200, green: 190, blue: 60)
                pixels += [colour.red, colour.green, colour.blue].map { UInt8(($0 * light).rounded()) }
            }
        }
        let weight = [Float](repeating: 1, count: 48 * Thumbnail.height)
        return Thumbnail(Raster(width: 48, height: Thumbnail.height, pixels: pixels), weight: weight)
    }

    @Test func `another flavour leaves colour where its badge is, less light leaves none`() {
        let red = pack(square: (210, 40, 40))
        let dim = pack(square: (210, 40, 40), light: 0.6)
        let blue = pack(square: (40, 60, 210))
        #expect(ColourResidual(red, red, weights: red.weight).high < 0.1)
        #expect(ColourResidual(dim, red, weights: red.weight).high < 6)
        #expect(ColourResidual(blue, red, weights: red.weight).high > 40)
    }

    @Test func `a dim photo is asked for less contrast, a grey one not for nothing`() {
        func plane(_ bright: Float) -> Plane {
            Plane(width: 100, height: 100, samples: (0..<10_000).map { $0 % 2 == 0 ? 10 : bright })
        }
        let usual = PhotoContrast.threshold(on: plane(220))
        let dim = PhotoContrast.threshold(on: plane(95))
        let grey = PhotoContrast.threshold(on: plane(10))
        #expect(usual == FeatureDetector.usualContrast)
        #expect(dim < 0.6 * usual && grey < dim && grey > 0.3 * usual)
    }
}
