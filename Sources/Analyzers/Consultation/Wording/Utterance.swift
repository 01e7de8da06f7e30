/// A segment's text as the matchers see it: letters and digits only, folded, each with its sound and its place in the
/// original.
struct Utterance: Sendable {
    struct Unit: Sendable {
        var scalar: Unicode.Scalar
        var sound: Syllables.Sound
        /// Index of the character in the original text.
        var position: Int
        /// Punctuation or a space stands before it.
        var opensClause: Bool
    }

    let characters: [Character]
    let units: [Unit]
    /// The original ends in, or holds, a question mark.
    let hasQuestionMark: Bool

    /// Text beyond this many characters is not looked at: an hour of talking has some 15,000.
    static let maximumCharacters = 100_000

    init(_ text: String, syllables: Syllables = .shared) {
        let characters = Array(text.prefix(Self.maximumCharacters))
        var units: [Unit] = []
        units.reserveCapacity(characters.count)
        var opens = true
        var asks = false
        for (position, character) in characters.enumerated() {
            guard let scalar = character.unicodeScalars.first, let folded = Self.fold(scalar) else {
                opens = true
                if character == "？" || character == "?" { asks = true }
                continue
            }
            units.append(
                Unit(
                    scalar: folded, sound: syllables.sound(of: folded), position: position, opensClause: opens
                ))
            opens = false
        }
        self.characters = characters
        self.units = units
        hasQuestionMark = asks
    }

    /// Full-width forms become plain ones, capitals small ones; nil for what is neither letter nor digit.
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if Syllables.isHan(scalar) { return scalar }
        var value = scalar.value
        if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
        if (0x41...0x5A).contains(value) { value += 0x20 }
        guard let folded = Unicode.Scalar(value) else { return nil }
        if value < 0x80 {
            return (0x30...0x39).contains(value) || (0x61...0x7A).contains(value) ? folded : nil
        }
        return folded.properties.isAlphabetic ? folded : nil
    }

    /// The folded text of some units.
    func surface(_ range: Range<Int>) -> String {
        var text = ""
        for unit in units[range.clamped(to: 0..<units.count)] { text.unicodeScalars.append(unit.scalar) }
        return text
    }

    /// Whether the folded text holds `phrase` beginning at unit `start`.
    func reads(_ phrase: [Unicode.Scalar], at start: Int) -> Bool {
        guard start >= 0, start + phrase.count <= units.count else { return false }
        for (offset, scalar) in phrase.enumerated() where units[start + offset].scalar != scalar {
            return false
        }
        return true
    }
}
