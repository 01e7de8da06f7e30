import Evidence

/// What is burnt into a picture, as printed.
struct WatermarkReading: Sendable, Equatable {
    var date: PrintedDate?
    var time: PrintedTime?
    /// 1 = Monday … 7 = Sunday.
    var weekday: Int?
    var coordinate: CoordinateNotation.Pair?
    /// The printed one; `.unknown` where none is printed.
    var datum: ProvenanceFindings.Datum = .unknown
    var address: PrintedAddress?
    var storeName: String?
    var code: String?
    var texts: [String] = []
    var box: Box?
    /// Where date, time and weekday stand, for the check of edited digits.
    var dateBoxes: [Box] = []
    /// All lines that are part of the watermark.
    var boxes: [Box] = []

    /// Something that tells a time or a place.
    var tellsAnything: Bool { date != nil || coordinate != nil || address != nil }
}
