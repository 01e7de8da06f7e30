import Evidence
import Media
import Testing

@testable import Simulation
@testable import Staging

struct ShelfSceneTests {
    private let plan = Planogram(rows: [
        [PlannedRun(sku: SKU("red"), facings: 3), PlannedRun(sku: SKU("blue"), facings: 4)]
    ])

    /// A disc on white.
    private func pack(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> PackCutOut {
        var shot = Raster(width: 60, height: 100, red: 255, green: 255, blue: 255)
        for y in 0..<100 {
            for x in 0..<60 where (x - 30) * (x - 30) * 3 + (y - 50) * (y - 50) < 2_400 {
                shot[x, y] = (red, green, blue)
            }
        }
        return PackCutOut(packShot: shot, kind: "box")
    }

    private func photo(_ gaps: [PlannedPhoto.Gap], seed: UInt64) -> Raster {
        ShelfScene.photo(
            of: plan, gaps: gaps, packs: [SKU("red"): pack(230, 20, 20), SKU("blue"): pack(20, 20, 230)],
            furniture: 5, seed: seed)
    }

    private func redDots(_ picture: Raster) -> Int {
        var dots = 0
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let dot = picture[x, y]
                if Int(dot.red) > 60 + Int(dot.green) + Int(dot.blue) { dots += 1 }
            }
        }
        return dots
    }

    @Test func `the same seed draws the same photo, another seed another one`() {
        #expect(photo([], seed: 1) == photo([], seed: 1))
        #expect(photo([], seed: 1) != photo([], seed: 2))
    }

    @Test func `a gap leaves out as many packs as are sold out`() {
        let full = redDots(photo([], seed: 3))
        let one = redDots(photo([PlannedPhoto.Gap(row: 0, run: 0, facings: 1)], seed: 3))
        #expect(full > 10_000)
        #expect(abs(Double(one) / Double(full) - 2.0 / 3) < 0.08)
    }

    @Test func `only what hangs together with the edge is ground`() {
        var shot = Raster(width: 20, height: 20, red: 255, green: 255, blue: 255)
        for y in 4..<16 { for x in 4..<16 { shot[x, y] = (0, 0, 0) } }
        shot[10, 10] = (255, 255, 255)
        let pack = PackCutOut(packShot: shot, kind: nil)
        #expect(pack.isPack.count { $0 } == 144 && pack.isPack[10 * 20 + 10])
    }

    @Test func `a product without a pack shot leaves its place empty`() {
        let empty = ShelfScene.photo(of: plan, gaps: [], packs: [:], furniture: 5, seed: 3)
        #expect(redDots(empty) == 0)
    }
}
