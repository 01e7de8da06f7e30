import Evidence
import Media

/// How a picture is shown to those who see the store: smaller, with private parts painted over.
enum DisplayPicture {
    /// The longer side of what is shown, pixels…
    static let longerSide = 1_600.0
    /// …unless the shorter one fell below this: print on tall screenshots must stay readable.
    static let shorterSide = 720.0
    static let cover: Raster.Colour = (96, 96, 96)
    /// Detected boxes hug the print: what is painted reaches further, by this share of its height.
    private static let margin = 0.2

    static func make(of picture: Raster, covering areas: [Box]) -> Raster {
        var covered = picture
        for area in areas { paint(area, on: &covered) }
        let shorter = Double(min(picture.width, picture.height))
        let longer = Double(max(picture.width, picture.height))
        let scale = min(1, max(longerSide / longer, shorterSide / shorter))
        guard scale < 1 else { return covered }
        // Painted first and shrunk then: no trace of what is covered is mixed into its surroundings.
        return covered.resized(
            width: max(1, Int((Double(picture.width) * scale).rounded())),
            height: max(1, Int((Double(picture.height) * scale).rounded())))
    }

    private static func paint(_ area: Box, on picture: inout Raster) {
        let more = max(2, Int(Double(min(area.width, area.height)) * margin))
        picture.fill(x0: area.x0 - more, y0: area.y0 - more, x1: area.x1 + more, y1: area.y1 + more, cover)
    }
}
