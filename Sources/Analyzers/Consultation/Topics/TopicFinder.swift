import Evidence

/// One place where a topic of the lexicon is spoken of.
struct TopicMention: Sendable, Equatable {
    /// Index of the topic in the lexicon.
    var topic: Int
    /// Units of the utterance.
    var range: Range<Int>
    /// The words that led here: one phrase, or the words of a rule.
    var parts: [Range<Int>]
    /// How the lexicon writes them.
    var phrases: [String]
    var polarity: ConsultationFindings.Polarity
    /// 0…1
    var confidence: Double
    /// Words that may belong to another topic: they count only where no other topic is found.
    var isWeak: Bool
    /// Words that headquarters wrote: they count whatever was learnt of the shipped ones.
    var isOwn = false
}

/// Looks for the topics of a lexicon in what is said.
struct TopicFinder: Sendable {
    /// At most so many characters between neighbouring words of a rule.
    static let pairDistance = 8
    /// At most so many characters between a subject (家里) and what is said of it (盐没了).
    private static let subjectDistance = 3

    let lexicon: TopicLexicon
    /// Whether the words of staff matter to any topic.
    let hearsStaff: Bool
    private let index: PhraseIndex
    private let rules: TopicRules
    private let saysNo: [Bool]
    /// Phrases that are a complaint, a question or a wish by themselves.
    private let speaksUp: [Bool]
    private let negation = Negation()
    private let learnt: LearntTopics

    /// - Parameter goods: names of products, for `{商品}`, besides the common ones.
    init(_ lexicon: TopicLexicon, goods: [String] = []) {
        self.lexicon = lexicon
        hearsStaff = lexicon.topics.contains { $0.byAnyone == true }
        rules = TopicRules(lexicon, goods: ShopGoods.names + goods)
        index = PhraseIndex(rules.indexed, topics: lexicon.topics.map(\.phrases))
        saysNo = rules.texts.map { $0.contains { "不没无".contains($0) } }
        speaksUp = rules.texts.map(Valence.speaksUp)
        learnt = LearntTopics(lexicon)
    }

    /// What is found of one topic.
    private struct Candidates {
        var phrases: [(hit: PhraseIndex.Hit, isWeak: Bool, isOwn: Bool)] = []
        var slots: [Int: [[PhraseIndex.Hit]]] = [:]
        var forbidden: [Range<Int>] = []
        var forbiddenNear: [Range<Int>] = []
        var forbiddenBefore: [Range<Int>] = []
        var isForbidden: Bool { !forbidden.isEmpty || !forbiddenNear.isEmpty || !forbiddenBefore.isEmpty }
    }

    /// Mentions by topic and place; several at one place are one, the surest.
    func mentions(in utterance: Utterance) -> [TopicMention] {
        let (listed, refused) = listed(in: utterance)
        return learnt.weigh(listed, in: utterance, refused: refused)
    }

    /// What the words of the lexicon say alone, and the topics whose words are forbidden or denied here.
    func listed(in utterance: Utterance) -> (mentions: [TopicMention], refused: Set<Int>) {
        var byTopic: [Int: Candidates] = [:]
        for hit in hits(in: utterance) {
            for role in rules.roles[hit.phrase] {
                switch role {
                case .phrase(let topic, let isWeak, let isOwn) where hit.isWritten || hit.range.count > 1:
                    byTopic[topic, default: Candidates()].phrases.append((hit, isWeak, isOwn))
                case .word(let rule, let slot):
                    let count = rules.rules[rule].slots
                    byTopic[rules.rules[rule].topic, default: Candidates()]
                        .slots[rule, default: Array(repeating: [], count: count)][slot].append(hit)
                case .forbidden(let topic) where Self.isCertain(hit):
                    byTopic[topic, default: Candidates()].forbidden.append(hit.range)
                case .forbiddenNear(let topic) where Self.isCertain(hit):
                    byTopic[topic, default: Candidates()].forbiddenNear.append(hit.range)
                case .forbiddenBefore(let topic) where Self.isCertain(hit):
                    byTopic[topic, default: Candidates()].forbiddenBefore.append(hit.range)
                case .phrase, .forbidden, .forbiddenNear, .forbiddenBefore: break
                }
            }
        }
        if byTopic.isEmpty { return ([], []) }
        let valence = Valence(utterance)
        var found: [TopicMention] = []
        var refused: Set<Int> = []
        for (topic, candidates) in byTopic.sorted(by: { $0.key < $1.key }) {
            let own = mentions(of: topic, candidates, utterance, valence)
            found += own.counted
            if own.isDenied || candidates.isForbidden { refused.insert(topic) }
        }
        let listed = found.filter { mention in
            !mention.isWeak || !found.contains { !$0.isWeak && $0.topic != mention.topic }
        }
        return (listed, refused)
    }

    /// A single character of like sound needs a word beside it that means something.
    private func isSupported(_ hits: [PhraseIndex.Hit]) -> Bool {
        func isSlip(_ hit: PhraseIndex.Hit) -> Bool { hit.range.count == 1 && !hit.isWritten }
        return !hits.contains(where: isSlip)
            || hits.contains { !isSlip($0) && (isAmount($0) || index.phrases[$0.phrase].contentCount > 0) }
    }

    private func isAmount(_ hit: PhraseIndex.Hit) -> Bool { hit.phrase < Amounts.Kind.allCases.count }

    /// Phrases and amounts, by phrase and place.
    private func hits(in utterance: Utterance) -> [PhraseIndex.Hit] {
        let amounts = Amounts.places(in: utterance).compactMap { amount in
            Amounts.Kind.allCases.firstIndex(of: amount.kind).map {
                PhraseIndex.Hit(phrase: $0, range: amount.range, cost: 0, isWritten: true)
            }
        }
        return amounts + index.hits(in: utterance)
    }

    /// What counts, and whether something is denied (我不是会员).
    private func mentions(
        of topic: Int, _ candidates: Candidates, _ utterance: Utterance, _ valence: Valence
    ) -> (counted: [TopicMention], isDenied: Bool) {
        func isAllowed(_ hit: PhraseIndex.Hit) -> Bool {
            !candidates.forbidden.contains { $0.overlaps(hit.range) }
                && !candidates.forbiddenNear.contains {
                    Self.gap($0, hit.range) <= Self.pairDistance && !Self.isParted($0, hit.range, utterance)
                }
                && !candidates.forbiddenBefore.contains {
                    $0.upperBound <= hit.range.lowerBound
                        && Self.gap($0, hit.range) <= Self.subjectDistance
                        && !Self.isParted($0, hit.range, utterance)
                }
        }
        var found: [TopicMention] = []
        var isDenied = false
        func add(_ hits: [PhraseIndex.Hit], _ factor: Double, isWeak: Bool, isOwn: Bool) {
            let first = hits.map(\.range.lowerBound).min() ?? 0
            let last = hits.map(\.range.upperBound).max() ?? first
            guard let polarity = polarity(of: hits, in: first..<last, utterance, valence) else {
                isDenied = true
                return
            }
            let confidence = (hits.map(Self.confidence).min() ?? 0) * factor
            found.append(
                TopicMention(
                    topic: topic, range: first..<last, parts: hits.map(\.range),
                    phrases: hits.map { rules.texts[$0.phrase] }, polarity: polarity,
                    confidence: confidence, isWeak: isWeak, isOwn: isOwn))
        }
        for (hit, isWeak, isOwn) in candidates.phrases
        where isAllowed(hit) && !index.isInsideWord(hit, utterance) {
            add([hit], isWeak ? 0.8 : 1, isWeak: isWeak, isOwn: isOwn)
        }
        for rule in candidates.slots.keys.sorted() {
            guard let slots = candidates.slots[rule], !slots.contains(where: \.isEmpty) else { continue }
            let allowed = slots.map { $0.filter { isAllowed($0) && !index.isInsideWord($0, utterance) } }
            for hits in Self.neighbours(allowed) where isSupported(hits) {
                // A single character is part of much, and so is a sum beside one word only.
                let isWeak =
                    rules.rules[rule].isWeak
                    || hits.contains { $0.range.count == 1 || isAmount($0) && hits.count < 3 }
                add(hits, 0.9, isWeak: isWeak, isOwn: rules.rules[rule].isOwn)
            }
        }
        return (Self.withoutOverlaps(found), isDenied)
    }

    /// One hit of each slot, none on another, each close to the next in the text; at most a few hundred.
    private static func neighbours(_ slots: [[PhraseIndex.Hit]]) -> [[PhraseIndex.Hit]] {
        let most = 300
        var chosen: [[PhraseIndex.Hit]] = [[]]
        for slot in slots {
            var longer: [[PhraseIndex.Hit]] = []
            for hits in chosen {
                for hit in slot where !hits.contains(where: { $0.range.overlaps(hit.range) }) {
                    longer.append(hits + [hit])
                    if longer.count >= most { break }
                }
            }
            chosen = longer
        }
        return chosen.filter { hits in
            let inOrder = hits.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
            return zip(inOrder, inOrder.dropFirst()).allSatisfy { gap($0, $1) <= pairDistance }
        }
    }

    /// Forbidden words count as they are written; those of three syllables or more also in other characters of the
    /// very same sound.
    private static func isCertain(_ hit: PhraseIndex.Hit) -> Bool {
        hit.isWritten || (hit.cost == 0 && hit.range.count > 2)
    }

    /// A clause begins between the two places: 太贵了，厕所在哪 are two matters.
    private static func isParted(_ one: Range<Int>, _ other: Range<Int>, _ utterance: Utterance) -> Bool {
        let last = max(one.lowerBound, other.lowerBound)
        let first = min(one.upperBound, other.upperBound)
        return first <= last && utterance.units[first...last].contains(where: \.opensClause)
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
        of hits: [PhraseIndex.Hit], in span: Range<Int>, _ utterance: Utterance, _ valence: Valence
    ) -> ConsultationFindings.Polarity? {
        var isPraise = false
        for hit in hits {
            switch negation.sense(of: hit.range, holdsNegation: saysNo[hit.phrase], in: utterance) {
            case .asserted: continue
            // 没有 and 大瓶 of one rule: the one does not deny the other.
            case .denied where hits.contains { saysNo($0, before: hit) }: continue
            case .denied: return nil
            case .praised: isPraise = true
            }
        }
        if isPraise { return .praise }
        switch valence.sense(
            around: span, parts: hits.map(\.range), speaksUp: hits.contains { speaksUp[$0.phrase] })
        {
        case .asserted: break
        case .denied: return nil
        case .praised: return .praise
        }
        return Questions.isQuestion(utterance, around: span) ? .question : .concern
    }

    private func saysNo(_ one: PhraseIndex.Hit, before other: PhraseIndex.Hit) -> Bool {
        one.range.count > 1 && saysNo[one.phrase] && one.range.upperBound == other.range.lowerBound
    }

    private static func withoutOverlaps(_ mentions: [TopicMention]) -> [TopicMention] {
        var kept: [TopicMention] = []
        let surest = mentions.sorted {
            if $0.isOwn != $1.isOwn { return $0.isOwn }
            if $0.isWeak != $1.isWeak { return $1.isWeak }
            return ($1.confidence, $0.range.lowerBound, $0.range.upperBound) < (
                $0.confidence, $1.range.lowerBound, $1.range.upperBound
            )
        }
        for mention in surest where !kept.contains(where: { $0.range.overlaps(mention.range) }) {
            kept.append(mention)
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
