import Decoding
public import Evidence
public import Foundation

/// One archive for a store-day, and what holds for its entries where the manifest says nothing else.
public struct BatchSubmission: Sendable {
    public var store: StoreID
    public var day: BusinessDay
    public var sender: Account
    /// When the evidence arrived elsewhere; only integrators, who import it, may state that.
    public var receivedAt: Date?
    /// Whether the recorded customers agreed.
    public var consent: Bool?
    /// What the sender says the archive hashes to: other bytes are refused.
    public var sha256: ContentHash?
    /// What the sender names this request by: its entries are answered as they were the first time.
    public var requestKey: String?

    public init(
        store: StoreID, day: BusinessDay, sender: Account, receivedAt: Date? = nil, consent: Bool? = nil,
        sha256: ContentHash? = nil, requestKey: String? = nil
    ) {
        self.store = store
        self.day = day
        self.sender = sender
        self.receivedAt = receivedAt
        self.consent = consent
        self.sha256 = sha256
        self.requestKey = requestKey
    }

    /// What an entry is sent as.
    func submission(
        _ planned: BatchPlan.Entry, kind: EvidenceKind, slot: String
    ) -> Submission {
        Submission(
            store: store, day: day, kind: kind, slot: slot, fileName: planned.entry.name,
            receivedAt: planned.row?.receivedAt ?? receivedAt, consent: planned.row?.consent ?? consent,
            clientPosition: planned.row?.clientPosition, captureClaim: planned.row?.captureClaim,
            sender: sender,
            requestKey: requestKey.map { EvidenceIntake.digest(of: [$0, planned.entry.name]) })
    }
}

/// Why an archive as a whole is not taken.
public struct BatchRefusal: Error, Sendable, CustomStringConvertible {
    public enum Cause: Sendable {
        case notArchive, tooLarge, unusable
        /// Nothing is known about the archive.
        case unavailable
    }

    public var cause: Cause
    public var reason: Reason
    /// For the log.
    public var detail: String

    public var description: String { "\(reason.code): \(detail)" }

    init(_ failure: DecodingFailure) {
        cause =
            switch failure.code {
            case .notMedia, .wrongKind: .notArchive
            case .tooLarge: .tooLarge
            case .decoderUnavailable: .unavailable
            default: .unusable
            }
        reason = Reason(
            code: cause == .notArchive ? "notArchive" : failure.code.rawValue, chinese: failure.chinese,
            english: failure.english)
        detail = failure.detail
    }

    init(_ problem: ManifestProblem) {
        cause = .unusable
        reason = problem.reason
        detail = problem.line.map { "line \($0)" } ?? ""
    }
}
