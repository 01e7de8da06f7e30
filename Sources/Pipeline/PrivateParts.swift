import AnalyzerKit
import Evidence
import Media

/// Which parts of a picture show who somebody is.
enum PrivateParts {
    /// A line is private where this share of it lies in a private area.
    private static let privateShare = 0.3

    /// - Returns: nil where nobody can say: then the picture is not shown.
    static func areas(of kind: EvidenceKind, orders: OrderFindings?, printWasRead: Bool) -> [Box]? {
        guard kind == .orderScreenshot else { return [] }
        // Without a single line read, what the print says is not known, and it may be a name.
        guard let orders, printWasRead else { return nil }
        return orders.privateAreas
    }

    /// A screenshot's print without its private lines' words.
    static func hidden(in work: ItemWork) -> [TextLine] {
        guard let areas = work.orders?.privateAreas, let (picture, orientation) = work.upright else {
            return work.lines
        }
        return work.lines.map { line in
            let box = line.box.turnedBack(
                orientation: orientation, width: picture.width, height: picture.height)
            let covered = areas.map { Double($0.intersection(box).area) }.max() ?? 0
            guard covered > privateShare * Double(box.area) else { return line }
            return TextLine(text: "***", box: line.box, confidence: line.confidence)
        }
    }
}
