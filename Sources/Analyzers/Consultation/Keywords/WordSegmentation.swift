/// Cuts text into known words, the longest first from the left.
enum WordSegmentation {
    private static let longest = 4

    /// Known words of two to four characters, in order; what is in no word is left out.
    static func words(of utterance: Utterance, words: CommonWords = .shared) -> [String] {
        var found: [String] = []
        var at = 0
        while at < utterance.units.count {
            var taken = 1
            for length in stride(from: min(longest, utterance.units.count - at), to: 1, by: -1) {
                let range = at..<at + length
                if utterance.units[(at + 1)..<range.upperBound].contains(where: \.opensClause) { continue }
                let word = utterance.surface(range)
                guard words.contains(word) else { continue }
                found.append(word)
                taken = length
                break
            }
            at += taken
        }
        return found
    }
}
