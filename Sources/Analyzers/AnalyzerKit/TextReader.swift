public import Evidence
public import Media

/// One recognised character with the reader's own doubts.
public struct ReadCharacter: Hashable, Codable, Sendable {
    public struct Alternative: Hashable, Codable, Sendable {
        public var text: String
        /// 0…1
        public var probability: Double
        public init(text: String, probability: Double) {
            self.text = text
            self.probability = probability
        }
    }
    public var text: String
    /// 0…1
    public var probability: Double
    /// The next-best readings, most likely first; may be empty.
    public var alternatives: [Alternative]
    public init(text: String, probability: Double, alternatives: [Alternative] = []) {
        self.text = text
        self.probability = probability
        self.alternatives = alternatives
    }
}

/// A line of print (contract of `analyze text`).
public struct TextLine: Hashable, Codable, Sendable {
    public var text: String
    /// Upright bounding box in pixels of the upright picture.
    public var box: Box
    /// Mean probability of the characters, 0…1.
    public var confidence: Double
    /// One for each character of `text`, where the reader gives them.
    public var characters: [ReadCharacter]
    /// Pixels by which the print falls for each pixel to the right, 0 where it is level; nil where the reader does not
    /// tell, or the line is too short to tell.
    public var slope: Double?

    public init(
        text: String, box: Box, confidence: Double, characters: [ReadCharacter] = [], slope: Double? = nil
    ) {
        self.text = text
        self.box = box
        self.confidence = confidence
        self.characters = characters
        self.slope = slope
    }

    private enum CodingKeys: String, CodingKey { case text, box, confidence }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decode(String.self, forKey: .text)
        box = try container.decode(Box.self, forKey: .box)
        confidence = try container.decode(Double.self, forKey: .confidence)
        characters = []
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(box, forKey: .box)
        try container.encode(confidence, forKey: .confidence)
    }
}

/// Print, and the picture in which it stands upright.
public struct UprightReading: Sendable {
    /// The EXIF orientation by which the picture was turned; 1 where its print stood upright already.
    public var orientation: Int
    /// The picture after turning; boxes of the lines are in its pixels.
    public var picture: Raster
    public var lines: [TextLine]

    public init(orientation: Int = 1, picture: Raster, lines: [TextLine]) {
        self.orientation = orientation
        self.picture = picture
        self.lines = lines
    }
}

/// Reads print from a picture, lines sorted top to bottom, then left to right.
public protocol TextReader: Sendable {
    var identity: AnalyzerIdentity { get }
    func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine]
    /// Turns a picture first whose print lies on its side or stands on its head.
    func readUpright(_ picture: Raster) async throws(AnalysisError) -> UprightReading
}

extension TextReader {
    /// For readers that cannot tell: the picture as it is.
    public func readUpright(_ picture: Raster) async throws(AnalysisError) -> UprightReading {
        UprightReading(picture: picture, lines: try await read(picture))
    }
}

extension Box {
    /// A box of a turned picture, in pixels of the picture before it was turned.
    /// - Parameters:
    ///   - orientation: the EXIF orientation by which it was turned: 1, 3, 6 or 8.
    ///   - width: of the turned picture.
    ///   - height: of the turned picture.
    public func turnedBack(orientation: Int, width: Int, height: Int) -> Box {
        switch orientation {
        case 3: Box(x0: width - x1, y0: height - y1, x1: width - x0, y1: height - y0)
        case 6: Box(x0: y0, y0: width - x1, x1: y1, y1: width - x0)
        case 8: Box(x0: height - y1, y0: x0, x1: height - y0, y1: x1)
        default: self
        }
    }
}
