import CXLSXWriter
public import Evidence

/// Why a workbook could not be written.
public struct WorkbookError: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    public var detail: String
    public var description: String { "\(path): \(detail)" }
}

/// An Excel file: sheets of cells, the first row in bold.
public struct Workbook: Sendable, Equatable {
    public enum Cell: Sendable, Equatable {
        case text(String)
        case number(Double)
        case empty

        public init(_ number: Double?) { self = number.map { .number($0) } ?? .empty }
    }

    public struct Sheet: Sendable, Equatable {
        /// At most 31 characters, none of `[]:*?/\\`.
        public var name: String
        public var header: [String]
        public var rows: [[Cell]]

        public init(name: String, header: [String], rows: [[Cell]]) {
            self.name = name
            self.header = header
            self.rows = rows
        }
    }

    /// Excel's own limits: what lies beyond is left out rather than refused.
    private static let largestText = 32_000
    private static let largestRows = 1_048_575

    public var sheets: [Sheet]
    /// Written into the file's properties; the same content and day give the same bytes.
    public var day: BusinessDay

    public init(sheets: [Sheet], day: BusinessDay) {
        self.sheets = sheets
        self.day = day
    }

    /// Replaces a file of that name.
    public func write(to path: String) throws(WorkbookError) {
        guard let book = workbook_new(path) else {
            throw WorkbookError(path: path, detail: "no memory for a workbook")
        }
        var properties = lxw_doc_properties()
        properties.created = time_t(day.ordinal * 86_400)
        workbook_set_properties(book, &properties)
        let bold = workbook_add_format(book)
        format_set_bold(bold)
        var failure: String?
        for sheet in sheets {
            guard let page = workbook_add_worksheet(book, sheet.name) else {
                failure = "the sheet name \(sheet.name) is not allowed"
                break
            }
            Self.fill(page, sheet, bold)
        }
        // Closing also frees the book, whatever happened before.
        let error = workbook_close(book)
        if let failure { throw WorkbookError(path: path, detail: failure) }
        guard error == LXW_NO_ERROR else {
            throw WorkbookError(
                path: path, detail: lxw_strerror(error).map { String(cString: $0) } ?? "error \(error)")
        }
    }

    private static func fill(
        _ page: UnsafeMutablePointer<lxw_worksheet>, _ sheet: Sheet, _ bold: UnsafeMutablePointer<lxw_format>?
    ) {
        worksheet_freeze_panes(page, 1, 0)
        for (column, title) in sheet.header.prefix(1000).enumerated() {
            worksheet_write_string(page, 0, lxw_col_t(column), title, bold)
            worksheet_set_column(page, lxw_col_t(column), lxw_col_t(column), 14, nil)
        }
        for (index, row) in sheet.rows.prefix(largestRows).enumerated() {
            for (column, cell) in row.prefix(1000).enumerated() {
                switch cell {
                case .empty: continue
                case .number(let number) where number.isFinite:
                    worksheet_write_number(page, lxw_row_t(index + 1), lxw_col_t(column), number, nil)
                case .number: continue
                case .text(let text):
                    worksheet_write_string(
                        page, lxw_row_t(index + 1), lxw_col_t(column), String(text.prefix(largestText)), nil)
                }
            }
        }
    }
}

extension DailyBrief {
    /// The same lines and flags as the page.
    public var workbook: Workbook {
        let stores = Workbook.Sheet(
            name: "门店", header: ["营业日", "门店", "名称", "区", "总分", "未结标记"],
            rows: lines.map { line in
                [
                    .text(day.description), .text(line.store.rawValue), .text(line.name),
                    .text(line.district),
                    Workbook.Cell(line.total), .number(Double(line.openFlags)),
                ]
            })
        let raised = Workbook.Sheet(
            name: "标记", header: ["标记", "门店", "主题", "从", "到", "严重程度", "建议"],
            rows: flags.map { flag in
                [
                    .text(flag.title["zh"] ?? flag.rule), .text(flag.store.rawValue),
                    .text(flag.subject ?? ""),
                    .text(flag.from.description), .text(flag.to.description), .text(flag.severity),
                    .text(flag.recommendation["zh"] ?? ""),
                ]
            })
        return Workbook(sheets: [stores, raised], day: day)
    }
}
