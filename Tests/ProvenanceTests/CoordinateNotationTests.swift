import Evidence
import Foundation
import TestSupport
import Testing

@testable import Provenance

struct CoordinateNotationTests {
    typealias Printer = @Sendable (_ latitude: Double, _ longitude: Double) -> String

    static func fixed(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

    /// Degrees, minutes and seconds whose seconds never round up to 60.
    static func sexagesimal(_ value: Double, _ places: Int) -> (Int, Int, String) {
        let unit = pow(10, Double(places))
        let total = (abs(value) * 3600 * unit).rounded()
        let seconds = total.truncatingRemainder(dividingBy: 60 * unit) / unit
        let minutes = Int(total / unit / 60) % 60
        let text = String(format: "%0\(places == 0 ? 2 : places + 3).\(places)f", seconds)
        return (Int(total / unit / 3600), minutes, text)
    }

    static func two(_ value: Int) -> String { String(format: "%02d", value) }

    static let printers: [(name: String, resolution: Double, print: Printer)] = [
        ("letters behind", 1e-6, { "\(fixed($1, 6))°E,\(fixed($0, 6))°N" }),
        ("letters before", 1e-6, { "N \(fixed($0, 6))°, E \(fixed($1, 6))°" }),
        ("labels", 1e-6, { "经度:\(fixed($1, 6)) 纬度:\(fixed($0, 6))" }),
        ("spaced label", 1e-6, { "经 纬 度：经度:\(fixed($1, 6)) 纬度:\(fixed($0, 6))" }),
        ("both axes label", 1e-6, { "经纬度: \(fixed($1, 6)), \(fixed($0, 6))" }),
        ("hemispheres", 1e-6, { "北纬\(fixed($0, 6))度 东经\(fixed($1, 6))度" }),
        ("bare", 1e-5, { "(\(fixed($0, 5)), \(fixed($1, 5)))" }),
        ("short", 1e-4, { "\(fixed($1, 4)),\(fixed($0, 4))" }),
        ("with datum", 1e-6, { "\(fixed($0, 6))°N, \(fixed($1, 6))°E (GCJ-02)" }),
        (
            "seconds, letters behind", 0.1 / 3600,
            {
                let (a, b) = (sexagesimal($0, 1), sexagesimal($1, 1))
                return "\(a.0)°\(two(a.1))'\(a.2)\"N \(b.0)°\(two(b.1))'\(b.2)\"E"
            }
        ),
        (
            "seconds, letters before", 0.01 / 3600,
            {
                let (a, b) = (sexagesimal($0, 2), sexagesimal($1, 2))
                return "E\(b.0)°\(two(b.1))′\(b.2)″ N\(a.0)°\(two(a.1))′\(a.2)″"
            }
        ),
        (
            "seconds, hemispheres", 0.01 / 3600,
            {
                let (a, b) = (sexagesimal($0, 2), sexagesimal($1, 2))
                return "东经\(b.0)°\(two(b.1))′\(b.2)″ 北纬\(a.0)°\(two(a.1))′\(a.2)″"
            }
        ),
        (
            "seconds in words", 1.0 / 3600,
            {
                let (a, b) = (sexagesimal($0, 0), sexagesimal($1, 0))
                return "北纬\(a.0)度\(a.1)分\(a.2)秒 东经\(b.0)度\(b.1)分\(b.2)秒"
            }
        ),
        (
            "decimal minutes", 1e-4 / 60,
            {
                let (a, b) = (Int($0), Int($1))
                let (m, n) = (($0 - Double(a)) * 60, ($1 - Double(b)) * 60)
                return "N\(a)°\(String(format: "%07.4f", m))′ E\(b)°\(String(format: "%07.4f", n))′"
            }
        ),
    ]

    @Test(arguments: printers.indices) func `what was printed is read`(_ index: Int) {
        let printer = Self.printers[index]
        var random = SeededGenerator(seed: UInt64(index) + 1)
        for _ in 0..<300 {
            // Minutes below 59.9995 so that four places never print 60.
            let latitude = Double.random(in: 18..<53.99, using: &random)
            let longitude = Double.random(in: 74..<134.99, using: &random)
            let print = printer.print(latitude, longitude)
            if print.contains("60.0000") { continue }
            let pair = CoordinateNotation.pair(CoordinateNotation(PrintedText(print)).angles)
            guard let pair else {
                Issue.record("nothing read from \(print)")
                continue
            }
            let tolerance = printer.resolution * 0.51 + 1e-9
            #expect(abs(pair.point.latitude - latitude) <= tolerance, "\(print)")
            #expect(abs(pair.point.longitude - longitude) <= tolerance, "\(print)")
        }
    }

    @Test(arguments: [
        ("30°1701.2\"N 120°0929.1\"E", 30.283667, 120.158083),
        ("3017'01.2\"N 12009'29.1\"E", 30.283667, 120.158083),
        ("l20.l23597°E,3O.275808°N", 30.275808, 120.123597),
        ("120.123597E，30.275808N", 30.275808, 120.123597),
        ("18:06|43.818338N 87.570493E|友好路店", 43.818338, 87.570493),
        ("S 33.856780°, E 151.215300°", -33.85678, 151.2153), ("33.85678°S 151.2153°E", -33.85678, 151.2153),
    ]) func `slips of the reader are put right`(_ print: String, _ latitude: Double, _ longitude: Double)
        throws
    {
        let pair = try #require(CoordinateNotation.pair(CoordinateNotation(PrintedText(print)).angles))
        #expect(abs(pair.point.latitude - latitude) < 1e-5)
        #expect(abs(pair.point.longitude - longitude) < 1e-5)
    }

    @Test(arguments: [
        "¥12.50 ¥9.90", "500ml 1.5L", "2026-11-20 19:23", "净含量:330g", "0.5L 26.07.2019", "N95 口罩 12.8 元",
        "EAN 6901234567892", "9.5折 3.8元", "晴 21℃", "经度", "北纬", "30°C 60%", "",
    ]) func `nothing is read where no coordinate stands`(_ print: String) {
        #expect(CoordinateNotation.pair(CoordinateNotation(PrintedText(print)).angles) == nil)
    }

    @Test func `a printed datum is noticed`() {
        #expect(CoordinateNotation.datum(in: "30.2°N(WGS-84)") == .wgs84)
        #expect(CoordinateNotation.datum(in: "(GCJ02)") == .gcj02)
        #expect(CoordinateNotation.datum(in: "BD-09") == .bd09)
        #expect(CoordinateNotation.datum(in: "坐标") == .unknown)
    }

    @Test func `any text is read without a trap`() {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("0123456789.°'\"NESW经纬度北东 :,-年月日时分秒星期周一上午/()AMPM防伪码省市区路号·|Oл")
        for _ in 0..<4000 {
            let length = Int.random(in: 0...40, using: &random)
            let text = String(
                (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            let print = PrintedText(text)
            for angle in CoordinateNotation(print).angles { #expect(abs(angle.degrees) <= 180) }
            for date in DateTimeNotation(print).dates {
                let year = date.value.year ?? 2024
                #expect(BusinessDay(year: year, month: date.value.month, day: date.value.day) != nil)
            }
            for time in DateTimeNotation(print).times { #expect((0..<24).contains(time.value.hour)) }
            _ = PrintedAddress(print)
        }
    }
}
