import Evidence
import Foundation
import TestSupport
import Testing

struct BusinessDayTests {
    private let cutOff = LocalTime(minutes: 240)

    private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

    private func instant(_ text: String) throws -> Date {
        try Date.ISO8601FormatStyle().parse(text)
    }

    @Test(arguments: [
        ("2026-11-20T01:30:00+08:00", "2026-11-19"), ("2026-11-20T03:59:59+08:00", "2026-11-19"),
        ("2026-11-20T04:00:00+08:00", "2026-11-20"), ("2026-11-20T23:59:59+08:00", "2026-11-20"),
        ("2026-11-21T03:59:59+08:00", "2026-11-20"), ("2026-11-19T20:00:00Z", "2026-11-20"),
        ("2027-01-01T02:00:00+08:00", "2026-12-31"),
    ])
    func `a photo at half past one belongs to the day before`(time: String, day: String) throws {
        let found = BusinessDay(
            containing: try instant(time), timeZone: try zone("Asia/Shanghai"), cutOff: cutOff)
        #expect(found.description == day)
    }

    @Test(arguments: [
        "", "2026-11", "2026-13-01", "2026-02-29", "2026-00-10", "2026-01-00", "26-01-01", "2026-1-01",
        "2026-01-01 ", " 2026-01-01", "2026-01-01T00", "0000-01-01", "+026-01-01", "2026-+1-01",
        "2026-01-+1", "２０２６-01-01", "2026/01/01",
    ])
    func `what is no day is none`(text: String) { #expect(BusinessDay(text) == nil) }

    @Test(arguments: ["2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01", "9999-12-31"])
    func `a day is written as it was read`(text: String) { #expect(BusinessDay(text)?.description == text) }

    @Test func `every day of nine centuries has its number, its successor and its weekday`() throws {
        var day = try #require(BusinessDay("1600-01-01"))
        // 1600-01-01 was a Saturday.
        var weekday = 6
        for _ in 0..<330_000 {
            let next = day.adding(days: 1)
            #expect(next.ordinal == day.ordinal + 1)
            #expect(BusinessDay(ordinal: day.ordinal) == day)
            #expect(BusinessDay(year: day.year, month: day.month, day: day.day) == day)
            #expect(day.weekday == weekday)
            #expect(day < next)
            weekday = weekday % 7 + 1
            day = next
        }
    }

    @Test func `day zero is the first of January 1970, a Thursday`() {
        #expect(BusinessDay(ordinal: 0).description == "1970-01-01")
        #expect(BusinessDay(ordinal: 0).weekday == 4)
    }

    @Test(arguments: [
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    ])
    func `every instant lies between start and end of its day`(name: String) throws {
        let zone = try zone(name)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<4000 {
            let instant = Date(
                timeIntervalSince1970: Double(Int.random(in: 0...4_000_000_000, using: &random)))
            // Clocks change between one and four at night: a cut-off outside keeps the day's ends unique.
            let cutOff = LocalTime(minutes: Int.random(in: 300...1439, using: &random))
            let day = BusinessDay(containing: instant, timeZone: zone, cutOff: cutOff)
            #expect(day.start(timeZone: zone, cutOff: cutOff) <= instant)
            #expect(instant < day.end(timeZone: zone, cutOff: cutOff))
            #expect(
                day.end(timeZone: zone, cutOff: cutOff)
                    == day.adding(days: 1).start(timeZone: zone, cutOff: cutOff))
        }
    }

    @Test func `a day with a clock change has 23 or 25 hours`() throws {
        let zone = try zone("Europe/Berlin")
        func hours(_ text: String) throws -> Double {
            let day = try #require(BusinessDay(text))
            return day.end(timeZone: zone, cutOff: cutOff)
                .timeIntervalSince(day.start(timeZone: zone, cutOff: cutOff)) / 3600
        }
        // The clock changes in the night to Sunday, which with this cut-off belongs to Saturday.
        #expect(try hours("2026-03-28") == 23)
        #expect(try hours("2026-10-24") == 25)
        #expect(try hours("2026-10-25") == 24)
    }

    @Test func `a day is a text in JSON, and nothing else is a day`() throws {
        let day = try #require(BusinessDay("2026-11-20"))
        #expect(try CanonicalJSON.string([day]) == "[\"2026-11-20\"]")
        #expect(try CanonicalJSON.decode([BusinessDay].self, from: "[\"2026-11-20\"]") == [day])
        #expect(throws: DecodingError.self) {
            try CanonicalJSON.decode([BusinessDay].self, from: "[\"2026-02-30\"]")
        }
    }

    @Test(arguments: ["00:00", "04:00", "23:59"])
    func `a time of day is written as it was read`(text: String) {
        #expect(LocalTime(text)?.description == text)
    }

    @Test(arguments: ["", "24:00", "04:60", "4", "04:00:00", "-1:00", "+4:00", "04:+1", "4:0", "ab:cd"])
    func `what is no time of day is none`(text: String) { #expect(LocalTime(text) == nil) }
}
