public import Foundation

/// What the web server is told at its start.
public struct WebSettings: Sendable {
    /// Shown by `/version`.
    public var version: String
    /// Bytes of one uploaded file; more answers 413.
    public var maximumUploadBytes: Int
    /// Bytes of one archive of a store-day's evidence; more answers 413.
    public var maximumArchiveBytes: Int
    /// How long a page stays signed in on the same device.
    public var sessionSeconds: TimeInterval
    /// Cookies only over HTTPS; off for a server on the own machine.
    public var secureCookies: Bool
    /// A connection without a byte for this long is closed, seconds.
    public var idleSeconds: Int64
    /// For lists that span stores: the zone whose clock decides which day is today.
    public var timeZone: String

    public init(
        version: String, maximumUploadBytes: Int = 32 * 1_048_576,
        maximumArchiveBytes: Int = 256 * 1_048_576, sessionSeconds: TimeInterval = 30 * 86_400,
        secureCookies: Bool = false, idleSeconds: Int64 = 60, timeZone: String = "Asia/Shanghai"
    ) {
        self.version = version
        self.maximumUploadBytes = maximumUploadBytes
        self.maximumArchiveBytes = maximumArchiveBytes
        self.sessionSeconds = sessionSeconds
        self.secureCookies = secureCookies
        self.idleSeconds = idleSeconds
        self.timeZone = timeZone
    }
}
