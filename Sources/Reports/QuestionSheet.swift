import Consultation
public import Evidence

/// What customers asked over a span of days, grouped, and the phrases that the lexicon lacks: all that is shown of them.
public struct QuestionSheet: Codable, Sendable, Equatable {
    /// Spans that can be looked at, days that end with the newest that has evidence.
    public static let spans = [7, 14, 30]
    private static let mostGroups = 50
    private static let mostPhrases = 30

    public struct Group: Codable, Sendable, Equatable {
        public var name: String
        public var questions: Int
        /// Stores in which it was asked.
        public var stores: Int
        /// Share of the questions that no topic of the lexicon was found in.
        public var unmatchedShare: Double
        /// Questions a day in the second half of the days over those in the first; nil where the first has none.
        @ExplicitNull public var trend: Double?
        public var quote: Quote
    }

    /// The question that is nearest to all others of its group.
    public struct Quote: Codable, Sendable, Equatable {
        public var text: String
        public var item: EvidenceID
        public var store: StoreID
        public var day: BusinessDay
        @ExplicitNull public var start: Double?
    }

    public struct Phrase: Codable, Sendable, Equatable {
        public var phrase: String
        public var recordings: Int
        public var cohesion: Double
        public var freedom: Double
    }

    public var recordings: Int
    /// The first day from which questions are grouped.
    @ExplicitNull public var since: BusinessDay?
    /// The span holds more questions than are grouped; the oldest are left out.
    public var isCut: Bool
    /// The largest first.
    public var groups: [Group]
    /// Groups of the questions that no topic was found in.
    public var unmatchedGroups: [Group]
    public var phrases: [Phrase]
}

extension QuestionSheet {
    /// - Parameters:
    ///   - recordings: by day.
    ///   - isWhole: all recordings of the span are there.
    init(of recordings: [HeardRecording], isWhole: Bool, lexicon: TopicLexicon) {
        let asked = recordings.flatMap(\.questions)
        let questions = asked.suffix(QuestionClusters.mostQuestions)
        self.init(
            recordings: recordings.count, since: questions.first?.day,
            isCut: !isWhole || questions.count < asked.count,
            groups: Self.groups(of: Array(questions)),
            unmatchedGroups: Self.groups(of: questions.filter { !$0.isMatched }),
            phrases: PhraseCandidates.candidates(
                in: recordings.map(\.customerWords), lexicon: lexicon, most: Self.mostPhrases
            ).map {
                Phrase(
                    phrase: $0.phrase, recordings: $0.documents, cohesion: $0.cohesion, freedom: $0.freedom)
            })
    }

    private static func groups(of questions: [AskedQuestion]) -> [Group] {
        QuestionClusters.clusters(of: questions).prefix(mostGroups).map { cluster in
            Group(
                name: cluster.name, questions: cluster.questions.count, stores: cluster.stores,
                unmatchedShare: cluster.unmatchedShare, trend: cluster.trend,
                quote: Quote(
                    text: cluster.quote.text, item: cluster.quote.item, store: cluster.quote.store,
                    day: cluster.quote.day, start: cluster.quote.start))
        }
    }
}

/// What a recording holds for the questions: less than its findings, so that a month of a chain fits in memory.
struct HeardRecording: Sendable {
    let day: BusinessDay
    let questions: [AskedQuestion]
    let customerWords: String

    init(of item: EvidenceItem, _ findings: ConsultationFindings) {
        day = item.day
        questions = AskedQuestion.questions(in: findings, item: item.id, store: item.store, day: item.day)
        customerWords = CustomerWords.text(of: findings)
    }
}
