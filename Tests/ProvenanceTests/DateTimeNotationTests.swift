import Evidence
import Foundation
import TestSupport
import Testing

@testable import Provenance

struct DateTimeNotationTests {
    static let datePrinters: [@Sendable (BusinessDay) -> String] = [
        { "\($0)" }, { "\($0.year).\(two($0.month)).\(two($0.day))" },
        { "\($0.year)/\(two($0.month))/\(two($0.day))" },
        { "\($0.year)年\(two($0.month))月\(two($0.day))日" }, { "\($0.year)年\($0.month)月\($0.day)日" },
        { "\($0.year)/\($0.month)/\($0.day)" }, { "\($0.year) - \(two($0.month)) - \(two($0.day))" },
        { "时间：\($0.year).\(two($0.month)).\(two($0.day))" }, { "时    间：\($0)" },
        { "\($0.day) \(months[$0.month - 1]) \($0.year)" },
        { "\(months[$0.month - 1]) \($0.day), \($0.year)" },
    ]
    static let months = [
        "Jan", "Feb", "March", "Apr", "May", "June", "Jul", "Aug", "Sep", "Oct", "November", "Dec",
    ]
    static func two(_ value: Int) -> String { String(format: "%02d", value) }

    @Test func `every date is read in every notation`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let day = BusinessDay(ordinal: Int.random(in: 12_000...30_000, using: &random))
            for printer in Self.datePrinters {
                let print = printer(day)
                let found = DateTimeNotation(PrintedText(print)).dates.map(\.value)
                #expect(found == [PrintedDate(year: day.year, month: day.month, day: day.day)], "\(print)")
            }
        }
    }

    @Test func `every time is read in every notation, also run together with a date`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<300 {
            let (hour, minute, second) = (
                Int.random(in: 0..<24, using: &random), Int.random(in: 0..<60, using: &random),
                Int.random(in: 0..<60, using: &random)
            )
            let clock = "\(Self.two(hour)):\(Self.two(minute))"
            let half = hour < 12 ? "上午" : "下午"
            let twelve = (hour + 11) % 12 + 1
            let prints: [(String, Int?)] = [
                (clock, nil), ("\(clock):\(Self.two(second))", second), ("2026-11-20 \(clock)", nil),
                ("2026-11-20\(clock)", nil), ("2026年11月20日\(clock):\(Self.two(second)) 星期五", second),
                ("\(Self.two(hour))时\(Self.two(minute))分", nil),
                ("\(hour)点\(Self.two(minute))分\(Self.two(second))秒", second),
                ("\(half)\(twelve):\(Self.two(minute))", nil),
                ("\(twelve):\(Self.two(minute)) \(hour < 12 ? "AM" : "PM")", nil),
            ]
            for (print, seconds) in prints {
                let found = DateTimeNotation(PrintedText(print)).times.map(\.value)
                #expect(found == [PrintedTime(hour: hour, minute: minute, second: seconds)], "\(print)")
            }
        }
    }

    @Test func `a date without year needs 日 or a time behind it`() {
        func dates(_ print: String) -> [PrintedDate] {
            DateTimeNotation(PrintedText(print)).dates.map(\.value)
        }
        #expect(dates("11月20日 周五") == [PrintedDate(year: nil, month: 11, day: 20)])
        #expect(dates("11-20 09:41") == [PrintedDate(year: nil, month: 11, day: 20)])
        #expect(dates("11-20").isEmpty)
        #expect(dates("20261120 09:41") == [PrintedDate(year: 2026, month: 11, day: 20)])
        #expect(dates("20261120").isEmpty)
    }

    @Test func `a label may stand before a time`() {
        for print in ["时间：10:26", "间:10:26", "拍摄时间: 10:26"] {
            #expect(
                DateTimeNotation(PrintedText(print)).times.map(\.value)
                    == [PrintedTime(hour: 10, minute: 26, second: nil)], "\(print)")
        }
        for print in [":10:26", "9:16:9"] {
            #expect(DateTimeNotation(PrintedText(print)).times.isEmpty, "\(print)")
        }
    }

    @Test func `a year of two digits needs a time behind its date`() {
        func dates(_ print: String) -> [PrintedDate] {
            DateTimeNotation(PrintedText(print)).dates.map(\.value)
        }
        let day = PrintedDate(year: 2026, month: 2, day: 26)
        #expect(dates("26-02-26 18:29:25") == [day])
        #expect(dates("26/02/2618:29") == [day])
        for other in ["26-02-26", "26.07.2019", "18-02-26 18:29", "26-02/26 18:29", "26-13-26 18:29"] {
            #expect(!dates(other).contains { $0.year != nil }, "\(other)")
        }
    }

    @Test(arguments: [
        "2026-02-30", "2026-13-01", "1875-01-01", "营业时间 08:00-22:00", "24:61", "¥19.23", "12:345", "3:4",
        "2026.11.01-2026.11.30", "9:16:9",
    ]) func `neither a date nor a time is made up`(_ print: String) {
        let found = DateTimeNotation(PrintedText(print))
        #expect(found.dates.isEmpty && found.times.isEmpty, "\(print)")
    }

    @Test(arguments: [
        ("星期五", 5), ("周日", 7), ("2026-11-20 周六", 6), ("星期—", 1), ("礼拜天", 7), ("Fri", 5), ("Wednesday", 3),
        ("2026年11月20日周五多云6℃", 5),
    ]) func `weekdays are read`(_ print: String, _ day: Int) {
        #expect(DateTimeNotation(PrintedText(print)).weekday == day)
    }

    @Test(arguments: ["一周日用品", "周边商品", "Friends", "周口市"])
    func `words that only look like weekdays are not`(_ print: String) {
        #expect(DateTimeNotation(PrintedText(print)).weekday == nil)
    }
}
