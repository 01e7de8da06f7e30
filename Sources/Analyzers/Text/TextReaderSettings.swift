/// How pictures are cut and scaled for the models. The defaults are the cheapest that lost no accuracy on 24
/// development pictures against the model's own defaults (detector at 2000, lines padded to 320): half the processor
/// time.
public struct TextReaderSettings: Sendable, Equatable {
    /// Longest side that the detector sees at once, pixels, a multiple of 32.
    public var detectorSide = 960
    /// A picture whose shorter side is less is enlarged for the detector.
    public var detectorShorterSide = 736
    /// A picture longer than this many times its width is read in tiles, as if it were several pictures below each
    /// other. A phone's whole screen is 2.17 to 2.22.
    public var wholeAspect: Float = 2.2
    /// By which neighbouring tiles overlap, detector pixels, a multiple of 32; more than twice a line of print.
    public var tileOverlap = 128
    /// Enlarging further shows nothing new.
    public var largestScale: Float = 4
    /// All tiles of a picture together, detector pixels.
    public var detectorPixels: Float = 8_000_000

    /// Height of a line for the recogniser (given by the model), pixels.
    let lineHeight = 48
    /// Line widths are rounded up to a multiple of this: every width is compiled once and keeps its memory.
    public var widthStep = 64
    /// The same for lines beyond `longLine`.
    public var longWidthStep = 256
    public var longLine = 1024
    /// A longer line is squeezed: 60 characters at full size.
    public var widestLine = 3072
    public var batch = 3
    public var requests = 2
    public var threads = 2

    public init() {}

    public static let standard = TextReaderSettings()
}
