import Evidence

/// A shelf photo against its plan.
struct ShelfPanel {
    struct Cell {
        let name: String
        let place: String
        let status: String
        /// The status as in the contract; decides the colour.
        let tone: String
        /// `×3`, empty for one.
        let times: String
    }
    struct Row {
        let title: String
        let cells: [Cell]
    }
    struct Count {
        let title: String
        let count: Int
        let tone: String
    }
    struct Part {
        let name: String
        let bar: ScoreBar
        let fraction: String
    }
    let usable: Bool
    let advice: [String]
    let counts: [Count]
    let rows: [Row]
    let hasRows: Bool
    let extras: [Cell]
    let hasExtras: Bool
    /// Tags that state another price than the list, a sentence each.
    let prices: [String]
    let hasPrices: Bool
    let parts: [Part]
    let total: ScoreBar

    init(_ findings: ShelfFindings, names: ReferenceNames) {
        usable = findings.quality.usable
        advice = findings.quality.advice
        let slotCounts = ShelfFindings.SlotStatus.allCases.compactMap { status in
            let count = findings.slots.filter { $0.status == status }.count
            return count > 0 ? Count(title: status.chineseName, count: count, tone: status.rawValue) : nil
        }
        counts = slotCounts + Self.tagCounts(findings)
        prices = (findings.prices ?? []).filter { $0.status == .differs }.map { tag in
            "\(names.product(tag.sku))：价签 ¥\(tag.price?.description ?? "")，与价格表不符"
        }
        hasPrices = !prices.isEmpty
        let runs = SlotRun.runs(of: findings.slots)
        func cell(_ run: SlotRun) -> Cell {
            Cell(
                name: names.product(run.sku), place: run.place, status: run.status.chineseName,
                tone: run.status.rawValue, times: run.count > 1 ? "×\(run.count)" : "")
        }
        let planned = runs.filter { $0.row != nil && $0.first != nil }
        rows = Set(planned.compactMap(\.row)).sorted().map { row in
            Row(title: ChineseForm.level(row), cells: planned.filter { $0.row == row }.map(cell))
        }
        hasRows = !rows.isEmpty
        extras = runs.filter { $0.first == nil }.map(cell)
        hasExtras = !extras.isEmpty
        total = ScoreBar(findings.score.total)
        parts = Self.scoreParts(findings)
    }

    /// Price tags and promotion material, where the photo was searched for them.
    private static func tagCounts(_ findings: ShelfFindings) -> [Count] {
        let tags = findings.prices ?? []
        func count(_ status: ShelfFindings.PriceStatus) -> Int { tags.count { $0.status == status } }
        return [
            Count(title: "价格相符", count: count(.match), tone: ShelfFindings.SlotStatus.ok.rawValue),
            Count(
                title: "价格不符", count: count(.differs), tone: ShelfFindings.SlotStatus.misplaced.rawValue),
            Count(
                title: "价签看不清", count: count(.unreadable),
                tone: ShelfFindings.SlotStatus.notAssessable.rawValue),
            Count(
                title: "促销物料", count: findings.posters?.count ?? 0,
                tone: ShelfFindings.SlotStatus.ok.rawValue),
        ].filter { $0.count > 0 }
    }

    private static func scoreParts(_ findings: ShelfFindings) -> [Part] {
        let score = findings.score
        let counts = findings.counts ?? ShelfFindings.Counts()
        func part(_ name: String, _ score: Double?, _ numerator: Int, _ denominator: Int) -> Part {
            Part(
                name: name, bar: ScoreBar(score),
                fraction: denominator > 0 ? "\(numerator) / \(denominator)" : "")
        }
        return [
            part("必备商品", score.assortment, counts.mustStockSeen, counts.mustStockPlanned),
            part("排面数量", score.facings, counts.facingsSeen, counts.facingsPlanned),
            part("陈列位置", score.position, counts.slotsOk, counts.slotsOk + counts.slotsMisplaced),
            part(
                "不缺货", score.availability, counts.slotsAssessable - counts.slotsOutOfStock,
                counts.slotsAssessable),
        ]
    }
}
