import Evidence
import FoundationEssentials
import Media

/// When a photo was taken, by each of its clocks.
struct CaptureMoments {
    /// By satellite, else by the phone's clock. The clock can be set, the satellite's time cannot.
    var taken: Date?
    /// By the phone's clock.
    var clock: Date?
    /// As the watermark prints it.
    var printed: Date?

    /// - Parameters:
    ///   - printed: local: `2026-11-20T19:23`.
    ///   - zone: of the store, for clocks that state no offset.
    init(_ exif: ProvenanceFindings.Exif?, printed: String? = nil, zone: TimeZone) {
        clock = exif?.dateTimeOriginal.flatMap(LocalMoment.init).map { moment in
            exif?.offset.flatMap(TimeCheck.offsetSeconds).map { moment.instant(offsetSeconds: $0) }
                ?? moment.instant(in: zone)
        }
        taken = exif?.gpsDateTime.flatMap(LocalMoment.init)?.instant(offsetSeconds: 0) ?? clock
        self.printed = printed.flatMap(LocalMoment.init)?.instant(in: zone)
    }

    init(_ capture: CaptureFacts, printed: String? = nil, zone: TimeZone) {
        self.init(
            ProvenanceFindings.Exif(
                dateTimeOriginal: capture.dateTimeOriginal, offset: capture.offset,
                gpsDateTime: capture.gpsDateTime),
            printed: printed, zone: zone)
    }
}
