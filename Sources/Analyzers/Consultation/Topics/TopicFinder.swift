import Evidence

/// One place where a topic of the lexicon is spoken of.
struct TopicMention: Sendable, Equatable {
    /// Index of the topic in the lexicon.
    var topic: Int
    /// Units of the utterance.
    var range: Range<Int>
    /// The words that led here: one phrase, or both words of a pair.
    var parts: [Range<Int>]
    /// How the lexicon writes them.
    var phrases: [String]
    var polarity: ConsultationFindings.Polarity
    /// 0…1
    var confidence: Double
}

/// Looks for the topics of a lexicon in what is said.
struct TopicFinder: Sendable {
    /// A topic's phrases as numbers of the index.
    private struct Entry: Sendable {
        var phrases: Set<Int>
        var pairs: [(left: Set<Int>, right: Set<Int>)]
        var forbidden: Set<Int>
        var forbiddenNear: Set<Int>
    }

    /// At most so many characters between the two words of a pair.
    static let pairDistance = 8

    let lexicon: TopicLexicon
    /// Whether the words of staff matter to any topic.
    let hearsStaff: Bool
    private let index: PhraseIndex
    private let entries: [Entry]
    /// Topics that a phrase of the index belongs to.
    private let owners: [[Int]]
    private let saysNo: [Bool]
    private let negation = Negation()

    init(_ lexicon: TopicLexicon) {
        self.lexicon = lexicon
        hearsStaff = lexicon.topics.contains { $0.byAnyone == true }
        var numbers: [String: Int] = [:]
        var texts: [String] = []
        func number(_ text: String) -> Int? {
            guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || Syllables.isHan($0) })
            else { return nil }
            if let known = numbers[text] { return known }
            numbers[text] = texts.count
            texts.append(text)
            return texts.count - 1
        }
        func alternatives(_ group: String) -> Set<Int> {
            Set(group.split(separator: "|").compactMap { number(String($0)) })
        }
        entries = lexicon.topics.map { topic in
            Entry(
                phrases: Set(topic.phrases.compactMap(number)),
                pairs: (topic.pairs ?? []).filter { $0.count == 2 }
                    .map { (alternatives($0[0]), alternatives($0[1])) },
                forbidden: Set((topic.forbidden ?? []).compactMap(number)),
                forbiddenNear: Set((topic.forbiddenNear ?? []).compactMap(number)))
        }
        index = PhraseIndex(texts)
        saysNo = texts.map { $0.contains { "不没无".contains($0) } }
        var owners = [[Int]](repeating: [], count: texts.count)
        for (topic, entry) in entries.enumerated() {
            var all = entry.phrases
            for pair in entry.pairs { all.formUnion(pair.left.union(pair.right)) }
            for phrase in all { owners[phrase].append(topic) }
        }
        self.owners = owners
    }

    /// Mentions by topic and place; several at one place are one, the surest.
    func mentions(in utterance: Utterance) -> [TopicMention] {
        let hits = index.hits(in: utterance)
        var byPhrase: [Int: [PhraseIndex.Hit]] = [:]
        var touched: Set<Int> = []
        for hit in hits {
            byPhrase[hit.phrase, default: []].append(hit)
            touched.formUnion(owners[hit.phrase])
        }
        return touched.sorted().flatMap { mentions(of: $0, hits, byPhrase, utterance) }
    }

    private func mentions(
        of topic: Int, _ hits: [PhraseIndex.Hit], _ byPhrase: [Int: [PhraseIndex.Hit]],
        _ utterance: Utterance
    ) -> [TopicMention] {
        let entry = entries[topic]
        let forbidden = places(entry.forbidden, byPhrase)
        let forbiddenNear = places(entry.forbiddenNear, byPhrase)
        func allowed(_ group: Set<Int>) -> [PhraseIndex.Hit] {
            group.flatMap { byPhrase[$0] ?? [] }
                .filter { hit in
                    !forbidden.contains { $0.overlaps(hit.range) }
                        && !forbiddenNear.contains { Self.gap($0, hit.range) <= Self.pairDistance }
                }
                .sorted { ($0.range.lowerBound, $0.phrase) < ($1.range.lowerBound, $1.phrase) }
        }
        var found: [TopicMention] = []
        for hit in allowed(entry.phrases) where !index.isInsideWord(hit, utterance) {
            if let polarity = polarity(of: [hit], in: hit.range, utterance) {
                found.append(mention(topic, hit.range, [hit], polarity, Self.confidence(hit)))
            }
        }
        for pair in entry.pairs {
            for left in allowed(pair.left) {
                for right in allowed(pair.right) where Self.stand(left, near: right) {
                    let span =
                        min(
                            left.range.lowerBound, right.range.lowerBound)..<max(
                            left.range.upperBound, right.range.upperBound)
                    guard let polarity = polarity(of: [left, right], in: span, utterance) else { continue }
                    let confidence = min(Self.confidence(left), Self.confidence(right)) * 0.9
                    found.append(mention(topic, span, [left, right], polarity, confidence))
                }
            }
        }
        return Self.withoutOverlaps(found)
    }

    private func mention(
        _ topic: Int, _ range: Range<Int>, _ hits: [PhraseIndex.Hit],
        _ polarity: ConsultationFindings.Polarity, _ confidence: Double
    ) -> TopicMention {
        TopicMention(
            topic: topic, range: range, parts: hits.map(\.range),
            phrases: hits.map { index.phrases[$0.phrase].text }, polarity: polarity, confidence: confidence)
    }

    /// Where phrases stand as written; those of three syllables or more also in other characters of the very same
    /// sound.
    private func places(_ group: Set<Int>, _ byPhrase: [Int: [PhraseIndex.Hit]]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for phrase in group {
            for hit in byPhrase[phrase] ?? [] where hit.isWritten || (hit.cost == 0 && hit.range.count > 2) {
                places.append(hit.range)
            }
        }
        return places
    }

    private static func stand(_ one: PhraseIndex.Hit, near other: PhraseIndex.Hit) -> Bool {
        !one.range.overlaps(other.range) && gap(one.range, other.range) <= pairDistance
    }

    /// Characters between two places; negative where they overlap.
    private static func gap(_ one: Range<Int>, _ other: Range<Int>) -> Int {
        max(one.lowerBound, other.lowerBound) - min(one.upperBound, other.upperBound)
    }

    private static func confidence(_ hit: PhraseIndex.Hit) -> Double {
        let length = min(Double(hit.range.count), 6)
        let sure = 0.8 + 0.025 * length
        if hit.isWritten { return sure }
        return max(0.3, sure - 0.1 - 0.3 * Double(hit.cost) / 100)
    }

    /// Nil where the hits are denied.
    private func polarity(
        of hits: [PhraseIndex.Hit], in span: Range<Int>, _ utterance: Utterance
    ) -> ConsultationFindings.Polarity? {
        var isPraise = false
        for hit in hits {
            switch negation.sense(of: hit.range, holdsNegation: saysNo[hit.phrase], in: utterance) {
            case .asserted: continue
            case .denied: return nil
            case .praised: isPraise = true
            }
        }
        if isPraise { return .praise }
        return Questions.isQuestion(utterance, around: span) ? .question : .concern
    }

    private static func withoutOverlaps(_ mentions: [TopicMention]) -> [TopicMention] {
        var kept: [TopicMention] = []
        let surest = mentions.sorted {
            ($1.confidence, $0.range.lowerBound, $0.range.upperBound) < (
                $0.confidence, $1.range.lowerBound, $1.range.upperBound
            )
        }
        for mention in surest where !kept.contains(where: { $0.range.overlaps(mention.range) }) {
            kept.append(mention)
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
