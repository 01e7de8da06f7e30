import Evidence
import Foundation
import Hashing
import Intake

/// What accompanies an uploaded file, as text from a form, a query or headers.
package struct UploadFields: Sendable, Equatable {
    static let names: Set<String> = [
        "kind", "slot", "transcriptOf", "consent", "clientPosition", "receivedAt", "fileName", "formToken",
        "sha256", "captureProof",
    ]
    /// Longer values are refused; the longest honest one is a position with its time.
    static let longestValue = 2_048

    private var values: [String: String] = [:]
    package init() {}

    package subscript(_ name: String) -> String? {
        get { values[name].flatMap { $0.isEmpty ? nil : $0 } }
        set { values[name] = newValue }
    }

    /// Makes the submission that Intake judges.
    func submission(store: StoreID, day: BusinessDay, sender: Account, fileName: String?) throws(Problem)
        -> Submission
    {
        Submission(
            store: store, day: day, kind: try kind(), slot: try slot(),
            fileName: fileName ?? self["fileName"],
            receivedAt: try receivedAt(), consent: try consent(), clientPosition: try clientPosition(),
            captureClaim: try captureClaim(), sender: sender,
            transcriptOf: self["transcriptOf"].map { EvidenceID($0) }, sha256: try sha256())
    }

    /// Enough is known to judge before the bytes arrive.
    var nameTarget: Bool { self["transcriptOf"] != nil || (self["kind"] != nil && self["slot"] != nil) }

    // MARK: Values

    private func kind() throws(Problem) -> EvidenceKind {
        guard let text = self["kind"] else {
            if self["transcriptOf"] != nil { return .consultationAudio }
            throw .missingField("kind")
        }
        guard let kind = EvidenceKind(rawValue: text) else {
            let known = EvidenceKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidField("kind", "\(text.prefix(64)) is none of \(known)")
        }
        return kind
    }

    private func slot() throws(Problem) -> String {
        guard let slot = self["slot"] else {
            if self["transcriptOf"] != nil { return "" }
            throw .missingField("slot")
        }
        guard slot.utf8.count <= 64 else { throw .invalidField("slot", "longer than 64 bytes") }
        return slot
    }

    /// The hash of the file alone, as a form cannot say it in a header.
    func sha256() throws(Problem) -> ContentHash? {
        guard let text = self["sha256"] else { return nil }
        let hash = ContentHash(text.lowercased())
        guard hash.isWellFormed else {
            throw .invalidField("sha256", "\(text.prefix(80)) is not 64 hexadecimal digits")
        }
        return hash
    }

    private func consent() throws(Problem) -> Bool? {
        switch self["consent"]?.lowercased() {
        case nil: nil
        case "true", "yes", "1", "on": true
        case "false", "no", "0", "off": false
        case .some(let text): throw .invalidField("consent", "\(text.prefix(64)) is neither true nor false")
        }
    }

    private func receivedAt() throws(Problem) -> Date? {
        guard let text = self["receivedAt"] else { return nil }
        // A plus sign in a query is a blank; a time of day never ends in one.
        let repaired = text.replacing(" ", with: "+")
        do {
            return try Date.ISO8601FormatStyle(includingFractionalSeconds: false).parse(repaired)
        } catch {
            throw .invalidField("receivedAt", "\(text.prefix(64)) is not like 2026-11-20T09:16:00+08:00")
        }
    }

    private func captureClaim() throws(Problem) -> CaptureClaim? {
        guard let text = self["captureProof"] else { return nil }
        do { return try CanonicalJSON.decode(CaptureClaim.self, from: text) } catch {
            throw .invalidField(
                "captureProof",
                #"expected {"code":"7HK3","capturedAt":"2026-11-20T09:16:00Z","signature":"…"}"#)
        }
    }

    /// JSON as in `EvidenceItem`, or `latitude,longitude[,accuracy]`.
    private func clientPosition() throws(Problem) -> ClientPosition? {
        guard let text = self["clientPosition"] else { return nil }
        let position: ClientPosition?
        if text.hasPrefix("{") {
            do {
                position = try CanonicalJSON.decode(ClientPosition.self, from: text)
            } catch {
                position = nil
            }
        } else {
            let numbers = text.split(separator: ",").map { Double($0.trimmed) }
            position =
                (2...3).contains(numbers.count)
                ? numbers[0].flatMap { latitude in
                    numbers[1].map { longitude in
                        ClientPosition(
                            latitude: latitude, longitude: longitude,
                            accuracy: numbers.count > 2 ? numbers[2] : nil)
                    }
                } : nil
        }
        guard let position, (-90...90).contains(position.latitude), (-180...180).contains(position.longitude)
        else {
            throw .invalidField(
                "clientPosition", #"expected {"latitude":30.27,"longitude":120.12,"accuracy":18}"#)
        }
        return position
    }
}
