import Evidence

/// Corrects one misread digit where the sums of an order prove it.
///
/// A repair is taken only if it is the only one that makes everything close, the reader itself held the other digit
/// likely, and the field was not read with certainty: a shop's own wrong sum stays a mismatch.
struct ArithmeticRepair {
    /// Fields at least this certain are never changed.
    static let certain = 0.9
    /// A reading less likely than this was not held likely by the reader.
    static let likely = 0.05

    private enum Field: Hashable {
        case quantity(Int)
        case unitPrice(Int)
        case amount(Int)
        case single(Int)
        case subtotal
        case discount(Int)
        case freight, paid
    }

    static func repair(_ draft: OrderDraft) -> (draft: OrderDraft, repairs: [Order.Repair]) {
        guard !draft.closes, draft.paid != nil, draft.goodsSum != nil else { return (draft, []) }
        var found: [(OrderDraft, Order.Repair)] = []
        for field in fields(of: draft) {
            guard let number = value(field, in: draft), number.confidence < certain else { continue }
            for candidate in readings(of: number) {
                var attempt = draft
                set(field, to: candidate, in: &attempt)
                guard attempt.closes else { continue }
                found.append(
                    (
                        attempt,
                        Order.Repair(
                            field: name(field, draft), from: number.text, to: candidate.text)
                    ))
            }
        }
        guard found.count == 1 else { return (draft, []) }
        return (found[0].0, [found[0].1])
    }

    /// The number with one digit exchanged for a digit that the reader also saw.
    private static func readings(of number: ReadNumber) -> [ReadNumber] {
        var result: [ReadNumber] = []
        for (index, glyph) in number.glyphs.enumerated() where glyph.isDigit && glyph.probability < certain {
            for alternative in glyph.alternatives where alternative.probability >= likely {
                guard alternative.folded.isASCII, let digit = alternative.folded.wholeNumberValue,
                    let old = glyph.folded.wholeNumberValue, digit != old
                else { continue }
                var glyphs = number.glyphs
                glyphs[index].folded = alternative.folded
                glyphs[index].original = alternative.folded
                glyphs[index].probability = alternative.probability
                guard let value = reread(glyphs, like: number) else { continue }
                result.append(ReadNumber(value: value, glyphs: glyphs))
            }
        }
        return result
    }

    private static func reread(_ glyphs: [Glyph], like number: ReadNumber) -> Int? {
        let isMoney =
            number.glyphs.contains { !$0.isDigit } || reading(number.glyphs.filter(\.isDigit)) != number.value
        guard isMoney else { return reading(glyphs) }
        let digits = glyphs.map { $0.isDigit ? $0.folded : "." }
        let text = String(digits.filter { $0 != " " })
        return Money(text)?.fen
    }

    private static func reading(_ glyphs: [Glyph]) -> Int? { Int(String(glyphs.map(\.folded))) }

    // MARK: Fields

    private static func fields(of draft: OrderDraft) -> [Field] {
        let lines = draft.lines.indices.flatMap {
            [Field.quantity($0), .unitPrice($0), .amount($0), .single($0)]
        }
        return lines + [.subtotal] + draft.discounts.indices.map { .discount($0) } + [.freight, .paid]
    }

    private static func value(_ field: Field, in draft: OrderDraft) -> ReadNumber? {
        switch field {
        case .quantity(let index): draft.lines[index].isQuantityInferred ? nil : draft.lines[index].quantity
        case .unitPrice(let index): draft.lines[index].unitPrice
        case .amount(let index): draft.lines[index].amount
        case .single(let index): draft.lines[index].single
        case .subtotal: draft.subtotal
        case .discount(let index): draft.discounts[index].number
        case .freight: draft.freight
        case .paid: draft.paid
        }
    }

    private static func set(_ field: Field, to number: ReadNumber, in draft: inout OrderDraft) {
        switch field {
        case .quantity(let index): draft.lines[index].quantity = number
        case .unitPrice(let index): draft.lines[index].unitPrice = number
        case .amount(let index): draft.lines[index].amount = number
        case .single(let index): draft.lines[index].single = number
        case .subtotal: draft.subtotal = number
        case .discount(let index): draft.discounts[index].number = number
        case .freight: draft.freight = number
        case .paid: draft.paid = number
        }
    }

    private static func name(_ field: Field, _ draft: OrderDraft) -> String {
        switch field {
        case .quantity(let index): "lines[\(index)].quantity"
        case .unitPrice(let index): "lines[\(index)].unitPrice"
        case .amount(let index): "lines[\(index)].amount"
        case .single(let index): "lines[\(index)].\(draft.singleIsAmount ? "amount" : "unitPrice")"
        case .subtotal: "subtotal"
        case .discount(let index): "discounts[\(index)].amount"
        case .freight: "freight"
        case .paid: "paid"
        }
    }
}
