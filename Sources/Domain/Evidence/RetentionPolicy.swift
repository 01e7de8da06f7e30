public import FoundationEssentials

/// How long originals are kept (保存期限), by kind. A recording's days are those of its transcripts too.
public struct RetentionPolicy: Hashable, Codable, Sendable {
    public var version: String
    /// Days from the moment at which an item was recorded; nil keeps originals for good. Shipped: a year and a month, so that
    /// a season can be held against the last one.
    @ExplicitNull public var shelfPhotoDays: Int? = 400
    /// Shipped: half a year. Voices are what persons object to most, and topics stay when they go.
    @ExplicitNull public var consultationAudioDays: Int? = 180
    /// Shipped: as long as shelf photos.
    @ExplicitNull public var orderScreenshotDays: Int? = 400
    /// Percent of all originals kept that may go in one night, 1…100; a purge of more waits for a person. Shipped: days that are
    /// counted in months take a hundredth or less.
    public var mostPercentANight = 10

    public init(version: String) { self.version = version }

    public subscript(kind: EvidenceKind) -> Int? {
        get {
            switch kind {
            case .shelfPhoto: shelfPhotoDays
            case .consultationAudio: consultationAudioDays
            case .orderScreenshot: orderScreenshotDays
            }
        }
        set {
            switch kind {
            case .shelfPhoto: shelfPhotoDays = newValue
            case .consultationAudio: consultationAudioDays = newValue
            case .orderScreenshot: orderScreenshotDays = newValue
            }
        }
    }

    /// Until when the original of an item is kept; nil where it is kept for good.
    public func end(of kind: EvidenceKind, recordedAt: Date) -> Date? {
        self[kind].map { recordedAt.addingTimeInterval(Double($0) * Self.secondsPerDay) }
    }

    /// Originals of a kind that were recorded by then have been kept long enough at an instant; nil where none ever are.
    public func newestDue(_ kind: EvidenceKind, at instant: Date) -> Date? {
        self[kind].map { instant.addingTimeInterval(-Double($0) * Self.secondsPerDay) }
    }

    private static let secondsPerDay = 86_400.0
}
