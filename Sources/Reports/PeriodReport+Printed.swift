import Evidence
import Scoring

extension PeriodReport: PrintedReport {
    /// One indicator as people read it.
    public struct Row: Sendable, Equatable {
        public var name: String
        public var english: String
        public var before: String
        public var after: String
        public var difference: String
        /// The 95 % interval of the difference; empty where there is none.
        public var interval: String
        public var caution: String
    }

    public var rows: [Row] { indicators.map(Row.init) }

    public var html: String {
        let columns = [
            ("指标 Indicator", false), ("之前 Before", true), ("之后 After", true), ("差别 Difference", true),
            ("95 % 区间 Interval", false), ("注意 Caution", false),
        ]
        let cells = zip(indicators, rows).map { indicator, row in
            [
                "\(HTMLText.escaped(row.name)) <small>\(HTMLText.escaped(row.english))</small>",
                HTMLText.escaped(row.before), HTMLText.escaped(row.after), HTMLText.escaped(row.difference),
                (indicator.difference.map {
                    Sparkline.interval(low: $0.low, estimate: $0.estimate, high: $0.high)
                } ?? "")
                    + " \(HTMLText.escaped(row.interval))", HTMLText.escaped(row.caution),
            ]
        }
        return ReportPage.html(
            title: "两个时期对比", english: "Two periods compared",
            summary:
                "之前 \(before.lowerBound) … \(before.upperBound)　之后 \(after.lowerBound) … \(after.upperBound)",
            body: ReportPage.table(columns.map { (title: $0.0, isNumber: $0.1) }, rows: cells))
    }

    private static let header = [
        "指标", "名称", "之前", "之后", "差别", "区间下限", "区间上限", "样本", "注意", "前期从", "前期到", "后期从", "后期到",
    ]

    private var spans: [String] {
        [before.lowerBound, before.upperBound, after.lowerBound, after.upperBound].map(\.description)
    }

    public var commaSeparated: String {
        CommaSeparated.text(
            header: Self.header,
            rows: indicators.map { indicator in
                let difference = indicator.difference
                let numbers = [
                    indicator.before, indicator.after, difference?.estimate, difference?.low,
                    difference?.high,
                ]
                return [indicator.code, indicator.chinese] + numbers.map { $0.map { "\($0)" } ?? "" }
                    + [difference.map { "\($0.count)" } ?? "", indicator.caution?.chinese ?? ""] + spans
            })
    }

    public var workbook: Workbook {
        let rows = indicators.map { indicator -> [Workbook.Cell] in
            let difference = indicator.difference
            let numbers = [
                indicator.before, indicator.after, difference?.estimate, difference?.low, difference?.high,
                difference.map { Double($0.count) },
            ]
            return [.text(indicator.code), .text(indicator.chinese)] + numbers.map { Workbook.Cell($0) }
                + [.text(indicator.caution?.chinese ?? "")] + spans.map { .text($0) }
        }
        return Workbook(sheets: [.init(name: "对比", header: Self.header, rows: rows)], day: after.upperBound)
    }
}

extension PeriodReport.Row {
    fileprivate init(_ indicator: ComparedIndicator) {
        func text(_ value: Double) -> String { Self.text(value, of: indicator.code) }
        func change(_ value: Double) -> String { (value > 0 ? "+" : "") + text(value) }
        self.init(
            name: indicator.chinese, english: indicator.english, before: indicator.before.map(text) ?? "—",
            after: indicator.after.map(text) ?? "—",
            difference: indicator.difference.map { change($0.estimate) } ?? "—",
            interval: indicator.difference.map { "\(change($0.low)) … \(change($0.high))" } ?? "",
            caution: indicator.caution?.chinese ?? "")
    }

    /// Hours, days and the share of flags acted on are no metrics of the registry.
    private static func text(_ value: Double, of code: String) -> String {
        if MetricRegistry.definition(code) != nil { return MetricInWords(code: code).text(value) }
        if code == "flagsActedOn" { return "\(Sparkline.tenth(value * 100)) %" }
        return Sparkline.tenth(value)
    }
}
