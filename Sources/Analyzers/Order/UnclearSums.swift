/// Amounts among the sums behind words that nobody listed (消费金额, 买单): what they are is taken from the sums of the
/// order, where they close in one way only. What stays unclear says nothing.
enum UnclearSums {
    private enum Meaning: CaseIterable {
        case subtotal, paid, charge, reduction, repetition
    }

    private struct Unclear {
        var label: String
        var number: ReadNumber
    }

    /// More of them leave too many ways to close by chance.
    private static let most = 3

    static func resolve(_ draft: inout OrderDraft) {
        let goods = draft.lines.prefix { !isAmountAlone($0) }
        let below = draft.lines[goods.count...]
        let named = draft.unclearSums.map { Unclear(label: $0.label, number: $0.amount.number) }
        let isTail = !goods.isEmpty && below.allSatisfy(isAmountAlone)
        let unnamed = (isTail ? below : []).compactMap { line in
            line.single.map { Unclear(label: line.name, number: $0) }
        }
        let unclear = unnamed + named
        guard (1...most).contains(unclear.count) else { return }
        var plain = draft
        plain.lines.removeLast(unnamed.count)
        if draft.mayHold(\.closes) {
            takeSubtotal(named, into: &draft)
        } else if let found = onlyWay(unclear, in: plain) {
            draft = found
        }
    }

    /// Where all closes without it, a sum as high as the goods is theirs.
    private static func takeSubtotal(_ unclear: [Unclear], into draft: inout OrderDraft) {
        guard draft.subtotal == nil, !draft.discounts.isEmpty else { return }
        let goods = draft.anyGoodsSum
        draft.subtotal = unclear.first { goods.contains($0.number.value) }?.number
    }

    /// A name with one amount and no quantity, as a sum would be read.
    private static func isAmountAlone(_ line: LineDraft) -> Bool {
        line.quantity == nil && line.single != nil && line.unitPrice == nil && line.runTogether == nil
    }

    private static func onlyWay(_ unclear: [Unclear], in draft: OrderDraft) -> OrderDraft? {
        var ways = [draft]
        for sum in unclear {
            ways = ways.flatMap { way in Meaning.allCases.compactMap { apply($0, of: sum, to: way) } }
        }
        let closing = ways.filter { $0.mayHold(\.closes) }
        guard let first = closing.first, closing.allSatisfy({ saysTheSame($0, first) }) else { return nil }
        return first
    }

    private static func saysTheSame(_ one: OrderDraft, _ two: OrderDraft) -> Bool {
        one.subtotal == two.subtotal && one.paid == two.paid && one.fee == two.fee
            && one.discounts == two.discounts
    }

    private static func apply(_ meaning: Meaning, of sum: Unclear, to draft: OrderDraft) -> OrderDraft? {
        var draft = draft
        switch meaning {
        case .subtotal:
            guard draft.subtotal == nil else { return nil }
            draft.subtotal = sum.number
        case .paid:
            guard draft.paid == nil else { return nil }
            draft.paid = sum.number
        case .charge:
            draft.fee += sum.number.value
        case .reduction:
            guard sum.number.value > 0 else { return nil }
            draft.discounts.append(.init(label: sum.label, number: sum.number))
        case .repetition:
            let known = [draft.subtotal?.value, draft.paid?.value, draft.discountSum]
            guard known.contains(sum.number.value) else { return nil }
        }
        return draft
    }
}
