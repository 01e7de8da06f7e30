/// Columns under a row of heads: what a bare number is, where a table says it above.
enum TableColumns {
    /// The head of a column.
    struct Head: Hashable {
        enum Kind: Hashable, Sendable {
            case name, index, quantity, former, price, amount, other
            /// What is said of the whole order, once, beside its goods.
            case sum(AmountRole)
        }
        var kind: Kind
        /// Names of goods stand in the column, perhaps beside something else.
        var hasNames: Bool
        var label: String
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
            } else if !heads.isEmpty, rows[index].sums.isEmpty || hasSums(heads) {
                resolve(&rows[index], heads)
            }
        }
        moveSumsBelowGoods(&rows)
    }

    private static func hasSums(_ heads: [Head]) -> Bool {
        heads.contains { if case .sum = $0.kind { true } else { false } }
    }

    /// A list of orders prints the sums of an order beside its first goods; they are read as if they stood below its
    /// last. An order begins with its number there.
    private static func moveSumsBelowGoods(_ rows: inout [RowReading]) {
        var result: [RowReading] = []
        var sums: [SumFact] = []
        var isInList = false
        func close() {
            guard !sums.isEmpty, let last = result.last else { return }
            var foot = RowReading(top: last.bottom, bottom: last.bottom, height: last.height)
            foot.sums = sums
            result.append(foot)
            sums = []
        }
        for var row in rows {
            if !row.heads.isEmpty { isInList = hasSums(row.heads) }
            if row.number != nil || row.bareNumber != nil || !row.heads.isEmpty { close() }
            if isInList, row.heads.isEmpty {
                sums += row.sums
                row.sums = []
            }
            result.append(row)
        }
        close()
        rows = result
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
            case .sum(let role):
                guard let amount = value.amount else { return value }
                row.sums.append(sum(role, head.label, amount, value.token))
                return nil
            default: break
            }
            return value
        }
        stripLeadingNumber(&row, heads)
    }

    private static func sum(_ role: AmountRole, _ label: String, _ amount: ReadAmount, _ token: Token)
        -> SumFact
    {
        SumFact(role: role, label: label, amount: amount, struck: token.struck, size: token.size)
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
