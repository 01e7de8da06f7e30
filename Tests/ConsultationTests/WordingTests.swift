import TestSupport
import Testing

@testable import Consultation

@Suite struct WordingTests {
    private func cost(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> Int {
        Syllables.shared.cost(Syllables.shared.sound(of: one), Syllables.shared.sound(of: other))
    }

    @Test func `costs grow with how differently syllables sound`() {
        #expect(cost("热", "热") == 0)
        #expect(cost("期", "企") == 0)
        #expect(cost("热", "乐") == 25)
        #expect(cost("资", "知") == 25)
        #expect(cost("货", "锅") == 50)
        #expect(cost("贵", "送") == 100)
        #expect(cost("a", "a") == 0)
        #expect(cost("a", "b") == 100)
        #expect(cost("1", "一") == 100)
    }

    @Test func `characters that are said in two ways match in both`() {
        #expect(cost("便", "偏") == 0)
        #expect(cost("便", "变") == 0)
        #expect(cost("还", "换") == 0)
        #expect(cost("还", "孩") == 0)
    }

    @Test func `traditional characters sound like simplified ones`() {
        #expect(cost("貴", "贵") == 0)
        #expect(cost("貨", "货") == 0)
        #expect(cost("團", "团") == 0)
    }

    @Test func `text is folded and remembers where clauses begin`() {
        let utterance = Utterance("ＡＢc，１2 热。")
        #expect(utterance.surface(0..<utterance.units.count) == "abc12热")
        #expect(utterance.units.map(\.opensClause) == [true, false, false, true, false, true])
        #expect(Utterance("").units.isEmpty)
        #expect(Utterance("贵吗？").hasQuestionMark)
    }

    @Test func `the word table holds whole words`() {
        let known = ["国企", "微波炉", "国期"].map { CommonWords.shared.contains($0) }
        #expect(known == [true, true, false])
        #expect(WordSegmentation.words(of: Utterance("预制菜加热不方便微波炉坏了")).contains("微波炉"))
    }

    @Test func `a phrase is found at every place and only where it is near enough`() {
        let index = PhraseIndex(["保质期", "积分", "会员卡积分怎么查"])
        let hits = index.hits(in: Utterance("保质期保治期报纸"))
        #expect(hits.map(\.range) == [0..<3, 3..<6])
        #expect(hits.map(\.isWritten) == [true, false])
        #expect(index.hits(in: Utterance("比分")).isEmpty)
        #expect(!index.hits(in: Utterance("回员卡鸡分怎么查")).isEmpty)
    }
}
