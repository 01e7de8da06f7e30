/// `×2110.00`: a quantity and an amount between which the reader lost the sign. Where one ends and the other begins is
/// not to be seen; the sums of the order tell, if only one way of parting them closes.
struct RunTogether: Hashable {
    struct Way: Hashable {
        var quantity: ReadNumber
        var amount: ReadNumber
    }
    /// At least one.
    var ways: [Way]

    /// Quantities of one or two digits; what is left is an amount with two decimals.
    static func read(_ glyphs: [Glyph], at start: Int) -> (RunTogether, Int)? {
        guard "xX*".contains(glyphs[start].folded), isApart(glyphs, start) else {
            return nil
        }
        let digits = glyphs[(start + 1)...].prefix(while: \.isDigit)
        let point = digits.endIndex
        let end = point + 3
        guard (2...7).contains(digits.count), end <= glyphs.count, glyphs[point].folded == ".",
            glyphs[(point + 1)..<end].allSatisfy(\.isDigit),
            end == glyphs.count || glyphs[end].isSpace || "元圆".contains(glyphs[end].folded)
        else { return nil }
        let ways = (1...2).compactMap { length -> Way? in
            guard digits.count > length else { return nil }
            let border = start + 1 + length
            guard glyphs[start + 1].folded != "0", glyphs[border].folded != "0" || border + 1 == point,
                let quantity = number(glyphs[(start + 1)..<border]),
                let amount = number(glyphs[border..<end]), amount.value > 0
            else { return nil }
            return Way(quantity: quantity, amount: amount)
        }
        let after = end < glyphs.count && !glyphs[end].isSpace ? end + 1 : end
        return ways.isEmpty ? nil : (RunTogether(ways: ways), after)
    }

    /// `3x19.90` is a number of pieces and their price.
    private static func isApart(_ glyphs: [Glyph], _ start: Int) -> Bool {
        start == 0 || !glyphs[start - 1].isDigit
    }

    private static func number(_ glyphs: ArraySlice<Glyph>) -> ReadNumber? {
        Int(String(glyphs.filter(\.isDigit).map(\.folded))).map {
            ReadNumber(value: $0, glyphs: Array(glyphs))
        }
    }

    private static let mostTrials = 256

    /// Parts the numbers of an order where exactly one way of parting all of them, each amount being the price of a
    /// piece or that of the line, makes the goods add up; else they stay unread.
    static func part(_ draft: inout OrderDraft) {
        var trials = [draft]
        for index in draft.lines.indices {
            guard let run = draft.lines[index].runTogether else { continue }
            trials = trials.flatMap { trial in
                run.ways.flatMap { way in
                    // For a single piece both are the same.
                    let isPriced = draft.lines[index].unitPrice != nil
                    return (isPriced || way.quantity.value == 1 ? [true] : [true, false]).map { isAmount in
                        var copy = trial
                        copy.lines[index].quantity = way.quantity
                        if isAmount {
                            copy.lines[index].amount = way.amount
                        } else {
                            copy.lines[index].unitPrice = way.amount
                        }
                        return copy
                    }
                }
            }
            guard trials.count <= mostTrials else { return }
        }
        guard trials.count > 1 || draft.lines.contains(where: { $0.runTogether != nil }) else { return }
        let proved = trials.filter { trial in
            trial.goodsAreProved
                && trial.lines.allSatisfy { line in line.product.map { $0.expected == $0.printed } ?? true }
        }
        if proved.count == 1 { draft = proved[0] }
    }
}
