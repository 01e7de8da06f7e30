import Evidence

/// A lexicon prepared for look-up: every phrase once, and for each what it does where.
struct TopicRules: Sendable {
    /// What a phrase does.
    enum Role: Sendable {
        /// A weak one (`~…`) counts only where no other topic is found; one's own is in no shipped topic.
        case phrase(topic: Int, isWeak: Bool, isOwn: Bool)
        /// One of the words of a rule, in a slot of it.
        case word(rule: Int, slot: Int)
        case forbidden(topic: Int)
        case forbiddenNear(topic: Int)
        /// `家里…`: what follows right after speaks of another place.
        case forbiddenBefore(topic: Int)
    }

    /// Words of two or three groups that stand close together.
    struct Rule: Sendable {
        var topic: Int
        var slots: Int
        /// The first group begins with `~`: it counts only where no other topic is found.
        var isWeak: Bool
        /// No shipped topic has it.
        var isOwn: Bool
    }

    /// Phrases as the lexicon writes them. The first are the kinds of `Amounts`.
    private(set) var texts: [String]
    /// The same for the index, which finds no amounts.
    var indexed: [String] {
        texts.enumerated().map { $0.offset < Amounts.Kind.allCases.count ? "" : $0.element }
    }
    private(set) var roles: [[Role]]
    private(set) var rules: [Rule] = []

    init(_ lexicon: TopicLexicon, goods: [String]) {
        texts = Amounts.Kind.allCases.map { "{\($0.rawValue)}" }
        roles = texts.map { _ in [] }
        var numbers: [String: Int] = [:]
        for (number, text) in texts.enumerated() { numbers[text] = number }
        var groups = lexicon.groups ?? [:]
        groups["商品"] = (groups["商品"] ?? []) + goods
        for (topic, entry) in lexicon.topics.enumerated() {
            let shipped = ShippedLexicon.topic(entry.id)
            let shippedPhrases = Set(shipped?.phrases ?? [])
            for phrase in entry.phrases {
                let isWeak = phrase.hasPrefix("~")
                let isOwn = !shippedPhrases.contains(phrase)
                add(
                    [isWeak ? String(phrase.dropFirst()) : phrase],
                    .phrase(topic: topic, isWeak: isWeak, isOwn: isOwn), &numbers)
            }
            let forbidden = (entry.forbidden ?? []).flatMap { Self.filled($0, groups) }
            add(forbidden.filter { !$0.hasSuffix("…") }, .forbidden(topic: topic), &numbers)
            let before = forbidden.filter { $0.hasSuffix("…") }.map { String($0.dropLast()) }
            add(before, .forbiddenBefore(topic: topic), &numbers)
            add(entry.forbiddenNear ?? [], .forbiddenNear(topic: topic), &numbers)
            let shippedPairs = Set(shipped?.pairs ?? [])
            for pair in entry.pairs ?? [] where (2...3).contains(pair.count) {
                let isWeak = pair[0].hasPrefix("~")
                for (slot, group) in pair.enumerated() {
                    let words = Self.words(slot == 0 && isWeak ? String(group.dropFirst()) : group, groups)
                    add(words, .word(rule: rules.count, slot: slot), &numbers)
                }
                rules.append(
                    Rule(
                        topic: topic, slots: pair.count, isWeak: isWeak, isOwn: !shippedPairs.contains(pair)))
            }
        }
    }

    /// The alternatives of `a|b|{name}`, each once; a name that is not known has none.
    static func words(_ group: String, _ groups: [String: [String]]) -> [String] {
        var seen: Set<String> = []
        return group.split(separator: "|").map(String.init).flatMap { word -> [String] in
            guard word.hasPrefix("{"), word.hasSuffix("}") else { return [word] }
            let name = String(word.dropFirst().dropLast())
            return Amounts.Kind(rawValue: name) == nil ? groups[name] ?? [] : [word]
        }
        .filter { seen.insert($0).inserted }
    }

    /// A text with each word of the group that it names in its place: 比{别处}低.
    static func filled(_ text: String, _ groups: [String: [String]]) -> [String] {
        guard let opening = text.firstIndex(of: "{"), let closing = text[opening...].firstIndex(of: "}")
        else {
            return [text]
        }
        let words = groups[String(text[text.index(after: opening)..<closing])] ?? []
        return words.map { text[..<opening] + $0 + text[text.index(after: closing)...] }
    }

    private mutating func add(_ words: [String], _ role: Role, _ numbers: inout [String: Int]) {
        for word in words where Self.isReadable(word) {
            if let known = numbers[word] {
                roles[known].append(role)
            } else {
                numbers[word] = texts.count
                texts.append(word)
                roles.append([role])
            }
        }
    }

    private static func isReadable(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.isAlphabetic || Syllables.isHan($0) }
    }
}
