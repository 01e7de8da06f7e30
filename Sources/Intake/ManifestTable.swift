/// Rows of fields with the lines on which they begin: as in RFC 4180, also parted by semicolons or tabs, as tables are
/// saved where the comma is a decimal point. Quotes may hold separators and line breaks.
struct ManifestTable {
    struct Row: Equatable {
        /// The first line is 1.
        var line: Int
        var fields: [String]
    }

    /// Why it is no table.
    enum Problem: Error, Equatable {
        /// A quote that begins on this line never ends.
        case openQuote(line: Int)
        case tooManyRows(line: Int)
    }

    static let mostRows = 5_000

    private(set) var rows: [Row] = []

    init(_ text: String) throws(Problem) {
        // A line break of two characters is one scalar after the other here, never one character.
        let scalars = Array(text.unicodeScalars)
        var reading = Reading(separator: Self.separator(in: scalars))
        var place = scalars.first == "\u{FEFF}" ? 1 : 0
        while place < scalars.count {
            let next = place + 1 < scalars.count ? scalars[place + 1] : nil
            place += reading.take(scalars[place], before: next)
            if reading.rows.count > Self.mostRows {
                throw .tooManyRows(line: reading.rows[Self.mostRows].line)
            }
        }
        if let line = reading.quoteLine { throw .openQuote(line: line) }
        reading.endRow()
        rows = reading.rows
    }

    /// The one that the first line has most of.
    private static func separator(in scalars: [Unicode.Scalar]) -> Unicode.Scalar {
        let first = scalars.prefix { $0 != "\n" && $0 != "\r" }
        func count(_ wanted: Unicode.Scalar) -> Int { first.count { $0 == wanted } }
        let others: [Unicode.Scalar] = [";", "\t"]
        return others.first { count($0) > count(",") } ?? ","
    }

    private struct Reading {
        let separator: Unicode.Scalar
        var rows: [Row] = []
        var line = 1
        /// Where the quote begins that is open.
        var quoteLine: Int?
        private var rowLine = 1
        private var fields: [String] = []
        private var field = ""

        init(separator: Unicode.Scalar) { self.separator = separator }

        /// - Returns: how many scalars that were.
        mutating func take(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Int {
            let isBreak = scalar == "\n" || scalar == "\r" && next != "\n"
            if isBreak { line += 1 }
            if quoteLine != nil { return takeQuoted(scalar, before: next) }
            if scalar == "\"", field.isEmpty {
                quoteLine = line
            } else if scalar == separator {
                fields.append(field)
                field = ""
            } else if isBreak {
                endRow()
            } else if scalar != "\r" {
                field.unicodeScalars.append(scalar)
            }
            return 1
        }

        private mutating func takeQuoted(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Int {
            guard scalar == "\"" else {
                field.unicodeScalars.append(scalar)
                return 1
            }
            if next == "\"" {
                field.unicodeScalars.append(scalar)
                return 2
            }
            quoteLine = nil
            return 1
        }

        /// Empty lines are no rows.
        mutating func endRow() {
            fields.append(field)
            if fields.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
                rows.append(Row(line: rowLine, fields: fields))
            }
            fields = []
            field = ""
            rowLine = line
        }
    }
}
