import Evidence

/// A report that leaves the system as a page that prints, as a table of text and as a workbook.
public protocol PrintedReport: Sendable {
    /// A whole page with its own style: it needs no script and nothing from elsewhere.
    var html: String { get }
    /// The table, comma-separated.
    var commaSeparated: String { get }
    var workbook: Workbook { get }
}

/// The frame of a printed page.
enum ReportPage {
    /// - Parameters:
    ///   - title: plain text in both languages.
    ///   - summary: one line below the title, plain text.
    ///   - body: markup.
    static func html(title: String, english: String, summary: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="zh"><head><meta charset="utf-8"><title>\(HTMLText.escaped(title))</title>
        <style>\(style)</style></head><body>
        <h1>\(HTMLText.escaped(title)) <small>\(HTMLText.escaped(english))</small></h1>
        <p>\(HTMLText.escaped(summary))</p>
        \(body)
        </body></html>

        """
    }

    /// - Parameters:
    ///   - columns: titles; those of numbers are set to the right.
    ///   - rows: cells as markup.
    static func table(_ columns: [(title: String, isNumber: Bool)], rows: [[String]]) -> String {
        func mark(_ column: Int) -> String { columns[column].isNumber ? " class=\"n\"" : "" }
        let head = columns.indices.map { "<th\(mark($0))>\(HTMLText.escaped(columns[$0].title))</th>" }
            .joined()
        let body = rows.map { row in
            "<tr>" + zip(columns.indices, row).map { "<td\(mark($0))>\($1)</td>" }.joined() + "</tr>"
        }.joined(separator: "\n")
        return "<table><thead><tr>\(head)</tr></thead>\n<tbody>\(body)</tbody></table>"
    }

    private static let style = """
        body{font:14px/1.5 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:24px;color:#1a1a1a}
        h1{font-size:20px}h2{font-size:16px}small{color:#666;font-weight:400}table{border-collapse:collapse;width:100%}
        th,td{border-bottom:1px solid #ddd;padding:4px 8px;text-align:left}.n{text-align:right}
        .spark{color:#1f5fa8;vertical-align:middle}.bars rect{fill:#1f5fa8}.bars text{font-size:12px}
        .span line{stroke:#999}.span .bar{stroke:#1f5fa8;stroke-width:3}.span circle{fill:#1f5fa8}
        @media print{body{margin:0;font-size:11px}thead{display:table-header-group}tr,li{break-inside:avoid}
        @page{size:A4;margin:14mm}}
        """
}
