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
    let parts: [Part]
    let total: ScoreBar

    init(_ findings: ShelfFindings, names: ReferenceNames) {
        usable = findings.quality.usable
        advice = findings.quality.advice
        counts = ShelfFindings.SlotStatus.allCases.compactMap { status in
            let count = findings.slots.filter { $0.status == status }.count
            return count > 0 ? Count(title: status.chineseName, count: count, tone: status.rawValue) : nil
        }
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
