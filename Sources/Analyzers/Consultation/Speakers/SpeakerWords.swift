/// What the words of a segment say about who speaks: weights of runs of one to three characters, learnt from dialogues
/// that were written for it (`tools/make-speaker-words`), so that nobody has to list what each side says.
struct SpeakerWords: Sendable {
    static let shared = SpeakerWords()

    /// Runs of up to three characters as one number each.
    private typealias Run = UInt64

    private static let longestRun = 3
    /// What a run is besides its characters.
    private enum Place: UInt64 {
        case anywhere
        case start
        case end
        case whole
    }

    private let weights: [Run: Int16]

    private init() {
        var weights: [Run: Int16] = [:]
        for line in SpeakerWordTable.weights.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let weight = words.first.flatMap({ Int16($0) }) else { continue }
            for word in words.dropFirst() { weights[Self.run(word)] = weight }
        }
        self.weights = weights
    }

    /// Log odds that a member of staff says this; negative for a customer.
    func evidence(_ utterance: Utterance) -> Double {
        let scalars = Self.withoutFigures(utterance.units.map(\.scalar))
        var runs: Set<Run> = []
        for length in 1...Self.longestRun where length <= scalars.count {
            for start in 0...scalars.count - length {
                runs.insert(Self.run(scalars[start..<start + length], .anywhere))
            }
        }
        for length in 1...2 where !scalars.isEmpty {
            runs.insert(Self.run(scalars.prefix(length), .start))
            runs.insert(Self.run(scalars.suffix(length), .end))
        }
        if scalars.count <= Self.longestRun { runs.insert(Self.run(scalars[...], .whole)) }
        let steps = runs.reduce(0) { $0 + Int(weights[$1] ?? 0) }
        return SpeakerWordTable.constant + Double(steps) / SpeakerWordTable.steps
    }

    /// Figures are all alike: each run of digits is one 0.
    private static func withoutFigures(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var plain: [Unicode.Scalar] = []
        for scalar in scalars {
            let isDigit = ("0"..."9").contains(scalar)
            if isDigit, plain.last == "0" { continue }
            plain.append(isDigit ? "0" : scalar)
        }
        return plain
    }

    /// A run as the table writes it.
    private static func run(_ word: Substring) -> Run {
        let scalars = Array(word.unicodeScalars)
        if scalars.count > 1 {
            if scalars.first == "^" { return run(scalars.dropFirst(), .start) }
            if scalars.first == "=" { return run(scalars.dropFirst(), .whole) }
            if scalars.last == "$" { return run(scalars.dropLast(), .end) }
        }
        return run(scalars[...], .anywhere)
    }

    /// Two bits for the place and twenty for each character: what lies beyond is in no table.
    private static func run(_ scalars: ArraySlice<Unicode.Scalar>, _ place: Place) -> Run {
        scalars.reduce(place.rawValue) { $0 << 20 | UInt64($1.value & 0xF_FFFF) }
    }
}
