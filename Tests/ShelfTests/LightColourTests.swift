import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Shelf

struct LightColourTests {
    /// The photo under a lamp of another colour: a factor for each channel.
    private func lit(_ photo: Raster, red: Double, green: Double, blue: Double) -> Raster {
        let factors = [red, green, blue]
        var pixels = photo.pixels
        for place in pixels.indices {
            pixels[place] = UInt8(min(255, Double(pixels[place]) * factors[place % 3]))
        }
        return Raster(width: photo.width, height: photo.height, pixels: pixels)
    }

    @Test(arguments: [(1.0, 0.85, 0.65), (0.7, 0.9, 1.0)])
    func `facings under a lamp of another colour are found as before`(
        red: Double, green: Double, blue: Double
    ) async throws {
        let analyzer = ShelfAnalyzer(index: try ShelfFixtures.index())
        let truth = try ShelfFixtures.truth("normal_0").facings.filter { !$0.ignore }
        let photo = lit(try ShelfFixtures.photo("normal_0"), red: red, green: green, blue: blue)
        let facings = try await analyzer.analyze(ShelfInput(photo: photo)).facings
        let found = truth.filter { facing in
            facings.contains { $0.sku == facing.sku && $0.box.overlap(facing.box) >= 0.5 }
        }
        #expect(Double(found.count) >= 0.93 * Double(truth.count))
    }

    @Test func `warm light is told from cold, and one pack tells nothing`() async throws {
        let index = try ShelfFixtures.index()
        let photo = try ShelfFixtures.photo("normal_0")
        func light(_ photo: Raster, packs: Int = .max) async -> LightColour {
            let pyramid = PhotoPyramid(photo)
            let features = FeatureDetector().features(of: pyramid.lumas[0])
            let matches = await FeatureMatching(index).matches(features, crew: .alone)
            let candidates = PoseVoting(matches, templates: index.templates).candidates()
            let verifier = Verifier(index: index, pyramid: pyramid)
            return LightColour.estimated(from: Array(candidates.prefix(packs)), verifier)
        }
        let plain = await light(photo)
        let warm = await light(lit(photo, red: 1, green: 0.85, blue: 0.65))
        let cold = await light(lit(photo, red: 0.7, green: 0.9, blue: 1))
        #expect(warm.b > plain.b + 0.05 && cold.b < plain.b - 0.05)
        #expect(await light(photo, packs: 1) == .neutral)
    }
}
