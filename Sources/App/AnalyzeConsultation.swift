import AnalyzerKit
import ArgumentParser
import ConfigurationFiles
import Consultation
import Evidence
import Foundation
import Media
import Transcribing

/// `analyze consultation FILE…`
struct AnalyzeConsultation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consultation",
        abstract: "分析顾客咨询录音和转写 (recordings and transcripts: speech, keywords, topics)",
        discussion: "转写取自 --transcript，否则取录音旁同名的 .json、.srt、.vtt 或 .txt，都没有时由本机识别；也可以只给转写文件。")

    @Argument(help: "录音，或单独的转写文件 (recordings or transcripts)") var files: [String] = []
    @Option(name: .long, help: "这段录音的转写 (transcript of the one FILE)") var transcript: String?
    @Option(name: .long, help: "咨询主题词库 (topics file)；默认用自带词库") var topics: String?
    @Option(name: .long, help: "逐行的文字或对话，只答主题和说话人 (JSON lines of texts: topics and speakers)")
    var jsonl: String?
    @Flag(name: .long, help: "不做语音识别 (transcribe nothing)") var withoutSpeech = false
    @Option(name: .long, help: "以前的录音，找出重复使用 (earlier recordings, to find copies)")
    var prior: [String] = []
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if files.isEmpty == (jsonl == nil) {
            throw ValidationError("请给出录音、转写或 --jsonl (recordings, transcripts or --jsonl)")
        }
        if transcript != nil && files.count != 1 {
            throw ValidationError("--transcript 只用于一段录音 (--transcript goes with one FILE)")
        }
    }

    func run() async throws {
        let lexicon =
            try PolicyInput.read(topics) { try TopicsFile.read($0, file: $1) } ?? ShippedLexicon.topics()
        if let jsonl { return try TopicLines.answer(jsonl, lexicon: lexicon) }
        let analyzer = ConsultationAnalyzer(
            lexicon: lexicon, dictionary: try KeywordDictionary.installed())
        let given = transcript
        let timings = output.timings
        let terms = topics == nil ? [] : SpeechPrompt.terms(of: lexicon)
        let engine = LazyTranscriber(withoutSpeech ? nil : try speech.configuration())
        let copies = try SoundCopySearch(prior)
        let answers = try await inOrder(files, width: 2) { file in
            var watch = Stopwatch()
            let result: Result<ConsultationFindings, Refusal>
            switch watch.time("decode", { Self.input(file, transcript: given) }) {
            case .failure(let refusal): result = .failure(refusal)
            case .success(let input):
                switch try await watch.time("transcribe", { try await engine.heard(input, terms: terms) }) {
                case .failure(let refusal): result = .failure(refusal)
                case .success(let whole):
                    var findings = try await watch.time("analyze") { try await analyzer.analyze(whole) }
                    findings.reasons += copies.reasons(whole, usable: findings.usable)
                    result = .success(findings)
                }
            }
            return Answer(key: "file", input: file, result: result, seconds: timings ? watch.seconds : nil)
        }
        if output.json {
            Terminal.line(try ContractOutput.json(answers, asArray: files.count > 1))
        } else {
            for answer in answers { ConsultationTable.show(answer) }
        }
        try ContractOutput.finish(answers)
    }

    private static let transcriptExtensions = ["json", "srt", "vtt", "txt"]

    /// A recording with its sidecar, or a transcript alone.
    private static func input(_ file: String, transcript: String?) -> Result<ConsultationInput, Refusal> {
        let url = URL(fileURLWithPath: file)
        if transcriptExtensions.contains(url.pathExtension.lowercased()) {
            return MediaInput.bytes(file).flatMap { bytes in
                parse(bytes, file, recordingSeconds: nil).map {
                    ConsultationInput(recording: nil, transcript: $0)
                }
            }
        }
        return MediaInput.bytes(file).flatMap { MediaInput.recording($0) }.flatMap { recording, facts in
            let sidecar =
                transcript
                ?? transcriptExtensions.map { url.deletingPathExtension().appendingPathExtension($0).path }
                .first { FileManager.default.fileExists(atPath: $0) }
            guard let sidecar else {
                return .success(
                    ConsultationInput(
                        recording: recording, recordedSeconds: facts.seconds, transcript: nil,
                        silentChannels: facts.silentChannels))
            }
            return MediaInput.bytes(sidecar).flatMap {
                parse($0, sidecar, recordingSeconds: facts.seconds)
            }
            .map {
                ConsultationInput(
                    recording: recording, recordedSeconds: facts.seconds, transcript: $0,
                    silentChannels: facts.silentChannels)
            }
        }
    }

    private static func parse(
        _ bytes: [UInt8], _ name: String, recordingSeconds: Double?
    ) -> Result<Transcript, Refusal> {
        do throws(TranscriptError) {
            return .success(
                try SidecarTranscript.parse(bytes, fileName: name, recordingSeconds: recordingSeconds))
        } catch {
            return .failure(
                Refusal(
                    code: "transcript.\(error.code.rawValue)", message: "\(error.chinese) (\(error.english))")
            )
        }
    }
}

/// What a recording holds, for people.
enum ConsultationTable {
    static func show(_ answer: Answer<ConsultationFindings>) {
        Terminal.line("■ \(answer.input)")
        switch answer.result {
        case .failure(let refusal): Terminal.line("  ✗ \(refusal.message)")
        case .success(let found):
            if let audio = found.audio {
                let voices = audio.voices.map { $0 == 1 ? "，一个人的声音" : "，两个以上的声音" } ?? ""
                Terminal.line(
                    "  时长 \(oneDecimal(audio.seconds)) 秒，人声 \(oneDecimal(audio.speechSeconds)) 秒\(voices)")
            }
            let notes = (found.transcript?.notes ?? []).filter { !found.reasons.contains($0) }
            for reason in found.reasons + notes { Terminal.line("  ! \(reason.chinese)") }
            for (number, segment) in (found.transcript?.segments ?? []).enumerated() {
                let terms = found.keywords.filter { $0.at.contains { $0.segment == number } }.map(\.term)
                Terminal.line(
                    "  \(segment.start.map { "[\(oneDecimal($0))s] " } ?? "")\(marked(segment.text, terms))")
            }
            if found.transcript == nil { Terminal.line("  没有转写文本") }
            for topic in found.topics {
                Terminal.line(
                    "  主题 \(topic.id)（\(topic.polarity.rawValue)，\(topic.confidence)）：\(topic.evidence.map(\.text).joined(separator: " / "))"
                )
            }
            if !found.keywords.isEmpty {
                Terminal.line("  关键词 \(found.keywords.map(\.term).joined(separator: "、"))")
            }
        }
    }

    /// 这个【便当】怎么【加热】: each place of a keyword, the longer ones first.
    static func marked(_ text: String, _ terms: [String]) -> String {
        let longestFirst = terms.sorted { ($1.count, $0) < ($0.count, $1) }
        var marked = ""
        var rest = Substring(text)
        while let first = rest.first {
            if let term = longestFirst.first(where: { rest.hasPrefix($0) }) {
                marked += "【\(term)】"
                rest = rest.dropFirst(term.count)
            } else {
                marked.append(first)
                rest = rest.dropFirst()
            }
        }
        return marked
    }
}
