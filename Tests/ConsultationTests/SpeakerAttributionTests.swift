import Testing

@testable import Consultation

@Suite struct SpeakerAttributionTests {
    private func speakers(_ lines: [String]) -> String {
        SpeakerAttribution.speakers(lines.map { Utterance($0) })
            .map { $0 == .staff ? "S" : $0 == .customer ? "C" : "?" }.joined()
    }

    @Test func `greetings, offers and prices are the staff's, wishes and complaints the customer's`() {
        #expect(speakers(["您好需要点什么", "我想买两瓶酱油", "在第二排最里面", "怎么这么贵啊", "一共十八块五扫这里"]) == "SCSCS")
        #expect(speakers(["你们这个能退吗", "小票带了吗", "小票丢了怎么办", "那我帮您查一下"]) == "CSCS")
    }

    @Test func `who repeats the question is the one who was asked`() {
        #expect(speakers(["昨天买的桃子能退货吗", "昨天买的桃子能退货是吧稍等", "嗯"]) == "CSC")
    }

    @Test func `a lone sentence without a cue has no known speaker`() {
        #expect(speakers(["晴转多云"]) == "?")
        #expect(speakers([]) == "")
    }

    @Test func `a short answer belongs to the other side than the question`() {
        #expect(speakers(["要加热吗", "不用", "还要别的吗", "没了", "七块五"]) == "SCSCS")
    }

    @Test func `what nobody has said yet weighs no more than the constant`() {
        let nothing = SpeakerWords.shared.evidence(Utterance("龘靐齉"))
        #expect(nothing == SpeakerWordTable.constant)
        #expect(SpeakerWords.shared.evidence(Utterance("")) == SpeakerWordTable.constant)
    }

    @Test func `figures of any length weigh the same`() {
        let words = SpeakerWords.shared
        #expect(words.evidence(Utterance("尾号7")) == words.evidence(Utterance("尾号7302")))
        #expect(words.evidence(Utterance("尾号7")) != words.evidence(Utterance("尾号")))
    }

    @Test func `what recognisers cut from one person stays with that person`() {
        #expect(speakers(["哎你好", "我想问一下啊", "这个面包是今天做的吗", "您稍等我看看"]) == "CCCS")
        #expect(speakers(["这个盒饭能不能帮我加", "热一下", "好的您稍等"]) == "CCS")
    }

    @Test func `a cut through a common word speaks against a change`() {
        let cut = SpeakerTurns.shared.odds(Utterance("这个能帮我加"), Utterance("热一下"))
        let whole = SpeakerTurns.shared.odds(Utterance("这个能帮我加热吗"), Utterance("好的您稍等"))
        #expect(cut < 0 && whole > 0)
    }
}
