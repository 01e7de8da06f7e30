import ArgumentParser
import ConfigurationFiles
import Consultation
import Evidence
import Foundation
import Records

/// `topics check FILE`: the file's problems by line, then its own examples, each with the line where it stands.
struct TopicsCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "检查词库并运行例句 (check the topics file and run its examples)")

    @Argument(help: "词库文件 (topics.yaml)") var file: String

    func run() async throws {
        let text = try InputFile.text(file)
        let lexicon: TopicLexicon
        do throws(ConfigurationError) { lexicon = try TopicsFile.read(text, file: file) } catch {
            Terminal.error(error.description)
            throw Failure.silent(.findingSaysNo)
        }
        let failures = TopicReview.failures(lexicon)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for failure in failures {
            let line = Self.line(of: failure, in: lines).map { ":\($0)" } ?? ""
            Terminal.error("\(file)\(line): \(failure)")
        }
        if !failures.isEmpty { throw Failure.silent(.findingSaysNo) }
        Terminal.line("✓ \(file)：\(TopicsNoun.summary(of: lexicon))")
    }

    /// Counted from 1: the first line after the topic's own that holds the example.
    private static func line(of failure: TopicReview.Failure, in lines: [String]) -> Int? {
        let start = lines.firstIndex { $0.contains(failure.topic) } ?? 0
        return lines[start...].firstIndex { $0.contains(failure.example) }.map { $0 + 1 }
    }
}

/// `topics shipped`: the lexicon that comes with the product, as a file to start from.
struct TopicsShipped: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shipped", abstract: "输出自带词库，可另存后修改 (print the shipped lexicon as a file to edit)")

    func run() {
        let lexicon = ShippedLexicon.topics()
        Terminal.line("groups:")
        for (name, words) in (lexicon.groups ?? [:]).sorted(by: { $0.key < $1.key }) {
            Terminal.line("  \(name): \(list(words))")
        }
        Terminal.line("topics:")
        for topic in lexicon.topics {
            Terminal.line("  - id: \(quoted(topic.id))")
            let names = (topic.names ?? [:]).sorted { $0.key > $1.key }
            Terminal.line(
                "    names: {\(names.map { "\($0.key): \(quoted($0.value))" }.joined(separator: ", "))}")
            Terminal.line("    phrases: \(list(topic.phrases))")
            if let pairs = topic.pairs, !pairs.isEmpty {
                Terminal.line("    pairs:")
                for pair in pairs { Terminal.line("      - \(list(pair))") }
            }
            if let words = topic.forbidden { Terminal.line("    forbidden: \(list(words))") }
            if let words = topic.forbiddenNear { Terminal.line("    forbiddenNear: \(list(words))") }
            if topic.byAnyone == true { Terminal.line("    by: anyone") }
            if topic.learnt == true { Terminal.line("    learnt: true") }
            Terminal.line("    examples:")
            Terminal.line("      match: \(list(topic.examples?.match ?? []))")
            Terminal.line("      noMatch: \(list(topic.examples?.noMatch ?? []))")
        }
    }

    private func list(_ words: [String]) -> String { "[\(words.map(quoted).joined(separator: ", "))]" }
    private func quoted(_ text: String) -> String {
        "\"\(text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\""))\""
    }
}

/// Which days of which data folder.
struct RecordingDays: ParsableArguments {
    @Option(name: .long, help: "从哪一天 (first day)；默认到最后一天为止的七天") var from: BusinessDay?
    @Option(name: .long, help: "到哪一天 (last day)；默认有证据的最后一天") var to: BusinessDay?
    @OptionGroup var data: DataOptions

    /// What was found in the recordings of the days, by day, store and slot.
    func recordings() async throws -> [(item: EvidenceItem, findings: ConsultationFindings)] {
        let folder = try await data.open()
        guard let latest = try await folder.records.items.latestDay() else { return [] }
        let last = to ?? latest
        var day = from ?? last.adding(days: -6)
        guard day <= last else {
            throw Failure.usage("--from \(day) 晚于 --to \(last) (--from is after --to)")
        }
        var found: [(item: EvidenceItem, findings: ConsultationFindings)] = []
        while day <= last {
            found += try await folder.records.findings.current(
                .consultation, ofEach: .consultationAudio, on: day
            ).map { ($0.item, try CanonicalJSON.decode(ConsultationFindings.self, from: $0.json)) }
            day = day.adding(days: 1)
        }
        return found
    }
}

/// `topics clusters`: what customers ask, grouped, also where no topic of the lexicon fits.
struct TopicsClusters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters",
        abstract: "顾客常问的问题，归类计数 (frequent questions in clusters, with counts and trend)")

    @OptionGroup var span: RecordingDays
    @Option(name: .long, help: "至少几句才成一类 (questions that make a cluster)") var least = 3
    @Flag(name: .long, help: "只看词库没有命中的问题 (only questions that no topic matches)") var unmatched = false
    @Flag(name: .long, help: "输出 JSON (print JSON)") var json = false

    private struct Row: Encodable {
        var name: String
        var count: Int
        var stores: Int
        var unmatchedShare: Double
        @ExplicitNull var trend: Double?
        var byDay: [String: Int]
        var quote: String
        var quoteItem: EvidenceID
        @ExplicitNull var quoteStart: Double?

        init(_ cluster: QuestionCluster) {
            name = cluster.name
            count = cluster.questions.count
            stores = cluster.stores
            unmatchedShare = cluster.unmatchedShare
            trend = cluster.trend
            byDay = Dictionary(
                cluster.byDay.map { ($0.day.description, $0.count) }, uniquingKeysWith: { one, _ in one })
            quote = cluster.quote.text
            quoteItem = cluster.quote.item
            quoteStart = cluster.quote.start
        }
    }

    func validate() throws {
        if least < 1 { throw ValidationError("--least 至少为 1 (at least 1)") }
    }

    func run() async throws {
        let questions = try await span.recordings().flatMap { recording in
            AskedQuestion.questions(
                in: recording.findings, item: recording.item.id, store: recording.item.store,
                day: recording.item.day)
        }
        let rows = QuestionClusters.clusters(
            of: questions.filter { !unmatched || !$0.isMatched }, least: least
        )
        .map(Row.init)
        if json { return Terminal.line(try CanonicalJSON.string(rows)) }
        Terminal.line("问题 \(questions.count) 句，\(rows.count) 类 (questions in clusters)")
        for row in rows {
            let trend = row.trend.map { String(format: "，后半比前半 %.1f 倍 (trend)", $0) } ?? ""
            let unmatched = Int((row.unmatchedShare * 100).rounded())
            Terminal.line(
                "\(row.count) 句，\(row.stores) 家店，未命中词库 \(unmatched)%\(trend)  \(row.name)"
                    + "\n    “\(row.quote)”  \(row.quoteItem)"
                    + (row.quoteStart.map { String(format: "  %.1f 秒", $0) } ?? ""))
        }
    }
}

/// `topics candidates`: phrases that customers use and the lexicon lacks.
struct TopicsCandidates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates", abstract: "词库里没有的新说法 (phrases that the lexicon lacks)")

    @OptionGroup var span: RecordingDays
    @Option(name: .long, help: "词库 (topics file)；默认用自带词库") var topics: String?

    func run() async throws {
        let lexicon =
            try PolicyInput.read(topics) { try TopicsFile.read($0, file: $1) } ?? ShippedLexicon.topics()
        let texts = try await span.recordings().map { CustomerWords.text(of: $0.findings) }
        for candidate in PhraseCandidates.candidates(in: texts, lexicon: lexicon) {
            Terminal.line(
                "\(candidate.phrase)  \(candidate.documents) 段录音 (recordings)  凝固 \(candidate.cohesion)  自由 \(candidate.freedom)"
            )
        }
    }
}
