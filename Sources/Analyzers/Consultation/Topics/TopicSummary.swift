import Evidence

/// What the mentions of all segments say together.
enum TopicSummary {
    /// Topics in the lexicon's order, praise apart from concern, evidence in the order of speaking.
    static func topics(
        _ mentions: [(segment: Int, mention: TopicMention)], in transcript: Transcript,
        lexicon: TopicLexicon
    ) -> [ConsultationFindings.Topic] {
        lexicon.topics.indices.flatMap { number -> [ConsultationFindings.Topic] in
            let own = mentions.filter { $0.mention.topic == number }
            return [
                own.filter { $0.mention.polarity != .praise }, own.filter { $0.mention.polarity == .praise },
            ]
            .filter { !$0.isEmpty }
            .map { topic(lexicon.topics[number].id, $0, transcript) }
        }
    }

    private static func topic(
        _ id: String, _ mentions: [(segment: Int, mention: TopicMention)], _ transcript: Transcript
    ) -> ConsultationFindings.Topic {
        var segments: [Int] = []
        for mention in mentions where segments.last != mention.segment { segments.append(mention.segment) }
        let polarity = mentions.first { $0.mention.polarity == .concern }?.mention.polarity
        // Independent mentions support each other; nothing becomes certain.
        let doubt = mentions.reduce(1.0) { $0 * (1 - $1.mention.confidence) }
        return ConsultationFindings.Topic(
            id: id, polarity: polarity ?? mentions[0].mention.polarity,
            evidence: segments.map {
                ConsultationFindings.Topic.Evidence(
                    segment: $0, text: transcript.segments[$0].text, start: transcript.segments[$0].start)
            },
            confidence: rounded(min(0.99, 1 - doubt), 100))
    }
}
