import Evidence

/// A recording: its sound in figures, its words with topics and keywords marked.
struct ConsultationPanel {
    struct Run {
        let text: String
        /// `topic`, `keyword` or `plain`.
        let tone: String
        let marked: Bool
    }
    struct Segment {
        let id: String
        let time: String
        /// Seconds, for the player; empty where the transcript gives no times.
        let seconds: String
        let hasTime: Bool
        let speaker: String?
        let runs: [Run]
        let hasTopic: Bool
    }
    struct Mention {
        let href: String
        let time: String
        let text: String
    }
    struct Topic {
        let name: String
        let polarity: String
        let confidence: String
        let mentions: [Mention]
    }
    struct Fact {
        let name: String
        let value: String
    }
    let usable: Bool
    let facts: [Fact]
    let source: String?
    let segments: [Segment]
    let topics: [Topic]
    let hasTopics: Bool
    let keywords: [Fact]
    let hasKeywords: Bool
    let notes: [String]

    init(_ findings: ConsultationFindings, names: ReferenceNames) {
        usable = findings.usable
        facts = findings.audio.map(Self.audioFacts) ?? []
        source = findings.transcript.map { Self.sourceName($0.source) }
        let topicSegments = Set(findings.topics.flatMap { $0.evidence.map(\.segment) })
        let terms = findings.keywords.map(\.term)
        segments = (findings.transcript?.segments ?? []).enumerated().map { index, segment in
            Segment(
                id: "segment-\(index)", time: segment.start.map(ChineseForm.clock) ?? "",
                seconds: segment.start.map { "\($0)" } ?? "", hasTime: segment.start != nil,
                speaker: Self.speakerName(
                    index < findings.speakers.count ? findings.speakers[index] : "unknown"),
                runs: Self.runs(segment.text, keywords: terms), hasTopic: topicSegments.contains(index))
        }
        topics = findings.topics.map { topic in
            Topic(
                name: names.topic(topic.id), polarity: Self.polarityName(topic.polarity),
                confidence: ChineseForm.percent(topic.confidence),
                mentions: topic.evidence.map {
                    Mention(
                        href: "#segment-\($0.segment)", time: $0.start.map(ChineseForm.clock) ?? "",
                        text: $0.text)
                })
        }
        hasTopics = !topics.isEmpty
        keywords = findings.keywords.prefix(12).map { Fact(name: $0.term, value: "\($0.at.count) 次") }
        hasKeywords = !findings.keywords.isEmpty
        notes = findings.reasons.map(\.chinese) + (findings.transcript?.notes.map(\.chinese) ?? [])
    }

    private static func audioFacts(_ audio: ConsultationFindings.Audio) -> [Fact] {
        var facts = [
            Fact(name: "时长", value: ChineseForm.duration(audio.seconds)),
            Fact(name: "人声", value: ChineseForm.duration(audio.speechSeconds)),
            Fact(
                name: "音量",
                value: audio.levelDecibels.map { "\(ChineseForm.number($0)) dBFS" } ?? "无声"),
        ]
        if let ratio = audio.signalToNoiseDecibels {
            facts.append(Fact(name: "信噪比", value: "\(ChineseForm.number(ratio)) dB"))
        }
        if audio.clippedShare > 0.001 {
            facts.append(Fact(name: "削波", value: ChineseForm.percent(audio.clippedShare)))
        }
        return facts
    }

    /// The text in runs, keywords apart; longer terms go before their own parts.
    static func runs(_ text: String, keywords: [String]) -> [Run] {
        let terms = keywords.filter { !$0.isEmpty }.sorted { ($1.count, $0) < ($0.count, $1) }
        var runs: [Run] = []
        var plain = ""
        var rest = Substring(text)
        while let first = rest.first {
            if let term = terms.first(where: { rest.hasPrefix($0) }) {
                if !plain.isEmpty { runs.append(Run(text: plain, tone: "plain", marked: false)) }
                plain = ""
                runs.append(Run(text: term, tone: "keyword", marked: true))
                rest = rest.dropFirst(term.count)
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { runs.append(Run(text: plain, tone: "plain", marked: false)) }
        return runs
    }

    private static func sourceName(_ source: Transcript.Source) -> String {
        switch source {
        case .sidecar: "随录音上传"
        case .embedded: "本机转写"
        case .external: "外部转写"
        case .corrected: "人工更正"
        }
    }

    private static func polarityName(_ polarity: ConsultationFindings.Polarity) -> String {
        switch polarity {
        case .concern: "担心"
        case .question: "询问"
        case .praise: "认可"
        }
    }

    private static func speakerName(_ code: String) -> String? {
        switch code {
        case "customer": "顾客"
        case "staff": "店员"
        default: nil
        }
    }
}
