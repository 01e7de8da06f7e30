import Media
import TestSupport
import Testing

struct OrientationTests {
    /// Each pixel is told by its colour: red is its column, green its row.
    private func numbered(_ width: Int, _ height: Int) -> Raster {
        var pixels: [UInt8] = []
        for y in 0..<height { for x in 0..<width { pixels += [UInt8(x), UInt8(y), 7] } }
        return Raster(width: width, height: height, pixels: pixels)
    }

    /// Where the stored picture's first row and first column are when it is held upright (EXIF 2.32, tag 0x0112).
    @Test(arguments: [
        (1, "top", "left"), (2, "top", "right"), (3, "bottom", "right"), (4, "bottom", "left"),
        (5, "left", "top"), (6, "right", "top"), (7, "right", "bottom"), (8, "left", "bottom"),
    ])
    func `the first row and column come to lie where the standard says`(
        orientation: Int, row: String, column: String
    ) {
        let stored = numbered(5, 3)
        let turned = stored.turned(orientation: orientation)
        let swaps = orientation >= 5
        #expect(turned.width == (swaps ? 3 : 5))
        #expect(turned.height == (swaps ? 5 : 3))
        #expect(edge(row, of: turned).allSatisfy { $0.green == 0 })
        #expect(edge(column, of: turned).allSatisfy { $0.red == 0 })
        #expect(turned.pixels.sorted() == stored.pixels.sorted())
    }

    private func edge(_ name: String, of picture: Raster) -> [(red: UInt8, green: UInt8, blue: UInt8)] {
        switch name {
        case "top": (0..<picture.width).map { picture[$0, 0] }
        case "bottom": (0..<picture.width).map { picture[$0, picture.height - 1] }
        case "left": (0..<picture.height).map { picture[0, $0] }
        default: (0..<picture.height).map { picture[picture.width - 1, $0] }
        }
    }

    @Test(arguments: [-1, 0, 1, 9, 65_535])
    func `no orientation changes nothing`(orientation: Int) {
        let picture = numbered(4, 6)
        #expect(picture.turned(orientation: orientation) == picture)
    }

    @Test func `turning there and back is nothing, at every size`() {
        for width in 1...9 {
            for height in 1...9 {
                let picture = numbered(width, height)
                for (there, back) in [(2, 2), (3, 3), (4, 4), (5, 5), (6, 8), (7, 7), (8, 6)] {
                    #expect(picture.turned(orientation: there).turned(orientation: back) == picture)
                }
            }
        }
    }
}
