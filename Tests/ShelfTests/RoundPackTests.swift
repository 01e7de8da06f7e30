import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

struct RoundPackTests {
    /// A label of coloured fields, 260° wide, on a can that is turned by an angle of this sine and cosine.
    private func can(sine: Float, cosine: Float) -> Raster {
        var generator = SeededGenerator(seed: 5)
        let fields = (0..<(32 * 26 * 3)).map { _ in UInt8.random(in: 20...220, using: &generator) }
        let (width, height) = (180, 320)
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let place = (Float(x) + 0.5) / Float(width) * 2 - 1
                let depth = max(0, 1 - place * place).squareRoot()
                // The angle's sine and cosine stand for the angle: a field is as good a label as any.
                let across = place * cosine + depth * sine
                let column = max(0, min(25, Int((across + 1) / 2 * 26)))
                let field = (y / 10 * 26 + column) * 3
                pixels += fields[field..<(field + 3)]
            }
        }
        return Raster(width: width, height: height, pixels: pixels)
    }

    private func template(_ raster: Raster) -> ProductTemplate {
        ProductTemplate(sku: 0, shot: PackShot(raster))
    }

    @Test func `the middle of a turned pack shows what its pack shot shows beside the middle`() throws {
        for turn in RoundPackTurn.all {
            #expect(abs(turn.sine * turn.sine + turn.cosine * turn.cosine - 1) < 1e-4)
            #expect(turn.source(0) == turn.sine)
            // The edge that turns to the front shows what the pack shot does not.
            #expect(turn.source(turn.sine > 0 ? 0.99 : -0.99) == nil)
            let other = try #require(turn.source(turn.sine > 0 ? -0.9 : 0.9))
            #expect(abs(other) < 0.9)
        }
    }

    @Test func `a turned pack agrees once its turn is known`() {
        let front = template(can(sine: 0, cosine: 1))
        for turn in RoundPackTurn.all {
            let seen = template(can(sine: turn.sine, cosine: turn.cosine)).thumbnail
            let known = Appearance(seen, front.turned(turn).thumbnail).score
            #expect(known > 1)
            #expect(known > Appearance(seen, front.thumbnail).score + 0.2)
        }
    }

    @Test func `only kinds that are round are turned`() {
        #expect(PackForm(kind: "can", isPoster: false) == .round)
        #expect(PackForm(kind: "carton", isPoster: false) == .flat)
        #expect(PackForm(kind: nil, isPoster: false) == .flat)
        #expect(PackForm(kind: "poster", isPoster: true) == .poster)
    }

    @Test func `an index keeps the forms of its products`() throws {
        var (entries, shots) = try ShelfFixtures.catalogue()
        entries = Array(entries.prefix(3))
        for (index, kind) in ["jar", "poster", "pouch"].enumerated() { entries[index].kind = kind }
        shots = shots.filter { sku, _ in entries.contains { $0.sku == sku } }
        let index = CatalogueIndex.build(entries: entries, packShots: shots)
        let wanted = index.skus.map { sku in entries.first { $0.sku == sku }?.kind }
        #expect(index.forms == wanted.map { PackForm(kind: $0, isPoster: $0 == "poster") })
        #expect(try CatalogueIndex(decoding: index.encoded()).forms == index.forms)
    }

    @Test func `a can turned by twenty degrees on a shelf is found where it stands`() throws {
        let entry = CatalogueEntry(sku: "can", name: "can", kind: "can", templates: ["can.png"])
        let index = CatalogueIndex.build(
            entries: [entry], packShots: ["can": [can(sine: 0, cosine: 1)]])
        let turn = RoundPackTurn.all[3]
        let turned = can(sine: turn.sine, cosine: turn.cosine)
        var pixels = [UInt8](repeating: 120, count: 400 * 400 * 3)
        for y in 0..<turned.height {
            let row = y * turned.width * 3
            let target = ((y + 40) * 400 + 100) * 3
            pixels.replaceSubrange(
                target..<(target + turned.width * 3),
                with: turned.pixels[row..<(row + turned.width * 3)])
        }
        let photo = Raster(width: 400, height: 400, pixels: pixels)
        let verifier = Verifier(
            index: index, pyramid: PhotoPyramid(photo))
        var sights = RoundPackSights(index)
        // As the print alone would have it.
        let pose = Affine(a: 1, b: 0, c: 0, d: 1, x0: 100 - turn.sine * 90, y0: 40)
        let front = verifier.verified(pose, template: 0, inliers: 8)
        let better = RoundPackLook(verifier: verifier).better(
            than: front, at: pose, template: 0, &sights)
        let found = try #require(better)
        #expect(found.score > (front?.score ?? 0) + 0.1)
        #expect(found.frame.overlap(Frame(x0: 100, y0: 40, x1: 280, y1: 360)) > 0.9)
    }
}
