import Evidence

/// Cuts an engine's long segments into sentences, so that each turn of a conversation stands alone and a topic points at
/// its second. The engine gives no times within a segment: they follow from how much is said, along the stretches
/// of speech, and begin where a pause ends where one is near.
struct SentenceSplitting {
    /// Seconds, in order.
    var speech: [ClosedRange<Double>]

    /// A sentence's estimated beginning moves to the end of a pause this close by, seconds.
    private static let snapSeconds = 1.0
    private static let sentenceEnds: Set<Character> = ["。", "？", "！", "?", "!", "…"]

    func split(_ segments: [Transcript.Segment]) -> [Transcript.Segment] {
        segments.flatMap(split)
    }

    private func split(_ segment: Transcript.Segment) -> [Transcript.Segment] {
        let sentences = Self.sentences(segment.text)
        guard sentences.count > 1, let start = segment.start, let end = segment.end, end > start else {
            return [segment]
        }
        let lengths = sentences.map { text in Double(max(1, text.count { $0.isLetter || $0.isNumber })) }
        let total = lengths.reduce(0, +)
        var starts: [Double] = []
        var before = 0.0
        for length in lengths {
            let estimate = before == 0 ? start : moment(before / total, from: start, to: end)
            starts.append(
                max(starts.last ?? start, before == 0 ? start : snapped(estimate, from: start, to: end)))
            before += length
        }
        return sentences.indices.map { index in
            Transcript.Segment(
                start: Self.hundredths(starts[index]),
                end: Self.hundredths(index + 1 < starts.count ? starts[index + 1] : end),
                text: sentences[index], confidence: segment.confidence)
        }
    }

    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        for character in text {
            current.append(character)
            if sentenceEnds.contains(character) {
                sentences.append(current)
                current = ""
            }
        }
        sentences.append(current)
        // Marks alone join the sentence before.
        return sentences.reduce(into: []) { kept, sentence in
            if sentence.contains(where: { $0.isLetter || $0.isNumber }) {
                kept.append(sentence.trimmingWhitespace())
            } else if let last = kept.indices.last {
                kept[last] += sentence.trimmingWhitespace()
            }
        }
    }

    /// When this share of a segment's speech has been said.
    private func moment(_ share: Double, from start: Double, to end: Double) -> Double {
        let parts = speech.compactMap { stretch -> ClosedRange<Double>? in
            let lower = max(start, stretch.lowerBound)
            let upper = min(end, stretch.upperBound)
            return upper > lower ? lower...upper : nil
        }
        let spoken = parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        guard spoken > 0 else { return start + share * (end - start) }
        var left = share * spoken
        for part in parts {
            let length = part.upperBound - part.lowerBound
            if left <= length { return part.lowerBound + left }
            left -= length
        }
        return end
    }

    private func snapped(_ moment: Double, from start: Double, to end: Double) -> Double {
        let beginnings = speech.map(\.lowerBound).filter { $0 > start && $0 < end }
        let nearest = beginnings.min { abs($0 - moment) < abs($1 - moment) }
        guard let nearest, abs(nearest - moment) <= Self.snapSeconds else { return moment }
        return nearest
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
