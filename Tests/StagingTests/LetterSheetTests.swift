import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Media
import Simulation
import TestSupport
import Testing

@testable import Staging

struct LetterSheetTests {
    private func sheet() throws -> LetterSheet {
        let layout = try CanonicalJSON.decode(
            LetterSheet.Layout.self, from: try Fixture.data("simulation/letters.json"))
        let picture = try MediaDecoder().picture([UInt8](try Fixture.data("simulation/letters.png"))).0
        return try #require(LetterSheet(layout: layout, picture: picture))
    }

    @Test func `the sheet holds every word of an order`() throws {
        let sheet = try sheet()
        let text = String(decoding: try Fixture.data("chain/products.json"), as: UTF8.self)
        for product in try ProductsFile.read(text, file: "products.json") {
            #expect(sheet.holds(product.name), "\(product.name)")
        }
        #expect(sheet.holds("¥12.50 ×2 模拟0012店 下单时间 2026-11-20 18:35"))
        #expect(!sheet.holds("龘"))
    }

    @Test func `a sheet that does not fit its layout is none`() throws {
        let layout = try CanonicalJSON.decode(
            LetterSheet.Layout.self, from: try Fixture.data("simulation/letters.json"))
        let small = Raster(width: 40, height: 40, red: 0, green: 0, blue: 0)
        #expect(LetterSheet(layout: layout, picture: small) == nil)
    }

    @Test func `letters stay within the picture`() throws {
        var picture = Raster(width: 50, height: 20, red: 255, green: 255, blue: 255)
        try sheet().write("模拟0001店", on: &picture, x: -20, y: -10, size: 40, colour: (0, 0, 0))
        #expect(picture.pixels.contains { $0 < 128 })
    }
}
