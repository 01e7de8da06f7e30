/// Characters that a recogniser may have written for one that carries a topic: 给腿不 for 给退不, 宋货 for 送货.
///
/// What carries a topic is read off the lexicon: characters that stand in many of its phrases. A slip sounds like one of
/// them and makes no common word with what stands beside it.
struct Slips: Sendable {
    /// Of a topic's phrases so many, and this share of them, hold a character that carries the topic.
    private static let leastPhrases = 5
    private static let leastShare = 0.02

    /// A character that so many of a topic's phrases hold may also be heard with a confusable part (乐 for 热).
    private static let mainShare = 0.1

    /// Count things: 这张 is no 涨, 一条腿 no 退.
    private static let measures = Set("张条只根把双片".unicodeScalars)

    private let meantBySound: [Int32: [Unicode.Scalar]]
    private let carriers: Set<Unicode.Scalar>
    private let syllables: Syllables
    private let words: CommonWords

    /// - Parameters:
    ///   - topics: the phrases of each topic.
    ///   - ignoring: characters that carry nothing, and are no slips.
    init(
        topics: [[String]], ignoring: Set<Unicode.Scalar>, syllables: Syllables = .shared,
        words: CommonWords = .shared
    ) {
        self.syllables = syllables
        self.words = words
        var carriers: Set<Unicode.Scalar> = []
        var main: Set<Unicode.Scalar> = []
        for phrases in topics {
            var counts: [Unicode.Scalar: Int] = [:]
            for phrase in phrases {
                for scalar in Set(phrase.unicodeScalars) where Syllables.isHan(scalar) {
                    counts[scalar, default: 0] += 1
                }
            }
            let least = max(Self.leastPhrases, Int(Double(phrases.count) * Self.leastShare))
            for (scalar, count) in counts where count >= least && !ignoring.contains(scalar) {
                carriers.insert(scalar)
                if Double(count) >= Double(phrases.count) * Self.mainShare { main.insert(scalar) }
            }
        }
        var meantBySound: [Int32: [Unicode.Scalar]] = [:]
        for carrier in carriers.sorted() {
            let sound = syllables.sound(of: carrier).first
            meantBySound[sound, default: []].append(carrier)
            guard main.contains(carrier) else { continue }
            for like in syllables.confusable(with: sound) { meantBySound[like, default: []].append(carrier) }
        }
        self.carriers = carriers.union(ignoring)
        self.meantBySound = meantBySound
    }

    /// For each unit what it may be a slip for; mostly nothing.
    func meant(in utterance: Utterance) -> [[Unicode.Scalar]] {
        let units = utterance.units
        return units.indices.map { at in
            guard let meant = meantBySound[units[at].sound.first], !carriers.contains(units[at].scalar),
                !Self.measures.contains(units[at].scalar),
                at == 0 || !Self.measures.contains(units[at - 1].scalar),
                !words.contains(around: at, utterance)
            else { return [] }
            return meant
        }
    }
}

extension CommonWords {
    /// Whether the unit is part of a common word of two or three characters in its clause.
    func contains(around at: Int, _ utterance: Utterance) -> Bool {
        for length in 2...3 {
            for start in max(0, at - length + 1)...at where start + length <= utterance.units.count {
                let word = start..<start + length
                let isCut = utterance.units[word.dropFirst()].contains(where: \.opensClause)
                if !isCut, contains(utterance.surface(word)) { return true }
            }
        }
        return false
    }
}
