import Evidence
import Testing

@testable import Consultation

@Suite struct UnusualTextTests {
    private static let reader = TopicLineReader(lexicon: ShippedLexicon.topics())

    private func topics(_ text: String) -> [String] {
        Self.reader.answer(TopicLine(id: "t", text: text)).topics
    }

    @Test func `empty, foreign and meaningless texts have no topic`() {
        #expect(topics("") == [])
        #expect(topics("。。。？？") == [])
        #expect(topics("Excuse me, where is the restroom? I would like a bottle of water.") == [])
        #expect(topics("12345 67890") == [])
        #expect(topics(String(repeating: "啊", count: 50_000)) == [])
        #expect(topics(String(repeating: "块", count: 20_000)) == [])
    }

    @Test func `an hour of talk and more is read to its limit`() {
        let megabytes = String(repeating: "今天天气不错我出来走走", count: 300_000)
        #expect(topics(megabytes) == [])
        #expect(topics("这个太贵了。" + megabytes) == ["价格贵"])
    }

    @Test func `one line of a repeated complaint stays one topic`() {
        #expect(topics(String(repeating: "太贵了", count: 2_000)) == ["价格贵"])
    }

    @Test func `sums, numbers and times are told apart`() {
        func kinds(_ text: String) -> [String] {
            Amounts.places(in: Utterance(text)).map { $0.kind.rawValue }
        }
        #expect(kinds("二十九块九一盒") == ["钱"])
        #expect(kinds("等了半个小时") == ["时长"])
        #expect(kinds("网上才十二") == ["数"])
        #expect(kinds("十二点关门") == [])
        #expect(kinds("给我一个") == [])
    }

    @Test func `words of a group stand for each other in pairs of three`() {
        let lexicon = TopicLexicon(
            topics: [TopicEntry(id: "x", phrases: [], pairs: [["{饮品}", "{怎么}", "卖|做"]])],
            groups: ["饮品": ["酸梅汤", "凉茶"], "怎么": ["怎么", "咋"]])
        let reader = TopicLineReader(lexicon: lexicon)
        #expect(reader.answer(TopicLine(id: "1", text: "凉茶咋卖的")).topics == ["x"])
        #expect(reader.answer(TopicLine(id: "2", text: "怎么做酸梅汤")).topics == ["x"])
        #expect(reader.answer(TopicLine(id: "3", text: "凉茶卖完了")).topics == [])
    }

    @Test func `a phrase after an equals sign matches only as it is written`() {
        let lexicon = TopicLexicon(topics: [TopicEntry(id: "x", phrases: ["=配送站"])])
        let reader = TopicLineReader(lexicon: lexicon)
        #expect(reader.answer(TopicLine(id: "1", text: "配送站在哪")).topics == ["x"])
        #expect(reader.answer(TopicLine(id: "2", text: "陪送站在哪")).topics == [])
    }
}
