import AnalyzerKit
import Evidence

/// A recognised character in the folded form that the grammars read, with the reader's doubts about it.
struct Glyph: Hashable {
    /// Half-width, one form of each sign: `：`→`:`, `￥`→`¥`, `×`→`x`, `－`→`-`.
    var folded: Character
    var original: Character
    var probability: Double
    var alternatives: [Alternative]
    /// Horizontal extent in pixels, interpolated along the line of print.
    var x0: Double
    var x1: Double

    struct Alternative: Hashable {
        var folded: Character
        var probability: Double
    }

    /// Width in sizes of the print: half-width letters take about half of what ideographs take.
    static func weight(_ character: Character) -> Double {
        character.isASCII || character == "\u{A5}" ? 0.55 : 1
    }

    var isDigit: Bool { folded.isASCIIDigit }
    var isLatin: Bool { folded.isASCII && folded.isLetter }
    var isSpace: Bool { folded == " " }
}

extension Character {
    /// 三 is a whole number too, but no digit.
    var isASCIIDigit: Bool { isASCII && isWholeNumber }
}

/// Folds what print writes in several ways to one way, as NFKC would, without changing the number of characters.
enum Folding {
    static func fold(_ printed: Character) -> Character {
        let character = simplified(printed)
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
            return character
        }
        switch scalar.value {
        case 0xFFE5, 0xA5: return "¥"
        case 0xFF01...0xFF5E:
            guard let half = Unicode.Scalar(scalar.value - 0xFEE0) else { return character }
            return Character(half)
        case 0x3000, 0xA0, 0x2002...0x200B, 0x9: return " "
        case 0xD7, 0x2715, 0x2716, 0x2573, 0x2A2F, 0x274C: return "x"
        case 0x2212, 0x2010...0x2015, 0xFE63, 0x2796, 0x30FC: return "-"
        case 0x2236, 0xFE55: return ":"
        case 0x2219, 0x2022, 0x30FB: return "·"
        case 0x2460...0x2468:
            guard let digit = Unicode.Scalar(scalar.value - 0x2460 + 0x31) else { return character }
            return Character(digit)
        default: return character
        }
    }

    /// The reader takes some simplified characters for their traditional or Japanese forms; apps here print none.
    private static let simplifiedForms: [Character: Character] = [
        "満": "满", "滿": "满", "減": "减", "優": "优", "訂": "订", "單": "单", "単": "单", "實": "实", "実": "实", "運": "运",
        "費": "费", "額": "额", "貨": "货", "號": "号", "時": "时", "間": "间", "價": "价", "価": "价", "點": "点", "強": "强",
        "紅": "红", "凈": "净", "淨": "净",
        "購": "购", "員": "员", "總": "总", "計": "计", "動": "动", "滅": "减", "圓": "元", "円": "元", "會": "会", "領": "领",
    ]

    static func simplified(_ character: Character) -> Character { simplifiedForms[character] ?? character }

    static func fold(_ text: some StringProtocol) -> String { String(text.map(fold)) }

    /// Folded, without spaces, in lower case: the form in which words are compared.
    static func key(_ text: some StringProtocol) -> String {
        String(text.map(fold).filter { !$0.isWhitespace }).lowercased()
    }
}

/// Characters that stand together on one height.
struct Piece: Hashable {
    var glyphs: [Glyph]
    var box: Box
    /// A line is drawn through it: a price that is no longer asked.
    var struck = false
    /// Its digits do not look alike.
    var isEdited = false
    /// The upper or lower edge of its picture runs along it, wherever straightening the page has put it.
    var isAtEdge = false

    var text: String { String(glyphs.map(\.original)) }

    var height: Double { Double(max(1, box.y1 - box.y0)) }

    /// The size of the print in pixels, from its width: the height of a box varies with the letters and with what
    /// lies behind them. Very short texts have only their height.
    var size: Double {
        let weight = glyphs.reduce(0) { $0 + Glyph.weight($1.original) }
        return weight < 1.6 ? 0.7 * height : Double(box.x1 - box.x0) / (weight + Self.margin)
    }

    /// The edge of a picture runs through it: it is lower than print of its size.
    func isCut(pictureHeight: Int) -> Bool {
        (isAtEdge || box.y0 <= 1 || box.y1 >= pictureHeight - 1) && height < 1.15 * size
    }

    /// How much wider than its print a box is, in sizes.
    private static let margin = 0.4
    var middle: Double { Double(box.y0 + box.y1) / 2 }

    /// Nil for boxes beyond all measure and for lines without print.
    init?(_ line: TextLine) {
        let box = line.box
        guard [box.x0, box.y0, box.x1, box.y1].allSatisfy((-1_000_000...1_000_000).contains),
            box.x1 >= box.x0, box.y1 >= box.y0
        else { return nil }
        let characters = Array(line.text)
        guard characters.contains(where: { !$0.isWhitespace }), characters.count <= 2000 else { return nil }
        let weights = characters.map(Glyph.weight)
        let total = weights.reduce(0, +)
        let trusted = line.characters.count == characters.count
        let width = Double(box.x1 - box.x0)
        var x = Double(box.x0)
        glyphs = characters.indices.map { index in
            let read = trusted ? line.characters[index] : nil
            let start = x
            x += width * weights[index] / total
            return Glyph(
                folded: Folding.fold(characters[index]), original: Folding.simplified(characters[index]),
                probability: read?.probability ?? line.confidence,
                alternatives: (read?.alternatives ?? []).compactMap { alternative in
                    guard let first = alternative.text.first, alternative.text.count == 1 else { return nil }
                    return .init(folded: Folding.fold(first), probability: alternative.probability)
                }, x0: start, x1: x)
        }
        MeasureReading.mend(&glyphs)
        self.box = box
    }

    /// Some of its glyphs, in the box that they take up on print of this slope.
    func part(_ range: Range<Int>, slope: Double) -> Piece {
        var part = self
        part.glyphs = Array(glyphs[range])
        part.box.x0 = Int(part.glyphs.first?.x0 ?? Double(box.x0))
        part.box.x1 = Int(part.glyphs.last?.x1 ?? Double(box.x1))
        let before = Int((slope * Double(part.box.x0 - box.x0)).rounded())
        let behind = Int((slope * Double(box.x1 - part.box.x1)).rounded())
        part.box.y0 += max(before, -behind, 0)
        part.box.y1 -= max(behind, -before, 0)
        return part
    }

    /// Joins what the reader cut into neighbouring boxes.
    mutating func append(_ next: Piece) {
        let gap = Double(next.box.x0 - box.x1)
        if gap > 0.12 * height, let last = glyphs.last {
            glyphs.append(
                Glyph(
                    folded: " ", original: " ", probability: 1, alternatives: [], x0: last.x1,
                    x1: Double(next.box.x0)))
        }
        glyphs += next.glyphs
        box = Box(
            x0: min(box.x0, next.box.x0), y0: min(box.y0, next.box.y0), x1: max(box.x1, next.box.x1),
            y1: max(box.y1, next.box.y1))
    }
}

/// Pieces side by side, left to right.
struct PrintedRow: Hashable {
    var pieces: [Piece]
    var top: Int { pieces.map(\.box.y0).min() ?? 0 }
    var bottom: Int { pieces.map(\.box.y1).max() ?? 0 }
    var height: Double { pieces.map(\.height).max() ?? 1 }
}

/// Brings boxes in any order into rows of a page.
enum RowReconstruction {
    static func rows(of pieces: [Piece]) -> [PrintedRow] {
        let sorted = pieces.sorted(by: precedes)
        var rows: [[Piece]] = []
        for piece in sorted {
            // Rows are made top down, so only the latest few can take the piece.
            let candidates = rows.indices.suffix(6).filter { belongs(piece, to: rows[$0]) }
            let nearest = candidates.min {
                abs(middle(of: rows[$0]) - piece.middle) < abs(middle(of: rows[$1]) - piece.middle)
            }
            if let nearest { rows[nearest].append(piece) } else { rows.append([piece]) }
        }
        return rows.map { PrintedRow(pieces: joined($0)) }.sorted { left, right in
            let (upper, lower) = (middle(of: left.pieces), middle(of: right.pieces))
            if upper != lower { return upper < lower }
            return (left.pieces.first?.box.x0 ?? 0) < (right.pieces.first?.box.x0 ?? 0)
        }
    }

    private static func precedes(_ left: Piece, _ right: Piece) -> Bool {
        if left.middle != right.middle { return left.middle < right.middle }
        if left.box.x0 != right.box.x0 { return left.box.x0 < right.box.x0 }
        if left.box.x1 != right.box.x1 { return left.box.x1 < right.box.x1 }
        if left.box.y0 != right.box.y0 { return left.box.y0 < right.box.y0 }
        return String(left.glyphs.map(\.original)) < String(right.glyphs.map(\.original))
    }

    private static func middle(of row: [Piece]) -> Double {
        row.isEmpty ? 0 : row.reduce(0) { $0 + $1.middle } / Double(row.count)
    }

    private static func belongs(_ piece: Piece, to row: [Piece]) -> Bool {
        let smallest = min(piece.height, row.map(\.height).min() ?? piece.height)
        guard abs(middle(of: row) - piece.middle) <= 0.45 * smallest else { return false }
        // Two boxes above each other are two rows, however close their middles are.
        return !row.contains { other in
            let shared = min(other.box.x1, piece.box.x1) - max(other.box.x0, piece.box.x0)
            return Double(shared) > 0.5
                * Double(min(other.box.x1 - other.box.x0, piece.box.x1 - piece.box.x0))
        }
    }

    private static func joined(_ row: [Piece]) -> [Piece] {
        var result: [Piece] = []
        for piece in row.sorted(by: { ($0.box.x0, $0.box.x1) < ($1.box.x0, $1.box.x1) }) {
            if let last = result.last, !last.struck, !piece.struck,
                Double(piece.box.x0 - last.box.x1) < 0.3 * min(last.height, piece.height),
                (0.7...1.43).contains(last.height / piece.height)
            {
                result[result.count - 1].append(piece)
            } else {
                result.append(piece)
            }
        }
        return result
    }
}
