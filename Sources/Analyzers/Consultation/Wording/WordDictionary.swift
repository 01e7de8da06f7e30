#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How often each word of a language stands in a large corpus, as jieba's `dict.txt` lists it.
public struct WordDictionary: Sendable {
    private let counts: [String: Int32]
    /// Nats by which a word that was seen once is rarer than certain.
    let mostSurprise: Double
    /// Longer entries are proverbs and titles.
    static let longest = 6

    /// - Parameter text: a word, its count and its kind a line; lines of another form are passed over.
    public init(_ text: String) {
        var counts: [String: Int32] = [:]
        counts.reserveCapacity(350_000)
        var total = 1.0
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count >= 2, parts[0].unicodeScalars.count <= Self.longest,
                let count = Int32(parts[1]), count > 0
            else { continue }
            counts[String(parts[0])] = count
            total += Double(count)
        }
        self.counts = counts
        mostSurprise = max(1, log(total))
    }

    public var isEmpty: Bool { counts.isEmpty }

    func contains(_ word: String) -> Bool { counts[word] != nil }

    /// Nats by which a word is rarer than certain; the most where it is not listed.
    func surprise(of word: String) -> Double { mostSurprise - log(Double(counts[word] ?? 1)) }
}
