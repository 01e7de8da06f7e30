import Evidence

/// An order as read, before its arithmetic is judged.
struct OrderDraft {
    struct Discount: Hashable {
        var label: String
        var number: ReadNumber
    }

    var number: NumberFact?
    var moment: MomentFact?
    var lines: [LineDraft] = []
    var subtotal: ReadNumber?
    var discounts: [Discount] = []
    var freight: ReadNumber?
    /// Other charges, in fen; the contract has no field for them.
    var fee = 0
    var paid: ReadNumber?
    /// Sums of which the words do not say what they are.
    var unclearSums: [SumFact] = []
    var goodsCount: Int?
    var pickupPoint: String?
    var readyAt: ReadMoment?
    var pickedUpAt: ReadMoment?
    var customer: CustomerFact?
    var editedTexts: [String] = []
    /// Another order of the picture has the same number.
    var isRepeated = false
    var box = Box(x0: 0, y0: 0, x1: 0, y1: 0)
    /// A head, a number or the end of another order stands above the goods.
    var isHeadVisible = false
    /// Goods or sums touch the edge of the picture, or goods have lost their name.
    var isCut = false
    /// Whether single numbers on product lines are amounts; else they are prices of a piece.
    var singleIsAmount = false

    func cost(_ line: LineDraft) -> Int? { line.cost(singleIsAmount: singleIsAmount) }

    /// The sum of the lines in fen; nil where a line's cost is not to be seen.
    var goodsSum: Int? {
        guard !lines.isEmpty else { return nil }
        var sum = 0
        for line in lines {
            guard let cost = cost(line) else { return nil }
            sum += cost
        }
        return sum
    }

    /// What the lines may come to, before it is known what their single numbers are.
    var anyGoodsSum: [Int] {
        [true, false].compactMap { isAmount in
            var copy = self
            copy.singleIsAmount = isAmount
            return copy.goodsSum
        }
    }

    /// Whether something is true of the order, its single numbers being prices or amounts.
    func mayHold(_ fact: KeyPath<OrderDraft, Bool>) -> Bool {
        [true, false].contains { isAmount in
            var copy = self
            copy.singleIsAmount = isAmount
            return copy[keyPath: fact]
        }
    }

    var showsNoAmount: Bool {
        paid == nil && subtotal == nil && freight == nil && discounts.isEmpty
            && lines.allSatisfy { $0.unitPrice == nil && $0.amount == nil && $0.single == nil }
    }

    var discountSum: Int { discounts.reduce(0) { $0 + $1.number.value } }

    /// Everything adds up: quantity × price = amount, Σ amounts = subtotal, Σ − discounts + freight = paid.
    var closes: Bool {
        guard let goodsSum, let paid else { return false }
        guard lines.allSatisfy({ line in line.product.map { $0.expected == $0.printed } ?? true }) else {
            return false
        }
        if let subtotal, subtotal.value != goodsSum { return false }
        return goodsSum - discountSum + (freight?.value ?? 0) + fee == paid.value
    }

    /// The goods add up to their printed sum, or the whole closes: then no line is missing.
    var goodsAreProved: Bool {
        if closes { return true }
        if let goodsSum, let subtotal { return goodsSum == subtotal.value }
        return false
    }

    /// 共3件 names as many pieces as the lines do.
    var countAgrees: Bool {
        guard let goodsCount, !lines.isEmpty else { return false }
        let quantities = lines.compactMap { $0.quantity?.value }
        return quantities.count == lines.count
            && (quantities.reduce(0, +) == goodsCount || lines.count == goodsCount)
    }

    /// No line of the order is hidden: proved by its sums or its count, or its head and all its values are there.
    var linesAreWhole: Bool {
        guard goodsSum != nil else { return false }
        if goodsAreProved || countAgrees { return true }
        return isHeadVisible && !isCut
    }

    var arithmetic: Order.Arithmetic {
        guard paid != nil, linesAreWhole else { return .unknown }
        return closes ? .ok : .mismatch
    }
}

/// Builds a draft from the rows of one order.
struct OrderAssembly {
    let labels: Labels
    let drafter: LineDrafter

    func draft(_ segment: OrderSegment, page: PageReading) -> OrderDraft {
        var draft = OrderDraft()
        let rows = segment.rows
        draft.number = rows.compactMap(\.number).first
        draft.moment = rows.compactMap(\.moment).filter { $0.rank != nil }
            .min { ($0.rank ?? Int.max) < ($1.rank ?? Int.max) }
        draft.goodsCount = rows.compactMap(\.goodsCount).first
        takePickup(rows, into: &draft)
        draft.isHeadVisible =
            !segment.isFirst || isHead(rows, before: rows.firstIndex(where: \.hasGoodsValues))
        if rows.contains(where: \.hasGoodsValues) {
            var result = GoodsReader(labels: labels).items(in: rows)
            if !draft.isHeadVisible { result.dropDescriptionWithoutName() }
            draft.lines = drafter.drafts(from: result.items)
            draft.isCut = result.hasNamelessHead
        }
        takeSums(segment, page: page, into: &draft)
        takeEdges(segment, page: page, into: &draft)
        return draft
    }

    private func isHead(_ rows: [RowReading], before goods: Int?) -> Bool {
        guard let goods else { return false }
        return rows[..<goods].contains {
            $0.number != nil || $0.moment != nil || $0.isStatus || $0.isPerson
                || $0.pickupPoint != nil
        }
    }

    private func takePickup(_ rows: [RowReading], into draft: inout OrderDraft) {
        draft.pickupPoint = rows.compactMap(\.pickupPoint).first
        let others = rows.compactMap(\.moment)
        draft.readyAt = others.first { labels.isReadyLabel($0.label) }?.moment
        draft.pickedUpAt = others.first { labels.isPickedUpLabel($0.label) }?.moment
        draft.customer = rows.compactMap(\.customer).max { $0.phone == nil && $1.phone != nil }
        draft.editedTexts = rows.flatMap(\.editedTexts)
    }

    private func takeEdges(_ segment: OrderSegment, page: PageReading, into draft: inout OrderDraft) {
        if segment.isLast, page.isCutBelow, draft.paid == nil { draft.isCut = true }
        draft.box = Box(
            x0: 0, y0: segment.rows.map(\.top).min() ?? 0, x1: 0, y1: segment.rows.map(\.bottom).max() ?? 0)
    }

    // MARK: Sums

    private func takeSums(_ segment: OrderSegment, page: PageReading, into draft: inout OrderDraft) {
        let sums = segment.rows.flatMap(\.sums).filter { !$0.struck }
        for sum in sums {
            switch sum.role {
            case .freight where sum.amount.isNegative: addDiscount(sum, to: &draft)
            case .freight: draft.freight = draft.freight ?? sum.amount.number
            case .fee: draft.fee += sum.amount.fen
            case .discount: addDiscount(sum, to: &draft)
            default: continue
            }
        }
        draft.unclearSums = sums.filter { $0.role == .unclear }
        takeDiscountTotals(sums, into: &draft)
        draft.subtotal = sums.last { $0.role == .subtotal }?.amount.number
        draft.paid = sums.last { $0.role == .paid }?.amount.number
        takeTotals(sums, segment: segment, page: page, into: &draft)
        if draft.subtotal == nil { draft.subtotal = originalSum(segment, of: draft) }
    }

    /// 原价 of all goods together. Beside one product alone it may be that product's former price, unless it stands
    /// below the goods, among the sums, and something is taken off it.
    private func originalSum(_ segment: OrderSegment, of draft: OrderDraft) -> ReadNumber? {
        let goods = draft.anyGoodsSum
        let lastGoods = segment.rows.lastIndex(where: \.hasGoodsValues) ?? segment.rows.endIndex
        let isAmongSums = !draft.discounts.isEmpty && draft.paid != nil
        let rows =
            draft.lines.count > 1
            ? segment.rows[...] : isAmongSums ? segment.rows[min(lastGoods + 1, segment.rows.count)...] : []
        return rows.flatMap(\.originalAmounts).first { amount in
            guard goods.contains(amount.fen) else { return false }
            guard draft.lines.count == 1, let paid = draft.paid?.value else { return true }
            return amount.fen - draft.discountSum + (draft.freight?.value ?? 0) + draft.fee == paid
        }?.number
    }

    private func addDiscount(_ sum: SumFact, to draft: inout OrderDraft) {
        guard sum.amount.fen > 0 else { return }
        draft.discounts.append(.init(label: sum.label, number: sum.amount.number))
    }

    /// 共优惠 repeats the reductions above it; alone it is the only one.
    private func takeDiscountTotals(_ sums: [SumFact], into draft: inout OrderDraft) {
        let totals = sums.filter { $0.role == .discountTotal }
        if draft.discounts.isEmpty, let total = totals.last { addDiscount(total, to: &draft) }
        guard draft.discounts.count > 1 else { return }
        let sum = draft.discountSum
        if let index = draft.discounts.firstIndex(where: {
            $0.number.value * 2 == sum && (labels.isVagueDiscount($0.label))
        }) {
            draft.discounts.remove(at: index)
        }
    }

    /// 合计 is the sum of the goods beside an 实付, and what is paid where no 实付 is printed.
    private func takeTotals(
        _ sums: [SumFact], segment: OrderSegment, page: PageReading, into draft: inout OrderDraft
    ) {
        let totals = sums.filter { $0.role == .total }
        guard let first = totals.first, let last = totals.last else { return }
        if draft.paid != nil {
            if draft.subtotal == nil, let paid = draft.paid {
                let before = paid.value + draft.discountSum - (draft.freight?.value ?? 0) - draft.fee
                let fitting = totals.first { $0.amount.fen == draft.goodsSum || $0.amount.fen == before }
                // 应付 repeats what is paid; it is no sum of goods when something was taken off.
                draft.subtotal = (fitting ?? totals.first { $0.amount.fen != paid.value })?.amount.number
            }
            return
        }
        if draft.subtotal == nil, totals.count > 1 { draft.subtotal = first.amount.number }
        guard isFinal(last, sums: sums, segment: segment, page: page) else {
            draft.subtotal = draft.subtotal ?? last.amount.number
            return
        }
        draft.paid = last.amount.number
    }

    /// Whether nothing of the sums can follow below the picture.
    private func isFinal(_ total: SumFact, sums: [SumFact], segment: OrderSegment, page: PageReading) -> Bool
    {
        guard sums.last == total else { return false }
        guard let row = segment.rows.lastIndex(where: { $0.sums.contains(total) }) else { return false }
        let payLabelElsewhere = page.rows.contains { $0.sums.contains { $0.role == .paid } }
        if payLabelElsewhere { return false }
        let hasReduced = sums.contains { $0.role == .discount || $0.role == .freight }
        let room = Double(page.height - segment.rows[row].bottom)
        return !segment.isLast || hasReduced || row + 1 < segment.rows.count
            || room > 4 * segment.rows[row].height
    }
}
