import API
import Evidence
import Records

/// What the address bar of the overview can narrow the list to.
enum OverviewFilter: String, CaseIterable {
    case all, incomplete, suspect, rejected, flagged

    var title: String {
        switch self {
        case .all: "全部"
        case .incomplete: "未报齐"
        case .suspect: "有待复核"
        case .rejected: "有需重报"
        case .flagged: "有标记"
        }
    }

    func lets(_ entry: StoreGlance) -> Bool {
        switch self {
        case .all: true
        case .incomplete: !entry.isComplete
        case .suspect: entry.tally.suspect > 0
        case .rejected: entry.tally.rejected > 0
        case .flagged: entry.flags > 0
        }
    }
}

/// One store's day as the list finds and counts it.
struct StoreGlance {
    let store: Store
    let required: Int
    /// `filled`: required slots that hold an item which need not be captured again.
    let tally: ItemTally
    let total: Double?
    /// Flags that somebody still works on.
    let flags: Int

    var isComplete: Bool { tally.filled == required }
}

/// What only the rows of the page that is shown need.
struct OverviewDetails {
    var scores: [StoreID: ScoreGlance]
    var previous: [StoreID: ScoreGlance]
    var flags: [StoreID: FlagsInHand]
}

/// Makes the overview from the stores' days, a page of stores at a time.
struct OverviewModelBuilder {
    static let rowsOfPage = 100

    let entries: [StoreGlance]
    let day: BusinessDay
    let today: BusinessDay
    let days: [BusinessDay]
    let region: String?
    let filter: OverviewFilter
    /// Part of a name or an id, in small or capital letters; empty for all.
    let search: String
    /// From 1; beyond the last page the last one is shown.
    let page: Int

    private let inRegion: [StoreGlance]
    private let passing: [StoreGlance]

    init(
        entries: [StoreGlance], day: BusinessDay, today: BusinessDay, days: [BusinessDay], region: String?,
        filter: OverviewFilter, search: String, page: Int
    ) {
        self.entries = entries
        self.day = day
        self.today = today
        self.days = days
        self.region = region
        self.filter = filter
        self.search = search
        inRegion = entries.filter { entry in region.map { entry.store.lies(in: $0) } ?? true }
        let sought = search.lowercased()
        passing = inRegion.filter { entry in
            filter.lets(entry)
                && (sought.isEmpty || entry.store.name.lowercased().contains(sought)
                    || entry.store.id.rawValue.lowercased().contains(sought))
        }
        self.page = min(max(1, page), max(1, Self.pages(of: passing.count)))
    }

    private static func pages(of stores: Int) -> Int { (stores + rowsOfPage - 1) / rowsOfPage }

    /// The stores of the page.
    var shown: ArraySlice<StoreGlance> {
        passing.dropFirst((page - 1) * Self.rowsOfPage).prefix(Self.rowsOfPage)
    }

    func model(shell: Shell, details: OverviewDetails, progress: JobProgress) -> OverviewModel {
        let rows = shown.map { row($0, details) }
        let pages = Self.pages(of: passing.count)
        return OverviewModel(
            shell: shell, day: day.description, dayText: ChineseForm.day(day), isToday: day == today,
            previousHref: address(day: day.adding(days: -1)),
            nextHref: day < today ? address(day: day.adding(days: 1)) : nil,
            dayChoices: days.map {
                .init(value: $0.description, title: ChineseForm.shortDay($0), selected: $0 == day)
            },
            regionChoices: regionChoices,
            filterChoices: OverviewFilter.allCases.map {
                .init(value: $0.rawValue, title: $0.title, selected: $0 == filter)
            },
            search: search, tiles: tiles(inRegion), rows: rows, hasRows: !rows.isEmpty,
            pager: pages > 1
                ? .init(
                    text: "第 \(page) 页，共 \(pages) 页，\(passing.count) 家门店",
                    previousHref: page > 1 ? address(page: page - 1) : nil,
                    nextHref: page < pages ? address(page: page + 1) : nil) : nil,
            emptyTitle: entries.isEmpty ? "还没有门店" : "没有符合条件的门店",
            emptyText: entries.isEmpty
                ? "请先导入门店、商品目录和上报要求：storeproof stores import stores.json。门店上报后，这里会列出得分。"
                : "换一个日期、区域或筛选条件再看。",
            waiting: progress.waiting + progress.running, isWaiting: progress.waiting + progress.running > 0,
            failedJobs: progress.dead, hasFailedJobs: progress.dead > 0)
    }

    // MARK: Parts

    private func tiles(_ entries: [StoreGlance]) -> [OverviewModel.Tile] {
        let totals = entries.compactMap(\.total)
        let mean = totals.isEmpty ? nil : totals.reduce(0, +) / Double(totals.count)
        func tile(_ count: Int, _ label: String, _ filter: OverviewFilter) -> OverviewModel.Tile {
            .init(
                count: "\(count)", label: label, href: address(filter: filter),
                tone: count > 0 ? "attention" : "calm")
        }
        return [
            .init(
                count: mean.map(ChineseForm.number) ?? "—", label: "平均得分（\(totals.count) 店）",
                href: address(filter: .all), tone: "calm"),
            tile(entries.count { !$0.isComplete }, "店未报齐", .incomplete),
            tile(entries.map(\.tally.suspect).reduce(0, +), "件待复核", .suspect),
            tile(entries.map(\.tally.rejected).reduce(0, +), "件需重报", .rejected),
            tile(entries.map(\.flags).reduce(0, +), "个未关闭标记", .flagged),
        ]
    }

    private func row(_ entry: StoreGlance, _ details: OverviewDetails) -> OverviewModel.Row {
        let store = entry.store
        let tally = entry.tally
        let score = details.scores[store.id]
        func part(_ code: String) -> ScoreBar { ScoreBar(score?.parts[code]) }
        let change: String =
            if let now = score?.total, let before = details.previous[store.id]?.total {
                ChineseForm.change(now - before)
            } else { "" }
        let named = details.flags[store.id]?.newest ?? []
        let more = entry.flags - named.count
        return OverviewModel.Row(
            href: "/console/batches/\(store.id.rawValue.urlSegment)/\(day)", name: store.name,
            id: store.id.rawValue, district: store.region.last ?? "", total: ScoreBar(score?.total),
            provisional: score?.provisional ?? false, change: change, shelf: part("shelf"),
            promotion: part("promotion"), consultation: part("consultation"), received: tally.filled,
            required: entry.required, complete: entry.isComplete, late: tally.late, hasLate: tally.late > 0,
            suspect: tally.suspect, hasSuspect: tally.suspect > 0, rejected: tally.rejected,
            hasRejected: tally.rejected > 0,
            flags: named.map {
                .init(href: "/console/flags/\($0.id.rawValue.urlSegment)", title: $0.title["zh"] ?? $0.rule)
            }, moreFlags: max(0, more), hasMoreFlags: more > 0,
            flagsHref: "/console/flags?store=\(store.id.rawValue.urlSegment)")
    }

    /// Regions of the shown stores, from the whole down, each once.
    private var regionChoices: [OverviewModel.Choice] {
        var names: [String] = []
        for depth in 0..<(entries.map(\.store.region.count).max() ?? 0) {
            let level = Set(
                entries.compactMap { depth < $0.store.region.count ? $0.store.region[depth] : nil })
            names += level.sorted().filter { !names.contains($0) && $0 != "全国" }
        }
        return [.init(value: "", title: "全部区域", selected: region == nil)]
            + names.map { .init(value: $0, title: $0, selected: $0 == region) }
    }

    private func address(
        day: BusinessDay? = nil, filter: OverviewFilter? = nil, page: Int = 1
    ) -> String {
        var query = "day=\(day ?? self.day)"
        if let region { query += "&region=\(region.urlSegment)" }
        let filter = filter ?? self.filter
        if filter != .all { query += "&filter=\(filter.rawValue)" }
        if !search.isEmpty { query += "&store=\(search.urlSegment)" }
        if page > 1 { query += "&page=\(page)" }
        return "/console?\(query)"
    }
}
