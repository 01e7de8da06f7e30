import Media
import TestSupport
import Testing

@testable import Text

struct DetectionGridTests {
    @Test func `kept parts cover every pixel once, and tiles are what the detector takes`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<400 {
            let width = Int.random(in: 1...6_000, using: &generator)
            let height = Int.random(in: 1...16_384, using: &generator)
            let grid = DetectionGrid(width: width, height: height, settings: .standard)
            var kept = 0
            for tile in grid.tiles {
                #expect(tile.width % 32 == 0 && tile.height % 32 == 0)
                #expect(1...960 ~= tile.width && 1...960 ~= tile.height)
                #expect(tile.columns.start...tile.columns.end ~= tile.columns.kept.lowerBound)
                #expect(tile.columns.kept.upperBound <= tile.columns.end)
                #expect(tile.rows.kept.upperBound <= tile.rows.end)
                #expect(tile.rows.kept.lowerBound >= tile.rows.start)
                kept += tile.columns.kept.count * tile.rows.kept.count
            }
            #expect(kept == grid.width * grid.height, "\(width) × \(height)")
            #expect(grid.width * grid.height < 9_000_000)
        }
    }

    @Test(arguments: [
        (1_080, 2_340, 448, 960, 1), (1_080, 2_400, 448, 960, 1), (1_080, 12_000, 448, 4_864, 6),
    ])
    func `a screen is seen at once, a long one in parts of the same scale`(
        width: Int, height: Int, gridWidth: Int, gridHeight: Int, tiles: Int
    ) {
        let grid = DetectionGrid(width: width, height: height, settings: .standard)
        #expect(grid.width == gridWidth)
        #expect(abs(grid.height - gridHeight) <= 32)
        #expect(grid.tiles.count == tiles)
    }

    @Test func `a region across a seam is found once`() {
        var map = Plane(width: 96, height: 1_920)
        for y in 950..<966 { for x in 10..<80 { map.samples[y * 96 + x] = 0.9 } }
        let regions = TextRegions.find(in: map)
        #expect(regions.count == 1)
        #expect(abs((regions.first?.centre.y ?? 0) - 958) < 2)
    }

    @Test func `faint and tiny regions are none`() {
        var map = Plane(width: 96, height: 96, repeating: 0.2)
        #expect(TextRegions.find(in: map).isEmpty)
        map.samples[40 * 96 + 40] = 0.9
        #expect(TextRegions.find(in: map).isEmpty)
        let full = Plane(width: 96, height: 96, repeating: 1)
        #expect(TextRegions.find(in: full).count == 1)
    }
}
