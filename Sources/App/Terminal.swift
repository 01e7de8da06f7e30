import Foundation

/// Standard output and error, whole lines at a time.
enum Terminal {
    static func line(_ text: String = "") { write(text + "\n", to: .standardOutput) }
    static func error(_ text: String) { write(text + "\n", to: .standardError) }

    /// Rewrites the last line of standard error; only on a terminal.
    static func status(_ text: String) { write("\r\u{1B}[2K" + text, to: .standardError) }

    static var errorIsTerminal: Bool { isatty(2) == 1 }

    private static func write(_ text: String, to handle: FileHandle) {
        // A closed pipe (… | head) is the reader's decision, not an error of ours.
        do { try handle.write(contentsOf: Data(text.utf8)) } catch {}
    }
}

/// A plain table whose columns line up on screen, Chinese characters counted as two cells.
struct TextTable {
    var header: [String]
    var rows: [[String]] = []

    func lines() -> [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { Self.cells($0[column]) }.max() ?? 0 }
        func joined(_ row: [String]) -> String {
            var line = ""
            for (column, text) in row.enumerated() {
                line += text
                if column + 1 < row.count {
                    line += String(repeating: " ", count: widths[column] - Self.cells(text) + 2)
                }
            }
            return line
        }
        return [joined(header), widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")]
            + rows.map(joined)
    }

    /// Cells on a terminal: East Asian wide characters take two (Unicode Standard Annex 11, the ranges used here).
    static func cells(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}
