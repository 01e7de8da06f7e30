public import Evidence
public import Records

/// What headquarters reads in the morning: where the chain stands, which stores are at its ends, what was flagged.
public struct DailyBrief: PrintedReport, Codable, Sendable, Equatable {
    public struct Line: Codable, Sendable, Equatable {
        public var store: StoreID
        public var name: String
        public var district: String
        @ExplicitNull public var total: Double?
        /// The last four weeks, oldest first; nil = no score.
        public var history: [Double?]
        public var openFlags: Int
    }

    public static let historyDays = 28

    public var day: BusinessDay
    /// Nil: the whole chain.
    public var store: StoreID?
    /// The best first; stores without a score last.
    public var lines: [Line]
    public var flags: [Flag]
    /// Stores that owed evidence and sent none.
    public var silent: [StoreID]
    /// What the score of one store is made of; empty for the whole chain, and without a score.
    public var parts: [ScorePart]

    public static func load(
        _ records: EvidenceRecords, day: BusinessDay, store: StoreID? = nil
    ) async throws(RecordError) -> DailyBrief {
        let stores = try await records.stores.all().filter { store == nil || $0.id == store }
        let totals = try await records.scores.totals(on: day)
        let open = try await records.flags.all(state: .open).filter { store == nil || $0.store == store }
        let reported = Set(try await records.items.currentOnDay(day).map(\.store))
        let openOfStore = Dictionary(grouping: open, by: \.store).mapValues(\.count)
        var lines: [Line] = []
        for entry in stores {
            let series = try await records.scores.series(
                store: entry.id, from: day.adding(days: 1 - historyDays), to: day)
            let byDay = Dictionary(series.map { ($0.day, $0.total) }, uniquingKeysWith: { _, last in last })
            lines.append(
                Line(
                    store: entry.id, name: entry.name, district: entry.region.last ?? "",
                    total: totals[entry.id],
                    history: (0..<historyDays).map { byDay[day.adding(days: $0 + 1 - historyDays)] ?? nil },
                    openFlags: openOfStore[entry.id] ?? 0))
        }
        lines.sort { one, other in
            (other.total ?? -1, one.store.rawValue) < (one.total ?? -1, other.store.rawValue)
        }
        let score =
            if let store { try await records.scores.find(store: store, day: day) } else {
                nil as ComplianceScore?
            }
        return DailyBrief(
            day: day, store: store, lines: lines,
            flags: open.sorted { ($0.severity, $0.id) < ($1.severity, $1.id) },
            silent: try await owing(records, stores.map(\.id).filter { !reported.contains($0) }, day),
            parts: score?.parts ?? [])
    }

    /// Those of some stores that owed evidence on a day: something was required of them, and they were not closed.
    private static func owing(
        _ records: EvidenceRecords, _ stores: [StoreID], _ day: BusinessDay
    ) async throws(RecordError) -> [StoreID] {
        let requirements = try await records.reference.requirements()
        var owing: [StoreID] = []
        for store in stores where !Requirement.slots(of: requirements, for: store, on: day).isEmpty {
            let place = try await records.metricBook.places(of: store).last { $0.from <= day }
            if !(place?.closed ?? false) { owing.append(store) }
        }
        return owing
    }

    // MARK: Comma-separated

    public var commaSeparated: String {
        CommaSeparated.text(
            header: ["营业日", "门店", "名称", "区", "总分", "未结标记"],
            rows: lines.map { line in
                [
                    day.description, line.store.rawValue, line.name, line.district,
                    line.total.map(Sparkline.tenth) ?? "", "\(line.openFlags)",
                ]
            })
    }

    // MARK: Page

    public var html: String {
        ReportPage.html(
            title: "\(store.map { "\($0) 每日简报" } ?? "每日简报") \(day)", english: "Daily brief",
            summary:
                "\(day)　\(lines.count) 家门店 (stores)　未上报 (silent) \(silent.count)　未结标记 (open flags) \(flags.count)",
            body: """
                \(flagList)
                \(chart)
                \(table)
                \(silentList)
                """)
    }

    /// Of one store what its score is made of, of the chain how many stores lie where.
    private var chart: String {
        let bars = store == nil ? tens : scoredParts
        guard !bars.isEmpty else { return "" }
        let title =
            store == nil
            ? "得分分布（门店数） <small>Stores by score</small>" : "得分构成 <small>Parts of the score</small>"
        return "<h2>\(title)</h2>\(Sparkline.bars(bars))"
    }

    private var scoredParts: [(name: String, value: Double)] {
        parts.flatMap { [$0] + $0.parts }.compactMap { part in
            part.score.map { (name: part.chineseName, value: $0) }
        }
    }

    /// Stores by ten points, from the lowest that has one.
    private var tens: [(name: String, value: Double)] {
        let totals = lines.compactMap(\.total)
        let counts = (0..<10).map { ten in
            (
                name: "\(ten * 10) – \(ten * 10 + 10)",
                value: Double(totals.count { min(9, Int(max(0, $0) / 10)) == ten })
            )
        }
        return Array(counts.drop { $0.value == 0 })
    }

    private var table: String {
        ReportPage.table(
            [
                ("门店 Store", false), ("区 District", false), ("总分 Score", true), ("近四周 Four weeks", false),
                ("标记 Flags", true),
            ].map { (title: $0.0, isNumber: $0.1) },
            rows: lines.map { line in
                [
                    HTMLText.escaped("\(line.store) \(line.name)"), HTMLText.escaped(line.district),
                    line.total.map(Sparkline.tenth) ?? "—",
                    Sparkline.line(line.history, label: "近四周得分 score of four weeks"),
                    line.openFlags == 0 ? "" : "\(line.openFlags)",
                ]
            })
    }

    private var flagList: String {
        guard !flags.isEmpty else { return "<p>没有未结标记 (no open flags)</p>" }
        let entries = flags.map { flag in
            "<li><b>\(HTMLText.escaped(flag.title["zh"] ?? flag.rule))</b> \(HTMLText.escaped("\(flag.store)"))"
                + "\(flag.subject.map { " \(HTMLText.escaped($0))" } ?? "") \(flag.from) … \(flag.to)"
                + "<br>\(HTMLText.escaped(flag.recommendation["zh"] ?? ""))</li>"
        }
        return "<ul>\(entries.joined(separator: "\n"))</ul>"
    }

    private var silentList: String {
        guard !silent.isEmpty else { return "" }
        return "<p>未上报 (silent)：\(HTMLText.escaped(silent.map(\.rawValue).joined(separator: "、")))</p>"
    }
}
