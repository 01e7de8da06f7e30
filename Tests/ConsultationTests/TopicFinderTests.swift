import Evidence
import Testing

@testable import Consultation

@Suite struct TopicFinderTests {
    private static let finder = TopicFinder(ShippedLexicon.topics())

    private func topics(_ text: String, praise: Bool = false) -> [String] {
        var found: [String] = []
        for mention in Self.finder.mentions(in: Utterance(text)) where (mention.polarity == .praise) == praise
        {
            let id = Self.finder.lexicon.topics[mention.topic].id
            if !found.contains(id) { found.append(id) }
        }
        return found
    }

    @Test(arguments: [
        ("请问可以加热吗", "预制菜加热不便"), ("怎么又涨价了", "价格贵"), ("酸奶怎么又没有了", "缺货"), ("积分能换啥", "会员积分"),
        ("买错了能退吗", "退换货"), ("能送到五楼吗", "配送"), ("这个哪天过期", "保质期"), ("我来拿群里订的鸡蛋", "团购自提"),
    ]) func `customers' words lead to their topic`(text: String, topic: String) {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: [("买错了给腿不", "退换货"), ("这件能宋货吗", "配送"), ("店里没有大桶油了", "缺货")])
    func `a topic's own character is heard through another of like sound or beside a denial`(
        text: String, topic: String
    ) {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: ["家里盐没了过来买一包", "隔壁超市断货了我才过来的"])
    func `what another place lacks is not out of stock here`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test func `a weak pair counts only where no other topic is found`() {
        let lexicon = TopicLexicon(topics: [
            TopicEntry(id: "缺货", phrases: [], pairs: [["~怎么", "没有了"]]), TopicEntry(id: "积分", phrases: ["积分"]),
        ])
        let finder = TopicFinder(lexicon)
        func found(_ text: String) -> [String] {
            finder.mentions(in: Utterance(text)).map { lexicon.topics[$0.topic].id }
        }
        #expect(found("酸奶怎么没有了") == ["缺货"])
        #expect(found("积分怎么没有了") == ["积分"])
    }

    @Test(arguments: ["这个椅子断了一条腿", "比别家还低", "昨天才买的", "快递放自提柜了我去拿"])
    func `words that mean something of their own are no slips`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: [
        ("能不能帮我乐一下这个饭", "预制菜加热不便"), ("有没有微博炉", "预制菜加热不便"), ("能不能偏宜一点", "价格贵"), ("什么时候道货", "缺货"),
        ("我的鸡分怎么查", "会员积分"), ("我要推货", "退换货"), ("赔送费多少", "配送"), ("这个国期了", "保质期"), ("团够的鸡蛋", "团购自提"),
    ]) func `recognition errors of like sound still match`(text: String, topic: String) {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: [
        "国企上班的都来这买东西", "贵姓啊我登记一下", "贵州辣酱好吃吗", "帮我拿个袋子", "给我换个大一点的袋子", "换点零钱", "我送我妈去医院",
        "我取个快递", "今天天气太热了", "微波炉爆米花在哪", "团圆饭买什么菜", "昨天比分三比一", "送货单放哪里", "积分榜出来了吗昨天那场",
    ]) func `near misses are no topic`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: [
        "今天会员日人多", "骑手在门口等着取单呢", "今天团购群挺热闹的", "退货单放在抽屉里", "送货的车停在后门口",
        "这种保质期一年呢放心囤", "我会员用了好几年一直挺划算", "团购的都拿完了", "我不玩团购",
    ]) func `a topic that is only named is no concern`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: [
        ("会员卡丢了", "会员积分"), ("骑手把汤洒了", "配送"), ("团购的鸡蛋", "团购自提"), ("我要退货", "退换货"), ("会员有什么用", "会员积分"),
    ]) func `who complains, asks, wishes or says no more than the name raises it`(text: String, topic: String)
    {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: [
        ("怎么回事我的积分一下少了五百", "会员积分"), ("你也敢卖把钱退我", "退换货"), ("昨天买的吐司今天就长毛了", "保质期"),
        ("外头上礼拜还是四块五这会儿又多要我一块", "价格贵"),
    ]) func `what strangers said and was not heard before is heard`(text: String, topic: String) {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: [
        "这个价我能接受给我装起来", "钱已经退给我了收到了", "饭不用热我就爱吃凉的", "没过期没过期我看过了还有半年呢",
    ]) func `what is praised or settled between the words of a mention is no concern`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: [("这奶倒七是哪天", "保质期"), ("歪卖怎么还不来", "配送")])
    func `a word of the lexicon is heard where all its characters are others of the same sound`(
        text: String, topic: String
    ) {
        #expect(topics(text) == [topic])
    }

    @Test(arguments: ["那个五金店在哪", "衣架在第几排"])
    func `words of like sound that the lexicon does not count as words are left alone`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: ["驾照合同都过期了", "视频会员怎么又扣钱", "空调能不能开低点", "公司组织跟团游能带家属吗", "没有快到期的", "保修期过了没", "最近金价又涨了"])
    func `the same words about another subject are no concern`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test func `a topic that is cut between two segments of the customer is heard, and stands in the first`()
    {
        let reading = ConversationReading(ShippedLexicon.topics())
        let said = ["这个盒饭能不能帮我加", "热一下", "好的您稍等"]
        #expect(reading.readLine(said, isDialogue: true).topics == ["预制菜加热不便"])
        let transcript = Transcript(
            source: .sidecar,
            segments: said.enumerated().map {
                .init(start: Double($0.offset), end: Double($0.offset) + 1, text: $0.element)
            })
        let found = reading.read(transcript, showing: transcript)
        #expect(found.topics.first?.evidence.map(\.segment) == [0])
        #expect(reading.readLine(["这个盒饭能不能帮我加", "您扫一下码", "热一下"], isDialogue: true).topics.isEmpty)
    }

    @Test func `a line of nobody known that tells a service is no concern`() {
        let reader = TopicLineReader(lexicon: ShippedLexicon.topics())
        for text in ["便当帮您热好了小心烫", "您积分有八百多可以换个杯子", "外卖放那边架子上您自己找一下"] {
            #expect(reader.answer(TopicLine(id: "1", text: text, segments: nil)).topics.isEmpty, "\(text)")
        }
        #expect(reader.answer(TopicLine(id: "2", text: "便当热完里头还是冰的", segments: nil)).topics == ["预制菜加热不便"])
    }

    @Test(arguments: [
        "这个不贵", "也不算贵", "不是很贵", "没有过期", "不用退货", "不需要配送", "我不是会员也不要积分", "一点都不麻烦", "没有缺货",
    ]) func `what is denied is no concern`(text: String) {
        #expect(topics(text).isEmpty)
    }

    @Test(arguments: [
        ("退不退货的", "退换货"), ("是不是过期了", "保质期"), ("这个没过期吧", "保质期"), ("能不能退货", "退换货"), ("送不送货", "配送"),
    ])
    func `alternative questions and doubts are no denial`(text: String, topic: String) {
        #expect(topics(text) == [topic])
    }

    @Test func `praise is kept apart from concern`() {
        #expect(topics("微波炉可以加热挺方便的").isEmpty)
        #expect(topics("配送费便宜送货上门挺快的", praise: true).contains("配送"))
        #expect(topics("加热太麻烦了") == ["预制菜加热不便"])
    }

    @Test func `a pair stands within eight characters`() {
        let lexicon = TopicLexicon(topics: [
            TopicEntry(id: "x", phrases: [], pairs: [["货架|柜子", "空的|空着"]])
        ])
        let finder = TopicFinder(lexicon)
        #expect(finder.mentions(in: Utterance("货架这两天都是空的")).count == 1)
        #expect(finder.mentions(in: Utterance("空着的是那边那个柜子")).count == 1)
        #expect(finder.mentions(in: Utterance("货架在最里面那一排右手边第三个是空的")).isEmpty)
    }

    @Test func `forbidden words around a hit undo it`() {
        let lexicon = TopicLexicon(topics: [
            TopicEntry(id: "x", phrases: ["过期"], forbidden: ["积分过期"], forbiddenNear: ["优惠券"])
        ])
        let finder = TopicFinder(lexicon)
        #expect(finder.mentions(in: Utterance("牛奶过期")).count == 1)
        #expect(finder.mentions(in: Utterance("积分过期")).isEmpty)
        #expect(finder.mentions(in: Utterance("优惠券快要过期")).isEmpty)
        #expect(finder.mentions(in: Utterance("我有一张优惠券，另外还想问那个牛奶过期了没")).count == 1)
    }

    @Test func `questions are told from complaints`() {
        let polarity = { (text: String) in Self.finder.mentions(in: Utterance(text)).first?.polarity }
        #expect(polarity("可以加热吗") == .question)
        #expect(polarity("退不退货") == .question)
        #expect(polarity("太贵了") == .concern)
        #expect(polarity("太贵了，厕所在哪") == .concern)
        #expect(polarity("我的积分呢") == .question)
    }

    @Test func `the surer the wording the higher the confidence`() throws {
        let exact = try #require(Self.finder.mentions(in: Utterance("没地方加热")).first)
        let heard = try #require(Self.finder.mentions(in: Utterance("没地方家热")).first)
        #expect(exact.confidence > heard.confidence)
        #expect(exact.confidence < 1)
        #expect(heard.confidence > 0)
    }

    @Test func `the shipped lexicon covers eight topics in many words and passes its own examples`() {
        let lexicon = ShippedLexicon.topics()
        #expect(
            lexicon.topics.map(\.id) == ["预制菜加热不便", "价格贵", "缺货", "会员积分", "退换货", "配送", "保质期", "团购自提"])
        for topic in lexicon.topics {
            #expect(topic.phrases.count >= 30)
            #expect(Set(topic.phrases).count == topic.phrases.count, "\(topic.id)")
        }
        #expect(TopicReview.failures(lexicon) == [])
    }

    @Test func `a lexicon that misses its examples is told so`() {
        let lexicon = TopicLexicon(topics: [
            TopicEntry(
                id: "x", phrases: ["太贵"],
                examples: TopicEntry.Examples(match: ["好贵啊", "太贵了"], noMatch: ["不太贵", "太贵了吧"]))
        ])
        let failures = TopicReview.failures(lexicon)
        #expect(failures.map(\.example) == ["好贵啊", "太贵了吧"])
        #expect(failures.map(\.shouldMatch) == [true, false])
        #expect(failures.first?.description.contains("应命中") == true)
    }
}
