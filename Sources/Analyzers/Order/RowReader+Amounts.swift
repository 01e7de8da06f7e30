/// Amounts and what the words beside them say that they are.
extension RowReader {
    func takeAmounts(_ tokens: inout [Token], into result: inout RowReading) {
        let hasQuantity = tokens.contains { if case .quantity = $0.kind { true } else { false } }
        var consumed: Set<Int> = []
        for index in tokens.indices {
            switch tokens[index].kind {
            case .amount(let amount):
                let before = label(before: index, in: tokens, consumed: consumed)
                let role = before.flatMap {
                    labels.role(of: tokens[$0].text, isNegative: amount.isNegative && !hasQuantity)
                }
                consumed.insert(index)
                if before == nil, lowersFreight(tokens[index], amount, behind: index - 1, tokens, &result) {
                    continue
                }
                place(
                    tokens[index], amount, role: role, label: before.map { tokens[$0].text },
                    hasQuantity: hasQuantity, into: &result)
                let isBadge = role == .discount && hasQuantity && !amount.isNegative
                if let before, role != nil, !tokens[index].struck, !isBadge {
                    consumed.formUnion((before..<index).filter { tokens[$0].kind == .text })
                }
            case .quantity, .integer, .runTogether:
                result.values.append(GoodsValue(token: tokens[index], role: nil))
                consumed.insert(index)
            default: continue
            }
        }
        takeFreeFreight(tokens, consumed: &consumed, into: &result)
        tokens = tokens.indices.filter { !consumed.contains($0) }.map { tokens[$0] }
    }

    /// The text before an amount; where that only says again that something is taken off (`满59减8 … 减¥8`), or says
    /// nothing, a character or two that a struck price was taken for, the one before it if that is a label.
    private func label(before index: Int, in tokens: [Token], consumed: Set<Int>) -> Int? {
        guard let nearest = labelIndex(before: index, in: tokens, consumed: consumed) else { return nil }
        guard nearest > 0,
            let farther = labelIndex(before: nearest, in: tokens, consumed: consumed),
            let role = labels.role(of: tokens[farther].text, isNegative: false)
        else { return nearest }
        if Self.reducingWords.contains(Folding.key(tokens[nearest].text)) {
            return role == .discount ? farther : nearest
        }
        let isStroke =
            tokens[nearest].text.count <= 2 && tokens[nearest].piece == tokens[index].piece
            && labels.role(of: tokens[nearest].text, isNegative: false) == nil
        return isStroke ? farther : nearest
    }

    /// Words that stand for a minus before an amount.
    private static let reducingWords: Set<String> = ["减", "立减", "已减", "省", "抵", "优惠"]

    private func labelIndex(before index: Int, in tokens: [Token], consumed: Set<Int>) -> Int? {
        var position = index - 1
        while position >= 0 {
            switch tokens[position].kind {
            case .text:
                if consumed.contains(position) { return nil }
                // A lone sign between label and value is no label.
                if !tokens[position].text.contains(where: { $0.isLetter || $0.isNumber }) {
                    position -= 1
                    continue
                }
                return position
            case .goodsCount: position -= 1
            // The label of a struck amount is also that of the amount in force behind it.
            case .amount where tokens[position].struck: position -= 1
            default: return nil
            }
        }
        return nil
    }

    /// 运费 ¥3.00 ¥0.00: the second amount is the one in force, also where the line through the first is not seen.
    private func lowersFreight(
        _ token: Token, _ amount: ReadAmount, behind index: Int, _ tokens: [Token],
        _ result: inout RowReading
    ) -> Bool {
        guard index >= 0, case .amount(let former) = tokens[index].kind, !token.struck,
            let last = result.sums.indices.last, result.sums[last].role == .freight,
            result.sums[last].amount == former, amount.fen < former.fen, !amount.isNegative
        else { return false }
        result.sums[last].amount = amount
        result.sums[last].struck = false
        return true
    }

    private func place(
        _ token: Token, _ amount: ReadAmount, role: AmountRole?, label: String?, hasQuantity: Bool,
        into result: inout RowReading
    ) {
        // 小计 beside a price of one or a quantity is the amount of that line.
        let hasLineValues = hasQuantity || result.values.contains { $0.role == .unitPrice }
        switch role {
        case .ignored: return
        case .originalPrice: result.originalAmounts.append(amount)
        case .subtotal where hasLineValues && (label?.count ?? 0) <= 2:
            result.values.append(GoodsValue(token: token, role: .lineAmount))
        case .unitPrice, .lineAmount:
            result.values.append(GoodsValue(token: token, role: role))
        case .discount where hasQuantity && !amount.isNegative:
            result.values.append(GoodsValue(token: token, role: nil))
        case .some(let role):
            result.sums.append(
                SumFact(
                    role: role, label: Labels.withoutArrow(label ?? ""), amount: amount, struck: token.struck,
                    size: token.size
                ))
        case nil:
            // A minus without any label takes nothing off: there is no saying what it is.
            if amount.isNegative {
                result.looseReductions.append(token)
            } else {
                result.values.append(GoodsValue(token: token, role: nil))
            }
        }
    }

    /// 运费 免, 配送费：免费, 包邮 behind the label.
    private func takeFreeFreight(_ tokens: [Token], consumed: inout Set<Int>, into result: inout RowReading) {
        for index in tokens.indices where !consumed.contains(index) {
            guard case .text = tokens[index].kind else { continue }
            let word = Folding.key(tokens[index].text)
            let isFree = ["免", "免费", "免运费", "免配送费", "包邮", "0"].contains(word)
            let label: String? =
                isFree && index > 0
                ? tokens[index - 1].text
                : word.hasSuffix("免费") || word.hasSuffix(":免") ? String(word.prefix { $0 != ":" }) : nil
            guard let label, labels.role(of: label, isNegative: false) == .freight else { continue }
            let zero = ReadAmount(
                number: ReadNumber(value: 0, glyphs: tokens[index].glyphs), isNegative: false, isMarked: true)
            result.sums.append(
                SumFact(
                    role: .freight, label: label, amount: zero, struck: false, size: tokens[index].size))
            consumed.insert(index)
            if isFree { consumed.insert(index - 1) }
            return
        }
    }
}
