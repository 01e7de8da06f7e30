import Evidence
import Foundation
import Testing

@testable import Console

struct ChineseFormTests {
    @Test func `days carry their weekday`() throws {
        let day = try #require(BusinessDay("2026-11-22"))
        #expect(ChineseForm.day(day) == "2026年11月22日 周日")
        #expect(ChineseForm.shortDay(day.adding(days: 1)) == "11月23日 周一")
    }

    @Test(
        arguments: [
            (86.44, "86.4"), (90, "90"), (0, "0"), (-2.5, "−2.5"), (0.04, "0"), (.nan, "—"), (.infinity, "—"),
        ] as [(Double, String)])
    func `numbers keep one decimal and no empty one`(value: Double, text: String) {
        #expect(ChineseForm.number(value) == text)
    }

    @Test func `changes have a sign`() {
        #expect(ChineseForm.change(4) == "+4")
        #expect(ChineseForm.change(-1.25) == "−1.3")
        #expect(ChineseForm.change(0.01) == "持平")
    }

    @Test func `times are the store's`() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
        let instant = Date(timeIntervalSince1970: 1_795_327_200)
        #expect(ChineseForm.time(instant, in: zone) == "14:00")
        #expect(ChineseForm.date(instant, in: zone) == "2026年11月22日")
        #expect(ChineseForm.instant(instant.addingTimeInterval(-50_460), in: zone) == "11月21日 23:59")
        #expect(ChineseForm.time(Date(timeIntervalSince1970: -1), in: .gmt) == "23:59")
    }

    @Test func `amounts, sizes and lengths read naturally`() {
        #expect(ChineseForm.money(Money(fen: 2_830)) == "¥28.30")
        #expect(ChineseForm.money(Money(fen: -500)) == "−¥5.00")
        #expect(ChineseForm.bytes(3_250_000) == "3.1 MB")
        #expect(ChineseForm.clock(65.9) == "1:05")
        #expect(ChineseForm.clock(-.infinity) == "—")
        #expect(ChineseForm.duration(65) == "1 分 5 秒")
        #expect(ChineseForm.distance(3_140) == "3.1 公里")
        #expect(ChineseForm.level(1) == "第二层")
        #expect(ChineseForm.level(.max).isEmpty == false)
    }
}
