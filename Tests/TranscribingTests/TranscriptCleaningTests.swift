import Evidence
import Media
import TestSupport
import Testing

@testable import Transcribing

struct TranscriptCleaningTests {
    private func clean(
        _ lines: [(Double, Double, String)], prompt: String = SpeechPrompt.text(terms: []),
        speech: [ClosedRange<Double>] = [0...60], confidence: Double = 0.9
    ) -> [String] {
        TranscriptCleaning(prompt: prompt, speech: speech, seconds: 60).clean(
            lines.map { Transcript.Segment(start: $0.0, end: $0.1, text: $0.2, confidence: confidence) }
        ).map(\.text)
    }

    @Test func `traditional characters become simplified`() {
        #expect(clean([(0, 3, "預製菜怎麼加熱")]) == ["预制菜怎么加热"])
    }

    @Test(arguments: ["以下是普通话的句子。", "这些人是普通话的句子", "以下是普通話的句子"])
    func `the prompt told back was not said`(echo: String) {
        #expect(clean([(0, 3, echo), (3, 6, "有微波炉吗")]) == ["有微波炉吗"])
    }

    @Test func `words of the prompt in a row were not said, one of them in a sentence was`() {
        let prompt = SpeechPrompt.text(terms: ["预制菜", "配送费", "会员积分"])
        let lines = [(0.0, 5.0, "预制菜、配送费、会员积分"), (5, 9, "预制菜在哪里加热")]
        #expect(clean(lines, prompt: prompt) == ["预制菜在哪里加热"])
    }

    @Test func `text over silence is dropped`() {
        #expect(clean([(0, 4, "谢谢观看"), (20, 24, "有发票吗")], speech: [20.5...23.5]) == ["有发票吗"])
    }

    @Test func `faster than anybody speaks was not said`() {
        let line = "请问这个预制菜要怎么加热才好吃我家里没有微波炉能不能帮忙热一下"
        #expect(clean([(0, 2, line)], speech: [0...2]).isEmpty)
    }

    @Test func `gibberish is dropped by its confidence`() {
        #expect(clean([(0, 4, "有微波炉吗")], confidence: 0.2).isEmpty)
    }

    @Test func `loops become one, honest repetition stays`() {
        #expect(TranscriptCleaning.withoutLoops("费费费费费费费费") == "费")
        #expect(TranscriptCleaning.withoutLoops("好的好的") == "好的好的")
        #expect(TranscriptCleaning.withoutLoops("哈哈哈") == "哈哈哈")
        #expect(TranscriptCleaning.withoutLoops("电话13800008888") == "电话13800008888")
    }

    @Test func `a line three times running was not said`() {
        let lines = [(0.0, 3.0, "我不知道"), (3, 6, "我不知道"), (6, 9, "我不知道"), (9, 12, "有发票吗")]
        #expect(clean(lines) == ["有发票吗"])
    }

    @Test func `any text comes out without a trap`() {
        var generator = SeededGenerator(seed: 7)
        let letters = Array("的是我费 ，。0189ab\u{0}😀")
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? " "
                })
            let start = Double.random(in: -100...100, using: &generator)
            _ = clean([(start, start + Double.random(in: -9...9, using: &generator), text)])
        }
    }
}

struct SentenceSplittingTests {
    private func split(_ text: String, _ speech: [ClosedRange<Double>]) -> [Transcript.Segment] {
        SentenceSplitting(speech: speech).split([
            Transcript.Segment(start: 0, end: 10, text: text, confidence: 0.8)
        ])
    }

    @Test func `sentences stand alone and begin where a pause ends`() {
        let segments = split("有没有微波炉？没有的。", [0...4.6, 5.4...10])
        #expect(segments.map(\.text) == ["有没有微波炉？", "没有的。"])
        #expect(segments[0].start == 0)
        #expect((5.4...7).contains(segments[1].start ?? 0))
        #expect(segments.last?.end == 10)
        #expect(segments.allSatisfy { $0.confidence == 0.8 })
    }

    @Test func `one sentence and marks alone stay whole`() {
        #expect(split("有没有微波炉", [0...10]).count == 1)
        #expect(split("太贵了！！？", [0...10]).map(\.text) == ["太贵了！！？"])
        #expect(split("。。。", [0...10]).count == 1)
    }

    @Test func `times go forward within the segment`() {
        let segments = split("一二三。四。五六七八九十。好。", [1...2, 4...4.5, 6...9])
        let starts = segments.compactMap(\.start)
        #expect(starts.count == 4 && starts == starts.sorted())
        #expect(segments.allSatisfy { ($0.start ?? -1) >= 0 && ($0.end ?? 11) <= 10 })
    }
}

struct SpeechNoiseTests {
    @Test func `words stand out of quiet, a steady sound has no range`() throws {
        var generator = SeededGenerator(seed: 9)
        // A second of noise, a second of next to nothing, by turns.
        let samples = (0..<160_000).map { index in
            Float.random(in: -0.2...0.2, using: &generator) * (index / 16_000 % 2 == 0 ? 1 : 0.01)
        }
        let speech = (0..<5).map { Double(2 * $0)...Double(2 * $0 + 1) }
        let words = SpeechNoise(Waveform(sampleRate: 16_000, samples: samples), speech: speech)
        #expect(try #require(words.ratioDecibels) > 30)
        #expect(try #require(words.rangeDecibels) > 30)
        let steady = (0..<160_000).map { _ in Float.random(in: -0.2...0.2, using: &generator) }
        let noise = SpeechNoise(Waveform(sampleRate: 16_000, samples: steady), speech: [0...10])
        #expect(noise.ratioDecibels == nil)
        #expect(try #require(noise.rangeDecibels) < 3)
        #expect(SpeechNoise(Waveform(sampleRate: 16_000, samples: []), speech: []).rangeDecibels == nil)
    }
}

struct SpeechStretchesTests {
    private func find(_ probabilities: [Float]) -> [ClosedRange<Double>] {
        SpeechStretches.find(probabilities, stepSeconds: 0.1, seconds: Double(probabilities.count) / 10)
    }

    @Test func `a stretch begins above one half and goes on above a third`() {
        let found = find([0.1, 0.1, 0.6, 0.4, 0.4, 0.4, 0.1, 0.1, 0.1])
        #expect(found.count == 1)
        #expect(abs(found[0].lowerBound - 0.1) < 1e-9)
        #expect(abs(found[0].upperBound - 0.7) < 1e-9)
    }

    @Test func `short pauses are bridged, knocks are no speech, silence has none`() {
        #expect(find([0.9, 0.9, 0.9, 0.1, 0.1, 0.9, 0.9, 0.9]).count == 1)
        #expect(find([0.1, 0.9, 0.1, 0.1, 0.1, 0.1]).isEmpty)
        #expect(find([0.1, 0.1]).isEmpty)
        #expect(find([]).isEmpty)
    }
}

struct SpeechPromptTests {
    @Test func `terms take turns by topic and stay within the prompt`() {
        let lexicon = TopicLexicon(topics: [
            TopicEntry(id: "a", phrases: ["加热", "这是一个很长很长的说法", "微波炉"]),
            TopicEntry(id: "b", phrases: ["配送", "送货"]),
        ])
        #expect(SpeechPrompt.terms(of: lexicon) == ["加热", "配送", "微波炉", "送货"])
        let many = (0..<200).map { "词\($0)" }
        #expect(
            SpeechPrompt.text(terms: many).count <= SpeechPrompt.sentence.count + SpeechPrompt.mostCharacters
                + 1)
    }
}
