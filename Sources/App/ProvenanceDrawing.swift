import Evidence
import Media

/// A photo with its watermark and the areas that gave a reason, so that a person can check them in one look.
enum ProvenanceDrawing {
    private static let cyan: Canvas.Colour = (0, 230, 230)
    private static let red: Canvas.Colour = (255, 40, 40)
    private static let orange: Canvas.Colour = (255, 150, 0)
    private static let white: Canvas.Colour = (255, 255, 255)

    static func picture(of photo: Raster, _ found: ProvenanceFindings) -> Raster {
        var canvas = Canvas(photo)
        for heat in found.reasons.compactMap(\.heat) { canvas.glow(heat, red) }
        if let box = found.watermark?.box { canvas.outline(box, cyan) }
        for reason in found.reasons {
            let colour = reason.severity == .info ? orange : red
            for area in reason.areas ?? [] {
                let margin = 2 * canvas.line
                let frame = Box(
                    x0: area.x0 - margin, y0: area.y0 - margin, x1: area.x1 + margin, y1: area.y1 + margin)
                canvas.hatch(frame, colour)
                canvas.outline(frame, colour)
                canvas.label(reason.code, x: frame.x0, y: frame.y1 + margin, width: 600, lines: 1, colour)
            }
        }
        let held = found.reasons.filter { $0.severity != .info }.map(\.code)
        canvas.label(
            ([found.verdict.rawValue] + held).joined(separator: "  "), x: 4, y: 4, width: photo.width - 8,
            lines: 3, white)
        return canvas.picture
    }
}
