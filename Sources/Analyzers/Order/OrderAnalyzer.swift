public import AnalyzerKit
public import Evidence
import FoundationEssentials

/// Reads group-buy orders from the print of a screenshot and judges their sums and their 满减.
///
/// No layout is known beforehand: rows are rebuilt from boxes, fields are found by the words of a vocabulary and by
/// where they stand. What the picture does not show is null, and what is not certain is `unknown`.
public struct OrderAnalyzer: Analyzer {
    public let identity = AnalyzerIdentity(name: "order", version: "1.6")

    let labels: Labels
    let products: ProductIndex
    let engine: PromotionEngine
    let digest: @Sendable (String) -> String?

    /// - Parameter digest: a salted one-way hash by which customers are told apart; without one they are not.
    public init(
        schemes: [PromotionScheme], products: [Product], vocabulary: OrderVocabulary = .standard,
        digest: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.digest = digest
        labels = Labels(vocabulary)
        self.products = ProductIndex(products)
        engine = PromotionEngine(schemes: schemes)
    }

    public func analyze(_ input: OrderInput) async throws(AnalysisError) -> OrderFindings {
        findings(for: input)
    }

    /// The same, for callers that need not wait.
    public func findings(for input: OrderInput) -> OrderFindings {
        let (page, parting) = reading(pieces(of: input), height: input.height)
        let tilt = PageTilt(input)
        func place(_ box: Box) -> Box {
            tilt.inPicture(box).turnedBack(
                orientation: input.orientation, width: input.width, height: input.height)
        }
        let orders = orders(parting, on: page, context: ReadingContext(input)).map { order in
            var order = order
            order.box = order.box.map(place)
            return order
        }
        return OrderFindings(
            orders: orders, reason: orders.isEmpty ? reason(page) : nil,
            privateAreas: page.privateAreas.map(place), analyzer: identity)
    }

    /// The print of the page, laid straight.
    func pieces(of input: OrderInput) -> [Piece] {
        let tilt = PageTilt(input)
        let strikes = StruckThrough(input.screenshot, slope: tilt.slope(of:))
        // On print that leans, or under the light of a room, honest digits differ as well.
        let edits = input.screenshot.flatMap { screenshot in
            tilt.isLevel && RenderedGround.isSeen(in: screenshot) ? EditedDigits(screenshot) : nil
        }
        return input.lines.flatMap { line -> [Piece] in
            guard let whole = Piece(line) else { return [] }
            return strikes.parts(of: whole).map { part in
                var piece = part
                piece.struck = strikes.crosses(part)
                piece.isEdited = edits?.isSuspicious(piece) ?? false
                return tilt.straightened(piece)
            }
        }
    }

    /// The page as it is read across its whole width, or in panels side by side where more orders add up so.
    func reading(_ pieces: [Piece], height: Int) -> (page: PageReading, parting: OrderParting) {
        let assembly = OrderAssembly(
            labels: labels, drafter: LineDrafter(labels: labels, products: products))
        func reading(_ panels: [[Piece]]) -> (page: PageReading, parting: OrderParting) {
            let page = PageReading(panels: panels, height: height, labels: labels)
            return (page, OrderParting(page, assembly: assembly))
        }
        var best = reading([pieces])
        guard best.page.isChinese, best.parting.proved < max(best.parting.drafts.count, 1) else {
            return best
        }
        // The columns of a table are one panel.
        let tables = best.page.rows.filter { !$0.heads.isEmpty }
        for panels in SidePanels.partings(of: pieces)
        where !tables.contains(where: { $0.hasHeads(onBothSidesOf: panels) }) {
            let other = reading(panels)
            guard other.parting.numbers.isSuperset(of: best.parting.numbers) else { continue }
            if other.parting.proved > best.parting.proved { best = other }
        }
        return best
    }

    func orders(_ parting: OrderParting, on page: PageReading, context: ReadingContext) -> [Order] {
        guard page.isChinese else { return [] }
        var drafts = parting.drafts.indices.filter { index in
            isOrder(parting.drafts[index], parting.segments[index], alone: parting.drafts.count == 1)
        }.map { parting.drafts[$0] }
        let singleIsAmount = LineConvention.singleIsAmount(in: drafts, products: products)
        let anyNumber = drafts.contains { $0.number != nil }
        var seen: Set<String> = []
        for index in drafts.indices {
            drafts[index].isRepeated = drafts[index].number.map { !seen.insert($0.text).inserted } ?? false
            drafts[index].singleIsAmount = singleIsAmount
            FormerPrices.dropWhereSumsProve(&drafts[index])
        }
        return OrderSequence(analyzer: self, expectsNumber: anyNumber).orders(of: drafts, context: context)
    }

    /// Whether what was found is an order, and not just prices and words.
    private func isOrder(_ draft: OrderDraft, _ segment: OrderSegment, alone: Bool) -> Bool {
        if draft.showsNoAmount, segment.rows.contains(where: \.hasForeignAmount) { return false }
        let hasSums = draft.subtotal != nil || draft.freight != nil || !draft.discounts.isEmpty
        let full = draft.lines.filter { line in
            line.quantity != nil && (line.single ?? line.unitPrice ?? line.amount) != nil
        }
        if draft.number != nil {
            return !alone || draft.moment != nil || hasSums || draft.paid != nil || !full.isEmpty
        }
        if draft.paid != nil {
            return hasSums || !draft.lines.isEmpty && (!full.isEmpty || draft.moment != nil)
        }
        guard !full.isEmpty else { return false }
        let hasHead = segment.rows.contains { $0.isStatus || $0.pickupPoint != nil }
        return hasSums || draft.moment != nil || hasHead || full.count > 1 && full.count == draft.lines.count
    }

    private func reason(_ page: PageReading) -> Reason {
        if page.hasForeignAmounts {
            return Reason(
                code: "order.foreignCurrency", chinese: "截图中的金额不是人民币，请上传人民币订单的截图",
                english: "The amounts are not in yuan; please upload screenshots of orders in yuan")
        }
        if page.hasPrint, !page.isChinese {
            return Reason(
                code: "order.notChinese", chinese: "截图不是中文界面，请上传中文界面的订单截图",
                english: "The print is not Chinese; please upload screenshots of the app in Chinese")
        }
        return Reason(
            code: "order.none", chinese: "未识别到订单，请上传订单详情或订单列表的完整截图",
            english: "No order was found; please upload the whole screenshot of an order page or order list")
    }
}

/// What is known about a screenshot besides its print.
struct ReadingContext {
    var receivedOn: BusinessDay?
    var regions: [String]?
    var channel: String?
    /// The business day that the screenshot was sent for.
    var day: BusinessDay?
    var cutOff: LocalTime
    var earlier: [EarlierOrder]?
    /// False where two orders of one customer do not tell which was placed first.
    var knowsEarlierUses = true
    var width: Int

    init(_ input: OrderInput) {
        channel = input.channel
        day = input.day
        cutOff = input.store?.cutOff ?? LocalTime(minutes: 240)
        earlier = input.earlier
        width = input.width
        regions = input.store?.region
        let zone = input.store?.zone
        receivedOn = input.receivedAt.map { instant in
            // The calendar day, not the business day: it is the printed date that lacks a year.
            BusinessDay(
                containing: instant, timeZone: zone ?? .init(secondsFromGMT: 8 * 3600) ?? .gmt,
                cutOff: LocalTime(minutes: 0))
        }
    }
}

/// A second, larger number of a line that is a former price and not the line's amount, where the sums prove it.
enum FormerPrices {
    static func dropWhereSumsProve(_ draft: inout OrderDraft) {
        guard !draft.goodsAreProved else { return }
        let doubtful = draft.lines.indices.filter { draft.lines[$0].singleIfSecondIsStruck != nil }
        guard !doubtful.isEmpty else { return }
        var attempt = draft
        for index in doubtful {
            attempt.lines[index].single = attempt.lines[index].singleIfSecondIsStruck
            attempt.lines[index].unitPrice = nil
            attempt.lines[index].amount = nil
        }
        if attempt.goodsAreProved { draft = attempt }
    }
}
