import Evidence

/// Whether the single number of a product line is the price of a piece or the amount of the line. All orders of a
/// picture write alike, so they decide together: by sums that close, then by known prices, then by where it stands.
struct LineConvention {
    static func singleIsAmount(in drafts: [OrderDraft], products: ProductIndex) -> Bool {
        var balance = 0
        for var draft in drafts where isTelling(draft) {
            draft.singleIsAmount = false
            let asPrice = draft.goodsAreProved
            draft.singleIsAmount = true
            let asAmount = draft.goodsAreProved
            balance += (asAmount ? 1 : 0) - (asPrice ? 1 : 0)
        }
        if balance != 0 { return balance > 0 }
        let lines = drafts.flatMap(\.lines)
        for line in lines {
            guard let single = line.single, let quantity = line.quantity?.value, quantity > 1,
                let price = products.price(line.name)?.fen
            else { continue }
            if single.value == price { balance -= 1 }
            if single.value == price * quantity { balance += 1 }
        }
        if balance != 0 { return balance > 0 }
        let singles = lines.filter { $0.single != nil }
        return singles.filter(\.singleLooksLikeAmount).count * 2 > singles.count
    }

    private static func isTelling(_ draft: OrderDraft) -> Bool {
        draft.lines.contains { $0.single != nil && ($0.quantity?.value ?? 1) > 1 }
    }
}
