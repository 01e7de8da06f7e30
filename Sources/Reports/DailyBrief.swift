public import Evidence
public import Records

/// What headquarters reads in the morning: where the chain stands, which stores are at its ends, what was flagged.
public struct DailyBrief: Codable, Sendable, Equatable {
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
        return DailyBrief(
            day: day, store: store, lines: lines,
            flags: open.sorted { ($0.severity, $0.id) < ($1.severity, $1.id) },
            silent: try await owing(records, stores.map(\.id).filter { !reported.contains($0) }, day))
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
        let title = store.map { "\($0) 每日简报" } ?? "每日简报"
        return """
            <!DOCTYPE html>
            <html lang="zh"><head><meta charset="utf-8"><title>\(HTMLText.escaped(title)) \(day)</title>
            <style>\(Self.style)</style></head><body>
            <h1>\(HTMLText.escaped(title)) <small>Daily brief</small></h1>
            <p>\(day)　\(lines.count) 家门店 (stores)　未上报 (silent) \(silent.count)　未结标记 (open flags) \(flags.count)</p>
            \(flagList)
            <table><thead><tr><th>门店 Store</th><th>区 District</th><th class="n">总分 Score</th><th>近四周 Four weeks</th><th class="n">标记 Flags</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            \(silentList)
            </body></html>

            """
    }

    private var rows: String {
        lines.map { line in
            "<tr><td>\(HTMLText.escaped("\(line.store) \(line.name)"))</td><td>\(HTMLText.escaped(line.district))</td>"
                + "<td class=\"n\">\(line.total.map(Sparkline.tenth) ?? "—")</td>"
                + "<td>\(Sparkline.line(line.history, label: "近四周得分 score of four weeks"))</td>"
                + "<td class=\"n\">\(line.openFlags == 0 ? "" : "\(line.openFlags)")</td></tr>"
        }.joined(separator: "\n")
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

    private static let style = """
        body{font:14px/1.5 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:24px;color:#1a1a1a}
        h1{font-size:20px}small{color:#666;font-weight:400}table{border-collapse:collapse;width:100%}
        th,td{border-bottom:1px solid #ddd;padding:4px 8px;text-align:left}.n{text-align:right}
        .spark{color:#1f5fa8;vertical-align:middle}.bars rect{fill:#1f5fa8}.bars text{font-size:12px}
        @media print{body{margin:0;font-size:11px}thead{display:table-header-group}tr,li{break-inside:avoid}
        @page{size:A4;margin:14mm}}
        """
}
