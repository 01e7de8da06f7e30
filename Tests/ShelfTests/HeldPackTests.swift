import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Shelf

struct HeldPackTests {
    /// A pack shot, turned and stretched as in a hand, on noise.
    private static func held(_ shot: Raster, turn: Turn, squeeze: Float) throws -> Raster {
        var photo = ShelfFixtures.noise(width: 420, height: 420, seed: 5)
        let pack = PackShot(shot)
        let (width, height) = (Float(pack.picture.width), Float(PackShot.height))
        let scale: Float = 0.95
        let pose = Affine(
            a: scale * squeeze * turn.cosine, b: -scale * turn.sine, c: scale * squeeze * turn.sine,
            d: scale * turn.cosine, x0: 0, y0: 0)
        let centre = pose.applied(width / 2, height / 2)
        let placed = Affine(
            a: pose.a, b: pose.b, c: pose.c, d: pose.d, x0: 210 - centre.x, y0: 210 - centre.y)
        let back = try #require(placed.inverse())
        for y in 0..<photo.height {
            for x in 0..<photo.width {
                let place = back.applied(Float(x), Float(y))
                let (column, line) = (Int(place.x.rounded()), Int(place.y.rounded()))
                guard column >= 0, line >= 0, column < pack.picture.width, line < PackShot.height,
                    pack.mask[line * pack.picture.width + column] == 1
                else { continue }
                photo[x, y] = pack.picture[column, line]
            }
        }
        return photo
    }

    @Test func `a pack held at an angle is named`() async throws {
        let (entries, shots) = try ShelfFixtures.catalogue()
        let analyzer = ShelfAnalyzer(index: CatalogueIndex.build(entries: entries, packShots: shots))
        for (place, entry) in entries.prefix(3).enumerated() {
            let shot = try #require(shots[entry.sku]?.first)
            let photo = try Self.held(shot, turn: Turn.circle[[1, 2, 11][place]], squeeze: 0.85)
            let findings = try await analyzer.analyze(ShelfInput(photo: photo))
            let best = findings.facings.max { $0.confidence < $1.confidence }
            #expect(best?.sku == entry.sku)
        }
    }

    @Test func `noise holds no pack`() async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let photo = ShelfFixtures.noise(width: 400, height: 300, seed: 9)
        #expect(try await analyzer.analyze(ShelfInput(photo: photo)).facings.isEmpty)
    }

    @Test func `the answer does not depend on how many work on it`() async throws {
        let index = try ShelfFixtures.index()
        let photo = try ShelfFixtures.photo("rows_0")
        var recogniser = Recogniser(index: index)
        recogniser.crew = .alone
        let alone = await recogniser.recognise(photo)
        recogniser.crew = Crew(width: 3)
        let many = await recogniser.recognise(photo)
        #expect(alone.featureCount == many.featureCount)
        #expect(alone.detections.map(\.pose) == many.detections.map(\.pose))
        #expect(alone.detections.map(\.score) == many.detections.map(\.score))
    }

    @Test func `a turned descriptor sees a turned picture as the upright one does`() throws {
        var generator = SeededGenerator(seed: 3)
        let side = 64
        var upright = Plane(width: side, height: side)
        for index in upright.samples.indices {
            upright.samples[index] = Float.random(in: 0...255, using: &generator)
        }
        upright = upright.blurred(sigma: 2)
        // A quarter to the right: (x, y) → (side − 1 − y, x).
        var turned = upright
        for y in 0..<side {
            for x in 0..<side {
                turned.samples[x * side + side - 1 - y] = upright.samples[y * side + x]
            }
        }
        var descriptor = GradientDescriptor()
        func described(_ plane: Plane, around x: Float, _ y: Float, _ turn: Turn) throws -> [UInt8] {
            var (samples, bytes) = (plane.samples, [UInt8]())
            try samples.withUnsafeMutableBufferPointer { samples in
                let rows = LevelRows(
                    try #require(samples.baseAddress), width: side, height: side, kept: 64)
                descriptor.append(around: x, y, sigma: 2.5, turn: turn, level: 0, of: rows, to: &bytes)
            }
            return bytes
        }
        let first = try described(upright, around: 30, 33, .none)
        let second = try described(turned, around: Float(side - 1 - 33), 30, Turn.circle[3])
        #expect(zip(first, second).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }
}
