import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Provenance

struct DayCheckTests {
    private let check = DayCheck(
        policy: Inputs.policy, store: Inputs.store, day: Inputs.day("2026-11-20"))

    private func neighbour(
        day: String, clock: String? = nil, satellite: String? = nil, printed: String? = nil
    ) -> NeighbourCapture {
        NeighbourCapture(
            name: "earlier", day: Inputs.day(day), slot: "shelf-2",
            exif: .init(dateTimeOriginal: clock, offset: "+08:00", gpsDateTime: satellite),
            printedTime: printed)
    }

    private func codes(
        clock: String? = nil, satellite: String? = nil, printed: [String] = [], _ neighbour: NeighbourCapture
    ) -> [String] {
        var capture = Inputs.capture(time: clock)
        capture.gpsDateTime = satellite
        let watermark =
            printed.isEmpty ? nil : WatermarkReader(stores: Inputs.stores).read(Inputs.lines(printed))
        return check.check(capture: capture, watermark: watermark, neighbours: [neighbour]).map(\.code)
    }

    @Test func `photos of two days from one minute are suspect, also where only the clock was changed`() {
        #expect(
            codes(
                clock: "2026-11-20T10:00:20", neighbour(day: "2026-11-19", clock: "2026-11-20T10:00:50"))
                == ["behaviour.daysInOneMinute"])
        // The clock was set back a day between the two; the satellite's time was not.
        #expect(
            codes(
                clock: "2026-11-20T10:00:20", satellite: "2026-11-20T02:00:20Z",
                neighbour(day: "2026-11-19", clock: "2026-11-19T10:00:50", satellite: "2026-11-20T02:00:50Z"))
                == ["behaviour.daysInOneMinute"])
        #expect(Inputs.policy.severity(.daysInOneMinute) == .suspect)
    }

    @Test func `a minute apart, on one day, around the cut-off or without a time nothing is said`() {
        #expect(
            codes(clock: "2026-11-20T10:00:20", neighbour(day: "2026-11-19", clock: "2026-11-20T10:01:21"))
                .isEmpty)
        #expect(
            codes(clock: "2026-11-20T10:00:20", neighbour(day: "2026-11-20", clock: "2026-11-20T10:00:20"))
                .isEmpty)
        #expect(
            codes(clock: "2026-11-20T04:00:10", neighbour(day: "2026-11-19", clock: "2026-11-20T03:59:50"))
                .isEmpty)
        #expect(codes(clock: "2026-11-20T10:00:20", neighbour(day: "2026-11-19")).isEmpty)
        #expect(codes(neighbour(day: "2026-11-19", clock: "2026-11-20T10:00:20")).isEmpty)
        #expect(codes(clock: "nonsense", neighbour(day: "2026-11-19", clock: "2026-99-20T10:00")).isEmpty)
    }

    @Test func `opposite orders by EXIF and by watermark are said, not punished`() {
        let later = neighbour(day: "2026-11-20", clock: "2026-11-20T10:10:00", printed: "2026-11-20T10:02")
        #expect(
            codes(clock: "2026-11-20T10:05:00", printed: ["2026-11-20 10:06"], later) == ["time.orderDiffers"]
        )
        #expect(codes(clock: "2026-11-20T10:05:00", printed: ["2026-11-20 10:01"], later).isEmpty)
        // Within a minute the print says nothing.
        #expect(codes(clock: "2026-11-20T10:05:00", printed: ["2026-11-20 10:03"], later).isEmpty)
        #expect(codes(clock: "2026-11-20T10:05:00", later).isEmpty)
        #expect(Inputs.policy.severity(.orderDiffers) == .info)
    }
}
