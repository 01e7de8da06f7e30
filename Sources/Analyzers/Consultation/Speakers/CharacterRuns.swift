/// Weights of runs of one to three characters, as the tables of `tools/make-speaker-words` write them.
struct CharacterRuns: Sendable {
    /// What a run is besides its characters: `^…` begins, `…$` ends and `=…` is all of a segment.
    enum Place: UInt64 {
        case anywhere
        case start
        case end
        case whole
        /// `~…`: whatever sounds like it.
        case sound
    }

    /// Place and up to three characters as one number.
    typealias Run = UInt64

    static let longest = 3

    private let weights: [Run: Int16]
    private let steps: Double

    /// - Parameters:
    ///   - table: a weight in steps a line, then its runs.
    ///   - steps: to one unit of log odds.
    init(_ table: String, steps: Double) {
        var weights: [Run: Int16] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let weight = words.first.flatMap({ Int16($0) }) else { continue }
            for word in words.dropFirst() { weights[Self.run(word)] = weight }
        }
        self.weights = weights
        self.steps = steps
    }

    /// Log odds that runs have together, each counted once.
    func sum(_ runs: Set<Run>) -> Double {
        Double(runs.reduce(0) { $0 + Int(weights[$1] ?? 0) }) / steps
    }

    /// Three bits for the place and twenty for each character: what lies beyond is in no table.
    static func run(_ scalars: ArraySlice<Unicode.Scalar>, _ place: Place) -> Run {
        scalars.reduce(place.rawValue) { $0 << 20 | UInt64($1.value & 0xF_FFFF) }
    }

    /// Figures are all alike: each run of digits is one 0.
    static func withoutFigures(_ utterance: Utterance) -> [Unicode.Scalar] {
        var plain: [Unicode.Scalar] = []
        for unit in utterance.units {
            let isDigit = ("0"..."9").contains(unit.scalar)
            if isDigit, plain.last == "0" { continue }
            plain.append(isDigit ? "0" : unit.scalar)
        }
        return plain
    }

    /// A run as a table writes it.
    static func run(_ word: Substring) -> Run {
        let scalars = Array(word.unicodeScalars)
        if scalars.count > 1 {
            if scalars.first == "^" { return run(scalars.dropFirst(), .start) }
            if scalars.first == "=" { return run(scalars.dropFirst(), .whole) }
            if scalars.last == "$" { return run(scalars.dropLast(), .end) }
        }
        return run(scalars[...], .anywhere)
    }
}
