public import Evidence

/// A sentence in which something is asked, and where it was said.
public struct AskedQuestion: Sendable, Hashable {
    public var text: String
    public var item: EvidenceID
    public var store: StoreID
    public var day: BusinessDay
    /// Seconds into the recording; nil where the transcript has no times.
    public var start: Double?
    /// A topic of the lexicon was found in it.
    public var isMatched: Bool

    public init(
        text: String, item: EvidenceID, store: StoreID, day: BusinessDay, start: Double?, isMatched: Bool
    ) {
        self.text = text
        self.item = item
        self.store = store
        self.day = day
        self.start = start
        self.isMatched = isMatched
    }

    /// The questions of a recording: segments that ask and that no member of staff says.
    public static func questions(
        in findings: ConsultationFindings, item: EvidenceID, store: StoreID, day: BusinessDay
    ) -> [AskedQuestion] {
        guard let transcript = findings.transcript else { return [] }
        let matched = Set(findings.topics.flatMap { $0.evidence.map(\.segment) })
        return transcript.segments.enumerated().compactMap { index, segment in
            let speaker = index < findings.speakers.count ? findings.speakers[index] : nil
            guard speaker != Speaker.staff.rawValue, Questions.isAsked(Utterance(segment.text)) else {
                return nil
            }
            return AskedQuestion(
                text: segment.text, item: item, store: store, day: day, start: segment.start,
                isMatched: matched.contains(index))
        }
    }
}
