/// A number as it stands in print: its value and the glyphs that it was read from.
struct ReadNumber: Hashable {
    var value: Int
    /// The digits and the decimal sign, for doubts and repairs.
    var glyphs: [Glyph]

    /// The least certain of its characters decides.
    var confidence: Double { glyphs.map(\.probability).min() ?? 0 }
    var text: String { String(glyphs.map(\.original)) }
}

/// An amount in fen.
struct ReadAmount: Hashable {
    var number: ReadNumber
    var isNegative: Bool
    /// A currency sign or 元 says that this is money.
    var isMarked: Bool
    var fen: Int { number.value }
}

/// A date and time to the printed precision; the year is missing in short forms.
struct ReadMoment: Hashable {
    var year: Int?
    var month: Int
    var day: Int
    /// nil where only the date is printed.
    var hour: Int?
    var minute: Int?
    var second: Int?
    var glyphs: [Glyph]
    var confidence: Double { glyphs.map(\.probability).min() ?? 0 }
}

struct ReadQuantity: Hashable {
    var number: ReadNumber
    /// Written directly behind a measure (`150g×3`): perhaps part of the product's name.
    var isGlued: Bool
}

/// What a stretch of a row is.
struct Token: Hashable {
    enum Kind: Hashable {
        case text
        case amount(ReadAmount)
        /// A number without any sign of being money: a value only where a label or a column says so.
        case integer(ReadNumber)
        case quantity(ReadQuantity)
        /// A quantity and an amount without anything between them.
        case runTogether(RunTogether)
        /// 共3件
        case goodsCount(Int)
        case moment(ReadMoment)
        /// Money that is not yuan.
        case foreignAmount
    }
    var kind: Kind
    var glyphs: [Glyph]
    /// Height of its box.
    var height: Double
    /// Size of its print.
    var size: Double
    var struck: Bool
    /// Index of its piece in the row.
    var piece: Int

    var x0: Double { glyphs.first?.x0 ?? 0 }
    var x1: Double { glyphs.last?.x1 ?? 0 }
    var folded: String { String(glyphs.map(\.folded)) }
    var text: String { trimmed(String(glyphs.map(\.original))) }
    var confidence: Double {
        glyphs.isEmpty ? 0 : glyphs.reduce(0) { $0 + $1.probability } / Double(glyphs.count)
    }

    private func trimmed(_ text: String) -> String {
        let edge: Set<Character> = [" ", ":", "：", "=", "　", "、", ",", "，", "|", ">", "›", "»", ";"]
        var rest = Substring(text)
        while let first = rest.first, edge.contains(first) { rest.removeFirst() }
        while let last = rest.last, edge.contains(last) { rest.removeLast() }
        return String(rest)
    }
}

/// Cuts a piece of print into tokens, left to right, the longest reading first.
struct Scanner {
    let glyphs: [Glyph]
    private let piece: Piece
    private let pieceIndex: Int

    init(_ piece: Piece, index: Int) {
        self.piece = piece
        glyphs = piece.glyphs
        pieceIndex = index
    }

    func tokens() -> [Token] {
        var result: [Token] = []
        var textStart = 0
        var position = 0
        func close(_ end: Int) {
            guard glyphs[textStart..<end].contains(where: { !$0.isSpace }) else { return }
            result.append(token(.text, textStart..<end))
        }
        while position < glyphs.count {
            if let (kind, end) = value(at: position) {
                close(position)
                result.append(token(kind, position..<end))
                position = end
                textStart = end
            } else {
                position += 1
            }
        }
        close(glyphs.count)
        return result
    }

    private func token(_ kind: Token.Kind, _ range: Range<Int>) -> Token {
        Token(
            kind: kind, glyphs: Array(glyphs[range]), height: piece.height, size: piece.size,
            struck: piece.struck,
            piece: pieceIndex)
    }

    private func value(at position: Int) -> (Token.Kind, Int)? {
        let character = glyphs[position].folded
        if let (count, end) = GoodsCountGrammar.read(glyphs, at: position) {
            return (.goodsCount(count), end)
        }
        if character.isASCIIDigit || character == "今" || character == "昨" {
            if let (moment, end) = MomentGrammar.read(glyphs, at: position) { return (.moment(moment), end) }
        }
        if let (quantity, end) = QuantityGrammar.read(glyphs, at: position) {
            return (.quantity(quantity), end)
        }
        if let (run, end) = RunTogether.read(glyphs, at: position) { return (.runTogether(run), end) }
        if let end = ForeignMoney.end(glyphs, at: position) { return (.foreignAmount, end) }
        if let (amount, end) = AmountGrammar.read(glyphs, at: position) { return (.amount(amount), end) }
        if position == 0, let number = AmountGrammar.wholeNumber(glyphs) {
            return (.integer(number), glyphs.count)
        }
        return nil
    }
}
