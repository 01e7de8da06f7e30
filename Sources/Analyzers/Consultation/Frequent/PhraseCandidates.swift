public import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A phrase that customers use and the lexicon lacks.
public struct PhraseCandidate: Sendable, Equatable {
    public var phrase: String
    /// Texts that hold it.
    public var documents: Int
    /// Bits by which its parts stand together more often than by chance.
    public var cohesion: Double
    /// Bits of the character before it and after it, the smaller.
    public var freedom: Double
}

/// Finds new phrases: runs of two to five characters that hold together (pointwise mutual information of the weakest
/// cut) and that many characters may stand before and after (entropy). Thresholds of SPEECH.md, section 6.
public enum PhraseCandidates {
    private static let leastDocuments = 3
    private static let leastCohesion = 2.0
    private static let leastFreedom = 0.8
    private static let longest = 5

    /// - Parameters:
    ///   - texts: what customers say, one document each.
    ///   - lexicon: its phrases are no candidates, nor are parts of them.
    /// - Returns: the most frequent first.
    public static func candidates(
        in texts: [String], lexicon: TopicLexicon, most: Int = 50
    ) -> [PhraseCandidate] {
        var counts = Counts()
        for text in texts { counts.add(Utterance(text)) }
        let known = lexicon.topics.flatMap(\.phrases).joined(separator: "\n")
        var found: [PhraseCandidate] = []
        for (phrase, documents) in counts.documents where documents >= leastDocuments && phrase.count > 1 {
            if isFiller(phrase) || known.contains(phrase) { continue }
            let cohesion = counts.cohesion(of: phrase)
            guard cohesion >= leastCohesion else { continue }
            let freedom = min(Counts.entropy(counts.before[phrase]), Counts.entropy(counts.after[phrase]))
            guard freedom >= leastFreedom else { continue }
            found.append(
                PhraseCandidate(
                    phrase: phrase, documents: documents, cohesion: rounded(cohesion, 100),
                    freedom: rounded(freedom, 100)))
        }
        let sorted = found.sorted { ($1.documents, $0.phrase) < ($0.documents, $1.phrase) }
        return Array(withoutParts(sorted).prefix(most))
    }

    /// A part that hardly ever stands outside a longer candidate says nothing by itself.
    private static func withoutParts(_ candidates: [PhraseCandidate]) -> [PhraseCandidate] {
        candidates.filter { part in
            !candidates.contains { whole in
                whole.phrase.count > part.phrase.count && whole.phrase.contains(part.phrase)
                    && Double(whole.documents) >= 0.8 * Double(part.documents)
            }
        }
    }

    private static let fillers = Set("的了吗呢啊吧呀嘛是我你他她它们这那个就也都还很不没有一在到给要说能可以么哦嗯好什怎谁哪几多少".unicodeScalars)

    /// Begins or ends in a word that joins anything.
    private static func isFiller(_ phrase: String) -> Bool {
        let scalars = phrase.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return true }
        return fillers.contains(first) || fillers.contains(last) || KeywordExtraction.isCommon(phrase)
    }

    private struct Counts {
        var total = 0.0
        var runs: [String: Int] = [:]
        var documents: [String: Int] = [:]
        var before: [String: [String: Int]] = [:]
        var after: [String: [String: Int]] = [:]

        mutating func add(_ utterance: Utterance) {
            var seen: Set<String> = []
            let units = utterance.units
            for start in units.indices {
                total += 1
                for end in start + 1...min(start + longest, units.count) {
                    if end - start > 1, units[end - 1].opensClause { break }
                    guard Syllables.isHan(units[end - 1].scalar) else { break }
                    let run = utterance.surface(start..<end)
                    runs[run, default: 0] += 1
                    if seen.insert(run).inserted { documents[run, default: 0] += 1 }
                    guard end - start > 1 else { continue }
                    let left = start > 0 ? utterance.surface(start - 1..<start) : "^"
                    let right = end < units.count ? utterance.surface(end..<end + 1) : "$"
                    before[run, default: [:]][left, default: 0] += 1
                    after[run, default: [:]][right, default: 0] += 1
                }
            }
        }

        /// The smallest mutual information over all cuts, bits.
        func cohesion(of phrase: String) -> Double {
            let characters = Array(phrase)
            let whole = Double(runs[phrase] ?? 0) / total
            return (1..<characters.count).map { cut in
                let left = Double(runs[String(characters[..<cut])] ?? 1) / total
                let right = Double(runs[String(characters[cut...])] ?? 1) / total
                return log2(whole / (left * right))
            }.min() ?? 0
        }

        static func entropy(_ counts: [String: Int]?) -> Double {
            let all = Double((counts ?? [:]).values.reduce(0, +))
            guard all > 0 else { return 0 }
            // Sorted: the sum must not depend on the order of a dictionary.
            return (counts ?? [:]).values.sorted().reduce(0) {
                $0 - Double($1) / all * log2(Double($1) / all)
            }
        }
    }
}
