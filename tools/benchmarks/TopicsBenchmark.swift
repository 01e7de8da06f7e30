import Evidence

@testable import Consultation

/// Texts of 80 characters a second, on one core, with 300 topics of 30 phrases beside the shipped lexicon.
struct TopicsBenchmark {
    private let lexicon: TopicLexicon
    private let texts: [String]

    init() {
        // A fixed generator: both turns and every run see the same texts.
        var state: UInt64 = 5
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let characters = Array(CommonWordTable.two)
        func word() -> String {
            let place = next(4_000) * 2
            return String(characters[place..<place + 2])
        }
        let invented = (0..<300).map { number in
            TopicEntry(
                id: "t\(number)",
                phrases: (0..<30).map { _ in (0...next(3)).map { _ in word() }.joined() })
        }
        let shipped = ShippedLexicon.topics()
        lexicon = TopicLexicon(topics: invented + shipped.topics, groups: shipped.groups)
        texts = (0..<2_000).map { _ in (0..<40).map { _ in word() }.joined() }
    }

    /// By sound, with word groups, negation and speakers.
    func finder() {
        let reader = TopicLineReader(lexicon: lexicon)
        measure { reader.answer(TopicLine(id: "", text: $0)).topics.count }
    }

    /// Every phrase looked for in every text, as it is written.
    func naiveSearch() {
        let phrases = lexicon.topics.map { $0.phrases.map { Array($0.utf8) } }
        measure { text in
            let bytes = Array(text.utf8)
            return phrases.count { $0.contains { Self.contains($0, in: bytes) } }
        }
    }

    private static func contains(_ phrase: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = phrase.first, phrase.count <= text.count else { return false }
        for start in 0...text.count - phrase.count where text[start] == first {
            if text[start..<start + phrase.count].elementsEqual(phrase) { return true }
        }
        return false
    }

    private func measure(_ topics: (String) -> Int) {
        var found = 0
        let began = ContinuousClock.now
        for text in texts { found += topics(text) }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print(found >= 0 ? Double(texts.count) / seconds : 0)
    }
}
