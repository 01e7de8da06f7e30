public import Evidence
public import FoundationEssentials

/// What accompanies a file that someone sends.
public struct Submission: Equatable, Sendable {
    public var store: StoreID
    public var day: BusinessDay
    public var kind: EvidenceKind
    public var slot: String
    /// As the sender names the file, for people only.
    public var fileName: String?
    /// The media type that the sender gives the file; the bytes decide, a mismatch is recorded.
    public var statedType: String?
    /// When the evidence arrived elsewhere; only integrators, who import it, may state that.
    public var receivedAt: Date?
    /// Whether the recorded customers agreed; recordings need it.
    public var consent: Bool?
    public var clientPosition: ClientPosition?
    /// The code of the batch that a photo shows or is signed with.
    public var captureClaim: CaptureClaim?
    public var sender: Account
    /// The recording whose transcript the file is; kind and slot are the recording's then.
    public var transcriptOf: EvidenceID?
    /// What the sender says the bytes hash to: other bytes are refused.
    public var sha256: ContentHash?
    /// What the sender names this request by: sent again, it is answered as it was the first time.
    public var requestKey: String?

    public init(
        store: StoreID, day: BusinessDay, kind: EvidenceKind, slot: String, fileName: String? = nil,
        receivedAt: Date? = nil, consent: Bool? = nil, clientPosition: ClientPosition? = nil,
        captureClaim: CaptureClaim? = nil, sender: Account, transcriptOf: EvidenceID? = nil,
        sha256: ContentHash? = nil, requestKey: String? = nil
    ) {
        self.store = store
        self.day = day
        self.kind = kind
        self.slot = slot
        self.fileName = fileName
        self.receivedAt = receivedAt
        self.consent = consent
        self.clientPosition = clientPosition
        self.captureClaim = captureClaim
        self.sender = sender
        self.transcriptOf = transcriptOf
        self.sha256 = sha256
        self.requestKey = requestKey
    }
}

/// What the sender gets once the bytes and the record of them are durable.
public struct Receipt: Hashable, Codable, Sendable {
    public var item: EvidenceItem
    /// The same bytes were sent for the same slot before: this is the receipt of then.
    public var repeated: Bool

    public init(item: EvidenceItem, repeated: Bool) {
        self.item = item
        self.repeated = repeated
    }
}

/// How much is taken.
public struct IntakeLimits: Hashable, Sendable {
    /// A photo or recording, bytes.
    public var maximumBytes: Int
    /// A transcript, bytes.
    public var maximumTranscriptBytes: Int
    /// How far a stated time may lie ahead of our clock, seconds: clocks differ.
    public var clockDifferenceSeconds: Double
    /// What stays free on the disk, bytes: the database, the renditions and the machine need room when uploads no longer get
    /// any. 0 takes all there is.
    public var minimumFreeBytes: Int
    public var storeDay: StoreDayLimits

    public init(
        maximumBytes: Int = 25 << 20, maximumTranscriptBytes: Int = 2 << 20,
        clockDifferenceSeconds: Double = 300, minimumFreeBytes: Int = 0,
        storeDay: StoreDayLimits = StoreDayLimits()
    ) {
        self.maximumBytes = maximumBytes
        self.maximumTranscriptBytes = maximumTranscriptBytes
        self.clockDifferenceSeconds = clockDifferenceSeconds
        self.minimumFreeBytes = minimumFreeBytes
        self.storeDay = storeDay
    }
}
