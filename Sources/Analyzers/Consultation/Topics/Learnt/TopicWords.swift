/// How much the words and sounds of a sentence speak for each shipped topic: weights learnt from labelled sentences
/// (`tools/make-topic-words`), so that customers are understood whose wordings nobody listed.
struct TopicWords: Sendable {
    static let shared = TopicWords()

    /// A weight in steps for each topic.
    private typealias Weights = SIMD8<Int32>

    private let weights: [CharacterRuns.Run: Weights]
    private let constants: Weights
    private let numbers: [String: Int]

    private init(syllables: Syllables = .shared) {
        var weights: [CharacterRuns.Run: Weights] = [:]
        var constants = Weights.zero
        var numbers: [String: Int] = [:]
        for (number, topic) in TopicWordTable.topics.enumerated() where number < Weights.scalarCount {
            numbers[topic.id] = number
            constants[number] = topic.constant
            for line in topic.weights.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let weight = words.first.flatMap({ Int32($0) }) else { continue }
                for word in words.dropFirst() {
                    weights[Self.run(word, syllables), default: .zero][number] = weight
                }
            }
        }
        self.weights = weights
        self.constants = constants
        self.numbers = numbers
    }

    /// What was learnt of one sentence.
    struct Odds: Sendable {
        /// The units that were read.
        let sentence: Range<Int>
        fileprivate let sums: SIMD8<Int32>
        fileprivate let numbers: [String: Int]

        /// Log odds that a customer raises the topic; nil for one of which nothing was learnt.
        func raises(_ topic: String) -> Double? {
            numbers[topic].map { Double(sums[$0]) / TopicWordTable.steps }
        }
    }

    /// Of each sentence; what is written without stops is cut.
    func odds(of utterance: Utterance) -> [Odds] {
        Self.sentences(utterance).map { sentence in
            var seen: Set<CharacterRuns.Run> = []
            var sums = constants
            for (run, _) in runs(utterance, sentence) where seen.insert(run).inserted {
                if let weight = weights[run] { sums &+= weight }
            }
            return Odds(sentence: sentence, sums: sums, numbers: numbers)
        }
    }

    /// The words that speak for a topic: the stretch whose weights have the largest sum; nil where none does.
    func strongest(_ topic: String, in utterance: Utterance, _ sentence: Range<Int>) -> Range<Int>? {
        guard let number = numbers[topic] else { return nil }
        var shares = [Double](repeating: 0, count: sentence.count)
        for (run, place) in runs(utterance, sentence) {
            guard let weight = weights[run]?[number] else { continue }
            for at in place { shares[at - sentence.lowerBound] += Double(weight) / Double(place.count) }
        }
        var best: (sum: Double, range: Range<Int>)?
        var sum = 0.0
        var start = 0
        for (at, share) in shares.enumerated() {
            if sum <= 0 {
                sum = 0
                start = at
            }
            sum += share
            if sum > best?.sum ?? 0 { best = (sum, start..<at + 1) }
        }
        return best.map {
            $0.range.lowerBound + sentence.lowerBound..<$0.range.upperBound + sentence.lowerBound
        }
    }

    /// Sentences that were learnt from are shorter.
    private static let longestSentence = 48

    /// As many clauses as are no longer together.
    private static func sentences(_ utterance: Utterance) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = 0
        var clause = 0
        for at in utterance.units.indices {
            if utterance.units[at].opensClause { clause = at }
            guard at - start >= longestSentence else { continue }
            let end = clause > start ? clause : at
            sentences.append(start..<end)
            start = end
        }
        if start < utterance.units.count { sentences.append(start..<utterance.units.count) }
        return sentences
    }

    /// Runs of one to three characters and of the sounds of as many, and where they stand.
    private func runs(
        _ utterance: Utterance, _ sentence: Range<Int>
    ) -> [(run: CharacterRuns.Run, place: Range<Int>)] {
        var scalars: [Unicode.Scalar] = []
        var sounds: [Unicode.Scalar] = []
        var places: [Range<Int>] = []
        for at in sentence {
            let unit = utterance.units[at]
            let isDigit = ("0"..."9").contains(unit.scalar)
            if isDigit, scalars.last == "0" {
                places[places.count - 1] = places[places.count - 1].lowerBound..<at + 1
                continue
            }
            scalars.append(isDigit ? "0" : unit.scalar)
            sounds.append(isDigit ? "0" : Self.sound(unit.scalar, unit.sound))
            places.append(at..<at + 1)
        }
        var runs: [(run: CharacterRuns.Run, place: Range<Int>)] = []
        runs.reserveCapacity(6 * scalars.count)
        for start in scalars.indices {
            for end in start + 1...min(start + CharacterRuns.longest, scalars.count) {
                let place = places[start].lowerBound..<places[end - 1].upperBound
                runs.append((CharacterRuns.run(scalars[start..<end], .anywhere), place))
                runs.append((CharacterRuns.run(sounds[start..<end], .sound), place))
                guard end - start < CharacterRuns.longest else { continue }
                if start == 0 { runs.append((CharacterRuns.run(scalars[..<end], .start), place)) }
                if end == scalars.count { runs.append((CharacterRuns.run(scalars[start...], .end), place)) }
            }
        }
        return runs
    }

    /// A run as the table writes it: `~` before characters that stand for all of their sound.
    private static func run(_ word: Substring, _ syllables: Syllables) -> CharacterRuns.Run {
        guard word.first == "~", word.count > 1 else { return CharacterRuns.run(word) }
        let sounds = word.unicodeScalars.dropFirst().map { sound($0, syllables.sound(of: $0)) }
        return CharacterRuns.run(sounds[...], .sound)
    }

    /// A number for all characters of one syllable, in the shape of a private-use character; what has no reading stands
    /// for itself.
    private static func sound(_ scalar: Unicode.Scalar, _ sound: Syllables.Sound) -> Unicode.Scalar {
        guard let syllable = UInt32(exactly: sound.first), syllable < syllables else { return scalar }
        return Unicode.Scalar(firstSound + syllable) ?? scalar
    }

    private static let firstSound: UInt32 = 0xE000
    /// More than there are.
    private static let syllables: UInt32 = 0x1000
}
