/// The ICC profile that a picture carries, and what was made of it.
public struct ColourProfile: Sendable, Equatable, Codable {
    public enum Effect: String, Sendable, Equatable, Codable {
        /// It says what is meant without a profile too: sRGB.
        case none
        /// The colours were brought from it to sRGB.
        case converted
        /// It cannot be read, or speaks of other colours than the picture has; the colours stay as they are stored.
        case ignored
    }

    /// As it calls itself: `Display P3`; nil where it cannot be read or has no name.
    public var name: String?
    public var effect: Effect

    public init(name: String? = nil, effect: Effect) {
        self.name = name
        self.effect = effect
    }
}
