import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Provenance

/// Photos that are changed here and saved again, as an editor would.
struct ManipulationCheckTests {
    private static let photos = [
        "dev_08_exif_stripped", "dev_12_wrong_place_all", "dev_15_wrong_day_all",
    ]

    private struct Cases: Decodable {
        struct Case: Decodable {
            struct Text: Decodable {
                var text: String
                var box: Box
            }
            var file: String
            var texts: [Text]
        }
        var cases: [Case]
    }

    private func photo(_ name: String) throws -> Raster {
        try MediaDecoder().picture([UInt8](Fixture.data("watermark/\(name).jpg"))).0
    }

    /// What a reader would find printed on it.
    private func lines(_ name: String) throws -> [TextLine] {
        let cases = try JSONDecoder().decode(Cases.self, from: Fixture.data("watermark/cases.json")).cases
        return try #require(cases.first { $0.file == "\(name).jpg" }).texts.map {
            TextLine(text: $0.text, box: $0.box, confidence: 0.99)
        }
    }

    /// What is seen of a picture that is saved, and turned by its file's orientation.
    private func seen(
        _ picture: Raster, of name: String, quality: Int, orientation: Int = 1
    ) throws -> [ProvenanceFindings.Observation] {
        var (decoded, facts) = try MediaDecoder().picture(JPEGWriter.bytes(of: picture, quality: quality))
        facts.orientation = orientation
        decoded = decoded.turned(exifOrientation: orientation)
        let input = ProvenanceInput(
            picture: decoded, sha256: ContentHash("aa"), facts: facts,
            lines: orientation == 1 ? try lines(name) : [], store: Inputs.store,
            day: Inputs.day("2026-11-20"))
        return ManipulationCheck(policy: Inputs.policy).check(input, watermark: nil)
    }

    @Test(arguments: photos)
    func `a photo that was only saved again gives no hint`(_ name: String) throws {
        for quality in [75, 95] {
            #expect(try seen(photo(name), of: name, quality: quality).map(\.detail) == [])
        }
    }

    @Test(arguments: [75, 95])
    func `a part copied over another is found with both places`(quality: Int) throws {
        let name = "dev_15_wrong_day_all"
        let picture = try photo(name)
        let source = Box(x0: 230, y0: 400, x1: 410, y1: 600)
        let target = Box(x0: 613, y0: 871, x1: 793, y1: 1071)
        let changed = picture.pasted(picture, from: source, toX: target.x0, toY: target.y0)
        let found = try seen(changed, of: name, quality: quality)
        let reason = try #require(found.first { $0.code == "manipulation.copied" })
        #expect(reason.severity == .info)
        #expect(reason.measured?.contains("AUC") == true && reason.measuredEnglish?.contains("AUC") == true)
        #expect(!reason.detail.contains("AUC") && reason.detail.contains("请"))
        let areas = try #require(reason.areas)
        #expect(areas.contains { $0.overlap(source) > 0.4 })
        #expect(areas.contains { $0.overlap(target) > 0.4 })
        let heat = try #require(reason.heat)
        #expect(heat.level(column: 320 / heat.cell, row: 500 / heat.cell) == 1)
        #expect(heat.level(column: 0, row: 0) == 0)
    }

    @Test(arguments: [1, 3, 6, 8])
    func `a part from another picture is found however the file is turned`(orientation: Int) throws {
        let donor = try MediaDecoder().picture(
            JPEGWriter.bytes(of: photo("dev_12_wrong_place_all"), quality: 60)
        ).0
        let name = "dev_15_wrong_day_all"
        let picture = try photo(name)
        let place = Box(x0: 301, y0: 403, x1: 621, y1: 723)
        let changed = picture.pasted(
            donor, from: Box(x0: 300, y0: 300, x1: 620, y1: 620), toX: place.x0, toY: place.y0)
        let found = try seen(changed, of: name, quality: 95, orientation: orientation)
        let reason = try #require(found.first { $0.code == "manipulation.spliced" })
        #expect(reason.severity == .info)
        let area = try #require(reason.areas?.first)
        let isTurned = orientation > 4
        let grid = StoredGrid(
            uprightWidth: isTurned ? picture.height : picture.width,
            uprightHeight: isTurned ? picture.width : picture.height, orientation: orientation)
        let corners = [
            grid.upright(x: place.x0, y: place.y0), grid.upright(x: place.x1 - 1, y: place.y1 - 1),
        ]
        let upright = try #require(
            Box.union(of: corners.map { Box(x0: $0.x, y0: $0.y, x1: $0.x + 1, y1: $0.y + 1) }))
        #expect(area.overlap(upright) > 0.4)
    }

    @Test func `a line of print is no part that was put over the photo`() throws {
        let donor = try photo("dev_12_wrong_place_all")
        let picture = try photo("dev_15_wrong_day_all")
        let changed = picture.pasted(
            donor, from: Box(x0: 300, y0: 300, x1: 620, y1: 340), toX: 301, toY: 403)
        let (decoded, facts) = try MediaDecoder().picture(JPEGWriter.bytes(of: changed, quality: 95))
        let history = try #require(
            CompressionHistory(
                of: GrayPicture(luma: decoded), facts: facts,
                print: lines("dev_15_wrong_day_all").map(\.box) + [Box(x0: 301, y0: 403, x1: 621, y1: 443)]))
        #expect(history.evidence.allSatisfy { $0 < 50 })
    }

    @Test func `small pictures and other formats are not judged by their compression`() throws {
        let (picture, facts) = try MediaDecoder().picture(
            JPEGWriter.bytes(of: photo("dev_08_exif_stripped"), quality: 90))
        #expect(CompressionHistory.canTell(of: picture, facts))
        #expect(
            !CompressionHistory.canTell(
                of: picture,
                MediaFacts(format: .png, storedWidth: picture.width, storedHeight: picture.height)))
        var converted = facts
        converted.colourProfile = ColourProfile(name: "Display P3", effect: .converted)
        #expect(!CompressionHistory.canTell(of: picture, converted))
        var halved = facts
        halved.storedWidth *= 2
        #expect(!CompressionHistory.canTell(of: picture, halved))
        #expect(!ManipulationCheck.canTell(Raster(width: 300, height: 600, red: 1, green: 2, blue: 3)))
    }
}

struct RepeatedCornersTests {
    /// Noise of its own in every tile, or the same in all.
    private func tiled(side: Int, isPattern: Bool) -> GrayPicture {
        var random = SeededGenerator(seed: 5)
        let tile = (0..<(40 * 40)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let samples = (0..<(side * side)).map { index in
            isPattern
                ? tile[(index / side % 40) * 40 + index % side % 40]
                : UInt8.random(in: 0...255, using: &random)
        }
        return GrayPicture(width: side, height: side, samples: samples)
    }

    @Test func `a pattern all over proposes no move, and neither does noise`() {
        #expect(RepeatedCorners(of: tiled(side: 1000, isPattern: true)).moves.isEmpty)
        #expect(RepeatedCorners(of: tiled(side: 400, isPattern: false)).moves.isEmpty)
    }
}

struct StoredGridTests {
    @Test(arguments: 1...8)
    func `samples are found where the file has them`(orientation: Int) {
        let (width, height) = (5, 3)
        var stored = Raster(width: width, height: height, red: 0, green: 0, blue: 0)
        for y in 0..<height { for x in 0..<width { stored[x, y] = (UInt8(10 * y + x), 0, 0) } }
        let upright = stored.turned(exifOrientation: orientation)
        let grid = StoredGrid(
            uprightWidth: upright.width, uprightHeight: upright.height, orientation: orientation)
        #expect(grid.width == width && grid.height == height)
        for y in 0..<height {
            for x in 0..<width {
                let place = grid.upright(x: x, y: y)
                #expect(upright[place.x, place.y].red == UInt8(10 * y + x))
                #expect(
                    grid.origin + x * grid.stepRight + y * grid.stepDown == place.y * upright.width + place.x)
            }
        }
    }
}

struct FineDetailTests {
    @Test func `even ground has no detail, a point has its own`() {
        var picture = GrayPicture(width: 9, height: 8, samples: [UInt8](repeating: 70, count: 72))
        #expect(FineDetail(of: picture).samples.allSatisfy { $0 == 0 })
        picture.samples[3 * 9 + 4] = 95
        let detail = FineDetail(of: picture)
        // 25 levels above a mean of 71, in quarters.
        #expect(detail.samples[3 * 9 + 4] == 96)
        #expect(detail.samples[3 * 9 + 5] == -4)
        #expect(detail.samples[0] == 0)
    }

    @Test func `a picture as narrow as its window holds none`() {
        #expect(
            FineDetail(of: GrayPicture(width: 4, height: 4, samples: [UInt8](0..<16))).samples.count == 16)
    }
}

struct HeatMapTests {
    @Test func `levels are read back, nothing lies outside`() {
        let heat = HeatMap(
            130, 70, [(Box(x0: 64, y0: 0, x1: 128, y1: 64), 1), (Box(x0: 0, y0: 60, x1: 8, y1: 70), 0.5)])
        #expect(heat == HeatMap(cell: 64, rows: ["090", "500"]))
        #expect(heat.level(column: 1, row: 0) == 1)
        #expect(heat.level(column: 3, row: 0) == 0 && heat.level(column: 0, row: 2) == 0)
        #expect(HeatMap(cell: 64, rows: ["x"]).level(column: 0, row: 0) == 0)
    }
}

extension Raster {
    fileprivate func pasted(_ other: Raster, from box: Box, toX: Int, toY: Int) -> Raster {
        var picture = self
        for y in 0..<box.height {
            for x in 0..<box.width { picture[toX + x, toY + y] = other[box.x0 + x, box.y0 + y] }
        }
        return picture
    }
}
