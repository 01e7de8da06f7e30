/// Columns under a row of heads: what a bare number is, where a table says it above.
enum TableColumns {
    /// The head of a column.
    struct Head: Hashable {
        enum Kind: Hashable, Sendable { case name, index, quantity, former, price, amount, other }
        var kind: Kind
        /// Names of goods stand in the column, perhaps beside something else.
        var hasNames: Bool
        var x0: Double
        var x1: Double
    }

    /// Gives the numbers of the rows below each row of heads the meaning of their column.
    static func resolve(_ rows: inout [RowReading]) {
        var heads: [Head] = []
        for index in rows.indices {
            if !rows[index].heads.isEmpty {
                heads = rows[index].heads
                rows[index].openLabels = []
                rows[index].names = []
            } else if !heads.isEmpty, rows[index].sums.isEmpty {
                resolve(&rows[index], heads)
            }
        }
    }

    private static func resolve(_ row: inout RowReading, _ heads: [Head]) {
        row.values = row.values.compactMap { value in
            guard let head = column(of: value.token, heads) else { return value }
            var value = value
            switch head.kind {
            case .index where value.integer != nil: return nil
            case .former where value.amount != nil: return nil
            case .quantity:
                if let number = value.integer, (1...999).contains(number.value) {
                    value.token.kind = .quantity(ReadQuantity(number: number, isGlued: false))
                }
            case .price where value.amount != nil: value.role = .unitPrice
            case .amount where value.amount != nil: value.role = .lineAmount
            default: break
            }
            return value
        }
        stripLeadingNumber(&row, heads)
    }

    /// `1散养土鸡蛋`: the number of a narrow first column was read with the name beside it.
    private static func stripLeadingNumber(_ row: inout RowReading, _ heads: [Head]) {
        guard let first = heads.first, first.kind == .index || first.kind == .quantity, heads.count > 1,
            let index = row.names.firstIndex(where: { $0.x0 < heads[1].x0 - 0.5 * $0.size })
        else { return }
        let digits = row.names[index].glyphs.prefix(while: \.isDigit)
        let rest = row.names[index].glyphs.dropFirst(digits.count).drop(while: \.isSpace)
        guard (1...2).contains(digits.count), let next = rest.first, next.folded.isLetter, !next.isLatin
        else {
            return
        }
        row.names[index].glyphs = Array(rest)
        guard first.kind == .quantity, !row.values.contains(where: { $0.quantity != nil }),
            let value = Int(String(digits.map(\.folded))), value > 0
        else { return }
        var token = row.names[index]
        token.glyphs = Array(digits)
        let number = ReadNumber(value: value, glyphs: token.glyphs)
        token.kind = .quantity(ReadQuantity(number: number, isGlued: false))
        row.values.insert(GoodsValue(token: token, role: nil), at: 0)
    }

    /// The head that shares most of its edges and its middle with the value.
    private static func column(of token: Token, _ heads: [Head]) -> Head? {
        func distance(_ head: Head) -> Double {
            min(
                abs(head.x0 - token.x0), abs(head.x1 - token.x1),
                abs(head.x0 + head.x1 - token.x0 - token.x1) / 2)
        }
        guard let nearest = heads.min(by: { distance($0) < distance($1) }),
            distance(nearest) < 1.5 * token.height
        else { return nil }
        return nearest
    }
}
