/// What an item's file is, as its bytes have it, whether it can be used or not: the facts of its medium for everyone. Hash
/// and size stand with the item.
public struct MediaFindings: Codable, Sendable, Equatable {
    public struct Profile: Codable, Sendable, Equatable {
        public var name: String?
        /// `none` (it is sRGB), `converted` or `ignored`.
        public var effect: String
        public init(name: String?, effect: String) {
            self.name = name
            self.effect = effect
        }
    }

    /// What the bytes are: `jpeg`, `m4a`; nil where they are nothing that is known.
    public var format: String?
    /// What the file's name says it were (`png`), where the bytes are something else.
    public var claimedFormat: String?
    /// How the samples are packed: `progressive`, `aac`.
    public var codec: String?
    /// Of a picture as stored, before orientation.
    public var width: Int?
    public var height: Int?
    /// EXIF 1…8.
    public var orientation: Int?
    public var colourProfile: Profile?
    public var seconds: Double?
    public var channels: Int?
    /// Samples a second and channel.
    public var sampleRate: Int?
    /// Bits a second of the whole file.
    public var bitRate: Int?
    public var exif: ProvenanceFindings.Exif?

    public init() {}
}
