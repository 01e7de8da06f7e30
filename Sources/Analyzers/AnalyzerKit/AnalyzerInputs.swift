public import Evidence
public import FoundationEssentials
public import Media

/// An upright shelf photo and, where the slot names one, the plan that it must show.
public struct ShelfInput: Sendable {
    public var photo: Raster
    public var planogram: Planogram?
    public init(photo: Raster, planogram: Planogram? = nil) {
        self.photo = photo
        self.planogram = planogram
    }
}

/// An order that an earlier screenshot showed.
public struct EarlierOrder: Hashable, Sendable {
    /// The screenshot: an evidence id in the service, a file name on the command line.
    public var name: String
    public var orderNumber: String?
    public var customer: String?
    /// Local, `2026-11-12`.
    public var placedOn: String?
    /// The scheme that was applied.
    public var schemeId: String?
    /// Of the same store and day, where two screenshots may well show one order.
    public var sameBatch: Bool
    public init(
        name: String, orderNumber: String?, customer: String?, placedOn: String?, schemeId: String?,
        sameBatch: Bool = false
    ) {
        self.sameBatch = sameBatch
        self.name = name
        self.orderNumber = orderNumber
        self.customer = customer
        self.placedOn = placedOn
        self.schemeId = schemeId
    }
}

/// The text of one screenshot and what is known about it.
public struct OrderInput: Sendable {
    /// Pixels of the upright screenshot.
    public var width: Int
    public var height: Int
    public var lines: [TextLine]
    /// The picture itself, where struck-through prices are to be told from prices by their line.
    public var screenshot: Raster?
    /// Gives the year where the picture prints none.
    public var receivedAt: Date?
    public var store: Store?
    /// Where the orders were placed, in the words of the schemes; nil where that is not known.
    public var channel: String?
    /// The business day that it was sent for.
    public var day: BusinessDay?
    /// What earlier screenshots showed of the same customers and numbers; nil where that is not known.
    public var earlier: [EarlierOrder]?
    /// The EXIF orientation by which the screenshot was turned before it was read; boxes of findings are told in
    /// pixels of the picture before that.
    public var orientation: Int
    public init(
        width: Int, height: Int, lines: [TextLine], screenshot: Raster? = nil, receivedAt: Date? = nil,
        store: Store? = nil, channel: String? = PromotionScheme.groupBuy, day: BusinessDay? = nil,
        earlier: [EarlierOrder]? = nil, orientation: Int = 1
    ) {
        self.orientation = orientation
        self.day = day
        self.earlier = earlier
        self.width = width
        self.height = height
        self.lines = lines
        self.screenshot = screenshot
        self.receivedAt = receivedAt
        self.store = store
        self.channel = channel
    }
}

/// A recording, its transcript, or both.
public struct ConsultationInput: Sendable {
    public var recording: Waveform?
    /// How long the file is, where `recording` holds only its beginning; nil where it holds all.
    public var recordedSeconds: Double?
    public var transcript: Transcript?
    /// Where somebody speaks, seconds, as a trained detector heard it; nil where none was asked.
    public var speech: [ClosedRange<Double>]?
    /// Channels of the file that held nothing while another one did.
    public var silentChannels: Int
    public init(
        recording: Waveform?, recordedSeconds: Double? = nil, transcript: Transcript?,
        speech: [ClosedRange<Double>]? = nil, silentChannels: Int = 0
    ) {
        self.recording = recording
        self.recordedSeconds = recordedSeconds
        self.transcript = transcript
        self.speech = speech
        self.silentChannels = silentChannels
    }
}

/// What the reuse check keeps of every picture.
public struct PictureFingerprint: Hashable, Codable, Sendable {
    /// 64-bit perceptual hash.
    public var perceptualHash: UInt64
    /// What alignment needs (features, a small picture); opaque to everyone but the provenance analyser.
    public var payload: [UInt8]
    public init(perceptualHash: UInt64, payload: [UInt8]) {
        self.perceptualHash = perceptualHash
        self.payload = payload
    }
}

/// A picture that was received before.
public struct PriorPicture: Sendable {
    /// An evidence id in the service, a file name on the command line.
    public var name: String
    public var sha256: ContentHash
    public var fingerprint: PictureFingerprint
    /// The same batch: the same picture in two slots of one day.
    public var sameBatch: Bool
    public init(name: String, sha256: ContentHash, fingerprint: PictureFingerprint, sameBatch: Bool) {
        self.name = name
        self.sha256 = sha256
        self.fingerprint = fingerprint
        self.sameBatch = sameBatch
    }
}

/// When another photo of the same store was taken, as its own findings say.
public struct NeighbourCapture: Sendable {
    /// An evidence id.
    public var name: String
    public var day: BusinessDay
    public var slot: String
    public var exif: ProvenanceFindings.Exif?
    /// Local, as printed: `2026-11-20T19:23`.
    public var printedTime: String?
    public init(
        name: String, day: BusinessDay, slot: String, exif: ProvenanceFindings.Exif?, printedTime: String?
    ) {
        self.name = name
        self.day = day
        self.slot = slot
        self.exif = exif
        self.printedTime = printedTime
    }
}

/// A photo that the same camera took for another store, as its own findings say.
public struct DeviceCapture: Sendable {
    /// An evidence id.
    public var name: String
    public var store: StoreID
    public var exif: ProvenanceFindings.Exif?
    public init(name: String, store: StoreID, exif: ProvenanceFindings.Exif?) {
        self.name = name
        self.store = store
        self.exif = exif
    }
}

/// How many photos of a camera model came with a maker note, and how many without.
public struct MakerNoteCounts: Hashable, Sendable {
    public var with: Int
    public var without: Int
    public init(with: Int = 0, without: Int = 0) {
        self.with = with
        self.without = without
    }
}

/// A picture with everything that its place and time are judged by.
public struct ProvenanceInput: Sendable {
    public var picture: Raster
    public var sha256: ContentHash
    public var facts: MediaFacts
    /// Lines of print on the picture, from the text reader.
    public var lines: [TextLine]
    /// Reads parts of the picture again, larger; nil where the lines are all that can be had.
    public var reader: (any TextReader)?
    public var store: Store
    public var day: BusinessDay
    public var receivedAt: Date?
    public var clientPosition: ClientPosition?
    /// What was made of the code that the photo came with; nil where it came with none.
    public var captureProof: CaptureProof?
    /// What the page reported for this store on other days, one for each day at most.
    public var earlierPositions: [ClientPosition]
    /// Photos of the same store and the days around that were analysed before.
    public var neighbours: [NeighbourCapture]
    /// Photos of the same camera and the days around that were sent for other stores.
    public var deviceElsewhere: [DeviceCapture]
    /// Of the camera's model, as far as it was seen.
    public var makerNotes: MakerNoteCounts
    public var prior: [PriorPicture]
    /// Screenshots carry no place: only reuse is judged there.
    public var kind: EvidenceKind
    /// The thumbnail that EXIF embeds (`CaptureFacts.thumbnail`), decoded and not yet turned by the orientation; nil
    /// where there is none or it cannot be decoded.
    public var thumbnail: Raster?
    public init(
        picture: Raster, sha256: ContentHash, facts: MediaFacts, lines: [TextLine],
        reader: (any TextReader)? = nil, store: Store,
        day: BusinessDay, receivedAt: Date? = nil, clientPosition: ClientPosition? = nil,
        prior: [PriorPicture] = [], kind: EvidenceKind = .shelfPhoto, thumbnail: Raster? = nil,
        earlierPositions: [ClientPosition] = [], neighbours: [NeighbourCapture] = [],
        deviceElsewhere: [DeviceCapture] = [],
        makerNotes: MakerNoteCounts = MakerNoteCounts(), captureProof: CaptureProof? = nil
    ) {
        self.captureProof = captureProof
        self.makerNotes = makerNotes
        self.deviceElsewhere = deviceElsewhere
        self.neighbours = neighbours
        self.earlierPositions = earlierPositions
        self.picture = picture
        self.sha256 = sha256
        self.facts = facts
        self.lines = lines
        self.reader = reader
        self.store = store
        self.day = day
        self.receivedAt = receivedAt
        self.clientPosition = clientPosition
        self.prior = prior
        self.kind = kind
        self.thumbnail = thumbnail
    }
}

/// Makes the fingerprint that is kept of every picture.
public protocol PictureFingerprinting: Sendable {
    func fingerprint(of picture: Raster) -> PictureFingerprint
    /// That of the picture turned over left to right, as copies are to hide them.
    func mirroredFingerprint(of picture: Raster) -> PictureFingerprint
    /// An index for fingerprints of this kind.
    func emptyIndex() -> any PictureIndexing
}

/// Proposes which of many pictures one may repeat, without comparing it with each.
public protocol PictureIndexing: Sendable {
    /// - Parameter number: names the picture in answers; small and not negative, each given once.
    mutating func insert(_ fingerprint: PictureFingerprint, as number: Int)
    /// The pictures that may be the same, likeliest first.
    func likely(_ fingerprint: PictureFingerprint, kind: EvidenceKind) -> [Int]
}
