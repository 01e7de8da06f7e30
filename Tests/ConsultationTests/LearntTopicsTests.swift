import Evidence
import Testing

@testable import Consultation

@Suite struct LearntTopicsTests {
    private static let finder = TopicFinder(ShippedLexicon.topics())

    private func topics(_ text: String, _ finder: TopicFinder = Self.finder) -> [String] {
        finder.mentions(in: Utterance(text)).filter { $0.polarity != .praise }
            .map { finder.lexicon.topics[$0.topic].id }
    }

    /// The shipped topics without their words, learnt or not.
    private func wordless(learnt: Bool?) -> TopicLexicon {
        TopicLexicon(
            topics: ShippedLexicon.topics().topics.map {
                TopicEntry(id: $0.id, phrases: ["从来没人说过的话"], learnt: learnt)
            })
    }

    @Test func `what was learnt finds a topic in words that no list holds`() throws {
        let finder = TopicFinder(wordless(learnt: true))
        let mentions = finder.mentions(in: Utterance("这个能不能帮我用微波炉转两分钟"))
        #expect(mentions.map { finder.lexicon.topics[$0.topic].id } == ["预制菜加热不便"])
        let mention = try #require(mentions.first)
        #expect(mention.range.lowerBound >= 0 && mention.range.upperBound <= 15)
        #expect((0.5...0.8).contains(mention.confidence))
    }

    @Test func `a lexicon that does not ask for it gets nothing learnt`() {
        #expect(topics("这个能不能帮我用微波炉转两分钟", TopicFinder(wordless(learnt: nil))).isEmpty)
    }

    @Test func `a wording in other characters of the same sound is heard`() {
        #expect(topics("这个能不能帮我用微波卢转两分中", TopicFinder(wordless(learnt: true))) == ["预制菜加热不便"])
    }

    @Test func `headquarters' own phrase counts whatever was learnt of the shipped ones`() {
        var lexicon = ShippedLexicon.topics()
        #expect(topics("今天月亮真圆我们去公园走走").isEmpty)
        lexicon.topics[0].phrases.append("月亮真圆")
        #expect(topics("今天月亮真圆我们去公园走走", TopicFinder(lexicon)) == [lexicon.topics[0].id])
    }

    @Test func `words that a topic forbids keep what was learnt from adding it`() {
        var lexicon = wordless(learnt: true)
        lexicon.topics[0].forbidden = ["微波炉"]
        #expect(topics("这个能不能帮我用微波炉转两分钟", TopicFinder(lexicon)).isEmpty)
    }

    @Test func `what is written without stops is read in pieces that hold every character once`() {
        for count in [0, 1, 47, 48, 49, 500] {
            let utterance = Utterance(String(repeating: "能", count: count))
            let pieces = TopicWords.shared.odds(of: utterance).map(\.sentence)
            #expect(pieces.flatMap { Array($0) } == Array(0..<count))
        }
    }

    @Test func `every learnt topic is a shipped one`() {
        let ids = Set(ShippedLexicon.topics().topics.map(\.id))
        #expect(Set(TopicWordTable.topics.map(\.id)) == ids)
    }
}
