/// What a file says about itself: container, size and capture facts.
public struct MediaFacts: Sendable, Equatable, Codable {
    public enum Format: String, Sendable, Equatable, Codable, CaseIterable {
        case jpeg, png, webp, heif, wav, flac, mp3, ogg, opus, aiff, m4a, webm, aac, amr
    }

    public var format: Format
    /// As stored, before orientation; 0 for sound.
    public var storedWidth: Int
    public var storedHeight: Int
    /// EXIF 1…8.
    public var orientation: Int
    /// Channels and seconds of a recording.
    public var channels: Int
    public var seconds: Double
    /// Channels of a recording that hold nothing while another one does: a broken microphone or plug.
    public var silentChannels: Int
    /// Samples a second and channel of a recording, as stored; 0 where the header does not say.
    public var sampleRate: Int
    /// How the samples are packed: `baseline`, `progressive`, `aac`, `opus`; nil where nothing more can be said than by the format.
    public var codec: String?
    /// nil where a picture carries none.
    public var colourProfile: ColourProfile?
    /// Of a JPEG the 64 steps that its luma was quantised with, row by row of the 8 × 8 block.
    public var luminanceSteps: [UInt16]?
    public var capture: CaptureFacts

    public init(
        format: Format, storedWidth: Int = 0, storedHeight: Int = 0, orientation: Int = 1, channels: Int = 0,
        seconds: Double = 0, silentChannels: Int = 0, sampleRate: Int = 0, codec: String? = nil,
        colourProfile: ColourProfile? = nil,
        luminanceSteps: [UInt16]? = nil, capture: CaptureFacts = CaptureFacts()
    ) {
        self.format = format
        self.storedWidth = storedWidth
        self.storedHeight = storedHeight
        self.orientation = orientation
        self.channels = channels
        self.seconds = seconds
        self.silentChannels = silentChannels
        self.sampleRate = sampleRate
        self.codec = codec
        self.colourProfile = colourProfile
        self.luminanceSteps = luminanceSteps
        self.capture = capture
    }
}

/// EXIF's answers to who, when and where; all nil where the file carries none.
public struct CaptureFacts: Sendable, Equatable, Codable {
    public var hasExif = false
    public var make: String?
    public var model: String?
    public var software: String?
    /// Tells this camera from others of its model; few phones write it.
    public var bodySerialNumber: String?
    /// Local, as written: `2026-11-20T14:05:11`; nil for zeros and nonsense.
    public var dateTimeOriginal: String?
    /// `+08:00`
    public var offset: String?
    /// Degrees, north and east positive; nil where absent or not numbers.
    public var latitude: Double?
    public var longitude: Double?
    /// What stands there instead of a position; latitude and longitude are nil then.
    public var impossiblePosition: ImpossiblePosition?
    /// Horizontal error radius, metres.
    public var horizontalErrorMetres: Double?
    /// UTC: `2026-11-20T06:05:11Z`.
    public var gpsDateTime: String?
    /// The embedded JPEG thumbnail's bytes.
    public var thumbnail: [UInt8]?
    /// The capture time stands there as zeros: a clock that was never set. `dateTimeOriginal` is nil then.
    public var hasZeroTime = false
    /// The program that XMP names (`xmp:CreatorTool`).
    public var creatorTool: String?
    /// EXIF's free remark; phones mark screenshots there.
    public var userComment: String?
    public var hasMakerNote = false
    /// What XMP says where EXIF is silent. Any editor writes it, so that it never stands in for a capture fact.
    public var xmpDateTime: String?
    public var credential = ContentCredential(.none)
    public init() {}
}

/// Numbers in the place of a position that are none: out of range, or with the letter of another direction (120.15N).
public struct ImpossiblePosition: Sendable, Equatable, Codable {
    /// Degrees as they stand where latitude belongs, 0…360; south and west negative.
    public var latitudeDegrees: Double
    /// The same where longitude belongs.
    public var longitudeDegrees: Double
    public init(latitudeDegrees: Double, longitudeDegrees: Double) {
        self.latitudeDegrees = latitudeDegrees
        self.longitudeDegrees = longitudeDegrees
    }
}
