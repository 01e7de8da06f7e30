import Evidence
import Testing

@testable import Consultation

@Suite struct FrequentQuestionsTests {
    private func question(_ text: String, _ number: Int, matched: Bool = false) throws -> AskedQuestion {
        AskedQuestion(
            text: text, item: EvidenceID("item-\(number)"), store: StoreID("S\(number % 3)"),
            day: try #require(BusinessDay("2026-11-2\(number % 4)")), start: 3, isMatched: matched)
    }

    private static let charging = [
        "你们这里能给手机充电吗", "有没有地方给手机充电", "手机没电了能充电吗", "手机充电要钱吗", "在你们这手机能充电不", "可以给手机充个电吗",
    ]
    private static let copying = ["身份证能复印吗", "这里可以复印身份证吗", "复印身份证多少钱一张", "帮我复印一下身份证行吗", "有没有复印机复印身份证"]
    private static let others = [
        "厕所在哪里", "几点关门啊", "老板今天在不在", "地铁口怎么走", "这猫叫什么名字", "你们招不招人", "外面下雨了吗", "这歌叫什么", "附近有没有药店", "会不会修伞",
        "这花能养多久", "钥匙哪里能配", "有没有人捡到钱包", "公交几点没车",
    ]

    @Test func `questions without a topic appear as clusters with counts and a quote`() throws {
        let all = Self.charging + Self.copying + Self.others
        let questions = try all.enumerated().map { try question($1, $0) }
        let clusters = QuestionClusters.clusters(of: questions)
        let charging = try #require(
            clusters.first { $0.quote.text.contains("充电") || $0.quote.text.contains("充个电") })
        #expect(charging.questions.count >= 4)
        #expect(charging.questions.allSatisfy { Self.charging.contains($0.text) })
        #expect(charging.unmatchedShare == 1)
        #expect(charging.stores >= 2)
        #expect(charging.byDay.reduce(0) { $0 + $1.count } == charging.questions.count)
        let copying = try #require(clusters.first { $0.quote.text.contains("复印") })
        #expect(copying.questions.count >= 4)
        #expect(clusters == QuestionClusters.clusters(of: questions))
    }

    @Test func `nothing asked makes no cluster`() {
        #expect(QuestionClusters.clusters(of: []).isEmpty)
    }

    @Test func `only what is asked and not by staff is a question`() throws {
        let findings = ConsultationFindings(
            audio: nil,
            transcript: Transcript(
                source: .sidecar,
                segments: [
                    Transcript.Segment(start: 0, text: "您好需要点什么吗"),
                    Transcript.Segment(start: 2, text: "厕所在哪里"),
                    Transcript.Segment(start: 4, text: "知道了"),
                ]), speakers: ["staff", "customer", "customer"], usable: true,
            analyzer: ConsultationAnalyzer(lexicon: TopicLexicon(topics: [])).identity)
        let questions = AskedQuestion.questions(
            in: findings, item: EvidenceID("i"), store: StoreID("s"),
            day: try #require(BusinessDay("2026-11-22")))
        #expect(questions.map(\.text) == ["厕所在哪里"])
        #expect(questions.first?.isMatched == false)
    }

    @Test func `new phrases that hold together are candidates, those of the lexicon are not`() {
        let texts = [
            "请问冻柠茶卖吗", "来一杯冻柠茶", "冻柠茶多少钱", "我要冻柠茶少冰", "你家冻柠茶好喝", "老板冻柠茶还做吗", "两杯冻柠茶带走", "积分能换冻柠茶不", "积分怎么查",
            "我的积分呢",
        ]
        let lexicon = TopicLexicon(topics: [TopicEntry(id: "x", phrases: ["积分"])])
        let found = PhraseCandidates.candidates(in: texts, lexicon: lexicon)
        #expect(found.contains { $0.phrase == "冻柠茶" && $0.documents == 8 })
        #expect(!found.contains { $0.phrase == "积分" })
        #expect(PhraseCandidates.candidates(in: [], lexicon: lexicon).isEmpty)
    }
}
