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

    public init(text: String, box: Box, confidence: Double, characters: [ReadCharacter] = []) {
        self.text = text
        self.box = box
        self.confidence = confidence
        self.characters = characters
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

/// Reads print from a picture, lines sorted top to bottom, then left to right.
public protocol TextReader: Sendable {
    var identity: AnalyzerIdentity { get }
    func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine]
}
