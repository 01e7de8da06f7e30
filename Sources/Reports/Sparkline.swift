/// Small charts as SVG, made on the server: they print, and need no script.
public enum Sparkline {
    /// A line over days; days without a value leave a gap, so that silence never looks like zero.
    /// - Parameters:
    ///   - values: one a day, oldest first.
    ///   - label: what it shows, for readers who do not see it.
    public static func line(
        _ values: [Double?], width: Int = 120, height: Int = 24, label: String
    ) -> String {
        let known = values.compactMap { $0 }.filter(\.isFinite)
        let low = known.min() ?? 0
        let span = max((known.max() ?? 0) - low, 1e-9)
        let step = values.count > 1 ? Double(width - 4) / Double(values.count - 1) : 0
        var path = ""
        var dots = ""
        var isDrawing = false
        for (index, value) in values.enumerated() {
            guard let value, value.isFinite else {
                isDrawing = false
                continue
            }
            let x = tenth(2 + step * Double(index))
            let y = tenth(Double(height - 2) - (value - low) / span * Double(height - 4))
            let isAlone = !isDrawing && (index + 1 >= values.count || values[index + 1] == nil)
            if isAlone { dots += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"1.5\"/>" }
            path += "\(isDrawing ? "L" : "M")\(x) \(y)"
            isDrawing = true
        }
        return
            "<svg class=\"spark\" role=\"img\" aria-label=\"\(HTMLText.escaped(label))\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\"><path d=\"\(path)\" fill=\"none\" stroke=\"currentColor\" "
            + "stroke-width=\"1.5\"/>\(dots)</svg>"
    }

    /// Bars from zero.
    public static func bars(
        _ values: [(name: String, value: Double)], width: Int = 480, barHeight: Int = 18
    ) -> String {
        let largest = max(values.map(\.value).filter(\.isFinite).max() ?? 0, 1e-9)
        var rows = ""
        for (index, entry) in values.enumerated() {
            let share = entry.value.isFinite ? max(0, entry.value) / largest : 0
            let y = index * (barHeight + 4)
            rows +=
                "<text x=\"0\" y=\"\(y + barHeight - 5)\">\(HTMLText.escaped(entry.name))</text>"
                + "<rect x=\"140\" y=\"\(y)\" width=\"\(tenth(share * Double(width - 200)))\" height=\"\(barHeight)\"/>"
                + "<text x=\"\(tenth(146 + share * Double(width - 200)))\" y=\"\(y + barHeight - 5)\">\(tenth(entry.value))</text>"
        }
        let height = max(1, values.count * (barHeight + 4))
        return
            "<svg class=\"bars\" role=\"img\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">\(rows)</svg>"
    }

    /// A difference with its interval, zero in the middle.
    static func interval(low: Double, estimate: Double, high: Double, width: Int = 120, height: Int = 14)
        -> String
    {
        guard low.isFinite, high.isFinite, estimate.isFinite else { return "" }
        let reach = max(abs(low), abs(high), 1e-9)
        func x(_ value: Double) -> String {
            tenth(Double(width) / 2 + value / reach * Double(width / 2 - 4))
        }
        let middle = height / 2
        return
            "<svg class=\"span\" aria-hidden=\"true\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">"
            + "<line x1=\"\(width / 2)\" x2=\"\(width / 2)\" y1=\"0\" y2=\"\(height)\"/>"
            + "<line class=\"bar\" x1=\"\(x(low))\" x2=\"\(x(high))\" y1=\"\(middle)\" y2=\"\(middle)\"/>"
            + "<circle cx=\"\(x(estimate))\" cy=\"\(middle)\" r=\"3\"/></svg>"
    }

    static func tenth(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let part = abs(tenths) % 10
        let whole = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)"
        return part == 0 ? whole : "\(whole).\(part)"
    }
}

/// Text inside a page.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var safe = ""
        for character in text {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            default: safe.append(character)
            }
        }
        return safe
    }
}
