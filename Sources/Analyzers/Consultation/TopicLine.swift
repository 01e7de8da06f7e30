public import Evidence

/// A line of `analyze consultation --jsonl`: a text, or a conversation in segments.
public struct TopicLine: Codable, Sendable, Equatable {
    public struct Segment: Codable, Sendable, Equatable {
        public var start: Double?
        public var end: Double?
        public var text: String
        public init(start: Double? = nil, end: Double? = nil, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }
    public var id: String
    public var text: String?
    public var segments: [Segment]?
    public init(id: String, text: String? = nil, segments: [Segment]? = nil) {
        self.id = id
        self.text = text
        self.segments = segments
    }
}

/// What is found in such a line.
public struct TopicLineAnswer: Codable, Sendable, Equatable {
    public var id: String
    /// Ids of the topics that the customer raises, in the lexicon's order.
    public var topics: [String]
    /// `customer`, `staff` or `unknown`, one a segment; a text without segments has one unknown speaker.
    public var speakers: [String]
    public init(id: String, topics: [String], speakers: [String]) {
        self.id = id
        self.topics = topics
        self.speakers = speakers
    }
}

/// Answers labelled lines, one at a time.
public struct TopicLineReader: Sendable {
    private let conversation: ConversationReading

    public init(lexicon: TopicLexicon) { conversation = ConversationReading(lexicon) }

    public func answer(_ line: TopicLine) -> TopicLineAnswer {
        let texts = line.segments.map { $0.map(\.text) } ?? [line.text ?? ""]
        let read = conversation.readLine(texts, isDialogue: line.segments != nil)
        return TopicLineAnswer(id: line.id, topics: read.topics, speakers: read.speakers.map(\.rawValue))
    }
}
