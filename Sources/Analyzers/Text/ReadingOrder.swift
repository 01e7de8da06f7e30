import AnalyzerKit
import Evidence

/// Rows from the top to the bottom, in each from the left to the right.
enum ReadingOrder {
    static func sorted(_ lines: [TextLine]) -> [TextLine] {
        var rows: [[TextLine]] = []
        let byHeight = lines.sorted {
            (centre($0), $0.box.x0, $0.box.y0, $0.text) < (centre($1), $1.box.x0, $1.box.y0, $1.text)
        }
        for line in byHeight {
            if let first = rows.last?.first, belongs(line, beside: first) {
                rows[rows.count - 1].append(line)
            } else {
                rows.append([line])
            }
        }
        return rows.flatMap { row in
            row.sorted { ($0.box.x0, centre($0), $0.text) < ($1.box.x0, centre($1), $1.text) }
        }
    }

    /// Twice the middle of the box.
    private static func centre(_ line: TextLine) -> Int { line.box.y0 + line.box.y1 }

    /// Centres closer than half the height of the smaller line.
    private static func belongs(_ line: TextLine, beside first: TextLine) -> Bool {
        let height = min(line.box.y1 - line.box.y0, first.box.y1 - first.box.y0)
        return centre(line) - centre(first) < height
    }
}
