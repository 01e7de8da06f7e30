import Evidence
import Foundation

/// Transcripts as recognisers write them: Whisper's `segments` in seconds, FunASR's `sentence_info` in milliseconds.
enum RecognizerJSON {
    private struct Piece: Decodable {
        var start: Double?
        var end: Double?
        var text: String?
        /// Whisper's mean logarithm of the tokens' probabilities.
        var logarithm: Double?

        private enum CodingKeys: String, CodingKey {
            case start, end, text
            case logarithm = "avg_logprob"
        }
    }

    private struct Document: Decodable {
        var segments: [Piece]?
        var sentenceInfo: [Piece]?
        var text: String?

        private enum CodingKeys: String, CodingKey {
            case segments, text
            case sentenceInfo = "sentence_info"
        }
    }

    static func parse(_ text: String) throws(TranscriptError) -> [Transcript.Segment] {
        let documents: [Document]
        let data = Data(text.utf8)
        do {
            // FunASR answers with a list, one entry an input.
            if text.trimmingWhitespace().hasPrefix("[") {
                documents = try JSONDecoder().decode([Document].self, from: data)
            } else {
                documents = [try JSONDecoder().decode(Document.self, from: data)]
            }
        } catch {
            throw TranscriptError(.malformed, detail: "不是 Whisper 或 FunASR 的 JSON")
        }
        return documents.flatMap { document in
            if let pieces = document.segments { return segments(pieces, unit: 1) }
            if let pieces = document.sentenceInfo { return segments(pieces, unit: 0.001) }
            return segments([Piece(text: document.text)], unit: 1)
        }
    }

    private static func segments(_ pieces: [Piece], unit: Double) -> [Transcript.Segment] {
        pieces.compactMap { piece in
            guard let text = piece.text?.trimmingWhitespace(), !text.isEmpty else { return nil }
            return Transcript.Segment(
                start: piece.start.map { $0 * unit }, end: piece.end.map { $0 * unit }, text: text,
                confidence: piece.logarithm.map { (min(1, exp($0)) * 100).rounded() / 100 })
        }
    }
}
