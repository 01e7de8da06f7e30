public import Evidence

/// What the engine is told before it listens.
public enum SpeechPrompt {
    /// Without it the base model prefers traditional characters.
    static let sentence = "以下是普通话的句子。"
    /// Whisper keeps 224 tokens of a prompt; a Chinese character takes one to two.
    static let mostTerms = 30
    static let mostCharacters = 100

    /// The words of a lexicon that are likely to fall: short phrases, a turn for each topic, in the order in which they
    /// were written.
    public static func terms(of lexicon: TopicLexicon) -> [String] {
        let lists = lexicon.topics.map { topic in topic.phrases.filter { (2...6).contains($0.count) } }
        var terms: [String] = []
        for place in 0..<mostTerms where terms.count < mostTerms {
            for list in lists where place < list.count && !terms.contains(list[place]) {
                terms.append(list[place])
            }
        }
        return terms
    }

    /// The neutral sentence and the words that are likely to fall, the first ones first.
    public static func text(terms: [String]) -> String {
        var kept: [String] = []
        var length = 0
        for term in terms where !kept.contains(term) && kept.count < mostTerms {
            guard !term.isEmpty, length + term.count + 1 <= mostCharacters else { continue }
            kept.append(term)
            length += term.count + 1
        }
        return kept.isEmpty ? sentence : sentence + kept.joined(separator: "、") + "。"
    }
}
