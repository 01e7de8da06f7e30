import Media
import Testing

@testable import Provenance

struct CaptureSignalsTests {
    private func codes(_ change: (inout CaptureFacts) -> Void) -> [String] {
        var facts = CaptureFacts()
        change(&facts)
        return CaptureSignals(of: facts).codes
    }

    @Test func `a file without facts misses place and time, and nothing else is said`() {
        #expect(codes { _ in } == ["gps.missing", "time.missing"])
    }

    @Test func `zeros are no place and no time`() {
        let found = codes {
            $0.latitude = 0
            $0.longitude = 0
            $0.hasZeroTime = true
        }
        #expect(found == ["gps.nullIsland", "time.zero"])
    }

    @Test func `numbers that are no position are said besides`() {
        let found = codes {
            $0.impossiblePosition = ImpossiblePosition(latitudeDegrees: 120.15, longitudeDegrees: 30.28)
        }
        #expect(found == ["gps.missing", "time.missing", "gps.impossible"])
    }

    @Test(arguments: [("2030-12-31T23:59:59", "time.present"), ("2031-01-01T00:00:00", "time.future")])
    func `a year beyond any upload is the future`(time: String, code: String) {
        #expect(codes { $0.dateTimeOriginal = time }.contains(code))
    }

    @Test(
        arguments: [
            ("2026-11-20T14:05:11", "+08:00", "2026-11-20T06:05:13Z", false),
            ("2026-11-20T14:16:00", "+08:00", "2026-11-20T06:05:13Z", true),
            ("2026-11-20T14:16:00", nil, "2026-11-20T06:05:13Z", false),
            ("2026-11-20T01:00:00", "-05:30", "2026-11-20T06:30:00Z", false),
        ] as [(String, String?, String, Bool)])
    func `two clocks conflict only where both name an instant`(
        local: String, offset: String?, satellite: String, conflict: Bool
    ) {
        let found = codes {
            $0.dateTimeOriginal = local
            $0.offset = offset
            $0.gpsDateTime = satellite
        }
        #expect(found.contains("time.conflict") == conflict)
    }

    @Test(
        arguments: [
            ("Adobe Photoshop 21.1 (Macintosh)", nil, "software.editor"), ("美图秀秀", nil, "software.editor"),
            ("Adobe Photoshop Lightroom", nil, "software.processor"),
            ("QuickTime 7.7.1", "Adobe Photoshop Lightroom", "software.processor"),
            ("Adobe Bridge CS5", nil, "software.processor"), (nil, "GIMP 2.10", "software.editor"),
            ("G935LKLU1APL1", nil, nil), ("17.5.1", nil, nil), ("HyperOS 2.0", nil, nil),
            ("fw 05.15 prm 07.53", nil, nil), (nil, nil, nil),
        ] as [(String?, String?, String?)])
    func `editors, developing tools and firmware are told apart`(
        software: String?, tool: String?, code: String?
    ) {
        let found = codes {
            $0.software = software
            $0.creatorTool = tool
        }
        #expect(found.first { $0.hasPrefix("software.") } == code)
    }

    @Test func `phones mark their screenshots`() {
        #expect(codes { $0.userComment = "Screenshot" }.contains("screenshot"))
        #expect(codes { $0.software = "Android_screenshot" }.contains("screenshot"))
        #expect(!codes { $0.userComment = "货架" }.contains("screenshot"))
    }
}
