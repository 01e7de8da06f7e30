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

    /// Makes the batch that Intake judges; what accompanies single files stands in the manifest.
    func batch(store: StoreID, day: BusinessDay, sender: Account) throws(Problem) -> BatchSubmission {
        BatchSubmission(
            store: store, day: day, sender: sender, receivedAt: try receivedAt(), consent: try consent(),
            sha256: try sha256())
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
        try value("consent", SubmissionValue.consent) { "\($0) is neither true nor false" }
    }

    private func receivedAt() throws(Problem) -> Date? {
        try value("receivedAt", SubmissionValue.instant) { "\($0) is not like 2026-11-20T09:16:00+08:00" }
    }

    private func captureClaim() throws(Problem) -> CaptureClaim? {
        try value("captureProof", SubmissionValue.claim) { _ in
            #"expected {"code":"7HK3","capturedAt":"2026-11-20T09:16:00Z","signature":"…"}"#
        }
    }

    private func clientPosition() throws(Problem) -> ClientPosition? {
        try value("clientPosition", SubmissionValue.position) { _ in
            #"expected {"latitude":30.27,"longitude":120.12,"accuracy":18}"#
        }
    }

    private func value<Value>(
        _ name: String, _ read: (String) -> Value?, detail: (Substring) -> String
    ) throws(Problem) -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = read(text) else { throw .invalidField(name, detail(text.prefix(64))) }
        return value
    }
}
