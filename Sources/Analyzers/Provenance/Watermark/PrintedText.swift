/// A line of print in the forms that the notations are written in: half-width digits and signs, one kind of dash, of
/// quotation mark and of degree sign; letters that a reader takes for digits put right where digits stand around them.
struct PrintedText: Sendable {
    let characters: [Character]

    init(_ raw: String) {
        var plain = raw.unicodeScalars.map(Self.plain)
        Self.repairDigits(&plain)
        characters = plain
    }

    subscript(index: Int) -> Character? {
        characters.indices.contains(index) ? characters[index] : nil
    }

    var count: Int { characters.count }
    var string: String { String(characters) }
    /// Without any blank: what stands beside what, whatever the reader made of the gaps.
    var compact: String { String(characters.filter { $0 != " " }) }

    private static func plain(_ scalar: Unicode.Scalar) -> Character {
        switch scalar.value {
        case 0xFF01...0xFF5E:
            return Unicode.Scalar(scalar.value - 0xFEE0).map { halfWidth(Character($0)) } ?? Character(scalar)
        case 0x3000, 0xA0, 0x09: return " "
        default: return halfWidth(Character(scalar))
        }
    }

    private static func halfWidth(_ character: Character) -> Character {
        switch character {
        case "—", "–", "−", "―", "‐", "‑", "─", "﹣": "-"
        case "‘", "’", "′", "`", "´", "ˊ", "＇": "'"
        case "“", "”", "″", "〃": "\""
        case "º", "˚", "∘", "○", "゜": "°"
        case "∶", "︰", "﹕": ":"
        case "，", "、": ","
        case "•", "・", "‧", "●": "·"
        case "（", "【", "[": "("
        case "）", "】", "]": ")"
        default: character
        }
    }

    /// `2O26-11-2l` → `2026-11-21`: only where the neighbours are digits or a digit and a separator, never in words.
    private static func repairDigits(_ characters: inout [Character]) {
        func isDigit(_ index: Int) -> Bool {
            characters.indices.contains(index) && characters[index].isASCIIDigit
        }
        func isJoint(_ index: Int) -> Bool {
            !characters.indices.contains(index) || " :-./年月日时分秒°'\"".contains(characters[index])
        }
        for index in characters.indices {
            let digit: Character
            switch characters[index] {
            case "O", "o", "Q", "〇": digit = "0"
            case "l", "I", "i": digit = "1"
            case "。": digit = "."
            default: continue
            }
            let (before, after) = (isDigit(index - 1), isDigit(index + 1))
            if before && after
                || digit != "." && (before && isJoint(index + 1) || after && isJoint(index - 1))
            {
                characters[index] = digit
            }
        }
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
    /// 0…9, nil for anything else.
    var digitValue: Int? { isASCIIDigit ? wholeNumberValue : nil }
    var isLatinLetter: Bool { isASCII && isLetter }
    /// A Han character of the basic block.
    var isHan: Bool { unicodeScalars.first.map { (0x4E00...0x9FFF).contains($0.value) } ?? false }
}

extension PrintedText {
    /// A run of up to `limit` digits at a place: its value and where it ends.
    func digits(at start: Int, limit: Int) -> (value: Int, end: Int)? {
        var value = 0
        var index = start
        while index < count, index - start < limit, let digit = characters[index].digitValue {
            value = value * 10 + digit
            index += 1
        }
        return index > start ? (value, index) : nil
    }

    func skippingBlanks(from start: Int) -> Int {
        var index = start
        while index < count, characters[index] == " " { index += 1 }
        return index
    }

    /// Whether a word stands at a place, letter case aside.
    func has(_ word: String, at start: Int) -> Bool {
        var index = start
        for character in word {
            guard index < count, index >= 0, characters[index].lowercased() == character.lowercased() else {
                return false
            }
            index += 1
        }
        return true
    }
}
