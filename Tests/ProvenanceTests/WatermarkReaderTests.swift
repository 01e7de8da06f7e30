import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Provenance

struct WatermarkReaderTests {
    @Test func `a layout of one line each is read whole`() throws {
        let reading = try #require(
            Inputs.watermark(
                "19:23", "2026-11-20 星期五", "浙江省杭州市西湖区文三路478号", "120.123597°E,30.275808°N",
                "防伪 X9PVHNDEATDXXS",
                "翠苑便利店"))
        #expect(reading.date == PrintedDate(year: 2026, month: 11, day: 20))
        #expect(reading.time == PrintedTime(hour: 19, minute: 23, second: nil))
        #expect(reading.weekday == 5)
        #expect(reading.coordinate?.point == GeoPoint(latitude: 30.275808, longitude: 120.123597))
        #expect(reading.address?.text == "浙江省杭州市西湖区文三路478号")
        #expect(reading.code == "X9PVHNDEATDXXS")
        #expect(reading.storeName == "翠苑便利店")
    }

    @Test func `address, store, coordinate and code may share a line`() throws {
        let reading = try #require(
            Inputs.watermark(
                "2026.11.2012:24周五", "浙江省杭州市西湖区文三路478号·翠苑便利店", "(30.51362,114.41383)防伪码 RY7EPAXJDDX5BZ"))
        #expect(reading.time == PrintedTime(hour: 12, minute: 24, second: nil))
        #expect(reading.weekday == 5)
        #expect(reading.address?.text == "浙江省杭州市西湖区文三路478号")
        #expect(reading.storeName == "翠苑便利店")
        #expect(reading.coordinate?.point == GeoPoint(latitude: 30.51362, longitude: 114.41383))
        #expect(reading.code == "RY7EPAXJDDX5BZ")
    }

    @Test func `latitude and longitude may stand on two lines`() throws {
        let reading = try #require(Inputs.watermark("2026-11-20 09:41", "经度：120.123597", "纬度：30.275808"))
        #expect(reading.coordinate?.point == GeoPoint(latitude: 30.275808, longitude: 120.123597))
    }

    @Test func `a time that runs on into the picture is read`() throws {
        var lines = Inputs.lines(["09:2925", "2026年11月20日周五多云6℃", "浙江省杭州市西湖区文三路478号"])
        lines[0].box = Box(x0: 44, y0: 1069, x1: 350, y1: 1175)
        let reading = try #require(WatermarkReader(stores: Inputs.stores).read(lines))
        #expect(reading.time == PrintedTime(hour: 9, minute: 29, second: nil))
    }

    @Test func `a line that only begins like a time is read without a date beside it`() throws {
        let reading = try #require(Inputs.watermark("09:2925", "浙江省杭州市西湖区文三路478号"))
        #expect(reading.time == nil)
        #expect(reading.address != nil)
    }

    @Test func `packs and price tags are no watermark`() {
        #expect(Inputs.watermark("26.07.2019", "500ml", "¥12.50", "dmBio Gemüsesaft") == nil)
        #expect(Inputs.watermark("生产日期 2026-11-20", "保质期 12个月", "净含量:330g") == nil)
        #expect(Inputs.watermark() == nil)
    }

    /// The wrongly placed, dated or labelled ones of the fixtures are seen for what they are, the honest ones pass.
    @Test func `fixtures are read and judged`() async throws {
        let document = try JSONDecoder().decode(Cases.self, from: Fixture.data("watermark/cases.json"))
        let stores = try JSONDecoder().decode(StoreList.self, from: Fixture.data("watermark/stores.json"))
            .stores
        for item in document.cases {
            let (picture, facts) = try MediaDecoder().picture([UInt8](Fixture.data("watermark/\(item.file)")))
            let store = try #require(stores.first { $0.id.rawValue == item.storeId })
            let lines = item.texts.compactMap { text in
                text.box.map {
                    TextLine(
                        text: text.text,
                        box: Box(x0: Int($0[0]), y0: Int($0[1]), x1: Int($0[2]), y1: Int($0[3])),
                        confidence: 0.99)
                }
            }
            let findings = try await ProvenanceAnalyzer(stores: stores).analyze(
                ProvenanceInput(
                    picture: picture, sha256: ContentHash(item.sha256), facts: facts, lines: lines,
                    store: store,
                    day: Inputs.day(item.businessDay), receivedAt: Inputs.instant(item.receivedAt)))
            #expect(findings.verdict == item.expect.verdict, "\(item.file): \(findings.codes)")
            #expect(findings.charges == item.expect.reasons.sorted(), "\(item.file)")
            let mark = try #require(findings.watermark)
            #expect(mark.time == "\(item.watermark.date)T\(item.watermark.time)", "\(item.file)")
            #expect(mark.place == item.watermark.place, "\(item.file)")
            #expect(abs((mark.latitude ?? 0) - item.watermark.lat) < item.watermark.resolution * 1.01)
            #expect(abs((mark.longitude ?? 0) - item.watermark.lon) < item.watermark.resolution * 1.01)
        }
    }

    private struct Cases: Decodable { var cases: [Case] }
    private struct StoreList: Decodable { var stores: [Store] }
    private struct Text: Decodable {
        var text: String
        var box: [Double]?
    }
    private struct Mark: Decodable {
        var date: String
        var time: String
        var place: String
        var lat: Double
        var lon: Double
        var resolution: Double
    }
    private struct Expectation: Decodable {
        var verdict: Verdict
        var reasons: [String]
    }
    private struct Case: Decodable {
        var file: String
        var storeId: String
        var businessDay: String
        var receivedAt: String
        var sha256: String
        var texts: [Text]
        var watermark: Mark
        var expect: Expectation
    }
}
