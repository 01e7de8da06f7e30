import Evidence

/// Reads a transcript: who speaks, what customers raise, which words stand out.
struct ConversationReading: Sendable {
    struct Result: Sendable {
        var topics: [ConsultationFindings.Topic]
        var speakers: [Speaker]
        var keywords: [ConsultationFindings.Keyword]
    }

    /// Log odds from which a statement of nobody known is taken for a service told (便当帮您热好了), and a question
    /// for one offered (要帮您热一下吗).
    private static let soundsLikeStaff = 2.0
    private static let surelyStaff = 3.5

    private let finder: TopicFinder
    private let segmentation: WordSegmentation

    init(_ lexicon: TopicLexicon, goods: [String] = [], dictionary: WordDictionary? = nil) {
        finder = TopicFinder(lexicon, goods: goods)
        segmentation = WordSegmentation(dictionary: dictionary, names: goods)
    }

    /// - Parameter shown: the same transcript as it may be quoted, its personal details masked.
    func read(_ transcript: Transcript, showing shown: Transcript) -> Result {
        let utterances = transcript.segments.map { Utterance($0.text) }
        let speakers = SpeakerAttribution.speakers(utterances)
        let mentions = mentions(in: utterances, speakers)
        var terms = [[String]](repeating: [], count: utterances.count)
        for (segment, mention) in mentions {
            terms[segment] += mention.parts.map(utterances[segment].surface)
        }
        return Result(
            topics: TopicSummary.topics(mentions, in: shown, lexicon: finder.lexicon),
            speakers: speakers,
            keywords: KeywordExtraction.keywords(
                utterances, transcript: transcript, topicTerms: terms, segmentation: segmentation))
    }

    /// Only what a labelled line asks for: topics by id, without praise, and speakers.
    func readLine(_ segments: [String], isDialogue: Bool) -> (topics: [String], speakers: [Speaker]) {
        let utterances = segments.map { Utterance($0) }
        let speakers =
            isDialogue ? SpeakerAttribution.speakers(utterances) : segments.map { _ in Speaker.unknown }
        let raised = mentions(in: utterances, speakers).filter { $0.mention.polarity != .praise }
        return (Set(raised.map(\.mention.topic)).sorted().map { finder.lexicon.topics[$0].id }, speakers)
    }

    /// What counts of all segments, and what only two of one customer say together: recognisers cut where somebody
    /// breathes.
    private func mentions(
        in utterances: [Utterance], _ speakers: [Speaker]
    ) -> [(segment: Int, mention: TopicMention)] {
        let alone = zip(utterances, speakers).enumerated().flatMap { segment, said in
            mentionsThatCount(said.0, said.1).map { (segment: segment, mention: $0) }
        }
        let together = utterances.indices.dropFirst().filter {
            speakers[$0 - 1] == .customer && speakers[$0] == .customer
        }
        .flatMap { second in
            mentionsAcross(utterances[second - 1], utterances[second]).map {
                (segment: second - 1, mention: $0)
            }
        }
        return alone + together
    }

    /// Mentions with words on both sides of a cut, as far as they stand before it.
    private func mentionsAcross(_ first: Utterance, _ second: Utterance) -> [TopicMention] {
        finder.mentions(in: Utterance(String(first.characters + second.characters))).compactMap { mention in
            let cut = first.units.count
            guard mention.range.lowerBound < cut, mention.range.upperBound > cut else { return nil }
            var before = mention
            before.range = mention.range.lowerBound..<cut
            before.parts = mention.parts.filter { $0.lowerBound < cut }.map { $0.clamped(to: 0..<cut) }
            return before
        }
    }

    /// What staff offer, read out or repeat is no customer's concern, unless the topic says otherwise.
    private func mentionsThatCount(_ utterance: Utterance, _ speaker: Speaker) -> [TopicMention] {
        let mentions = finder.mentions(in: utterance)
        if speaker == .unknown {
            let staff = SpeakerWords.shared.evidence(utterance)
            if staff >= Self.surelyStaff { return [] }
            return staff >= Self.soundsLikeStaff ? mentions.filter { $0.polarity == .question } : mentions
        }
        if speaker == .customer { return mentions }
        return mentions.filter { finder.lexicon.topics[$0.topic].byAnyone == true }
    }
}
