import Evidence
import Media
import Shelf
import Testing

struct PhotoQualityTests {
    private func changed(_ photo: Raster, _ change: (Double) -> Double) -> Raster {
        let table = (0..<256).map { UInt8(max(0, min(255, change(Double($0))))) }
        return Raster(
            width: photo.width, height: photo.height, pixels: photo.pixels.map { table[Int($0)] })
    }

    @Test(arguments: ["normal_0", "rows_0"])
    func `a usable photo is accepted`(name: String) throws {
        let quality = PhotoQuality.assess(try ShelfFixtures.photo(name))
        #expect(quality.usable && quality.reasons.isEmpty && quality.advice.isEmpty)
        #expect(!quality.measures.isEmpty)
    }

    @Test func `each fault is named with advice`() throws {
        let photo = try ShelfFixtures.photo("normal_0")
        let small = photo.resized(width: 120, height: 90).resized(width: photo.width, height: photo.height)
        let cases: [(Raster, Set<String>)] = [
            (changed(photo) { $0 * 0.07 }, ["dark"]),
            (changed(photo) { $0 * 2.6 + 20 }, ["over-exposed", "glare"]),
            (small, ["blurred"]),
            (ShelfFixtures.noise(width: 640, height: 480, seed: 3), ["not-a-shelf", "blurred"]),
            (Raster(width: 40, height: 40, red: 128, green: 128, blue: 128), ["cut-off"]),
        ]
        for (picture, reasons) in cases {
            let quality = PhotoQuality.assess(picture)
            #expect(!quality.usable)
            #expect(!reasons.isDisjoint(with: quality.reasons), "\(quality.reasons) \(quality.measures)")
            #expect(quality.advice.count == quality.reasons.count)
        }
    }
}
