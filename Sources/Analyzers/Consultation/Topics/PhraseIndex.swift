/// Finds many phrases in a text at once, also where a recogniser wrote other characters of like sound.
///
/// Every two neighbouring syllables of a phrase, merged by confusable families, lead to it; each candidate is then
/// compared syllable by syllable. A phrase of one character is found only as it is written.
struct PhraseIndex: Sendable {
    struct Phrase: Sendable {
        var text: String
        var scalars: [Unicode.Scalar]
        var sounds: [Syllables.Sound]
        /// Characters that carry the meaning, not 可以, 怎么, 一下.
        var isContent: [Bool]
        var contentCount: Int
        /// Written `=…` in a lexicon: only as it is written, never by its sound.
        var isLiteral: Bool
    }

    struct Hit: Sendable, Hashable {
        var phrase: Int
        /// Units of the utterance.
        var range: Range<Int>
        /// Hundredths of a wrong syllable; 0 with other characters of the same sound.
        var cost: Int
        var isWritten: Bool
    }

    private struct Seed: Sendable {
        var phrase: Int32
        var offset: Int32
    }

    let phrases: [Phrase]
    private let syllables: Syllables
    private let words: CommonWords
    private let slips: Slips
    private var seeds: [UInt64: [Seed]] = [:]
    private var single: [Unicode.Scalar: [Int]] = [:]

    /// Characters that say no: taken for another sound they would turn a complaint into praise.
    private static let negators = Set("不没无别".unicodeScalars)
    /// The same sound, the opposite meaning: who bought does not sell.
    private static func isOpposite(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> Bool {
        one == "买" && other == "卖" || one == "卖" && other == "买"
    }

    /// Characters so common that they confirm nothing beside a single one of like sound (老太婆的 is not 破的).
    private static let fillers = Set("的了一下个在是得".unicodeScalars)
    /// Written for each other by people as well.
    private static let particles = Set("的地得".unicodeScalars)
    /// Characters that stand in any question or wish: a phrase is not recognised by them.
    private static let function = Set(
        "可以能吗么不没有了的怎这那好又一下我你您们他她它给帮在哪里儿要啊呢吧呀嘛是个什多少就还都也很太点得着过来去到会想几分钟时候为咋没今明昨天".unicodeScalars)

    /// - Parameter topics: the phrases of each topic, whose most frequent characters may be slips in what is heard.
    init(
        _ texts: [String], topics: [[String]] = [], syllables: Syllables = .shared,
        words: CommonWords = .shared
    ) {
        self.syllables = syllables
        self.words = words
        slips = Slips(
            topics: topics, ignoring: Self.function.union(Self.negators), syllables: syllables, words: words)
        phrases = texts.map { text in
            let utterance = Utterance(text, syllables: syllables)
            let content = utterance.units.map { !Self.function.contains($0.scalar) }
            return Phrase(
                text: text, scalars: utterance.units.map(\.scalar), sounds: utterance.units.map(\.sound),
                isContent: content, contentCount: content.count { $0 }, isLiteral: text.hasPrefix("="))
        }
        for (number, phrase) in phrases.enumerated() { plant(number, phrase) }
    }

    private mutating func plant(_ number: Int, _ phrase: Phrase) {
        let count = phrase.sounds.count
        if count == 1 { single[phrase.scalars[0], default: []].append(number) }
        guard count > 1 else { return }
        for offset in 0..<count - 1 {
            plant(number, offset, 1)
            if count == 3, offset == 0 { plant(number, offset, 2) }
        }
    }

    private mutating func plant(_ number: Int, _ offset: Int, _ step: Int) {
        let sounds = phrases[number].sounds
        for key in keys(sounds[offset], sounds[offset + step], step) {
            seeds[key, default: []].append(Seed(phrase: Int32(number), offset: Int32(offset)))
        }
    }

    private func keys(_ one: Syllables.Sound, _ other: Syllables.Sound, _ step: Int) -> [UInt64] {
        let a = syllables.families(one)
        let b = syllables.families(other)
        func key(_ x: Int32, _ y: Int32) -> UInt64 {
            UInt64(step) << 60 | UInt64(UInt32(bitPattern: x)) << 28 | UInt64(UInt32(bitPattern: y))
        }
        var keys = [key(a.0, b.0)]
        if a.1 != a.0 { keys.append(key(a.1, b.0)) }
        if b.1 != b.0 { keys.append(key(a.0, b.1)) }
        if a.1 != a.0, b.1 != b.0 { keys.append(key(a.1, b.1)) }
        return keys
    }

    /// All places of all phrases, each place once, by phrase and place.
    func hits(in utterance: Utterance) -> [Hit] {
        var found: Set<Hit> = []
        let units = utterance.units
        let meant = slips.meant(in: utterance)
        for start in units.indices {
            for number in single[units[start].scalar] ?? [] {
                found.insert(Hit(phrase: number, range: start..<start + 1, cost: 0, isWritten: true))
            }
            for number in meant[start].flatMap({ single[$0] ?? [] }) where !phrases[number].isLiteral {
                found.insert(Hit(phrase: number, range: start..<start + 1, cost: 0, isWritten: false))
            }
            for step in 1...2 where start + step < units.count {
                for key in keys(units[start].sound, units[start + step].sound, step) {
                    for seed in seeds[key] ?? [] {
                        if let hit = compare(
                            Int(seed.phrase), utterance, start - Int(seed.offset), meant)
                        {
                            found.insert(hit)
                        }
                    }
                }
            }
        }
        return found.sorted { ($0.phrase, $0.range.lowerBound) < ($1.phrase, $1.range.lowerBound) }
    }

    /// The phrase at just this place, where it is near enough.
    private func compare(
        _ number: Int, _ utterance: Utterance, _ start: Int, _ meant: [[Unicode.Scalar]]
    ) -> Hit? {
        let phrase = phrases[number]
        let count = phrase.sounds.count
        guard start >= 0, start + count <= utterance.units.count else { return nil }
        let limit = Self.limit(syllables: count)
        var cost = 0
        var written = 0
        var slipped = 0
        var confirming = 0
        var wrong = 0
        var contentCost = 0
        var functional = 0
        for offset in 0..<count {
            let unit = utterance.units[start + offset]
            if unit.scalar == phrase.scalars[offset] {
                written += 1
                if !Self.fillers.contains(unit.scalar) { confirming += 1 }
                continue
            }
            if phrase.isLiteral { return nil }
            if count <= 3, Self.isOpposite(phrase.scalars[offset], unit.scalar) { return nil }
            if meant[start + offset].contains(phrase.scalars[offset]) {
                slipped += 1
                continue
            }
            if count == 2, Self.function.contains(unit.scalar), !Self.particles.contains(unit.scalar) {
                return nil
            }
            let one = syllables.cost(phrase.sounds[offset], unit.sound)
            cost += one
            if cost > limit { return nil }
            if one > 0, Self.negators.contains(phrase.scalars[offset]) { return nil }
            if one > Syllables.confusableCost { wrong += 1 }
            if phrase.isContent[offset] {
                contentCost += one
                if Self.function.contains(unit.scalar) { functional += 1 }
            }
        }
        let hit = Hit(phrase: number, range: start..<start + count, cost: cost, isWritten: written == count)
        if written == count { return hit }
        // In so few characters 有 is 有, not a slip for 邮; 美团有选 is clear enough.
        if functional > 0, count <= 3 || count == 4 && (written < 3 || phrase.contentCount < 4) { return nil }
        written += slipped
        // A wrong syllable needs three right ones that mean something; a phrase with a single such must have it right.
        if phrase.contentCount < 3 * wrong || count <= 3 && wrong > 0 { return nil }
        if count <= 3, confirming == 0, cost > 0 || !standsForWord(phrase, hit.range, utterance) {
            return nil
        }
        if phrase.contentCount == 0 {
            // 害是没有 sounds just like 还是没有.
            let isOneSlip = written == count - 1 && (count >= 5 || count == 4 && cost == 0)
            if !isOneSlip { return nil }
        }
        if phrase.contentCount == 1, contentCost > 0, count < 5 || written < count - 1 { return nil }
        return isPlausible(hit, phrase, written, utterance) ? hit : nil
    }

    /// Short phrases of like sound are everywhere: some characters must be right, and what stands there must not be
    /// a word of its own, nor begin or end one (没有活动 is not 没有货).
    private func isPlausible(_ hit: Hit, _ phrase: Phrase, _ written: Int, _ utterance: Utterance) -> Bool {
        let count = phrase.sounds.count
        if count <= 3 {
            // Two of three, where one is not of the very same sound; none where what stands there says nothing else.
            let least = hit.cost > 0 ? count - 1 : standsForWord(phrase, hit.range, utterance) ? 0 : 1
            if written < least { return false }
            if words.contains(utterance.surface(hit.range)) { return false }
        }
        return !cutsWord(hit, phrase, utterance)
    }

    /// A common word of the lexicon, where no character that stands there belongs to another (倒七 for 到期).
    private func standsForWord(_ phrase: Phrase, _ range: Range<Int>, _ utterance: Utterance) -> Bool {
        words.contains(phrase.text) && !range.contains { words.contains(around: $0, utterance) }
    }

    /// Whether a single character belongs to a common word (贵重 is not 贵); false for longer hits.
    func isInsideWord(_ hit: Hit, _ utterance: Utterance) -> Bool {
        guard hit.range.count == 1 else { return false }
        let at = hit.range.lowerBound
        return [at - 1..<at + 1, at..<at + 2].contains { word in
            word.lowerBound >= 0 && word.upperBound <= utterance.units.count
                && words.contains(utterance.surface(word))
        }
    }

    private func cutsWord(_ hit: Hit, _ phrase: Phrase, _ utterance: Utterance) -> Bool {
        func cuts(_ at: Int, _ offset: Int, _ word: Range<Int>) -> Bool {
            guard word.lowerBound >= 0, word.upperBound <= utterance.units.count,
                utterance.units[at].scalar != phrase.scalars[offset]
            else { return false }
            return words.contains(utterance.surface(word))
        }
        let first = hit.range.lowerBound
        let last = hit.range.upperBound - 1
        return cuts(first, 0, first - 1..<first + 1) || cuts(last, phrase.scalars.count - 1, last..<last + 2)
    }

    /// What may differ in a phrase, in hundredths of a syllable; measured on recognised speech: more lets in as many
    /// false hits as right ones.
    static func limit(syllables: Int) -> Int {
        switch syllables {
        case ...2: 0
        case 3: 50
        default: 15 * syllables + 20
        }
    }
}
