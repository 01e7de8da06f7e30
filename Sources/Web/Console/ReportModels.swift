import API
import Evidence
import Reports

/// Stores in the order of a metric, a page at a time.
struct RankingModel {
    struct Row {
        let rank: Int
        let href: String
        let name: String
        let id: String
        let district: String
        let value: String
        let change: String
        let before: String
        let storeDays: Int
    }

    let shell: Shell
    let title: String
    let span: String
    let day: String
    let metricChoices: [OverviewModel.Choice]
    let grainChoices: [OverviewModel.Choice]
    let isAscending: Bool
    let rows: [Row]
    let hasRows: Bool
    let pager: OverviewModel.Pager?
    /// Stores without a value; nil where every one has one.
    let unranked: Int?
    let tableHref: String

    /// - Parameter page: from 1; beyond the last page the last one is shown.
    init(shell: Shell, ranking: StoreRanking, day: BusinessDay, isAscending: Bool, page: Int) {
        self.shell = shell
        title = ranking.title
        span =
            ranking.from == ranking.to
            ? ChineseForm.day(ranking.from)
            : "\(ChineseForm.day(ranking.from)) 至 \(ChineseForm.shortDay(ranking.to))"
        self.day = day.description
        metricChoices = StoreRanking.choices.map {
            .init(value: $0.code, title: $0.name, selected: $0.code == ranking.metric)
        }
        grainChoices = [(Grain.day, "一天"), (.week, "一周"), (.month, "一月")].map {
            .init(value: $0.0.rawValue, title: $0.1, selected: $0.0 == ranking.grain)
        }
        self.isAscending = isAscending
        let pages = max(1, (ranking.lines.count + ReportPages.rowsOfPage - 1) / ReportPages.rowsOfPage)
        let page = min(max(1, page), pages)
        rows = ranking.lines.dropFirst((page - 1) * ReportPages.rowsOfPage).prefix(ReportPages.rowsOfPage)
            .map { line in
                Row(
                    rank: line.rank, href: "/console/batches/\(line.store.rawValue.urlSegment)/\(day)",
                    name: line.name, id: line.store.rawValue, district: line.district,
                    value: ranking.text(line.value), change: ranking.change(line),
                    before: line.before.map(ranking.text) ?? "—", storeDays: line.storeDays)
            }
        hasRows = !rows.isEmpty
        let own =
            "/console/ranking?metric=\(ranking.metric)&grain=\(ranking.grain.rawValue)&day=\(day)"
            + (isAscending ? "&order=ascending" : "")
        pager =
            pages > 1
            ? .init(
                text: "第 \(page) 页，共 \(pages) 页，\(ranking.lines.count) 家门店",
                previousHref: page > 1 ? "\(own)&page=\(page - 1)" : nil,
                nextHref: page < pages ? "\(own)&page=\(page + 1)" : nil) : nil
        unranked = ranking.unranked.isEmpty ? nil : ranking.unranked.count
        tableHref = "\(own)&format=csv"
    }
}

/// The chain's indicators of two periods.
struct ComparisonModel {
    let shell: Shell
    let beforeFrom: String
    let beforeTo: String
    let afterFrom: String
    let afterTo: String
    let rows: [PeriodReport.Row]
    let tableHref: String

    init(shell: Shell, report: PeriodReport) {
        self.shell = shell
        beforeFrom = report.before.lowerBound.description
        beforeTo = report.before.upperBound.description
        afterFrom = report.after.lowerBound.description
        afterTo = report.after.upperBound.description
        rows = report.rows
        tableHref =
            "/console/comparison?beforeFrom=\(beforeFrom)&beforeTo=\(beforeTo)&afterFrom=\(afterFrom)"
            + "&afterTo=\(afterTo)&format=csv"
    }
}
