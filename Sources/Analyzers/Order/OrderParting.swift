/// How the rows of a page are parted into orders. A page can be read in more than one way; the way in which most
/// orders add up is taken, and the plainest of those that prove as many.
struct OrderParting {
    var segments: [OrderSegment]
    var drafts: [OrderDraft]

    /// Of how many orders the goods add up, whatever their single numbers are.
    var proved: Int { drafts.filter { $0.mayHold(\.goodsAreProved) }.count }

    var numbers: Set<String> { Set(drafts.compactMap { $0.number?.text }) }

    init(_ page: PageReading, assembly: OrderAssembly) {
        func parting(_ segments: [OrderSegment]) -> OrderParting {
            OrderParting(segments: segments, page: page, assembly: assembly)
        }
        self = parting(OrderSegmentation(page.rows).segments())
        if SumsFirst.isPossible(page.rows) {
            take(parting(SumsFirst.segments(page.rows, height: page.height)))
        }
        if segments.count > 1, Set(page.rows.compactMap { $0.number?.text }).count < 2 {
            takeWhole(parting([OrderSegment(rows: page.rows, isFirst: true, isLast: true)]))
        }
    }

    private init(segments: [OrderSegment], page: PageReading, assembly: OrderAssembly) {
        self.segments = segments
        drafts = segments.map { segment in
            var draft = assembly.draft(segment, page: page)
            RunTogether.part(&draft)
            UnclearSums.resolve(&draft)
            return draft
        }
    }

    /// A page of one order may print sums above its goods and reductions below them, or a sum behind a word that nobody
    /// listed: all of it closes then.
    private mutating func takeWhole(_ whole: OrderParting) {
        take(whole)
        guard whole.drafts.contains(where: { $0.mayHold(\.closes) }) else { return }
        let rest = drafts.filter { $0.lines.isEmpty }
        let bringsReductions = rest.count == drafts.count - 1 && rest.allSatisfy { !$0.discounts.isEmpty }
        if bringsReductions || !drafts.contains(where: { $0.mayHold(\.closes) }) { self = whole }
    }

    private mutating func take(_ other: OrderParting) {
        if other.proved > proved { self = other }
    }
}
