import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What was learnt of shipped topics weighs with the words of the lexicon: listed words alone name a topic in too many
/// sentences that only touch on it, and leave out what customers say in words of their own.
struct LearntTopics: Sendable {
    /// Log odds that listed words add to what was learnt of their sentence.
    private static let support = 2.75
    /// They add so much more where listed words of another topic stand beside them: the sentences learnt from have mostly
    /// one topic, whose words speak against any other.
    private static let supportBesideOthers = 1.5
    /// Log odds from which a topic is raised.
    private static let threshold = 0.5
    /// What is heard in learnt words alone is less sure than any phrase.
    private static let mostConfidence = 0.8
    /// More characters are no keyword.
    private static let longestKeyword = 6

    private let topics: [(number: Int, id: String)]

    init(_ lexicon: TopicLexicon) {
        topics = lexicon.topics.enumerated().filter { $0.element.learnt == true }.map {
            ($0.offset, $0.element.id)
        }
    }

    /// Mentions that count, those that nobody listed among them.
    ///
    /// - Parameter refused: topics whose words are forbidden or denied here; of these only listed words count.
    func weigh(
        _ listed: [TopicMention], in utterance: Utterance, refused: Set<Int>
    ) -> [TopicMention] {
        if topics.isEmpty { return listed }
        var mentions = listed
        for odds in TopicWords.shared.odds(of: utterance) {
            let raised = listed.filter {
                $0.polarity != .praise && odds.sentence.contains($0.range.lowerBound)
            }
            let isOneOfSeveral = Set(raised.map(\.topic)).count > 1
            let support = isOneOfSeveral ? Self.support + Self.supportBesideOthers : Self.support
            for (topic, id) in topics {
                guard let learnt = odds.raises(id) else { continue }
                func isHere(_ mention: TopicMention) -> Bool {
                    mention.topic == topic && odds.sentence.contains(mention.range.lowerBound)
                }
                if learnt + support <= Self.threshold {
                    mentions.removeAll { isHere($0) && !$0.isOwn && $0.polarity != .praise }
                } else if learnt > Self.threshold, !mentions.contains(where: isHere),
                    !refused.contains(topic),
                    let words = TopicWords.shared.strongest(id, in: utterance, odds.sentence)
                {
                    mentions.append(Self.mention(topic, words, learnt, utterance))
                }
            }
        }
        return mentions.sorted { ($0.topic, $0.range.lowerBound) < ($1.topic, $1.range.lowerBound) }
    }

    private static func mention(
        _ topic: Int, _ words: Range<Int>, _ learnt: Double, _ utterance: Utterance
    ) -> TopicMention {
        TopicMention(
            topic: topic, range: words, parts: words.count > longestKeyword ? [] : [words],
            phrases: [utterance.surface(words)],
            polarity: Questions.isQuestion(utterance, around: words) ? .question : .concern,
            confidence: min(mostConfidence, 1 / (1 + exp(-learnt))), isWeak: false)
    }
}
