/// A product line before it is known which of its numbers is the price and which the amount.
struct LineDraft: Hashable {
    var name: String
    var nameConfidence: Double
    var quantity: ReadNumber?
    var unitPrice: ReadNumber?
    var amount: ReadNumber?
    /// One number that is the price of a piece or the amount of the line; the order's sums tell which.
    var single: ReadNumber?
    /// Where the single number stands: behind the quantity in its row it is rather the amount.
    var singleLooksLikeAmount = false
    /// Another way to see two numbers: the second is a former price.
    var singleIfSecondIsStruck: ReadNumber?
    var isQuantityInferred = false
    /// The only numbers of the line, until the sums part them.
    var runTogether: RunTogether?

    /// What the line costs, in fen; nil where that is not to be seen.
    func cost(singleIsAmount: Bool) -> Int? {
        if let amount { return amount.value }
        if let single, singleIsAmount { return single.value }
        guard let quantity, let price = unitPrice ?? single else { return nil }
        return price.value * quantity.value
    }

    /// The price takes part in the sums of the order, or is the amount divided by a quantity that is printed.
    var isPriceProved: Bool { amount == nil || product != nil && !isQuantityInferred }

    /// What a price times a quantity comes to, where price, quantity and amount are all printed.
    var product: (expected: Int, printed: Int)? {
        guard let quantity, let unitPrice, let amount else { return nil }
        return (unitPrice.value * quantity.value, amount.value)
    }
}

/// Makes line drafts from goods items.
struct LineDrafter {
    let labels: Labels
    let products: ProductIndex

    func drafts(from items: [GoodsItem]) -> [LineDraft] {
        let quantityStandsAlone = items.contains { item in
            item.values.contains { placed in
                placed.value.quantity.map { !$0.isGlued } ?? false
                    && placed.value.token.piece != item.name.piece
            }
        }
        return items.map { draft(of: $0, quantityStandsAlone: quantityStandsAlone) }
    }

    private func draft(of item: GoodsItem, quantityStandsAlone: Bool) -> LineDraft {
        var name = item.name.text
        if let continuation = item.continuation {
            let longer = name + continuation.text
            // Below a name that is known to be whole stands something else.
            if !products.isExact(name) || products.isExact(longer) { name = longer }
        }
        var draft = LineDraft(
            name: name, nameConfidence: item.name.confidence, quantity: nil)
        let quantities = item.values.compactMap(\.value.quantity)
        if let sure = quantities.first(where: { !$0.isGlued }) {
            draft.quantity = sure.number
        }
        if let glued = item.values.first(where: { $0.value.quantity?.isGlued ?? false }),
            let quantity = glued.value.quantity
        {
            let longer = name + glued.value.token.text
            let isPartOfName =
                draft.quantity != nil || quantityStandsAlone || products.isExact(longer)
                || contradicts(quantity.number.value, item)
            if isPartOfName { draft.name = longer } else { draft.quantity = quantity.number }
        }
        draft.name = Self.cleaned(draft.name)
        assignAmounts(of: item, to: &draft)
        if draft.quantity == nil, draft.amount == nil,
            let run = item.values.compactMap(\.value.runTogether).first
        {
            // A price before it is that of a piece.
            draft.unitPrice = draft.unitPrice ?? draft.single
            draft.single = nil
            draft.runTogether = run
        }
        return draft
    }

    /// The quantity stands in a column of its own, or it is not how often the price goes into the amount.
    private func contradicts(_ quantity: Int, _ item: GoodsItem) -> Bool {
        let amounts = item.values.compactMap { $0.value.token.struck ? nil : $0.value.amount?.fen }
        if item.values.contains(where: { $0.value.integer != nil }) { return true }
        guard let unit = amounts.first, let amount = amounts.last, amounts.count > 1, unit > 0 else {
            return false
        }
        return unit * quantity != amount && amount % unit == 0
    }

    // MARK: Amounts

    private struct Amount {
        var number: ReadNumber
        var row: Int
        var token: Token
    }

    private func assignAmounts(of item: GoodsItem, to draft: inout LineDraft) {
        var plain: [Amount] = []
        for placed in item.values {
            guard let amount = placed.value.amount, !placed.value.token.struck else { continue }
            switch placed.value.role {
            case .unitPrice: draft.unitPrice = draft.unitPrice ?? amount.number
            case .lineAmount: draft.amount = amount.number
            default: plain.append(Amount(number: amount.number, row: placed.row, token: placed.value.token))
            }
        }
        plain = withoutFormerPrices(plain)
        inferQuantity(from: item, plain: plain, draft: &draft)
        if draft.unitPrice != nil || draft.amount != nil {
            fillLabelled(plain, &draft)
        } else if plain.count == 1 {
            draft.single = plain[0].number
            draft.singleLooksLikeAmount = standsBehindQuantity(plain[0], in: item)
        } else if plain.count > 1 {
            assignPair(plain, of: item, &draft)
        }
    }

    private func fillLabelled(_ plain: [Amount], _ draft: inout LineDraft) {
        guard let first = plain.first else { return }
        if draft.amount == nil {
            draft.amount = first.number
        } else if draft.unitPrice == nil {
            draft.unitPrice = first.number
        }
    }

    /// Smaller print under or beside a price that asks more is the former price.
    private func withoutFormerPrices(_ amounts: [Amount]) -> [Amount] {
        guard let first = amounts.first, amounts.count > 1 else { return amounts }
        return amounts.enumerated().filter { index, amount in
            index == 0 || amount.number.value <= first.number.value
                || amount.token.size > 0.87 * first.token.size
                || amount.row == first.row && amount.token.piece != first.token.piece
                    && amount.token.size > 0.8 * first.token.size
        }.map(\.element)
    }

    private func assignPair(_ plain: [Amount], of item: GoodsItem, _ draft: inout LineDraft) {
        if let quantity = draft.quantity?.value {
            for (index, unit) in plain.enumerated() {
                for other in plain[(index + 1)...] where other.number.value == unit.number.value * quantity {
                    draft.unitPrice = unit.number
                    draft.amount = other.number
                    return
                }
                if unit.token.piece == item.name.piece,
                    let split = splitGluedDigits(unit, amounts: plain[(index + 1)...], quantity: quantity)
                {
                    draft.name += split.prefix
                    draft.unitPrice = split.unit
                    draft.amount = split.amount
                    return
                }
            }
            for (index, amount) in plain.enumerated() {
                for unit in plain[(index + 1)...] where amount.number.value == unit.number.value * quantity {
                    draft.unitPrice = unit.number
                    draft.amount = amount.number
                    return
                }
            }
        }
        guard let first = plain.first, let last = plain.last else { return }
        if isFormerPrice(last, of: first, quantity: draft.quantity?.value) {
            draft.single = first.number
            return
        }
        // No line costs less than one piece of it: what asks less is the price in force behind a former one.
        if last.number.value < first.number.value {
            draft.single = last.number
            return
        }
        draft.unitPrice = first.number
        draft.amount = last.number
        draft.singleIfSecondIsStruck = last.number.value > first.number.value ? first.number : nil
    }

    /// More than the price, and far from what the quantity would come to; or more than a single one costs, below it.
    private func isFormerPrice(_ last: Amount, of first: Amount, quantity: Int?) -> Bool {
        guard let quantity, last.number.value > first.number.value else { return false }
        if quantity == 1 { return last.row > first.row }
        let product = first.number.value * quantity
        return last.number.value * 100 < product * 85
    }

    /// `150g×334.90×1=34.90`: the reader lost the space between a name that ends in a number and the price.
    private func splitGluedDigits(
        _ unit: Amount, amounts: ArraySlice<Amount>, quantity: Int
    ) -> (prefix: String, unit: ReadNumber, amount: ReadNumber)? {
        let glyphs = unit.number.glyphs
        for dropped in 1...2 where glyphs.count > dropped + 3 {
            let rest = Array(glyphs[dropped...])
            guard rest.first?.isDigit ?? false,
                let (read, end) = AmountGrammar.read(rest, at: 0), end == rest.count,
                let amount = amounts.first(where: { $0.number.value == read.fen * quantity })
            else { continue }
            return (String(glyphs[..<dropped].map(\.original)), read.number, amount.number)
        }
        return nil
    }

    private func standsBehindQuantity(_ amount: Amount, in item: GoodsItem) -> Bool {
        item.values.contains {
            $0.row == amount.row && $0.value.quantity != nil && $0.value.token.x1 <= amount.token.x0 + 1
        }
    }

    // MARK: Quantities that the arithmetic gives

    private func inferQuantity(from item: GoodsItem, plain: [Amount], draft: inout LineDraft) {
        guard draft.quantity == nil else { return }
        let integers = item.values.compactMap(\.value.integer).filter { (1...999).contains($0.value) }
        let unit = draft.unitPrice ?? plain.first?.number
        let amount = draft.amount ?? (plain.count > 1 ? plain.last?.number : nil)
        guard let unit, let amount, unit.value > 0 else { return }
        if draft.unitPrice == nil, draft.amount == nil, plain.count > 2,
            takePrinted(integers, amount: amount, of: plain.dropLast(), &draft)
        {
            return
        }
        if let printed = integers.first(where: { unit.value * $0.value == amount.value }) {
            draft.quantity = printed
        } else if amount.value % unit.value == 0, (1...99).contains(amount.value / unit.value),
            amount.glyphs != unit.glyphs
        {
            draft.quantity = ReadNumber(value: amount.value / unit.value, glyphs: unit.glyphs + amount.glyphs)
            draft.isQuantityInferred = true
        }
    }

    /// Three prices and a bare number: the one price that the number multiplies to the last one is in force.
    private func takePrinted(
        _ integers: [ReadNumber], amount: ReadNumber, of prices: ArraySlice<Amount>, _ draft: inout LineDraft
    ) -> Bool {
        for quantity in integers {
            guard let unit = prices.first(where: { $0.number.value * quantity.value == amount.value }) else {
                continue
            }
            (draft.quantity, draft.unitPrice, draft.amount) = (quantity, unit.number, amount)
            return true
        }
        return false
    }

    // MARK: Names

    /// Without the number of an entry in front; a cut name ends in one `…`.
    static func cleaned(_ name: String) -> String {
        var rest = Substring(name)
        let digits = rest.prefix { $0.isASCIIDigit }
        if (1...2).contains(digits.count) {
            let after = rest.dropFirst(digits.count)
            if let sign = after.first, "、.．)）".contains(sign), let next = after.dropFirst().first,
                !next.isASCIIDigit
            {
                rest = after.dropFirst()
            }
        }
        while let first = rest.first, " ·•.-、:：【".contains(first), first != "【" || !rest.contains("】") {
            rest.removeFirst()
        }
        // 苹果 5斤（¥18.80/份）: the price is taken out of its brackets.
        while let last = rest.last, " (（[【".contains(last) { rest.removeLast() }
        var dots = 0
        while let last = rest.last, " .…·。".contains(last) {
            if last != " " { dots += 1 }
            rest.removeLast()
        }
        return dots > 0 ? rest + "…" : String(rest)
    }
}
