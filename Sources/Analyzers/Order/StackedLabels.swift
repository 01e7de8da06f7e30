import Evidence

/// Values that stand under their label instead of beside it.
struct StackedLabels {
    let labels: Labels

    func resolve(_ rows: inout [RowReading], printed: [PrintedRow]) {
        for index in rows.indices.dropFirst() {
            resolveAbove(index, &rows)
            resolveBelow(index, &rows, printed: printed)
            takeHeadline(under: rows[index - 1], into: &rows[index])
            takeLoneAmount(index, &rows)
        }
        for index in rows.indices.dropFirst() where rows[index].openLabels.count == 1 {
            guard Double(rows[index].top - rows[index - 1].bottom) < 0.8 * rows[index - 1].height else {
                continue
            }
            var upper = rows[index - 1]
            takeAmount(above: rows[index].openLabels[0], from: &upper, into: &rows[index])
            if upper != rows[index - 1] {
                rows[index - 1] = upper
                rows[index].openLabels = []
            }
        }
    }

    /// Gives labels side by side the amounts right above them, where each has one and no amount is left.
    private func resolveAbove(_ index: Int, _ rows: inout [RowReading]) {
        let (upper, open) = (rows[index - 1], rows[index].openLabels)
        guard open.count > 1, rows[index].values.isEmpty, rows[index].sums.isEmpty, rows[index].names.isEmpty,
            upper.values.count == open.count, upper.names.isEmpty, upper.sums.isEmpty,
            Double(rows[index].top - upper.bottom) < 0.8 * upper.height
        else { return }
        let sums = zip(open, upper.values).compactMap { label, value -> SumFact? in
            guard let amount = value.amount, value.role == nil,
                overlaps(label, x0: value.token.x0, x1: value.token.x1),
                let role = labels.role(of: label.text, isNegative: amount.isNegative),
                Self.ofOrders.contains(role)
            else { return nil }
            return SumFact(
                role: role, label: label.text, amount: amount, struck: value.token.struck,
                size: value.token.size)
        }
        guard sums.count == open.count else { return }
        rows[index].sums = sums
        rows[index].openLabels = []
        rows[index - 1].values = []
    }

    private static let ofOrders: Set<AmountRole> = [
        .subtotal, .total, .freight, .fee, .paid, .discount, .discountTotal,
    ]

    /// Gives the values of a row to the labels of the row above it.
    private func resolveBelow(_ index: Int, _ rows: inout [RowReading], printed: [PrintedRow]) {
        let above = rows[index - 1].openLabels
        guard !above.isEmpty,
            Double(rows[index].top - rows[index - 1].bottom) < 1.2 * rows[index - 1].height
        else { return }
        let areOfGoods = above.contains {
            labels.isQuantityLabel($0.text) || labels.role(of: $0.text, isNegative: false) == .unitPrice
        }
        for label in above {
            let before = rows[index]
            if labels.numberLabel(label.glyphs.map(\.folded))?.isOrder ?? false {
                takeNumber(under: label, row: &rows[index], printed: printed[index])
            } else if labels.isPlacedLabel(label.text), let moment = rows[index].moment?.moment {
                rows[index].moment = MomentFact(
                    moment: moment, rank: labels.placedRank(label.text), label: label.text)
            } else if labels.isQuantityLabel(label.text) {
                takeQuantity(under: label, row: &rows[index])
            } else {
                takeReduction(under: label, row: &rows[index])
                takeAmount(under: label, isOfGoods: areOfGoods, row: &rows[index])
            }
            if rows[index] != before { rows[index - 1].openLabels.removeAll { $0 == label } }
        }
    }

    /// A lone amount above a label that has none below: the large figure at the head of a receipt.
    private func takeAmount(above label: Token, from upper: inout RowReading, into row: inout RowReading) {
        guard let role = labels.role(of: label.text, isNegative: false),
            [.paid, .total, .subtotal].contains(role), row.values.isEmpty, row.sums.isEmpty,
            upper.names.isEmpty, upper.sums.isEmpty, upper.values.count == 1, upper.values[0].role == nil,
            let amount = upper.values[0].amount,
            overlaps(label, x0: upper.values[0].token.x0, x1: upper.values[0].token.x1)
        else { return }
        let token = upper.values.removeFirst().token
        row.sums.append(
            SumFact(role: role, label: label.text, amount: amount, struck: token.struck, size: token.size))
    }

    /// A lone amount under 支付成功, printed larger than the words.
    private func takeHeadline(under state: RowReading, into row: inout RowReading) {
        guard let label = state.paidState, state.isStatus, state.names.isEmpty, state.values.isEmpty,
            state.sums.isEmpty, row.height > state.height, row.isAmountAlone,
            Double(row.top - state.bottom) < 1.2 * state.height, let amount = row.values[0].amount,
            amount.isMarked, !row.values[0].token.struck
        else { return }
        let token = row.values.removeFirst().token
        row.sums.append(
            SumFact(
                role: .paid, label: label, amount: amount, struck: false, size: token.size, isHeadline: true))
    }

    /// Gives a label alone in its row the amount alone in the next, wherever in the row that stands: 应付 on the left, the
    /// large figure below it on the right.
    private func takeLoneAmount(_ index: Int, _ rows: inout [RowReading]) {
        guard rows[index - 1].isLabelAlone, let label = rows[index - 1].openLabels.first,
            let role = labels.role(of: label.text, isNegative: false),
            [.paid, .total, .subtotal].contains(role), rows[index].isAmountAlone,
            rows[index].height >= rows[index - 1].height,
            Double(rows[index].top - rows[index - 1].bottom) < 0.8 * rows[index].height,
            let amount = rows[index].values[0].amount, amount.isMarked, !rows[index].values[0].token.struck
        else { return }
        let token = rows[index].values.removeFirst().token
        rows[index - 1].openLabels = []
        rows[index].sums.append(
            SumFact(role: role, label: label.text, amount: amount, struck: false, size: token.size))
    }

    private func takeNumber(under label: Token, row: inout RowReading, printed: PrintedRow) {
        guard row.number == nil else { return }
        for piece in printed.pieces where overlaps(label, x0: Double(piece.box.x0), x1: Double(piece.box.x1))
        {
            if let number = RowReader.number(in: piece.glyphs[...]), number.text.filter(\.isNumber).count >= 8
            {
                row.number = number
            }
        }
    }

    /// A number without any sign under 数量.
    private func takeQuantity(under label: Token, row: inout RowReading) {
        guard
            let index = row.values.firstIndex(where: {
                $0.integer != nil && overlaps(label, x0: $0.token.x0, x1: $0.token.x1)
            }), let number = row.values[index].integer, number.value > 0
        else { return }
        row.values[index].token.kind = .quantity(ReadQuantity(number: number, isGlued: false))
    }

    private func takeReduction(under label: Token, row: inout RowReading) {
        guard
            let index = row.looseReductions.firstIndex(where: {
                overlaps(label, x0: $0.x0, x1: $0.x1)
            }), case .amount(let amount) = row.looseReductions[index].kind,
            let role = labels.role(of: label.text, isNegative: true), role != .ignored
        else { return }
        let token = row.looseReductions.remove(at: index)
        row.sums.append(
            SumFact(
                role: role, label: Labels.withoutArrow(label.text), amount: amount, struck: token.struck,
                size: token.size))
    }

    /// - Parameter isOfGoods: the labels beside it are those of a product line, where 小计 is the line's amount.
    private func takeAmount(under label: Token, isOfGoods: Bool, row: inout RowReading) {
        guard var role = labels.role(of: label.text, isNegative: false) else { return }
        if isOfGoods, role == .subtotal, label.text.count <= 2 { role = .lineAmount }
        guard
            let index = row.values.firstIndex(where: {
                $0.amount != nil && $0.role == nil && overlaps(label, x0: $0.token.x0, x1: $0.token.x1)
            }), let amount = row.values[index].amount, row.names.isEmpty
        else { return }
        switch role {
        case .unitPrice, .lineAmount: row.values[index].role = role
        case .originalPrice, .ignored: row.values.remove(at: index)
        default:
            let token = row.values.remove(at: index).token
            row.sums.append(
                SumFact(
                    role: role, label: label.text, amount: amount, struck: token.struck, size: token.size)
            )
        }
    }

    private func overlaps(_ label: Token, x0: Double, x1: Double) -> Bool {
        let shared = min(label.x1, x1) - max(label.x0, x0)
        return shared > 0.5 * min(label.x1 - label.x0, x1 - x0)
    }
}
