public import FoundationEssentials

/// What a file is evidence of.
public enum EvidenceKind: String, Codable, Sendable, CaseIterable, Hashable {
    case shelfPhoto
    case consultationAudio
    case orderScreenshot

    public var chineseName: String {
        switch self {
        case .shelfPhoto: "货架照片"
        case .consultationAudio: "咨询录音"
        case .orderScreenshot: "接龙订单截图"
        }
    }
}

/// Where an item stands.
public enum ItemState: String, Codable, Sendable, CaseIterable, Hashable {
    /// Durable and waiting.
    case received
    case processing
    case analysed
    /// Cannot be used; the reason says what to do.
    case rejected
    /// The system itself failed after all attempts; nobody's score suffers.
    case failed

    /// - Parameter kind: of the item that stands there.
    public func chineseName(of kind: EvidenceKind) -> String {
        switch self {
        case .received: "已存证，待识别"
        case .processing: "识别中"
        case .analysed: "已识别"
        case .rejected: kind == .consultationAudio ? "需重录" : "需重拍"
        case .failed: "系统故障，稍后重试"
        }
    }
}

/// A code with its sentence in both languages: every reason that a person reads.
public struct Reason: Hashable, Codable, Sendable {
    public var code: String
    public var chinese: String
    public var english: String
    /// How much of the file arrived, percent, where it broke off and that is known.
    public var arrivedPercent: Int?
    public init(code: String, chinese: String, english: String, arrivedPercent: Int? = nil) {
        self.code = code
        self.chinese = chinese
        self.english = english
        self.arrivedPercent = arrivedPercent
    }
}

/// The position that the capture page itself reported.
public struct ClientPosition: Hashable, Codable, Sendable {
    /// WGS-84 degrees.
    public var latitude: Double
    public var longitude: Double
    /// Radius in metres.
    public var accuracy: Double?
    public var time: Date?
    public init(latitude: Double, longitude: Double, accuracy: Double? = nil, time: Date? = nil) {
        self.latitude = latitude
        self.longitude = longitude
        self.accuracy = accuracy
        self.time = time
    }
}

/// One uploaded file (证据).
public struct EvidenceItem: Hashable, Codable, Sendable {
    public var id: EvidenceID
    public var store: StoreID
    public var day: BusinessDay
    public var kind: EvidenceKind
    /// The requirement's slot that the item fills: `shelf-2`, `consultation-4`, `order-1`.
    public var slot: String
    public var sha256: ContentHash
    public var byteCount: Int
    /// The name the sender gave, for people only; never used as a path.
    public var fileName: String?
    /// When the evidence counts as received: stated by an integrator, else the server's clock.
    public var receivedAt: Date
    /// The server's own clock when the bytes became durable.
    public var recordedAt: Date
    public var late: Bool
    public var state: ItemState
    public var reason: Reason?
    public var verdict: Verdict?
    /// 0…100 where the kind is scored by item.
    public var score: Double?
    /// A sidecar transcript of this item, stored as an original of its own.
    public var transcriptSHA256: ContentHash?
    public var transcriptName: String?
    public var consent: Bool?
    public var clientPosition: ClientPosition?
    public var sender: AccountID
    /// An item of the same slot that replaced this one.
    public var supersededBy: EvidenceID?

    public init(
        id: EvidenceID, store: StoreID, day: BusinessDay, kind: EvidenceKind, slot: String,
        sha256: ContentHash,
        byteCount: Int, fileName: String? = nil, receivedAt: Date, recordedAt: Date, late: Bool = false,
        state: ItemState = .received, reason: Reason? = nil, verdict: Verdict? = nil, score: Double? = nil,
        transcriptSHA256: ContentHash? = nil, transcriptName: String? = nil, consent: Bool? = nil,
        clientPosition: ClientPosition? = nil, sender: AccountID, supersededBy: EvidenceID? = nil
    ) {
        self.id = id
        self.store = store
        self.day = day
        self.kind = kind
        self.slot = slot
        self.sha256 = sha256
        self.byteCount = byteCount
        self.fileName = fileName
        self.receivedAt = receivedAt
        self.recordedAt = recordedAt
        self.late = late
        self.state = state
        self.reason = reason
        self.verdict = verdict
        self.score = score
        self.transcriptSHA256 = transcriptSHA256
        self.transcriptName = transcriptName
        self.consent = consent
        self.clientPosition = clientPosition
        self.sender = sender
        self.supersededBy = supersededBy
    }
}

/// Whether evidence is what it claims to be (可信度结论).
public enum Verdict: String, Codable, Sendable, CaseIterable, Hashable {
    case trusted, suspect, rejected

    public var chineseName: String {
        switch self {
        case .trusted: "可信"
        case .suspect: "待复核"
        case .rejected: "不予采信"
        }
    }
}
