/// `500m1`, `5k9`, `200q`: no measure ends so behind its number; the reader took a letter for one that looks like it.
enum MeasureReading {
    /// What stands behind a number, and how its last character was misread.
    private static let measures: [(read: [Character], last: Character)] = [
        (["m", "1"], "l"), (["m", "I"], "l"), (["m", "|"], "l"), (["k", "9"], "g"), (["k", "q"], "g"),
        (["K", "9"], "G"), (["q"], "g"),
    ]

    /// Sets the letter where a number, the misread measure and no further letter or digit follow each other.
    static func mend(_ glyphs: inout [Glyph]) {
        for index in glyphs.indices where glyphs[index].isDigit {
            for (read, last) in measures {
                let end = index + read.count
                guard end < glyphs.count, glyphs[(index + 1)...end].map(\.folded).elementsEqual(read),
                    end + 1 == glyphs.count || !glyphs[end + 1].isDigit && !isWord(glyphs[end + 1])
                else { continue }
                glyphs[end].folded = last
                glyphs[end].original = last
            }
        }
    }

    /// `250m1x12` is a pack.
    private static func isWord(_ glyph: Glyph) -> Bool { glyph.isLatin && !"xX".contains(glyph.folded) }
}
