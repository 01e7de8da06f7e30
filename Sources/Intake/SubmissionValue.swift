package import Evidence
package import Foundation

/// The words in which forms, queries and tables say what accompanies a file. nil: it says something else.
package enum SubmissionValue {
    package static func consent(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "1", "on", "是", "同意": true
        case "false", "no", "0", "off", "否", "不同意": false
        default: nil
        }
    }

    /// `2026-11-20T09:16:00+08:00`. A plus sign in a query is a blank; a time of day never ends in one.
    package static func instant(_ text: String) -> Date? {
        do {
            return try Date.ISO8601FormatStyle(includingFractionalSeconds: false).parse(
                text.replacing(" ", with: "+"))
        } catch {
            return nil
        }
    }

    /// JSON as in `EvidenceItem`, or `latitude,longitude[,accuracy]`. Any two numbers: evidence is not lost because they
    /// are no place on earth, its provenance names that.
    package static func position(_ text: String) -> ClientPosition? {
        let position = text.hasPrefix("{") ? decoded(ClientPosition.self, text) : coordinates(text)
        guard let position, position.latitude.isFinite, position.longitude.isFinite else { return nil }
        return position
    }

    /// `{"code":"7HK3","capturedAt":"2026-11-20T09:16:00Z","signature":"…"}`
    package static func claim(_ text: String) -> CaptureClaim? { decoded(CaptureClaim.self, text) }

    private static func coordinates(_ text: String) -> ClientPosition? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { Double($0.filter { !$0.isWhitespace }) }
        guard (2...3).contains(numbers.count), let latitude = numbers[0], let longitude = numbers[1] else {
            return nil
        }
        return ClientPosition(
            latitude: latitude, longitude: longitude, accuracy: numbers.count > 2 ? numbers[2] : nil)
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        do { return try CanonicalJSON.decode(type, from: text) } catch { return nil }
    }
}
