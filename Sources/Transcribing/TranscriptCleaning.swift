import Evidence

/// Takes out of a recogniser's answer what nobody said: echoes of the prompt, loops, text over silence, gibberish.
struct TranscriptCleaning {
    var prompt: String
    /// Stretches of speech, seconds.
    var speech: [ClosedRange<Double>]
    var seconds: Double

    /// Mean probability below which a line is gibberish.
    static let leastConfidence = 0.4
    /// Nobody speaks faster, syllables a second.
    static let fastestSyllables = 9.0
    /// Share of a short line that stands, in order, in the prompt's sentence.
    static let echoShare = 0.6

    func clean(_ raw: [Transcript.Segment]) -> [Transcript.Segment] {
        var kept: [Transcript.Segment] = []
        for var segment in raw {
            segment.text = Self.withoutLoops(SimplifiedChinese.text(segment.text).trimmingWhitespace())
            segment.start = segment.start.map { Self.hundredths(min(max(0, $0), seconds)) }
            segment.end = segment.end.map { Self.hundredths(min(max(segment.start ?? 0, $0), seconds)) }
            segment.confidence = segment.confidence.map(Self.hundredths)
            if stands(segment) { kept.append(segment) }
        }
        return Self.withoutRepetitions(kept)
    }

    private func stands(_ segment: Transcript.Segment) -> Bool {
        let letters = segment.text.filter { $0.isLetter || $0.isNumber }
        guard !letters.isEmpty, segment.confidence ?? 1 >= Self.leastConfidence else { return false }
        if isEcho(letters) { return false }
        guard let start = segment.start, let end = segment.end else { return true }
        let spoken = spokenSeconds(start - 0.3, end + 0.3)
        guard spoken > 0.1 else { return false }
        return Double(letters.count { !$0.isASCII }) <= 4 + Self.fastestSyllables * max(spoken, end - start)
    }

    private func spokenSeconds(_ start: Double, _ end: Double) -> Double {
        speech.reduce(0) { sum, stretch in
            sum + max(0, min(end, stretch.upperBound) - max(start, stretch.lowerBound))
        }
    }

    /// The neutral sentence told back, or three and more of the prompt's words in the prompt's order and nothing else.
    private func isEcho(_ letters: String) -> Bool {
        let sentence = Array(SpeechPrompt.sentence.filter(\.isLetter))
        let line = Array(letters)
        if line.count >= 4, line.count <= 2 * sentence.count,
            Double(Self.common(line, sentence)) >= Self.echoShare * Double(line.count)
        {
            return true
        }
        let terms = prompt.split { $0 == "、" || $0 == "。" }.map { Array($0.filter(\.isLetter)) }
        var rest = line[...]
        var count = 0
        while let term = terms.first(where: { !$0.isEmpty && rest.starts(with: $0) }) {
            rest = rest.dropFirst(term.count)
            count += 1
        }
        return rest.isEmpty && count >= 3
    }

    /// Length of the longest common subsequence.
    private static func common(_ one: [Character], _ other: [Character]) -> Int {
        var row = [Int](repeating: 0, count: other.count + 1)
        for left in one {
            var diagonal = 0
            for (place, right) in other.enumerated() {
                let above = row[place + 1]
                row[place + 1] = left == right ? diagonal + 1 : max(above, row[place])
                diagonal = above
            }
        }
        return row[other.count]
    }

    /// Decoders that lose the thread say the same again and again: a run of four and more becomes one.
    static func withoutLoops(_ text: String) -> String {
        let characters = Array(text)
        var kept: [Character] = []
        var place = 0
        while place < characters.count {
            var jumped = false
            for length in 1...12 where place + 4 * length <= characters.count {
                let unit = characters[place..<place + length]
                guard length > 1 || !unit.allSatisfy(\.isNumber) else { continue }
                var times = 1
                while place + (times + 1) * length <= characters.count,
                    characters[place + times * length..<place + (times + 1) * length] == unit
                {
                    times += 1
                }
                if times >= 4, times * length >= 6 {
                    kept.append(contentsOf: unit)
                    place += times * length
                    jumped = true
                    break
                }
            }
            if !jumped {
                kept.append(characters[place])
                place += 1
            }
        }
        return String(kept)
    }

    /// The same line three times running was not said.
    private static func withoutRepetitions(_ segments: [Transcript.Segment]) -> [Transcript.Segment] {
        var kept: [Transcript.Segment] = []
        var place = 0
        while place < segments.count {
            var end = place + 1
            while end < segments.count, segments[end].text == segments[place].text { end += 1 }
            if end - place < 3 { kept += segments[place..<end] }
            place = end
        }
        return kept
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
