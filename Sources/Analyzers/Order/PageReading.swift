import Evidence

/// All rows of a picture, read; goods that are only recommended are left out.
struct PageReading {
    var rows: [RowReading]
    var height: Int
    var hasForeignAmounts: Bool
    /// The lower edge of the picture runs through a row.
    var isCutBelow: Bool
    /// Boxes of names, phone numbers and addresses.
    var privateAreas: [Box]

    init(pieces: [Piece], height: Int, labels: Labels) {
        let reader = RowReader(labels: labels)
        // What is not to be seen whole is not read, nor what stands beside it.
        let all = RowReconstruction.rows(of: pieces)
        let printed = all.filter { row in !row.pieces.contains { $0.isCut(pictureHeight: height) } }
        isCutBelow = all.last.map { row in row.pieces.contains { $0.isCut(pictureHeight: height) } } ?? false
        var readings = printed.map(reader.read)
        StackedLabels(labels: labels).resolve(&readings, printed: printed)
        PrivateRows.resolve(&readings, printed: printed)
        if !readings.contains(where: { $0.number != nil }) {
            for index in readings.indices { readings[index].number = readings[index].bareNumber }
        }
        hasForeignAmounts = readings.contains(where: \.hasForeignAmount)
        self.height = height
        // Half a line may be enough for a reader: what is cut is covered unread.
        let cut = all.filter { row in row.pieces.contains { $0.isCut(pictureHeight: height) } }
        privateAreas = readings.flatMap(\.privateAreas) + cut.flatMap { $0.pieces.map(\.box) }
        rows = Self.withoutRecommendations(readings)
    }

    /// From a heading like 猜你喜欢 down to the next row that can only belong to an order.
    private static func withoutRecommendations(_ rows: [RowReading]) -> [RowReading] {
        var result: [RowReading] = []
        var recommended = false
        for row in rows {
            if row.isRecommendation {
                recommended = true
                continue
            }
            if recommended, row.number != nil || row.sums.contains(where: { $0.role == .paid }) {
                recommended = false
            }
            if !recommended { result.append(row) }
        }
        return result
    }
}

/// Values that stand under their label instead of beside it.
struct StackedLabels {
    let labels: Labels

    func resolve(_ rows: inout [RowReading], printed: [PrintedRow]) {
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
        for index in rows.indices.dropFirst() {
            let above = rows[index - 1].openLabels
            guard !above.isEmpty,
                Double(rows[index].top - rows[index - 1].bottom) < 1.2 * rows[index - 1].height
            else { continue }
            for label in above {
                if labels.numberLabel(label.glyphs.map(\.folded))?.isOrder ?? false {
                    takeNumber(under: label, row: &rows[index], printed: printed[index])
                } else if labels.isPlacedLabel(label.text), let moment = rows[index].moment?.moment {
                    rows[index].moment = MomentFact(
                        moment: moment, rank: labels.placedRank(label.text), label: label.text)
                } else {
                    takeAmount(under: label, row: &rows[index])
                }
            }
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

    private func takeAmount(under label: Token, row: inout RowReading) {
        guard let role = labels.role(of: label.text, isNegative: false) else { return }
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
