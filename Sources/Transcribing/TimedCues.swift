import Evidence

/// SubRip (.srt) and WebVTT (.vtt): blocks of `00:00:01,000 --> 00:00:02,500` and text.
enum TimedCues {
    static func parse(_ text: String) throws(TranscriptError) -> [Transcript.Segment] {
        var segments: [Transcript.Segment] = []
        for block in text.split(separator: "\n", omittingEmptySubsequences: false)
            .split(whereSeparator: { $0.allSatisfy(\.isWhitespace) })
        {
            guard let timing = block.firstIndex(where: { $0.contains("-->") }) else { continue }
            let parts = block[timing].split(separator: " ").map(String.init)
            guard let arrow = parts.firstIndex(of: "-->"), arrow > 0, arrow + 1 < parts.count,
                let start = seconds(parts[arrow - 1]), let end = seconds(parts[arrow + 1])
            else { throw TranscriptError(.malformed, detail: "时间行 \(block[timing].prefix(60))") }
            let said = block[(timing + 1)...].map(withoutTags).joined(separator: " ")
                .trimmingWhitespace()
            if !said.isEmpty { segments.append(Transcript.Segment(start: start, end: end, text: said)) }
        }
        return segments
    }

    /// `00:01:02,500`, `01:02.5`, also negative as some tools write after a shift.
    static func seconds(_ text: String) -> Double? {
        var rest = Substring(text)
        var sign = 1.0
        if rest.hasPrefix("-") {
            sign = -1
            rest = rest.dropFirst()
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var total = 0.0
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            let number = isLast ? part.split(separator: ",").joined(separator: ".") : String(part)
            guard !number.isEmpty,
                number.allSatisfy({ $0.isASCII && ($0.isNumber || (isLast && $0 == ".")) }),
                let value = Double(number), value < 1e6
            else { return nil }
            total = total * 60 + value
        }
        return sign * total
    }

    /// `<v 店员>` and styling marks of WebVTT are not speech.
    private static func withoutTags(_ line: Substring) -> String {
        var text = ""
        var depth = 0
        for character in line {
            switch character {
            case "<": depth += 1
            case ">" where depth > 0: depth -= 1
            default: if depth == 0 { text.append(character) }
            }
        }
        return text
    }
}

extension String {
    func trimmingWhitespace() -> String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
