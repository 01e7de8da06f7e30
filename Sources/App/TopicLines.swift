import Consultation
import Evidence
import Foundation

/// `analyze consultation --jsonl FILE`: a labelled line in, an answer out, one JSON object a line.
enum TopicLines {
    static func answer(_ file: String, lexicon: TopicLexicon) throws {
        let reader = TopicLineReader(lexicon: lexicon)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try InputFile.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
            let row: TopicLine
            do { row = try JSONDecoder().decode(TopicLine.self, from: Data(line.utf8)) } catch {
                throw Failure.badInput(
                    "\(file) 第 \(number + 1) 行应为 {\"id\",\"text\"} 或 {\"id\",\"segments\"} (line \(number + 1) is no such object)"
                )
            }
            Terminal.line(String(decoding: try encoder.encode(reader.answer(row)), as: UTF8.self))
        }
    }
}
