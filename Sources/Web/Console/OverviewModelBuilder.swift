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
        case .rejected: "有需重拍"
        case .flagged: "有标记"
        }
    }
}

/// One store's day as its row shows it.
struct StoreGlance {
    let store: Store
    let required: Int
    /// Required slots that hold an item which need not be captured again.
    let received: Int
    let suspect: Int
    let rejected: Int
    let late: Int
    let score: ScoreGlance?

    var isComplete: Bool { received == required }

    init(store: Store, required: [RequiredSlot], items: [ItemGlance], score: ScoreGlance?) {
        let filled = Set(items.filter { $0.state != .rejected }.map(\.slot))
        self.store = store
        self.required = required.count
        received = required.count { filled.contains($0.slot) }
        suspect = items.count { $0.verdict == .suspect }
        rejected = items.count { $0.state == .rejected || $0.verdict == .rejected }
        late = items.count(where: \.late)
        self.score = score
    }
}

/// Makes the overview from the stores' days, the previous totals and the flags in hand.
struct OverviewModelBuilder {
    let entries: [StoreGlance]
    let previous: [StoreID: Double]
    let flags: [StoreID: FlagsInHand]
    let day: BusinessDay
    let today: BusinessDay
    let days: [BusinessDay]
    let region: String?
    let filter: OverviewFilter
    let progress: JobProgress

    func model(shell: Shell) -> OverviewModel {
        let inRegion = entries.filter { entry in region.map { entry.store.lies(in: $0) } ?? true }
        let shown = inRegion.filter(passes)
        let rows = shown.map(row)
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
            tiles: tiles(inRegion), rows: rows, hasRows: !rows.isEmpty,
            emptyTitle: entries.isEmpty ? "还没有门店" : "没有符合条件的门店",
            emptyText: entries.isEmpty
                ? "请先导入门店、商品目录和上报要求：storeproof stores import stores.json。门店上报后，这里会列出得分。"
                : "换一个日期、区域或筛选条件再看。",
            waiting: progress.waiting + progress.running, isWaiting: progress.waiting + progress.running > 0,
            failedJobs: progress.dead, hasFailedJobs: progress.dead > 0)
    }

    // MARK: Parts

    private func passes(_ entry: StoreGlance) -> Bool {
        switch filter {
        case .all: true
        case .incomplete: !entry.isComplete
        case .suspect: entry.suspect > 0
        case .rejected: entry.rejected > 0
        case .flagged: flags[entry.store.id] != nil
        }
    }

    private func tiles(_ entries: [StoreGlance]) -> [OverviewModel.Tile] {
        let totals = entries.compactMap { $0.score?.total }
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
            tile(entries.map(\.suspect).reduce(0, +), "件待复核", .suspect),
            tile(entries.map(\.rejected).reduce(0, +), "件需重拍", .rejected),
            tile(entries.map { flags[$0.store.id]?.count ?? 0 }.reduce(0, +), "个未关闭标记", .flagged),
        ]
    }

    private func row(_ entry: StoreGlance) -> OverviewModel.Row {
        let store = entry.store
        let score = entry.score
        func part(_ code: String) -> ScoreBar { ScoreBar(score?.parts[code]) }
        let change: String =
            if let now = score?.total, let before = previous[store.id] {
                ChineseForm.change(now - before)
            } else { "" }
        let own = flags[store.id]
        let named = own?.newest ?? []
        let more = (own?.count ?? 0) - named.count
        return OverviewModel.Row(
            href: "/console/batches/\(store.id.rawValue.urlSegment)/\(day)", name: store.name,
            id: store.id.rawValue, district: store.region.last ?? "", total: ScoreBar(score?.total),
            provisional: score?.provisional ?? false, change: change, shelf: part("shelf"),
            promotion: part("promotion"), consultation: part("consultation"), received: entry.received,
            required: entry.required, complete: entry.isComplete, late: entry.late, hasLate: entry.late > 0,
            suspect: entry.suspect, hasSuspect: entry.suspect > 0, rejected: entry.rejected,
            hasRejected: entry.rejected > 0,
            flags: named.map {
                .init(href: "/console/flags/\($0.id.rawValue.urlSegment)", title: $0.title["zh"] ?? $0.rule)
            }, moreFlags: more, hasMoreFlags: more > 0,
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

    private func address(day: BusinessDay? = nil, filter: OverviewFilter? = nil) -> String {
        var query = "day=\(day ?? self.day)"
        if let region { query += "&region=\(region.urlSegment)" }
        let filter = filter ?? self.filter
        if filter != .all { query += "&filter=\(filter.rawValue)" }
        return "/console?\(query)"
    }
}
