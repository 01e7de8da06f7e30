import Evidence

extension StoreRanking: PrintedReport {
    /// Bars of so many stores at each end; all where there are fewer than both together.
    private static let charted = 10

    public var html: String {
        let rows = lines.map { line in
            [
                "\(line.rank)", HTMLText.escaped("\(line.store) \(line.name)"),
                HTMLText.escaped(line.district),
                HTMLText.escaped(text(line.value)), HTMLText.escaped(change(line)), "\(line.storeDays)",
            ]
        }
        let columns = [
            ("名次 Rank", true), ("门店 Store", false), ("区 District", false), ("数值 Value", true),
            ("比上期 Change", true), ("店日 Days", true),
        ]
        let missing =
            unranked.isEmpty
            ? ""
            : "<p>没有数据，不排名 (no data, not ranked)：\(HTMLText.escaped(unranked.map(\.rawValue).joined(separator: "、")))</p>"
        return ReportPage.html(
            title: "\(title) \(from)", english: "Ranking by \(metric)",
            summary: "\(from) … \(to)　\(lines.count) 家门店 (stores)",
            body:
                "\(chart)\n\(ReportPage.table(columns.map { (title: $0.0, isNumber: $0.1) }, rows: rows))\n\(missing)"
        )
    }

    /// The first and the last stores as bars.
    private var chart: String {
        guard lines.count > 1 else { return "" }
        let ends =
            lines.count <= 2 * Self.charted
            ? lines : Array(lines.prefix(Self.charted) + lines.suffix(Self.charted))
        return Sparkline.bars(ends.map { (name: "\($0.rank) \($0.name)", value: shown($0.value)) })
    }

    /// The number that stands in the text: ratios in percent, money in yuan.
    private func shown(_ value: Double) -> Double { inWords.number(value) }

    private var header: [String] {
        ["名次", "门店", "名称", "区", inWords.title, "上期", "店日", "从", "到"]
    }

    public var commaSeparated: String {
        CommaSeparated.text(
            header: header,
            rows: lines.map { line in
                [
                    "\(line.rank)", line.store.rawValue, line.name, line.district, "\(shown(line.value))",
                    line.before.map { "\(shown($0))" } ?? "", "\(line.storeDays)", from.description,
                    to.description,
                ]
            })
    }

    public var workbook: Workbook {
        let rows = lines.map { line -> [Workbook.Cell] in
            [
                .number(Double(line.rank)), .text(line.store.rawValue), .text(line.name),
                .text(line.district),
                .number(shown(line.value)), Workbook.Cell(line.before.map(shown)),
                .number(Double(line.storeDays)), .text(from.description), .text(to.description),
            ]
        }
        return Workbook(sheets: [.init(name: "排名", header: header, rows: rows)], day: to)
    }
}
