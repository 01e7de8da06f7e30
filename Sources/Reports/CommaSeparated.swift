/// Comma-separated values (RFC 4180), with a mark at the beginning by which Excel knows the encoding.
public enum CommaSeparated {
    public static func text(header: [String], rows: [[String]]) -> String {
        "\u{FEFF}" + ([header] + rows).map { $0.map(field).joined(separator: ",") }.joined(separator: "\r\n")
            + "\r\n"
    }

    /// A cell that begins like a formula is quoted as text: a store's name must not calculate.
    static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let isNumber = Double(text) != nil
        let safe = isFormula && !isNumber ? "'" + text : text
        guard safe.contains(where: { "\",\r\n".contains($0) || $0.isNewline }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// Rows of fields; quotes may hold commas and line breaks. A mark of the encoding is passed over.
    public static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var characters = text.unicodeScalars.makeIterator()
        var next = characters.next()
        if next == "\u{FEFF}" { next = characters.next() }
        while let scalar = next {
            next = characters.next()
            if isQuoted {
                if scalar != "\"" {
                    field.unicodeScalars.append(scalar)
                } else if next == "\"" {
                    field += "\""
                    next = characters.next()
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"", field.isEmpty {
                isQuoted = true
            } else if scalar == "," {
                row.append(field)
                field = ""
            } else if scalar == "\n" || scalar == "\r" {
                if scalar == "\r", next == "\n" { next = characters.next() }
                row.append(field)
                if row != [""] { rows.append(row) }
                row = []
                field = ""
            } else {
                field.unicodeScalars.append(scalar)
            }
        }
        row.append(field)
        if row != [""] { rows.append(row) }
        return rows
    }
}
