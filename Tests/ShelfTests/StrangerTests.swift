import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

/// A row whose first facing is recognised and whose other places are judged by it.
struct StrangerTests {
    private static let width = 96
    private static let height = 160

    /// Coloured blocks and stripes, another picture for each seed.
    private func pack(seed: UInt64) -> Raster {
        var random = SeededGenerator(seed: seed)
        var pixels = [UInt8](repeating: 200, count: StrangerTests.width * StrangerTests.height * 3)
        for _ in 0..<60 {
            let (x, y) = (Int.random(in: 0..<80, using: &random), Int.random(in: 0..<140, using: &random))
            let colour = (0..<3).map { _ in UInt8.random(in: 0...255, using: &random) }
            for row in y..<y + 16 {
                for column in x..<x + 14 {
                    let place = (row * StrangerTests.width + column) * 3
                    pixels.replaceSubrange(place..<place + 3, with: colour)
                }
            }
        }
        return Raster(width: StrangerTests.width, height: StrangerTests.height, pixels: pixels)
    }

    /// What a place of one facing's width beside a certain facing is taken for.
    /// - Parameter covered: rows from the foot upwards that a dark card hides.
    private func split(of other: Raster, covered: Int = 0) -> RowStrangers.Split {
        let known = pack(seed: 1)
        let (width, height) = (StrangerTests.width, StrangerTests.height)
        var pixels = [UInt8](repeating: 60, count: 400 * 240 * 3)
        let shown: [(left: Int, picture: Raster, rows: Int)] = [
            (60, known, height), (60 + width, other, height - covered),
        ]
        for part in shown {
            for y in 0..<part.rows {
                let line = part.picture.pixels[y * width * 3..<(y + 1) * width * 3]
                let start = ((y + 40) * 400 + part.left) * 3
                pixels.replaceSubrange(start..<start + width * 3, with: line)
            }
        }
        let photo = Raster(width: 400, height: 240, pixels: pixels)
        let sku = SKU(rawValue: "known")
        let index = CatalogueIndex.build(
            entries: [CatalogueEntry(sku: sku, name: "known", templates: ["known.png"])],
            packShots: [sku: [known]])
        let scale = Float(height) / Float(PackShot.height)
        let detection = Detection(
            template: 0, sku: 0,
            pose: Affine(
                a: scale, b: 0, c: 0, d: scale, x0: 60 + 0.5 * scale - 0.5, y0: 40 + 0.5 * scale - 0.5),
            frame: Frame(x0: 60, y0: 40, x1: 60 + Float(width), y1: 40 + Float(height)), inliers: 30,
            appearance: 1, margin: 1)
        let place = Frame(
            x0: 60 + Float(width), y0: 40, x1: 60 + 2 * Float(width), y1: 40 + Float(height))
        return RowStrangers(
            certain: [detection],
            row: ShelfRow(bottom: 40 + Float(height), slope: 0, height: Float(height), members: [0]),
            index: index, pyramid: PhotoPyramid(photo)
        ).split(place)
    }

    @Test func `a place that looks like the facing beside it is one more of them`() {
        let split = split(of: pack(seed: 1))
        #expect(split.items.map(\.hidden) == [false])
        #expect(split.items.map(\.sku.rawValue) == ["known"])
        #expect(split.rest == nil)
    }

    @Test func `half covered it may be one more of them`() {
        #expect(split(of: pack(seed: 1), covered: 80).items.map(\.hidden) == [true])
    }

    @Test func `another product is a stranger`() {
        let split = split(of: pack(seed: 2))
        #expect(split.items.isEmpty)
        #expect(split.isStranger)
    }
}
