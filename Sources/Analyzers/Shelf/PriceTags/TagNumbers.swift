import AnalyzerKit
import Evidence

/// A number printed on a price tag.
struct TagNumber: Sendable, Equatable {
    enum Shape: Sendable, Equatable {
        /// Yuan and fen with a point between: a price by its form.
        case amount(Money)
        /// Digits alone: yuan, yuan and small fen without a point, or no price at all.
        case digits(String)
    }

    /// What the words around it say that it is.
    enum Role: Sendable, Equatable {
        /// 促销价, 特价, 现价: what is paid now.
        case promotional
        /// 零售价, 售价.
        case selling
        case plain
        /// 会员价: what members pay.
        case member
        /// 原价: what was paid before.
        case former
        /// A price for a weight or volume.
        case unit
        /// A weight, a count, a share, a saving: no price.
        case other
    }

    var shape: Shape
    var role: Role
    /// A currency mark stands with it.
    var hasCurrency: Bool
    /// Where its line stands; its height is that of the print.
    var box: Box
    /// Least probability of its characters.
    var probability: Double
    /// Number of its line, and where it stands in it.
    var line: Int
    var range: Range<Int>
}

/// Finds the numbers in the lines of a tag.
enum TagNumbers {
    static func find(in lines: [TextLine]) -> [TagNumber] {
        let prints = lines.map { TagPrint($0) }
        return prints.indices.flatMap { number in
            runs(of: prints[number].characters).map { range in
                self.number(range, prints, number)
            }
        }
    }

    /// Runs of digits with points between them.
    private static func runs(of characters: [Character]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = 0
        while index < characters.count {
            guard TagPrint.isDigit(characters[index]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < characters.count {
                let isPoint =
                    characters[end] == "." && end + 1 < characters.count
                    && TagPrint.isDigit(characters[end + 1])
                guard TagPrint.isDigit(characters[end]) || isPoint else { break }
                end += 1
            }
            // ".90" is the small fen of a price whose yuan are another line.
            let begin = index == 1 && characters[0] == "." ? 0 : index
            ranges.append(begin..<end)
            index = end
        }
        return ranges
    }

    private static func number(_ range: Range<Int>, _ prints: [TagPrint], _ line: Int) -> TagNumber {
        let print = prints[line]
        let text = String(print.characters[range])
        let before = range.lowerBound > 0 ? print.characters[range.lowerBound - 1] : nil
        let after = String(print.characters[range.upperBound...].prefix(8)).lowercased()
        let currency = before == "¥" || after.hasPrefix("元")
        let shape: TagNumber.Shape =
            isAmount(text) ? Money(text).map { .amount($0) } ?? .digits(text) : .digits(text)
        var role = TagWords.role(before: before, after: after)
        if role == .plain {
            role = TagWords.role(inLineBefore: String(print.characters[..<range.lowerBound]))
        }
        if role == .plain, !TagWords.hasLabel(String(print.characters)) {
            role = TagWords.role(labels: neighbours(of: line, prints))
        }
        // 1.234.5 is a date or a code.
        if text.dropFirst().filter({ $0 == "." }).count > 1 { role = .other }
        let probability = range.map { print.probabilities[$0] }.min() ?? 0
        return TagNumber(
            shape: shape, role: role, hasCurrency: currency, box: print.box, probability: probability,
            line: line, range: range)
    }

    private static func isAmount(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...4).contains(parts[0].count), (1...2).contains(parts[1].count) else {
            return false
        }
        return parts[0].count == 1 || parts[0].first != "0"
    }

    /// Words that stand just above or to the left of a line and hold no number themselves.
    private static func neighbours(of line: Int, _ prints: [TagPrint]) -> [String] {
        let box = prints[line].box
        return prints.indices.filter { $0 != line }.compactMap { index -> String? in
            let other = prints[index]
            guard !other.characters.contains(where: TagPrint.isDigit) else { return nil }
            let across = min(box.x1, other.box.x1) - max(box.x0, other.box.x0)
            let down = min(box.y1, other.box.y1) - max(box.y0, other.box.y0)
            let isAbove =
                2 * across > min(box.width, other.box.width) && other.box.y1 <= box.y0 + box.height / 3
                && box.y0 - other.box.y1 < box.height
            let isLeft =
                2 * down > min(box.height, other.box.height) && other.box.x1 <= box.x0 + box.height / 3
                && box.x0 - other.box.x1 < 2 * box.height
            return isAbove || isLeft ? String(other.characters) : nil
        }
    }
}

/// A line with its characters brought to one form and without spaces.
struct TagPrint {
    var characters: [Character] = []
    var probabilities: [Double] = []
    var box: Box

    init(_ line: TextLine) {
        box = line.box
        let read = Array(line.text)
        for (index, character) in read.enumerated() where !character.isWhitespace {
            characters.append(TagPrint.plain(character))
            let sure =
                line.characters.count == read.count ? line.characters[index].probability : line.confidence
            probabilities.append(sure)
        }
        // A comma before two last digits is a point.
        for index in characters.indices where characters[index] == "," {
            let rest = characters[(index + 1)...].prefix(while: TagPrint.isDigit)
            if rest.count == 2, index > 0, TagPrint.isDigit(characters[index - 1]) { characters[index] = "." }
        }
    }

    static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    private static func plain(_ character: Character) -> Character {
        switch character {
        case "￥", "Ұ": return "¥"
        case "．", "·", "•", "。": return "."
        case "，", "、": return ","
        default:
            guard let value = character.unicodeScalars.first?.value, (0xFF10...0xFF19).contains(value),
                let digit = Unicode.Scalar(value - 0xFF10 + 0x30)
            else { return character }
            return Character(digit)
        }
    }
}
