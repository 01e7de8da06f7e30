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
        var mentions: [(segment: Int, mention: TopicMention)] = []
        var terms = [[String]](repeating: [], count: utterances.count)
        for (segment, utterance) in utterances.enumerated() {
            for mention in mentionsThatCount(utterance, speakers[segment]) {
                mentions.append((segment, mention))
                terms[segment] += mention.parts.map(utterance.surface)
            }
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
        var found: Set<Int> = []
        for (segment, utterance) in utterances.enumerated() {
            for mention in mentionsThatCount(utterance, speakers[segment]) where mention.polarity != .praise {
                found.insert(mention.topic)
            }
        }
        return (found.sorted().map { finder.lexicon.topics[$0].id }, speakers)
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
