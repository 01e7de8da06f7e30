/// What is decoded at all. Judged from the header, before memory is taken.
public struct DecodingLimits: Sendable, Equatable {
    /// A phone's 200-megapixel mode; such a JPEG is decoded at a scale.
    public var jpegPixels = 200_000_000
    /// A progressive JPEG keeps all its coefficients in memory at any scale: 6 bytes a pixel.
    public var progressiveJPEGPixels = 100_000_000
    /// Of every other format.
    public var pixels = 100_000_000
    public var jpegSide = 24_576
    public var side = 16_384
    public var shortestSide = 8
    /// Longer side ÷ shorter side: a strip 8 pixels high shows no shelf and no line of print.
    public var aspect = 200
    /// A larger JPEG is decoded at 1/2, 1/4 or 1/8 so that its raster stays within this.
    public var rasterPixels = 16_777_216

    public var shortestSeconds = 0.5
    public var longestSeconds = 7200.0
    /// Of a longer recording its beginning is kept, for two hours would be 461 MB.
    public var keptSeconds = 1800.0
    public var channels = 8
    /// Samples a second.
    public var sampleRates = 2_000...384_000

    public var archive = ArchiveLimits()

    public init() {}

    public static let standard = DecodingLimits()
}

extension DecodingLimits {
    enum SizeProblem: Equatable { case tooLarge, tooSmall }

    /// Sides as they stand in a header: anything up to 2³² − 1, never 0.
    func problem(width: Int, height: Int, side: Int, pixels: Int) -> SizeProblem? {
        if width > side || height > side { return .tooLarge }
        // Neither side can overflow the product any more.
        if width * height > pixels { return .tooLarge }
        let shorter = min(width, height)
        if shorter < shortestSide || max(width, height) > aspect * shorter { return .tooSmall }
        return nil
    }
}

extension DecodingLimits {
    /// Of a recording, at the rate at which it is kept.
    var keptSamples: Int { Int(keptSeconds * Double(MediaDecoder.sampleRate)) }
}
