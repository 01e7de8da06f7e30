import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

struct ExpectedPacksTests {
    private static let width = 180
    private static let height = 320

    /// Coloured fields, others for each seed.
    private func label(seed: UInt64) -> Raster {
        var generator = SeededGenerator(seed: seed)
        let fields = (0..<(9 * 16 * 3)).map { _ in UInt8.random(in: 20...220, using: &generator) }
        var pixels: [UInt8] = []
        for y in 0..<Self.height {
            for x in 0..<Self.width {
                let field = (y / 20 * 9 + x / 20) * 3
                pixels += fields[field..<(field + 3)]
            }
        }
        return Raster(width: Self.width, height: Self.height, pixels: pixels)
    }

    /// The pack on grey, leaning by an angle of this sine and cosine about the middle of the photo.
    private func photo(of pack: Raster, sine: Float, cosine: Float) -> Raster {
        let side = 400
        var pixels: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                let (right, down) = (Float(x) - 200, Float(y) - 200)
                let column = Int((right * cosine + down * sine + 90).rounded())
                let line = Int((down * cosine - right * sine + 160).rounded())
                if (0..<Self.width).contains(column), (0..<Self.height).contains(line) {
                    let place = (line * Self.width + column) * 3
                    pixels += pack.pixels[place..<(place + 3)]
                } else {
                    pixels += [120, 120, 120]
                }
            }
        }
        return Raster(width: side, height: side, pixels: pixels)
    }

    private func confirmed(_ seen: Raster, planned: SKU, place: Frame) -> ObservedShelf.Row {
        let entries = ["can", "jar"].map {
            CatalogueEntry(sku: SKU(rawValue: $0), name: $0, templates: ["\($0).png"])
        }
        let index = CatalogueIndex.build(
            entries: entries, packShots: ["can": [label(seed: 1)], "jar": [label(seed: 2)]])
        let verifier = Verifier(index: index, pyramid: PhotoPyramid(seen))
        var row = ObservedShelf.Row(items: [], height: 320)
        row.unknown = [place]
        let shelf = ObservedShelf(rows: [row], width: 400, height: 400)
        let plan = Planogram(rows: [[PlannedRun(sku: planned, facings: 1)]])
        return ExpectedPacks(verifier: verifier).confirmed(in: shelf, plan).rows[0]
    }

    private let place = Frame(x0: 100, y0: 35, x1: 300, y1: 365)

    @Test(arguments: [(0, 1), (0.122, 0.9925), (-0.122, 0.9925)] as [(Float, Float)])
    func `what the plan expects is known where it leans`(sine: Float, cosine: Float) throws {
        let row = confirmed(
            photo(of: label(seed: 1), sine: sine, cosine: cosine), planned: "can", place: place)
        #expect(row.unknown.isEmpty)
        let item = try #require(row.items.first)
        #expect(item.sku == "can" && !item.doubtful)
        #expect(item.frame.overlap(place) > 0.7)
    }

    @Test func `a product that the plan puts elsewhere stays unknown, and so does a stranger`() {
        let can = photo(of: label(seed: 1), sine: 0, cosine: 1)
        let elsewhere = confirmed(can, planned: "jar", place: place)
        #expect(elsewhere.items.isEmpty && elsewhere.unknown == [place])
        let stranger = photo(of: label(seed: 3), sine: 0, cosine: 1)
        let strange = confirmed(stranger, planned: "can", place: place)
        #expect(strange.items.isEmpty && strange.unknown == [place])
    }

    @Test func `a place that holds several packs is not asked`() {
        let wide = Frame(x0: 0, y0: 35, x1: 400, y1: 365)
        let row = confirmed(photo(of: label(seed: 1), sine: 0, cosine: 1), planned: "can", place: wide)
        #expect(row.items.isEmpty && row.unknown == [wide])
    }
}
