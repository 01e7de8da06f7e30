public import Evidence

/// Runs a lexicon against its own examples.
public enum TopicReview {
    /// An example that the lexicon does not treat as it says.
    public struct Failure: CustomStringConvertible, Sendable, Equatable {
        public var topic: String
        public var example: String
        /// True where the example should match and does not.
        public var shouldMatch: Bool

        public var chinese: String {
            shouldMatch ? "主题 \(topic)：例句“\(example)”应命中而未命中" : "主题 \(topic)：例句“\(example)”不应命中却命中了"
        }
        public var english: String {
            shouldMatch
                ? "topic \(topic): the example is not matched" : "topic \(topic): the example must not match"
        }
        public var description: String { "\(chinese) (\(english))" }
    }

    /// Failures by topic and example, in the lexicon's order. Praise counts as no match.
    public static func failures(_ lexicon: TopicLexicon) -> [Failure] {
        let finder = TopicFinder(lexicon)
        return lexicon.topics.enumerated().flatMap { number, topic in
            let wanted = (topic.examples?.match ?? []).map { ($0, true) }
            let unwanted = (topic.examples?.noMatch ?? []).map { ($0, false) }
            return (wanted + unwanted).compactMap { example, shouldMatch in
                let matches = finder.mentions(in: Utterance(example))
                    .contains { $0.topic == number && $0.polarity != .praise }
                return matches == shouldMatch
                    ? nil : Failure(topic: topic.id, example: example, shouldMatch: shouldMatch)
            }
        }
    }
}
