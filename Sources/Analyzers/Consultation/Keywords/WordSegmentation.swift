/// Cuts text into words: with a dictionary the most probable course of words, as jieba does without its model for
/// unknown words; without one the longest common word from the left. Names of goods are words in both.
struct WordSegmentation: Sendable {
    /// Common words alone.
    static let plain = WordSegmentation()

    private let dictionary: WordDictionary?
    private let names: Set<String>
    private let longestName: Int
    private let common: CommonWords

    /// - Parameter names: names of products; of those that are longer than a dozen characters nobody says the whole.
    init(dictionary: WordDictionary? = nil, names: [String] = [], common: CommonWords = .shared) {
        self.dictionary = dictionary.flatMap { $0.isEmpty ? nil : $0 }
        self.names = Set(
            names.map { name in
                let utterance = Utterance(name)
                return utterance.surface(0..<utterance.units.count)
            }.filter { (2...Self.longestSaid).contains($0.unicodeScalars.count) })
        longestName = self.names.map(\.unicodeScalars.count).max() ?? 0
        self.common = common
    }

    private static let longestSaid = 12
    private static let longestCommon = 4
    /// A name of the catalogue is as likely in a store as a word half as surprising as the rarest elsewhere.
    private static let surpriseOfNames = 0.5

    /// Words of two characters and more, in order; what is in no word is left out.
    func words(of utterance: Utterance) -> [String] {
        dictionary.map { probable(utterance, $0) } ?? longest(utterance)
    }

    /// 0…1: how little a word is expected; nil where it is no word.
    func rarity(of word: String) -> Double? {
        if names.contains(word) { return 1 }
        if let dictionary, dictionary.contains(word) {
            return dictionary.surprise(of: word) / dictionary.mostSurprise
        }
        return common.rank(of: word).map { min(1, Double($0) / 12_000) }
    }

    private func isWord(_ word: String) -> Bool { names.contains(word) || common.contains(word) }

    private func longest(_ utterance: Utterance) -> [String] {
        var found: [String] = []
        var at = 0
        while at < utterance.units.count {
            let range = reach(at, max(Self.longestCommon, longestName), utterance)
            let word = stride(from: range, to: 1, by: -1).lazy
                .map { utterance.surface(at..<at + $0) }.first(where: isWord)
            if let word { found.append(word) }
            at += word?.unicodeScalars.count ?? 1
        }
        return found
    }

    /// Dynamic programming from the end: least surprise of what remains, and the length of its first word.
    private func probable(_ utterance: Utterance, _ dictionary: WordDictionary) -> [String] {
        let count = utterance.units.count
        var least = [Double](repeating: 0, count: count + 1)
        var steps = [Int](repeating: 1, count: count + 1)
        for at in stride(from: count - 1, through: 0, by: -1) {
            least[at] = .infinity
            for length in 1...reach(at, max(WordDictionary.longest, longestName), utterance) {
                let word = utterance.surface(at..<at + length)
                guard length == 1 || dictionary.contains(word) || isWord(word) else { continue }
                let surprise =
                    names.contains(word)
                    ? Self.surpriseOfNames * dictionary.mostSurprise : dictionary.surprise(of: word)
                if surprise + least[at + length] < least[at] {
                    least[at] = surprise + least[at + length]
                    steps[at] = length
                }
            }
        }
        var found: [String] = []
        var at = 0
        while at < count {
            if steps[at] > 1 { found.append(utterance.surface(at..<at + steps[at])) }
            at += steps[at]
        }
        return found
    }

    /// Characters from a place to the end of its clause, at least one and at most `most`.
    private func reach(_ at: Int, _ most: Int, _ utterance: Utterance) -> Int {
        let end = min(at + most, utterance.units.count)
        let next = (at + 1..<max(end, at + 1)).first { utterance.units[$0].opensClause }
        return (next ?? max(end, at + 1)) - at
    }
}
