import Evidence
import FoundationEssentials
public import Media

/// What a file's own capture facts say, as short codes and without any store or day to compare with (contract of
/// `inspect`). Facts, not reasons: only the policy decides what weighs.
public struct CaptureSignals: Sendable, Equatable {
    /// Every year after it is later than any upload.
    static let lastYear = 2030
    /// Camera clock and satellite clock may differ by so much, minutes.
    static let clockToleranceMinutes = 10.0

    /// `gps.present`, `gps.impossible`, `time.missing`, `software.editor` and the like.
    public let codes: [String]

    public init(of capture: CaptureFacts) {
        codes =
            [Self.place(capture), Self.time(capture)]
            + [
                capture.impossiblePosition.map { _ in "gps.impossible" },
                Self.clocks(capture), Self.software(capture), Self.screenshot(capture),
                Self.credential(capture),
            ].compactMap(\.self)
    }

    private static func place(_ capture: CaptureFacts) -> String {
        guard let latitude = capture.latitude, let longitude = capture.longitude else { return "gps.missing" }
        return GeoPoint(latitude: latitude, longitude: longitude).isNullIsland
            ? "gps.nullIsland" : "gps.present"
    }

    private static func time(_ capture: CaptureFacts) -> String {
        if capture.hasZeroTime { return "time.zero" }
        guard let text = capture.dateTimeOriginal, let moment = LocalMoment(text) else {
            return "time.missing"
        }
        return moment.day.year > lastYear ? "time.future" : "time.present"
    }

    /// Only where the offset is known: without it the camera's clock names no instant.
    private static func clocks(_ capture: CaptureFacts) -> String? {
        guard let local = capture.dateTimeOriginal.flatMap({ LocalMoment($0) }),
            let offset = capture.offset.flatMap(TimeCheck.offsetSeconds),
            let satellite = capture.gpsDateTime.flatMap({ LocalMoment($0.filter { $0 != "Z" }) })
        else { return nil }
        let apart = local.instant(offsetSeconds: offset)
            .timeIntervalSince(satellite.instant(offsetSeconds: 0))
        return abs(apart) > clockToleranceMinutes * 60 ? "time.conflict" : nil
    }

    private static func software(_ capture: CaptureFacts) -> String? {
        switch SoftwareName(software: capture.software, creatorTool: capture.creatorTool) {
        case .editor: "software.editor"
        case .processor: "software.processor"
        case nil: nil
        }
    }

    /// Phones say so in EXIF's remark or as the name of the program.
    private static func screenshot(_ capture: CaptureFacts) -> String? {
        let words = ["screenshot", "screen shot", "截屏", "截图"]
        let said = [capture.userComment, capture.software].compactMap { $0?.lowercased() }
        return said.contains { text in words.contains { text.contains($0) } } ? "screenshot" : nil
    }

    private static func credential(_ capture: CaptureFacts) -> String? {
        capture.credential.state == .none ? nil : "c2pa.\(capture.credential.state.rawValue)"
    }
}
