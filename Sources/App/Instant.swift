public import ArgumentParser
public import Evidence
import Foundation

/// An instant on the command line: ISO 8601 with an offset.
struct Instant: ExpressibleByArgument {
    let date: Date

    init?(argument: String) {
        guard let date = Instant.parse(argument) else { return nil }
        self.date = date
    }

    /// `2026-11-12T22:30:00+08:00`, also with fractions of a second or `Z`.
    static func parse(_ text: String) -> Date? {
        for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            do { return try style.parse(text) } catch { continue }
        }
        return nil
    }
}

extension BusinessDay: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension StoreID: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument) }
}
