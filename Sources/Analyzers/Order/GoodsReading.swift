/// What stands in the rows of one product.
struct GoodsItem: Hashable {
    var name: Token
    /// A second line of the name.
    var continuation: Token?
    var values: [PlacedValue]
    var top: Int
    var bottom: Int
    /// The name is in the row of the first values, not above it.
    var isNameBesideValues = false

    struct PlacedValue: Hashable {
        var value: GoodsValue
        /// Index of its row within the goods of the order.
        var row: Int
    }

    var hasAmount: Bool {
        values.contains {
            $0.value.runTogether != nil || $0.value.amount != nil && !$0.value.token.struck
        }
    }
    var hasQuantity: Bool {
        values.contains { $0.value.runTogether != nil || $0.value.quantity.map { !$0.isGlued } ?? false }
    }
    var isFull: Bool { hasAmount && hasQuantity }
}

/// Groups the rows between the head and the totals of an order into products.
struct GoodsReader {
    let labels: Labels

    private struct Pending {
        var token: Token
        var row: RowReading
        /// Beside the state of an order stands rather its shop.
        var isBesideStatus: Bool { row.isStatus }
    }

    /// Values before the first name belong to a product whose name lies above the picture.
    struct Result {
        var items: [GoodsItem] = []
        var hasNamelessHead = false

        /// At the upper edge of a picture the first text may describe a product whose name is not to be seen: it is
        /// smaller than the names of the others, or clearly smaller than its price.
        mutating func dropDescriptionWithoutName() {
            guard let first = items.first else { return }
            let names = items.dropFirst().map(\.name.size).sorted()
            let prices = first.values.filter { $0.value.amount?.isMarked ?? false }.map(\.value.token.size)
            let isSmall =
                names.isEmpty
                ? first.name.size < 0.81 * (prices.max() ?? 0)
                : first.name.size < 0.85 * names[names.count / 2]
            guard isSmall else { return }
            items.removeFirst()
            hasNamelessHead = true
        }
    }

    func items(in rows: [RowReading]) -> Result {
        var result = Result()
        var pending: [Pending] = []
        for (index, row) in rows.enumerated() {
            let lead = lead(of: row)
            guard row.hasGoodsValues else {
                if row.number != nil || row.moment != nil || row.isStatus { pending = [] }
                if let lead, pending.isEmpty, let item = result.items.last,
                    endsName(lead, of: item, at: index, in: rows)
                {
                    result.items[result.items.count - 1].continuation = lead
                    result.items[result.items.count - 1].bottom = row.bottom
                    continue
                }
                if let lead { pending.append(Pending(token: lead, row: row)) }
                continue
            }
            let values = row.values.map { GoodsItem.PlacedValue(value: $0, row: index) }
            if startsNew(row, lead: lead, pending: pending, current: result.items.last),
                let name = name(lead: lead, pending: pending, row: row)
            {
                result.items.append(
                    GoodsItem(
                        name: name, values: values, top: row.top, bottom: row.bottom,
                        isNameBesideValues: name == lead))
            } else if result.items.isEmpty {
                result.hasNamelessHead = true
            } else {
                attach(values, lead: lead, row: row, to: &result.items[result.items.count - 1])
            }
            pending = []
        }
        return result
    }

    // MARK: Names

    /// The text that may name a product: left of the values, the largest first.
    private func lead(of row: RowReading) -> Token? {
        let firstValue = row.values.map(\.token.x0).min() ?? .infinity
        let candidates = row.names.filter { !labels.isSpecification($0.text) }
        let left = candidates.filter { $0.x0 < firstValue }
        let pool = left.isEmpty ? candidates : left
        let largest = pool.map(\.size).max() ?? 0
        return pool.first { $0.size >= 0.85 * largest }
    }

    private func name(lead: Token?, pending: [Pending], row: RowReading) -> Token? {
        let names = pending.filter { !$0.isBesideStatus }
        let pending = lead == nil && names.isEmpty ? pending : names
        guard let last = pending.last,
            Double(row.top - last.row.bottom) < 2.5 * max(last.row.height, row.height)
        else { return lead }
        // Name and description stand left-aligned under each other; what stands elsewhere is a shop or a heading.
        var first = last
        for earlier in pending.dropLast().reversed() {
            guard abs(earlier.token.x0 - first.token.x0) < earlier.token.height,
                Double(first.row.top - earlier.row.bottom) < Self.blockGap * earlier.token.height,
                earlier.token.size >= 0.9 * first.token.size
            else { break }
            first = earlier
        }
        guard let lead else { return first.token }
        let isDescription =
            lead.size < 0.88 * first.token.size
            && abs(lead.x0 - first.token.x0) < first.token.height
            && Double(row.top - last.row.bottom) < Self.blockGap * lead.height
        return isDescription ? first.token : lead
    }

    /// In a narrow column of names the values stand beside the first line of a name and its second line stands alone:
    /// in print of the same size under the first, and nearer to it than to what follows.
    private func endsName(_ lead: Token, of item: GoodsItem, at index: Int, in rows: [RowReading]) -> Bool {
        let row = rows[index]
        guard item.continuation == nil, item.isFull, item.isNameBesideValues, index > 0,
            item.top == rows[index - 1].top, row.isNameAlone, abs(lead.x0 - item.name.x0) < 0.5 * lead.height,
            lead.height >= 0.85 * item.name.height, lead.size >= 0.75 * item.name.size
        else { return false }
        let gapAbove = Double(row.top - item.bottom)
        guard index + 1 < rows.count else { return gapAbove < Self.lineGap * lead.height }
        let gapBelow = Double(rows[index + 1].top - row.bottom)
        return gapAbove < Self.lineGap * lead.height && gapBelow > gapAbove + 0.1 * lead.height
    }

    /// Lines of one text are set closer than this, in heights of a line.
    private static let lineGap = 0.3
    /// A name and what describes it are set closer than this, in heights of a line.
    private static let blockGap = 1.2

    // MARK: Where a product begins

    private func startsNew(_ row: RowReading, lead: Token?, pending: [Pending], current: GoodsItem?) -> Bool {
        guard let current else { return true }
        let bringsAmount = row.values.contains { $0.amount != nil && !$0.token.struck }
        let bringsQuantity = row.values.contains { $0.quantity != nil }
        guard let lead else {
            guard !pending.isEmpty else { return false }
            return current.isFull || bringsAmount && current.hasAmount && current.values.count > 1
                || bringsQuantity && current.hasQuantity
        }
        let isSmall = lead.size < 0.82 * current.name.size
        if isSmall, pending.isEmpty {
            return false
        }
        if current.isFull { return true }
        let hasAnyQuantity = current.values.contains { $0.value.quantity != nil }
        if bringsQuantity, !bringsAmount, !hasAnyQuantity, continues(lead, current, row) { return false }
        return true
    }

    private func continues(_ lead: Token, _ current: GoodsItem, _ row: RowReading) -> Bool {
        abs(lead.x0 - current.name.x0) < lead.height
            && Double(row.top - current.bottom) < 0.5 * lead.height
            && current.hasAmount
    }

    private func attach(
        _ values: [GoodsItem.PlacedValue], lead: Token?, row: RowReading, to item: inout GoodsItem
    ) {
        if let lead, item.continuation == nil, continues(lead, item, row),
            lead.size >= 0.9 * item.name.size
        {
            item.continuation = lead
        }
        item.values += values
        item.bottom = max(item.bottom, row.bottom)
    }
}
