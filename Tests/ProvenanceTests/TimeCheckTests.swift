import Evidence
import Foundation
import Media
import Testing

@testable import Provenance

struct TimeCheckTests {
    private func codes(
        _ texts: [String] = [], exif: String? = nil, offset: String? = "+08:00", day: String = "2026-11-20",
        received: String? = "2026-11-20T21:30:00+08:00", store: Store = Inputs.store
    ) -> [String] {
        TimeCheck(
            policy: Inputs.policy, store: store, day: Inputs.day(day),
            receivedAt: received.map(Inputs.instant)
        ).check(
            capture: exif == nil ? .init() : Inputs.capture(time: exif, offset: offset),
            watermark: WatermarkReader(stores: Inputs.stores).read(Inputs.lines(texts))
        ).filter { $0.severity != .info }.map(\.code)
    }

    @Test func `the business day runs to the cut-off of the next morning`() {
        #expect(codes(["2026-11-20 04:00 西湖"]).isEmpty)
        #expect(codes(["2026-11-20 03:59"]) == ["time.otherBusinessDay"])
        #expect(codes(["2026-11-21 03:59"], received: "2026-11-21T04:30:00+08:00").isEmpty)
        #expect(
            codes(["2026-11-21 04:00"], received: "2026-11-21T04:30:00+08:00") == ["time.otherBusinessDay"])
    }

    @Test func `all sources in another day reject, one within does not`() {
        #expect(codes(["2026-11-19 12:00"]) == ["time.otherBusinessDay"])
        #expect(codes(exif: "2026-11-19T12:00:00") == ["time.otherBusinessDay"])
        #expect(codes(["2026-11-20 12:00"], exif: "2026-11-19T12:00:00") == ["time.exifWatermarkMismatch"])
    }

    @Test func `a sentence for people tells day and minute, not the notation of a file`() {
        let seen = TimeCheck(
            policy: Inputs.policy, store: Inputs.store, day: Inputs.day("2026-11-20"),
            receivedAt: Inputs.instant("2026-11-20T21:30:00+08:00")
        ).check(capture: Inputs.capture(time: "2026-11-19T12:00:31", offset: "+08:00"), watermark: nil)
        let reason = seen.first { $0.code == "time.otherBusinessDay" }
        #expect(reason?.detail.contains("拍摄时间 2026-11-19 12:00 不在营业日 2026-11-20 内") == true)
    }

    @Test func `ten minutes between EXIF and watermark are granted`() {
        #expect(codes(["2026-11-20 12:00"], exif: "2026-11-20T12:10:59").isEmpty)
        #expect(codes(["2026-11-20 12:00"], exif: "2026-11-20T12:11:30") == ["time.exifWatermarkMismatch"])
        #expect(codes(["2026-11-20 12:00"], exif: "2026-11-20T13:04:00", offset: "+09:00").isEmpty)
        #expect(codes(["2026-11-20 12:00"], exif: "2026-11-20T12:04:00", offset: nil).isEmpty)
    }

    @Test func `what lies after the receipt is in the future`() {
        #expect(codes(exif: "2026-11-20T21:39:00").isEmpty)
        #expect(codes(exif: "2026-11-20T21:41:00") == ["time.future"])
        #expect(codes(exif: "2026-11-21T03:59:00", received: nil).isEmpty)
        #expect(
            codes(exif: "2026-11-21T04:01:00", received: nil) == ["time.future", "time.otherBusinessDay"])
        #expect(codes(exif: "2029-11-20T12:00:00") == ["time.future", "time.otherBusinessDay"])
    }

    @Test func `a weekday that is not the date's is said`() {
        #expect(codes(["2026-11-20 10:00 星期五"]).isEmpty)
        #expect(codes(["2026-11-20 10:00 星期日"]) == ["watermark.weekdayMismatch"])
    }

    @Test func `a date without time or without year is judged for what it says`() {
        let place = "浙江省杭州市西湖区文三路478号"
        #expect(codes(["2026-11-20", place]).isEmpty)
        #expect(codes(["2026-11-21", place], received: "2026-11-21T02:00:00+08:00").isEmpty)
        #expect(codes(["2026-11-22", place]) == ["time.future", "time.otherBusinessDay"])
        #expect(codes(["11月20日 10:00"]).isEmpty)
        #expect(codes(["01月01日 10:00"], day: "2026-12-31", received: nil).contains("time.otherBusinessDay"))
    }

    @Test func `clock changes move the end of the day with the clock`() {
        var store = Inputs.store
        store.timeZone = "Europe/Berlin"
        // 2026-03-29: the clock jumps from 02:00 to 03:00; 2026-10-25: from 03:00 back to 02:00.
        for (day, next, offset) in [
            ("2026-03-28", "2026-03-29", "+02:00"), ("2026-10-24", "2026-10-25", "+01:00"),
        ] {
            let received = "\(next)T09:00:00Z"
            #expect(
                codes(exif: "\(next)T03:59:00", offset: offset, day: day, received: received, store: store)
                    .isEmpty)
            #expect(
                codes(exif: "\(next)T04:01:00", offset: offset, day: day, received: received, store: store)
                    == ["time.otherBusinessDay"])
            #expect(
                codes(exif: "\(next)T03:59:00", offset: nil, day: day, received: received, store: store)
                    .isEmpty)
            #expect(
                codes(exif: "\(next)T04:01:00", offset: nil, day: day, received: received, store: store)
                    == ["time.otherBusinessDay"])
        }
        #expect(
            LocalMoment("2026-03-29T12:00:00").map { $0.instant(in: store.zone) }
                == Inputs.instant("2026-03-29T12:00:00+02:00"))
    }

    @Test(arguments: [("+08:00", 28_800), ("-0330", -12_600), ("Z", 0), ("+05:45", 20_700)])
    func `offsets are read`(_ text: String, _ seconds: Int) {
        #expect(TimeCheck.offsetSeconds(text) == seconds)
    }

    @Test(arguments: ["", "08:00", "+99:00", "+08:77", "+", "UTC"]) func `other text is no offset`(
        _ text: String
    ) {
        #expect(TimeCheck.offsetSeconds(text) == nil)
    }
}
