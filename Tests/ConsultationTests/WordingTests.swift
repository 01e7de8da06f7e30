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
        #expect(WordSegmentation.plain.words(of: Utterance("预制菜加热不方便微波炉坏了")).contains("微波炉"))
    }

    @Test func `a phrase is found at every place and only where it is near enough`() {
        let index = PhraseIndex(["保质期", "积分", "会员卡积分怎么查"])
        let hits = index.hits(in: Utterance("保质期保治期报纸"))
        #expect(hits.map(\.range) == [0..<3, 3..<6])
        #expect(hits.map(\.isWritten) == [true, false])
        #expect(index.hits(in: Utterance("比分")).isEmpty)
        #expect(!index.hits(in: Utterance("回员卡鸡分怎么查")).isEmpty)
    }

    @Test func `a dictionary cuts where the most probable words end`() {
        let dictionary = WordDictionary(
            "研究 900 v\n研究生 40 n\n生命 300 n\n起源 60 n\n命 50 n\nno count here\n空 -3 n\n")
        let text = Utterance("研究生命起源")
        #expect(WordSegmentation(dictionary: dictionary).words(of: text) == ["研究", "生命", "起源"])
        let named = WordSegmentation(dictionary: dictionary, names: ["生命起源", "A2 牛奶"])
        #expect(named.words(of: text) == ["研究", "生命起源"])
        #expect(named.words(of: Utterance("a2牛奶，有吗")) == ["a2牛奶"])
        #expect(WordSegmentation(dictionary: dictionary).words(of: Utterance("")).isEmpty)
        #expect(WordDictionary("\0 binary\u{FFFD}").isEmpty)
    }

    @Test func `no word reaches over a pause, and names are the rarest words`() {
        let segmentation = WordSegmentation(names: ["蓝莓酸奶"])
        #expect(segmentation.words(of: Utterance("蓝莓，酸奶")) == ["酸奶"])
        #expect(segmentation.rarity(of: "蓝莓酸奶") == 1)
        #expect(segmentation.rarity(of: "蓝莓酸") == nil)
    }
}
