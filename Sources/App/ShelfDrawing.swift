import Evidence
import Media

/// A photo with everything that was found on it, so that a person can check it in one look.
enum ShelfDrawing {
    private static let green: Canvas.Colour = (40, 220, 80)
    private static let orange: Canvas.Colour = (255, 150, 0)
    private static let grey: Canvas.Colour = (190, 190, 190)
    private static let red: Canvas.Colour = (255, 40, 40)
    private static let blue: Canvas.Colour = (70, 150, 255)
    private static let cyan: Canvas.Colour = (0, 230, 230)
    private static let yellow: Canvas.Colour = (255, 235, 0)
    private static let violet: Canvas.Colour = (220, 90, 255)

    static func picture(of photo: Raster, _ found: ShelfFindings) -> Raster {
        var canvas = Canvas(photo)
        rows(found, &canvas)
        for gap in found.gaps {
            canvas.hatch(gap.box, red)
            canvas.outline(gap.box, red)
        }
        for stranger in found.unknown {
            canvas.outline(stranger.box, grey)
            name("unknown", stranger.box, grey, &canvas)
        }
        for facing in found.facings {
            canvas.outline(facing.box, green)
            name("\(facing.sku) \(percent(facing.confidence))", facing.box, green, &canvas)
        }
        for facing in found.review {
            canvas.outline(facing.box, orange)
            name("?\(facing.sku) \(percent(facing.confidence))", facing.box, orange, &canvas)
        }
        for slot in found.slots { draw(slot, &canvas) }
        for poster in found.posters ?? [] {
            canvas.outline(poster.box, violet, width: 2 * canvas.line)
            name("poster \(poster.id) \(percent(poster.confidence))", poster.box, violet, &canvas)
        }
        for price in found.prices ?? [] { draw(price, &canvas) }
        let parts: [String?] = [
            found.quality.usable ? "usable" : found.quality.reasons.joined(separator: " "),
            "facings \(found.facings.count)", "review \(found.review.count)",
            "unknown \(found.unknown.count)", "gaps \(found.gaps.count)",
            found.score.total.map { "score \(oneDecimal($0))" },
        ]
        canvas.label(
            parts.compactMap { $0 }.joined(separator: "  "), x: 4, y: 4, width: photo.width - 8, lines: 2,
            (255, 255, 255))
        return canvas.picture
    }

    private static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))" }

    private static func name(_ text: String, _ box: Box, _ colour: Canvas.Colour, _ canvas: inout Canvas) {
        canvas.label(
            text, x: box.x0 + canvas.line, y: box.y0 + canvas.line, width: box.width - 2 * canvas.line,
            lines: 3, colour)
    }

    /// A line under what stands on each board.
    private static func rows(_ found: ShelfFindings, _ canvas: inout Canvas) {
        var rows: [Int: [Box]] = [:]
        for facing in found.facings + found.review {
            if let row = facing.row { rows[row, default: []].append(facing.box) }
        }
        for (row, boxes) in rows.sorted(by: { $0.key < $1.key }) {
            let sorted = boxes.sorted { ($0.x0, $0.y0) < ($1.x0, $1.y0) }
            for (left, right) in zip(sorted, sorted.dropFirst()) {
                canvas.stroke(
                    from: (Double(left.x0 + left.x1) / 2, Double(left.y1)),
                    to: (Double(right.x0 + right.x1) / 2, Double(right.y1)), cyan)
            }
            if let first = sorted.first {
                canvas.label("row \(row)", x: first.x0, y: first.y1, width: 400, lines: 1, cyan)
            }
        }
    }

    private static func draw(_ slot: ShelfFindings.Slot, _ canvas: inout Canvas) {
        guard let box = slot.box, slot.status != .ok else { return }
        let colour: Canvas.Colour =
            switch slot.status {
            case .ok: green
            case .missing, .outOfStock: red
            case .misplaced: yellow
            case .extra: blue
            case .notAssessable: grey
            }
        let inner = Box(
            x0: box.x0 + 2 * canvas.line, y0: box.y0 + 2 * canvas.line, x1: box.x1 - 2 * canvas.line,
            y1: box.y1 - 2 * canvas.line)
        canvas.outline(inner, colour)
        canvas.label(
            "\(slot.status.rawValue) \(slot.sku)", x: inner.x0, y: (inner.y0 + inner.y1) / 2,
            width: inner.width, lines: 4, colour)
    }

    private static func draw(_ price: ShelfFindings.Price, _ canvas: inout Canvas) {
        let colour: Canvas.Colour =
            switch price.status {
            case .match: green
            case .differs: red
            case .unreadable: orange
            }
        canvas.outline(price.box, colour)
        let text = price.price.map { "\($0) \(price.status == .match ? "=" : "differs")" } ?? "unreadable"
        canvas.label(text, x: price.box.x0, y: price.box.y1, width: 600, lines: 1, colour)
    }
}
