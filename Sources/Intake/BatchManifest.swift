package import Evidence
package import Foundation

/// What `manifest.csv` says about the files beside it.
package struct BatchManifest: Sendable {
    /// What it says about one file; what it does not say is nil.
    package struct Row: Equatable, Sendable {
        package var line: Int
        /// As it stands there.
        package var file: String
        package var kind: EvidenceKind?
        package var slot: String?
        package var consent: Bool?
        package var receivedAt: Date?
        package var clientPosition: ClientPosition?
        package var captureClaim: CaptureClaim?
        /// Something in it cannot be understood: its file is not taken.
        package var isFaulty = false

        /// Whether another row says the same of the file.
        func agrees(with other: Row) -> Bool {
            var row = self
            (row.line, row.file) = (other.line, other.file)
            return row == other
        }
    }

    package private(set) var rows: [Row] = []
    package private(set) var problems: [ManifestProblem] = []
    /// Where in `rows` a file stands.
    private var places: [String: Int] = [:]

    /// - Throws: where it is no manifest at all.
    package init(_ text: String) throws(ManifestProblem) {
        let table: ManifestTable
        do throws(ManifestTable.Problem) { table = try ManifestTable(text) } catch {
            switch error {
            case .openQuote(let line): throw .openQuote(line)
            case .tooManyRows(let line): throw .tooManyRows(line)
            }
        }
        guard let header = table.rows.first else { throw .noFileColumn(1) }
        let columns = readHeader(header)
        guard columns.contains(.file) else { throw .noFileColumn(header.line) }
        for row in table.rows.dropFirst() { read(row, columns) }
    }

    // MARK: Columns

    enum Column: String, CaseIterable {
        case file, kind, slot, consent, receivedAt, clientPosition, capturedAt, code, signature

        private var chineseName: String {
            switch self {
            case .file: "文件"
            case .kind: "类型"
            case .slot: "项目"
            case .consent: "顾客同意"
            case .receivedAt: "收到时间"
            case .clientPosition: "定位"
            case .capturedAt: "拍摄时间"
            case .code: "口令"
            case .signature: "签名"
            }
        }

        init?(_ text: String) {
            let name = text.lowercased()
            guard
                let column = Self.allCases.first(where: {
                    $0.rawValue.lowercased() == name || $0.chineseName == name
                })
            else { return nil }
            self = column
        }

        static let names = allCases.map(\.rawValue).joined(separator: ", ")
    }

    private mutating func readHeader(_ header: ManifestTable.Row) -> [Column?] {
        var seen: Set<Column> = []
        return header.fields.map { field in
            let name = Self.trimmed(field)
            guard let column = Column(name), seen.insert(column).inserted else {
                if !name.isEmpty { problems.append(.unknownColumn(name, header.line)) }
                return nil
            }
            return column
        }
    }

    // MARK: Rows

    private mutating func read(_ row: ManifestTable.Row, _ columns: [Column?]) {
        var values: [Column: String] = [:]
        for (column, field) in zip(columns, row.fields) {
            let value = Self.trimmed(field)
            if let column, !value.isEmpty { values[column] = value }
        }
        guard let file = values[.file] else {
            problems.append(.noFile(row.line))
            return
        }
        var read = Row(line: row.line, file: file)
        if row.fields.count > columns.count, row.fields[columns.count...].contains(where: { !$0.isEmpty }) {
            problems.append(.tooManyFields(row.line, file: file))
            read.isFaulty = true
        }
        for column in Column.allCases {
            guard let value = values[column], !fill(&read, column, value) else { continue }
            problems.append(.value(row.line, file: file, column: column.rawValue, value))
            read.isFaulty = true
        }
        fillClaim(&read, values)
        add(read)
    }

    /// In bytes; longer words are no slot.
    private static let longestSlot = 64
    /// In bytes, of a code or a signature.
    private static let longestProof = 256

    /// - Returns: whether the value is one.
    private func fill(_ row: inout Row, _ column: Column, _ value: String) -> Bool {
        switch column {
        case .file: return true
        case .kind:
            row.kind = KindWords.kind(value)
            return row.kind != nil
        case .slot:
            row.slot = value
            return value.utf8.count <= Self.longestSlot
        case .consent:
            row.consent = SubmissionValue.consent(value)
            return row.consent != nil
        case .receivedAt:
            row.receivedAt = SubmissionValue.instant(value)
            return row.receivedAt != nil
        case .clientPosition:
            row.clientPosition = SubmissionValue.position(value)
            return row.clientPosition != nil
        case .capturedAt: return SubmissionValue.instant(value) != nil
        case .code, .signature: return value.utf8.count <= Self.longestProof
        }
    }

    /// The time of capture counts with the code of the batch, or says when the position was found.
    private mutating func fillClaim(_ row: inout Row, _ values: [Column: String]) {
        let capturedAt = values[.capturedAt]
        if let code = values[.code] {
            row.captureClaim = CaptureClaim(code: code, capturedAt: capturedAt, signature: values[.signature])
        }
        guard let capturedAt, !row.isFaulty else { return }
        if row.clientPosition != nil, row.clientPosition?.time == nil {
            row.clientPosition?.time = SubmissionValue.instant(capturedAt)
        } else if row.captureClaim == nil {
            problems.append(.timeAlone(row.line, file: row.file))
        }
    }

    /// Of rows that disagree about a file, nobody can tell which is meant.
    private mutating func add(_ row: Row) {
        let key = Self.key(row.file)
        guard let older = places[key] else {
            places[key] = rows.count
            rows.append(row)
            return
        }
        problems.append(.doubleRow(row.line, file: row.file, first: rows[older].line))
        if !row.agrees(with: rows[older]) { rows[older].isFaulty = true }
    }

    private static func trimmed(_ field: String) -> String {
        field.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Paths are written in both systems' ways, and letters' case does not count.
    static func key(_ path: String) -> String {
        path.split { $0 == "/" || $0 == "\\" }.filter { $0 != "." }.joined(separator: "/").lowercased()
    }
}
