import AnalyzerKit
import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Media
import TestSupport
import Testing

@testable import Consultation

@Suite struct ConsultationAnalyzerTests {
    private struct Fact: Decodable {
        struct Segment: Decodable {
            var start: Double
            var end: Double
            var text: String
        }
        var file: String
        var transcript: String?
        var seconds: Double
        var speechSeconds: Double
        var topics: [String]
        var segments: [Segment]
        var speakers: [String]
    }

    private static func facts() throws -> [Fact] {
        try JSONDecoder().decode([Fact].self, from: Fixture.data("chain/facts/recordings.json"))
    }

    private static func chainLexicon() throws -> TopicLexicon {
        let text = String(decoding: try Fixture.data("chain/topics.yaml"), as: UTF8.self)
        return try TopicsFile.read(text, file: "topics.yaml")
    }

    private static func transcript(_ fact: Fact) -> Transcript {
        Transcript(
            source: .sidecar,
            segments: fact.segments.map { .init(start: $0.start, end: $0.end, text: $0.text) })
    }

    @Test func `the chain's dialogues give just the topics that customers raise`() async throws {
        let lexicon = try Self.chainLexicon()
        #expect(TopicReview.failures(lexicon) == [])
        let analyzer = ConsultationAnalyzer(lexicon: lexicon)
        var right = 0
        var segments = 0
        for fact in try Self.facts() where !fact.segments.isEmpty {
            let input = ConsultationInput(recording: nil, transcript: Self.transcript(fact))
            let found = try await analyzer.analyze(input)
            let topics = found.topics.filter { $0.polarity != .praise }
            #expect(Set(topics.map(\.id)) == Set(fact.topics), "\(fact.file)")
            for topic in topics {
                #expect(topic.confidence > 0 && topic.confidence < 1)
                for evidence in topic.evidence {
                    let said = fact.segments[evidence.segment].text
                    #expect(evidence.text == PersonalDetails.masked(said))
                    #expect(evidence.start == fact.segments[evidence.segment].start)
                }
            }
            #expect(found.audio == nil)
            #expect(found.usable)
            right += zip(found.speakers, fact.speakers).count { $0 == $1 }
            segments += fact.speakers.count
        }
        #expect(Double(right) >= 0.9 * Double(segments))
    }

    @Test func `the chain's recordings hold as much speech as was put in`() throws {
        for fact in try Self.facts() {
            let recording = try MediaDecoder().recording([UInt8](Fixture.data("chain/\(fact.file)"))).0
            let found = RecordingFacts(recording)
            #expect(abs(found.audio.seconds - fact.seconds) < 0.2)
            if fact.speechSeconds == 0 {
                #expect(found.reasons.map(\.code) == ["audio.silent"])
            } else {
                #expect(abs(found.audio.speechSeconds - fact.speechSeconds) < 0.15 * fact.speechSeconds)
                #expect(found.isUsable)
            }
        }
    }

    @Test func `the shipped lexicon stands in for one without topics, and for no other`() throws {
        let shipped = ShippedLexicon.topics()
        #expect(ShippedLexicon.standingIn(for: TopicLexicon(topics: [])) == shipped)
        let own = TopicLexicon(topics: [try #require(shipped.topics.first)])
        #expect(ShippedLexicon.standingIn(for: own) == own)
    }

    @Test func `without a transcript nothing is said about topics`() async throws {
        let fact = try #require(try Self.facts().first { $0.transcript == nil && $0.speechSeconds > 0 })
        let recording = try MediaDecoder().recording([UInt8](Fixture.data("chain/\(fact.file)"))).0
        let analyzer = ConsultationAnalyzer(lexicon: ShippedLexicon.topics())
        let found = try await analyzer.analyze(ConsultationInput(recording: recording, transcript: nil))
        #expect(found.usable)
        #expect(found.transcript == nil)
        #expect(found.topics.isEmpty && found.keywords.isEmpty && found.speakers.isEmpty)
        #expect(found.reasons.map(\.code) == ["transcript.missing"])
    }

    @Test func `the transcript of a silent recording is not believed`() async throws {
        let transcript = Transcript(source: .sidecar, segments: [.init(text: "太贵了能退货吗")])
        let analyzer = ConsultationAnalyzer(lexicon: ShippedLexicon.topics())
        let found = try await analyzer.analyze(
            ConsultationInput(recording: SyntheticSound.silence(seconds: 12), transcript: transcript))
        #expect(!found.usable)
        #expect(found.topics.isEmpty)
        #expect(found.speakers == ["unknown"])
        #expect(found.reasons.map(\.code) == ["audio.silent", "transcript.withoutSpeech"])
    }

    @Test(arguments: [
        ("Good morning, could you tell me where the yogurt is?", true), ("OK，给我拿一瓶可乐吧", false),
        ("Hello", false),
    ])
    func `speech in another language is told`(text: String, isForeign: Bool) async throws {
        let transcript = Transcript(source: .embedded, segments: [.init(text: text)])
        let found = try await ConsultationAnalyzer(lexicon: ShippedLexicon.topics()).analyze(
            ConsultationInput(recording: nil, transcript: transcript))
        #expect(found.reasons.contains { $0.code == "transcript.notChinese" } == isForeign)
    }

    @Test func `what an engine heard where hardly anybody speaks is doubted, and nobody is blamed for it`()
        async throws
    {
        let transcript = Transcript(source: .embedded, segments: [.init(text: "太贵了能退货吗")])
        let found = try await ConsultationAnalyzer(lexicon: ShippedLexicon.topics()).analyze(
            ConsultationInput(
                recording: SyntheticSound.silence(seconds: 12), transcript: transcript, speech: [1...2]))
        #expect(found.transcript?.segments.map(\.text) == ["太贵了能退货吗"])
        #expect(found.topics.isEmpty && found.keywords.isEmpty)
        #expect(found.reasons.map(\.code) == ["audio.silent", Reason.unreliableTranscript.code])
    }

    @Test func `what the staff offers counts only where the topic says so`() async throws {
        let segments = ["您好需要点什么", "我要一瓶水", "群里团购的草莓要不要看一下", "不看了"].map {
            Transcript.Segment(text: $0)
        }
        let input = ConsultationInput(
            recording: nil, transcript: Transcript(source: .sidecar, segments: segments))
        func topics(_ byAnyone: Bool?) async throws -> [String] {
            let entry = TopicEntry(id: "团购", phrases: ["团购"], byAnyone: byAnyone)
            let analyzer = ConsultationAnalyzer(lexicon: TopicLexicon(topics: [entry]))
            return try await analyzer.analyze(input).topics.map(\.id)
        }
        #expect(try await topics(nil) == [])
        #expect(try await topics(true) == ["团购"])
    }

    @Test(arguments: ["二十八", "两遍", "第三次", "六年", "早上", "就要", "这份", "那款", "一共", "晚上好"])
    func `words without a subject are no keywords`(word: String) {
        #expect(WordsWithoutSubject.contains(word))
    }

    @Test(arguments: ["三明治", "百事", "千层", "九折", "手机", "便当", "会员", "这家店", "更年期", "两面针"])
    func `names that begin like a numeral or an adverb stay`(word: String) {
        #expect(!WordsWithoutSubject.contains(word))
    }

    @Test func `keywords name the topic's words first and say where they stand`() async throws {
        let segments = [
            Transcript.Segment(start: 1, end: 2, text: "这个番茄牛腩怎么加热"),
            Transcript.Segment(start: 3, end: 4, text: "番茄牛腩用微波炉"),
        ]
        let analyzer = ConsultationAnalyzer(lexicon: ShippedLexicon.topics())
        let found = try await analyzer.analyze(
            ConsultationInput(recording: nil, transcript: Transcript(source: .sidecar, segments: segments)))
        #expect(found.keywords.first?.term == "怎么加热")
        #expect(found.keywords.first?.at == [.init(segment: 0, start: 1)])
        #expect(found.keywords.contains { $0.term == "番茄" && $0.at.map(\.segment) == [0, 1] })
    }

    @Test func `labelled lines are answered without praise, a plain text by an unknown speaker`() {
        let reader = TopicLineReader(lexicon: ShippedLexicon.topics())
        let plain = reader.answer(TopicLine(id: "a", text: "太贵了能不能便宜点"))
        #expect(plain == TopicLineAnswer(id: "a", topics: ["价格贵"], speakers: ["unknown"]))
        let talk = reader.answer(
            TopicLine(id: "b", segments: [.init(text: "您好会员有吗"), .init(text: "没有，能送货上门吗")]))
        #expect(talk == TopicLineAnswer(id: "b", topics: ["配送"], speakers: ["staff", "customer"]))
        #expect(
            reader.answer(TopicLine(id: "c")) == TopicLineAnswer(id: "c", topics: [], speakers: ["unknown"]))
    }

    @Test func `any text is read, the same way every time`() async throws {
        var generator = SeededGenerator(seed: 11)
        let stock = Array("加热微波炉太贵了不没有积分会员退货换送吗呢，。？！ abc１２３🙂\u{301}的一是在这那你我他它们\n\t餸嘅龘\u{20000}")
        let analyzer = ConsultationAnalyzer(lexicon: ShippedLexicon.topics())
        for _ in 0..<60 {
            let segments = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                Transcript.Segment(
                    text: String(
                        (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                            stock[Int.random(in: 0..<stock.count, using: &generator)]
                        }))
            }
            let input = ConsultationInput(
                recording: nil, transcript: Transcript(source: .sidecar, segments: segments))
            let found = try await analyzer.analyze(input)
            #expect(found.speakers.count == segments.count)
            #expect(
                found.topics.allSatisfy { topic in topic.evidence.allSatisfy { $0.segment < segments.count } }
            )
            #expect(try await analyzer.analyze(input) == found)
        }
    }

    @Test func `a huge text is read in bounded time`() async throws {
        let text = String(repeating: "加热太麻烦了没有微波炉啊积分怎么查", count: 12_000)
        let analyzer = ConsultationAnalyzer(lexicon: ShippedLexicon.topics())
        let found = try await analyzer.analyze(
            ConsultationInput(
                recording: nil, transcript: Transcript(source: .sidecar, segments: [.init(text: text)])))
        #expect(found.topics.map(\.id).contains("预制菜加热不便"))
    }
}
