/// Reads amounts of money: `¥18.80`, `-¥5.00`, `¥-5`, `18.80元`, `1,299.00`, and two decimals without any sign.
enum AmountGrammar {
    /// What makes a bare number a measure when it follows directly.
    private static let measures = Set("斤克升毫千公厘米寸度折倍%℃两钱吨kgmlLKGMcwW个瓶盒袋支罐包枚片杯条卷提粒颗只箱年月日号点分")
    private static let longestDigits = 7

    static func read(_ glyphs: [Glyph], at start: Int) -> (ReadAmount, Int)? {
        var position = start
        var negative = false
        func skipSpaces() { while position < glyphs.count, glyphs[position].isSpace { position += 1 } }
        func takeSign() {
            guard position < glyphs.count, glyphs[position].folded == "-" || glyphs[position].folded == "+"
            else {
                return
            }
            if glyphs[position].folded == "-" { negative = true }
            position += 1
            skipSpaces()
        }
        let previous = start > 0 ? glyphs[start - 1].folded : " "
        // 满99减5-¥5.00, ×1¥19.90: where a currency sign follows, digits before it belong to something else.
        let sign = glyphs[start].folded == "-" ? start + 1 : start
        let opensWithSign = sign < glyphs.count && isCurrency(glyphs, at: sign)
        guard opensWithSign || !previous.isASCIIDigit && previous != "." else { return nil }
        takeSign()
        var marked = false
        if position < glyphs.count, isCurrency(glyphs, at: position) {
            marked = true
            position += 1
            skipSpaces()
            takeSign()
        }
        guard let number = decimal(glyphs, at: position, lenient: marked) else { return nil }
        var end = number.end
        var after = end
        while after < glyphs.count, glyphs[after].isSpace { after += 1 }
        if after < glyphs.count, glyphs[after].folded == "元" || glyphs[after].folded == "圆" {
            // 满39元减5元 is a label, not two amounts.
            if !isCondition(glyphs, number: start, after: after + 1) {
                marked = true
                end = after + 1
            } else {
                return nil
            }
        }
        guard marked || isBare(glyphs, number: number) else { return nil }
        let amount = ReadAmount(
            number: ReadNumber(value: number.fen, glyphs: number.glyphs), isNegative: negative,
            isMarked: marked)
        return (amount, end)
    }

    /// A piece that is one whole number and nothing else.
    static func wholeNumber(_ glyphs: [Glyph]) -> ReadNumber? {
        let digits = glyphs.filter { !$0.isSpace }
        guard (1...5).contains(digits.count), digits.allSatisfy(\.isDigit),
            let value = Int(String(digits.map(\.folded)))
        else { return nil }
        return ReadNumber(value: value, glyphs: digits)
    }

    private static func isCurrency(_ glyphs: [Glyph], at position: Int) -> Bool {
        let sign = glyphs[position].folded
        if sign == "¥" { return true }
        // The reader takes a thin ¥ for a Y.
        guard sign == "Y" || sign == "羊", position + 1 < glyphs.count, glyphs[position + 1].isDigit else {
            return false
        }
        return position == 0
            || !(glyphs[position - 1].isLatin || glyphs[position - 1].isDigit)
                && glyphs[position...].dropFirst().prefix(8).contains { $0.folded == "." }
    }

    private struct Decimal {
        var fen: Int
        var glyphs: [Glyph]
        var decimals: Int
        var start: Int
        var end: Int
    }

    private static func decimal(_ glyphs: [Glyph], at start: Int, lenient: Bool) -> Decimal? {
        var position = start
        var yuan = 0
        var digits = 0
        while position < glyphs.count {
            if let digit = glyphs[position].folded.wholeNumberValue, glyphs[position].isDigit {
                digits += 1
                guard digits <= longestDigits else { return nil }
                yuan = yuan * 10 + digit
                position += 1
            } else if glyphs[position].folded == ",", digits > 0, groupFollows(glyphs, position) {
                position += 1
            } else {
                break
            }
        }
        guard digits > 0 else { return nil }
        var cents = 0
        var decimals = 0
        if position + 1 < glyphs.count, isPoint(glyphs[position].folded, lenient: lenient) {
            var next = position + 1
            // `18. 80`: the reader sets a space behind the point.
            if glyphs[next].isSpace, next + 2 < glyphs.count, glyphs[next + 1].isDigit,
                glyphs[next + 2].isDigit
            {
                next += 1
            }
            while next < glyphs.count, decimals < 3, glyphs[next].isDigit,
                let digit = glyphs[next].folded.wholeNumberValue
            {
                cents = cents * 10 + digit
                decimals += 1
                next += 1
            }
            guard decimals <= 2 else { return nil }
            if decimals > 0 { position = next }
        }
        if decimals == 1 { cents *= 10 }
        return Decimal(
            fen: yuan * 100 + cents, glyphs: Array(glyphs[start..<position]), decimals: decimals,
            start: start,
            end: position)
    }

    private static func isPoint(_ character: Character, lenient: Bool) -> Bool {
        character == "." || lenient && (character == ":" || character == "·" || character == "。")
    }

    private static func groupFollows(_ glyphs: [Glyph], _ comma: Int) -> Bool {
        guard comma + 3 < glyphs.count, glyphs[comma + 1].isDigit, glyphs[comma + 2].isDigit,
            glyphs[comma + 3].isDigit
        else { return false }
        return comma + 4 >= glyphs.count || !glyphs[comma + 4].isDigit
    }

    /// Two decimals and no measure behind them, or one decimal and nothing else in the piece.
    private static func isBare(_ glyphs: [Glyph], number: Decimal) -> Bool {
        guard number.decimals > 0 else { return false }
        if number.decimals == 1 {
            let others = glyphs.indices.filter { !(number.start..<number.end).contains($0) }
            return others.allSatisfy { glyphs[$0].isSpace || "-+".contains(glyphs[$0].folded) }
        }
        guard number.end < glyphs.count else { return true }
        let next = glyphs[number.end]
        if next.folded == "x" || next.folded == "X" {
            return number.end + 1 < glyphs.count
                && (glyphs[number.end + 1].isDigit || glyphs[number.end + 1].isSpace)
        }
        return !next.isDigit && !next.isLatin && !measures.contains(next.folded) && next.folded != "."
    }

    /// `满39元减…`, `每30元`: the number is a threshold.
    private static func isCondition(_ glyphs: [Glyph], number start: Int, after end: Int) -> Bool {
        let before = start > 0 ? glyphs[start - 1].folded : " "
        if before == "满" || before == "每" { return true }
        guard before == "减", start > 1 else { return false }
        return glyphs[..<(start - 1)].contains { $0.folded == "满" }
    }
}

/// Reads quantities: `×2`, `x 2`, `*2`, `数量：2`, a piece that is `2件` or `2份`.
enum QuantityGrammar {
    private static let pieceWords = Set("件份个")

    static func read(_ glyphs: [Glyph], at start: Int) -> (ReadQuantity, Int)? {
        if let labelled = labelled(glyphs, at: start) { return labelled }
        let sign = glyphs[start].folded
        if sign == "x" || sign == "X" || sign == "*" { return multiplied(glyphs, at: start) }
        if start == 0, glyphs[0].isDigit { return counted(glyphs) ?? leading(glyphs) }
        return nil
    }

    /// `2 × 苹果`: before a name, where `2×500ml` would be a pack.
    private static func leading(_ glyphs: [Glyph]) -> (ReadQuantity, Int)? {
        guard let (number, end) = number(glyphs, from: 0) else { return nil }
        var position = end
        while position < glyphs.count, glyphs[position].isSpace { position += 1 }
        guard position < glyphs.count, "xX*".contains(glyphs[position].folded) else { return nil }
        position += 1
        while position < glyphs.count, glyphs[position].isSpace { position += 1 }
        guard position < glyphs.count,
            "【[(".contains(glyphs[position].folded) || glyphs[position].folded.isLetter,
            !glyphs[position].isLatin
        else { return nil }
        return (ReadQuantity(number: number, isGlued: false), position)
    }

    private static func multiplied(_ glyphs: [Glyph], at start: Int) -> (ReadQuantity, Int)? {
        guard let (number, end) = number(glyphs, from: start + 1) else { return nil }
        let previous = start > 0 ? glyphs[start - 1].folded : " "
        guard previous != "*", !(glyphs[start].folded == "*" && previous == "x") else { return nil }
        if end < glyphs.count {
            let next = glyphs[end].folded
            if glyphs[end].isLatin && next != "x" || next == "." || next == "-" || next == "*" || next == "/"
            {
                return nil
            }
            // 250ml×16盒 is the pack, ×2件 the quantity.
            if !next.isASCII, !pieceWords.contains(next), next != "¥", next != "元", next.isLetter,
                glyphs[..<start].contains(where: { !$0.isSpace })
            {
                return nil
            }
        }
        var after = end
        if after < glyphs.count, pieceWords.contains(glyphs[after].folded) { after += 1 }
        let latin = start > 0 && glyphs[start - 1].isLatin
        let measured =
            start > 0 && !glyphs[start - 1].isSpace && !glyphs[start - 1].folded.isASCII
            && start > 1 && glyphs[start - 2].isDigit
        return (ReadQuantity(number: number, isGlued: latin || measured), after)
    }

    private static func labelled(_ glyphs: [Glyph], at start: Int) -> (ReadQuantity, Int)? {
        guard glyphs[start].folded == "数" || glyphs[start].folded == "件" || glyphs[start].folded == "份",
            start + 2 < glyphs.count, glyphs[start + 1].folded == "量" || glyphs[start + 1].folded == "数"
        else { return nil }
        var position = start + 2
        while position < glyphs.count, " :xX".contains(glyphs[position].folded) { position += 1 }
        guard let (number, end) = number(glyphs, from: position) else { return nil }
        if end < glyphs.count, glyphs[end].folded == "." { return nil }
        let after = end < glyphs.count && pieceWords.contains(glyphs[end].folded) ? end + 1 : end
        return (ReadQuantity(number: number, isGlued: false), after)
    }

    private static func counted(_ glyphs: [Glyph]) -> (ReadQuantity, Int)? {
        guard let (number, end) = number(glyphs, from: 0), end < glyphs.count,
            pieceWords.contains(glyphs[end].folded),
            glyphs[(end + 1)...].allSatisfy(\.isSpace)
        else { return nil }
        return (ReadQuantity(number: number, isGlued: false), glyphs.count)
    }

    private static func number(_ glyphs: [Glyph], from start: Int) -> (ReadNumber, Int)? {
        var position = start
        while position < glyphs.count, glyphs[position].isSpace { position += 1 }
        let first = position
        while position < glyphs.count, glyphs[position].isDigit, position - first < 4 { position += 1 }
        guard (1...3).contains(position - first),
            let value = Int(String(glyphs[first..<position].map(\.folded))), value > 0
        else { return nil }
        return (ReadNumber(value: value, glyphs: Array(glyphs[first..<position])), position)
    }
}

/// Reads 共3件, 共 3 件商品, 共计3份.
enum GoodsCountGrammar {
    static func read(_ glyphs: [Glyph], at start: Int) -> (Int, Int)? {
        guard glyphs[start].folded == "共" else { return nil }
        var position = start + 1
        while position < glyphs.count, glyphs[position].isSpace || glyphs[position].folded == "计" {
            position += 1
        }
        let first = position
        while position < glyphs.count, glyphs[position].isDigit, position - first < 4 { position += 1 }
        guard (1...3).contains(position - first),
            let count = Int(String(glyphs[first..<position].map(\.folded)))
        else { return nil }
        while position < glyphs.count, glyphs[position].isSpace { position += 1 }
        guard position < glyphs.count, "件份".contains(glyphs[position].folded) else { return nil }
        position += 1
        if position + 1 < glyphs.count, glyphs[position].folded == "商", glyphs[position + 1].folded == "品" {
            position += 2
        }
        return (count, position)
    }
}
