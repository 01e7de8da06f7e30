/// Toneless Mandarin syllables and how easily one is taken for another.
///
/// The confusable pairs are those of southern accents, which speech recognisers share: retroflex and flat initials,
/// n/l/r, f/h, front and back nasal finals.
struct Syllables: Sendable {
    /// What is said at one place: up to two readings, or a character without a reading (a letter, a digit).
    struct Sound: Hashable, Sendable {
        /// Index of the syllable; from `foreign` on the number of a character without a reading.
        var first: Int32
        /// The same as `first` where there is only one reading.
        var second: Int32
    }

    /// Costs in hundredths of a wrong syllable.
    static let confusableCost = 25
    static let differentPartCost = 50
    static let wholeCost = 100
    private static let foreign: Int32 = 1 << 20

    static let shared = Syllables()

    private let readings: [Sound]
    private let count: Int
    /// `count` × `count` costs.
    private let costs: [UInt8]
    /// Syllables that sound alike when every confusable pair is merged.
    private let families: [Int32]
    private static let firstCharacter: UInt32 = 0x4E00
    private static let lastCharacter: UInt32 = 0x9FFF

    private init() {
        let none = Sound(first: -1, second: -1)
        var readings = [Sound](repeating: none, count: Int(Self.lastCharacter - Self.firstCharacter) + 1)
        var names: [String] = []
        var known: [String: Int32] = [:]
        func visit(_ table: String, _ body: (Int, Int32) -> Void) {
            var syllable: Int32?
            for piece in table.split(separator: " ") {
                guard let number = syllable else {
                    let name = String(piece)
                    syllable = known[name]
                    if syllable == nil {
                        syllable = Int32(names.count)
                        known[name] = syllable
                        names.append(name)
                    }
                    continue
                }
                for scalar in piece.unicodeScalars where Self.isHan(scalar) {
                    body(Int(scalar.value - Self.firstCharacter), number)
                }
                syllable = nil
            }
        }
        visit(SyllableTable.first) { readings[$0] = Sound(first: $1, second: $1) }
        visit(SyllableTable.second) { readings[$0].second = $1 }
        self.readings = readings
        count = names.count
        let parts = names.map(SyllableParts.init)
        costs = parts.flatMap { one in parts.map { UInt8(one.cost(to: $0)) } }
        var seen: [SyllableParts: Int32] = [:]
        families = parts.map { part in
            let key = part.family
            if let number = seen[key] { return number }
            let number = Int32(seen.count)
            seen[key] = number
            return number
        }
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= firstCharacter && scalar.value <= lastCharacter
    }

    func sound(of scalar: Unicode.Scalar) -> Sound {
        if Self.isHan(scalar) {
            let sound = readings[Int(scalar.value - Self.firstCharacter)]
            if sound.first >= 0 { return sound }
        }
        let foreign = Self.foreign + Int32(scalar.value)
        return Sound(first: foreign, second: foreign)
    }

    /// Cost of hearing `heard` where `meant` was said: 0 the same, 25 one confusable part, 50 one other part, 100.
    func cost(_ meant: Sound, _ heard: Sound) -> Int {
        if meant.first == heard.first { return 0 }
        var best = cost(meant.first, heard.first)
        if heard.second != heard.first { best = min(best, cost(meant.first, heard.second)) }
        if meant.second != meant.first {
            best = min(best, cost(meant.second, heard.first), cost(meant.second, heard.second))
        }
        return best
    }

    /// Other syllables that differ in one confusable part, in order.
    func confusable(with syllable: Int32) -> [Int32] {
        guard syllable < Self.foreign else { return [] }
        return (0..<Int32(count)).filter { cost(syllable, $0) == Self.confusableCost }
    }

    private func cost(_ one: Int32, _ other: Int32) -> Int {
        if one == other { return 0 }
        guard one < Self.foreign, other < Self.foreign else { return Self.wholeCost }
        return Int(costs[Int(one) * count + Int(other)])
    }

    /// The families of both readings, for look-up in an index.
    func families(_ sound: Sound) -> (Int32, Int32) { (family(sound.first), family(sound.second)) }

    private func family(_ syllable: Int32) -> Int32 {
        syllable < Self.foreign ? families[Int(syllable)] : syllable
    }
}

/// Initial and final of a syllable.
struct SyllableParts: Hashable {
    private static let initials = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
        "s", "y", "w",
    ]
    private static let alikeInitials: [Set<String>] = [
        ["zh", "z"], ["ch", "c"], ["sh", "s"], ["n", "l"], ["f", "h"], ["l", "r"],
    ]
    private static let alikeFinals: [Set<String>] = [
        ["in", "ing"], ["en", "eng"], ["an", "ang"], ["ian", "iang"], ["uan", "uang"], ["ong", "eng"],
        ["uo", "o"], ["ian", "an"],
    ]
    private static let initialFamily = [
        "zh": "z", "ch": "c", "sh": "s", "l": "n", "r": "n", "h": "f",
    ]
    private static let finalFamily = [
        "ing": "in", "eng": "en", "ong": "en", "ang": "an", "ian": "an", "iang": "an", "uang": "uan",
        "o": "uo",
    ]

    let initial: String
    let final: String

    init(_ syllable: String) {
        initial = Self.initials.first { syllable.hasPrefix($0) } ?? ""
        final = String(syllable.dropFirst(initial.count))
    }

    private init(initial: String, final: String) {
        self.initial = initial
        self.final = final
    }

    var family: SyllableParts {
        SyllableParts(
            initial: Self.initialFamily[initial] ?? initial, final: Self.finalFamily[final] ?? final)
    }

    func cost(to other: SyllableParts) -> Int {
        func part(_ one: String, _ two: String, _ alike: [Set<String>]) -> Int {
            if one == two { return 0 }
            return alike.contains([one, two]) ? Syllables.confusableCost : Syllables.differentPartCost
        }
        return min(
            Syllables.wholeCost,
            part(initial, other.initial, Self.alikeInitials) + part(final, other.final, Self.alikeFinals))
    }
}
