import Evidence
import Media

/// Rows, gaps and strangers of one photo, from what was recognised.
struct ShelfReading: Sendable {
    /// Accepted and doubtful facings with the row of each.
    struct Placed: Sendable {
        var detection: Detection
        var row: Int?
        var accepted: Bool
    }

    var placed: [Placed]
    var rows: [ShelfRow]
    var ends: [ShelfSpace.Ends] = []
    var gaps: [ShelfSpace.Stretch] = []
    var unknown: [ShelfSpace.Stretch] = []
    var glare: [ShelfSpace.Stretch] = []

    init(_ detections: [Detection], accepted: [Bool], pyramid: PhotoPyramid) {
        let frames = detections.map(\.frame)
        rows = RowGrouping(frames, photoWidth: pyramid.width, photoHeight: pyramid.height).rows()
        placed = zip(detections, accepted).map { Placed(detection: $0, row: nil, accepted: $1) }
        for (number, row) in rows.enumerated() {
            for member in row.members { placed[member].row = number }
        }
        let heights = frames.map(\.height).sorted()
        guard !heights.isEmpty else { return }
        let space = ShelfSpace(pyramid, facingHeight: heights[heights.count / 2])
        ends = space.ends(rows, frames)
        let stretches = space.stretches(rows, frames, ends)
        gaps = stretches.filter { $0.content == .empty }
        unknown = stretches.filter { $0.content == .stranger }
        glare = stretches.filter { $0.content == .glare }
    }

    /// The same in the terms of a planogram.
    func observed(_ index: CatalogueIndex, pyramid: PhotoPyramid) -> ObservedShelf {
        let skus = index.skus
        var shelf = ObservedShelf(
            rows: [], width: Float(pyramid.width), height: Float(pyramid.height))
        for template in index.templates {
            shelf.aspects[skus[template.sku]] = Float(template.width) / Float(PackShot.height)
        }
        for (number, row) in rows.enumerated() {
            var seen = ObservedShelf.Row(items: [], height: row.height)
            for member in row.members {
                let detection = placed[member].detection
                let visible = detection.frame.cut(width: pyramid.width, height: pyramid.height).area
                seen.items.append(
                    ObservedShelf.Item(
                        sku: skus[detection.sku], frame: detection.frame,
                        visible: visible / max(1, detection.frame.area), doubtful: !placed[member].accepted,
                        hidden: detection.hidden))
            }
            seen.gaps = gaps.filter { $0.row == number }.map(\.frame)
            seen.unknown = unknown.filter { $0.row == number }.map(\.frame)
            compareWithNeighbours(&seen, row, index, pyramid)
            seen.hidden = glare.filter { $0.row == number }.map(\.frame)
            seen.endsLeft = ends[number].left != nil
            seen.endsRight = ends[number].right != nil
            shelf.rows.append(seen)
        }
        return shelf
    }

    /// Judges what was not recognised by the certain facings beside it.
    private func compareWithNeighbours(
        _ seen: inout ObservedShelf.Row, _ row: ShelfRow, _ index: CatalogueIndex, _ pyramid: PhotoPyramid
    ) {
        let strangers = RowStrangers(
            certain: row.members.map { placed[$0] }.filter { $0.accepted && !$0.detection.hidden }.map(
                \.detection),
            row: row, index: index, pyramid: pyramid)
        for item in seen.items.indices where seen.items[item].doubtful && !seen.items[item].hidden {
            strangers.judge(&seen.items[item])
        }
        let places = seen.unknown
        seen.unknown = []
        for place in places {
            let split = strangers.split(place)
            seen.items += split.items
            if let rest = split.rest {
                if split.isStranger { seen.strangers.append(rest) } else { seen.unknown.append(rest) }
            }
        }
    }
}
