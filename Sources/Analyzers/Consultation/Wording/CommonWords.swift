/// Words that everybody uses, with the rank of their frequency: they keep fuzzy matches honest (国企 is not 过期) and
/// cut text into words.
struct CommonWords: Sendable {
    static let shared = CommonWords()

    /// Rank from 0, by length and frequency.
    private let ranks: [String: Int32]

    private init() {
        var ranks: [String: Int32] = [:]
        ranks.reserveCapacity(24_000)
        for (table, length) in [
            (CommonWordTable.two, 2), (CommonWordTable.three, 3), (CommonWordTable.four, 4),
        ] {
            let characters = Array(table)
            var rank: Int32 = 0
            var at = 0
            while at + length <= characters.count {
                ranks[String(characters[at..<at + length])] = rank
                rank += 1
                at += length
            }
        }
        self.ranks = ranks
    }

    func contains(_ word: String) -> Bool { ranks[word] != nil }
    func rank(of word: String) -> Int? { ranks[word].map(Int.init) }
}
