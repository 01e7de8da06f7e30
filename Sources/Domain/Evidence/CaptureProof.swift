public import FoundationEssentials

/// A short-lived code of one batch (拍摄码), which the manager shows in the picture or with whose key the capture page signs
/// the untouched original.
public struct CaptureChallenge: Hashable, Codable, Sendable {
    public var code: String
    /// For HMAC-SHA-256, 64 hexadecimal digits. Whoever opens the page can read it.
    public var key: String
    public var validFrom: Date
    public var validUntil: Date
    public init(code: String, key: String, validFrom: Date, validUntil: Date) {
        self.code = code
        self.key = key
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// What a sender says about the challenge of a photo.
public struct CaptureClaim: Hashable, Codable, Sendable {
    public var code: String
    /// As signed: `2026-11-20T09:16:00Z`.
    public var capturedAt: String?
    /// HMAC-SHA-256 of `code`, `capturedAt` and the file's SHA-256 in hexadecimal digits, a line each.
    public var signature: String?
    public init(code: String, capturedAt: String? = nil, signature: String? = nil) {
        self.code = code
        self.capturedAt = capturedAt
        self.signature = signature
    }
}

/// What the server made of a claim when it received the photo. It speaks for time and session only: place, reuse and
/// recapture are judged as ever.
public struct CaptureProof: Hashable, Codable, Sendable {
    public enum Signature: String, Codable, Sendable {
        case absent, valid, invalid
    }

    public var code: String
    /// The code was given for this store and day before the photo came.
    public var isOfBatch: Bool
    public var signature: Signature
    /// As signed; nil without a valid signature.
    public var capturedAt: Date?
    public init(code: String, isOfBatch: Bool, signature: Signature, capturedAt: Date? = nil) {
        self.code = code
        self.isOfBatch = isOfBatch
        self.signature = signature
        self.capturedAt = capturedAt
    }
}
