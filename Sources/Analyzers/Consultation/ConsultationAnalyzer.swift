public import AnalyzerKit
public import Evidence

/// A recording's sound and its transcript → audio facts, speakers, topics and keywords.
///
/// Without a transcript nothing is said about topics. A recording in which nobody speaks cannot have been
/// transcribed: its transcript is shown and not evaluated.
public struct ConsultationAnalyzer: Analyzer {
    public let identity = AnalyzerIdentity(name: "consultation", version: "2.4")
    private let conversation: ConversationReading
    private let masksPersonalDetails: Bool

    /// - Parameters:
    ///   - lexicon: the topics to look for; an empty one finds none.
    ///   - goods: names of the chain's products, for `{商品}` of the lexicon and as words.
    ///   - dictionary: cuts speech into words for the keywords; without one common words do.
    ///   - masksPersonalDetails: numbers, addresses and names are masked in what is kept of the transcript.
    public init(
        lexicon: TopicLexicon, goods: [String] = [], dictionary: WordDictionary? = nil,
        masksPersonalDetails: Bool = true
    ) {
        conversation = ConversationReading(lexicon, goods: goods, dictionary: dictionary)
        self.masksPersonalDetails = masksPersonalDetails
    }

    public func analyze(_ input: ConsultationInput) async throws(AnalysisError) -> ConsultationFindings {
        let facts = input.recording.map {
            RecordingFacts(
                $0, recordedSeconds: input.recordedSeconds, speech: input.speech,
                silentChannels: input.silentChannels)
        }
        let shown = masksPersonalDetails ? input.transcript.map(PersonalDetails.masked) : input.transcript
        var findings = ConsultationFindings(
            audio: facts?.audio, transcript: shown, usable: facts?.isUsable ?? true,
            reasons: facts?.reasons ?? [], analyzer: identity)
        guard let transcript = input.transcript else {
            if findings.usable { findings.reasons.append(Self.transcriptMissing) }
            return findings
        }
        if let facts, !facts.hasSpeech {
            // What an engine made out of a word in passing is shown with a doubt: nobody sent it with the wrong recording.
            let wasSent = transcript.source == .sidecar || transcript.source == .corrected
            findings.reasons.append(wasSent ? Self.transcriptWithoutSpeech : .unreliableTranscript)
            findings.speakers = transcript.segments.map { _ in Speaker.unknown.rawValue }
            return findings
        }
        let read = conversation.read(transcript, showing: shown ?? transcript)
        findings.topics =
            transcript.isUnreliable ? read.topics.filter { $0.evidence.count >= 2 } : read.topics
        if transcript.isUnreliable { findings.reasons.append(.unreliableTranscript) }
        if Self.isForeign(transcript) { findings.reasons.append(Self.notChinese) }
        findings.speakers = read.speakers.map(\.rawValue)
        findings.keywords = read.keywords
        return findings
    }

    /// Hardly a Chinese character among ten letters and more: the lexicon has nothing to find there.
    private static func isForeign(_ transcript: Transcript) -> Bool {
        let letters = transcript.segments.flatMap { $0.text.unicodeScalars.filter(\.properties.isAlphabetic) }
        let chinese = letters.count { $0.properties.isIdeographic }
        return letters.count >= 10 && chinese * 5 < letters.count
    }

    private static let notChinese = Reason(
        code: "transcript.notChinese", chinese: "录音里说的不是中文，咨询主题没有分析，请人工听一遍",
        english: "what is said is not Chinese, so that no topic was looked for: please have someone listen")

    private static let transcriptMissing = Reason(
        code: "transcript.missing", chinese: "没有转写文本，暂不分析咨询主题，可以补传转写",
        english: "there is no transcript, so nothing is said about topics: one can be added")

    private static let transcriptWithoutSpeech = Reason(
        code: "transcript.withoutSpeech", chinese: "录音里没有人声，转写不予采用，请核对是否传错",
        english:
            "nobody speaks in the recording, so its transcript is not used: please check that it belongs to it"
    )
}
