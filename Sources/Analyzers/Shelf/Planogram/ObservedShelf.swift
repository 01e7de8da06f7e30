import Evidence

/// What a photo shows, in the terms that a planogram is compared in.
struct ObservedShelf: Sendable {
    struct Item: Sendable {
        var sku: SKU
        var frame: Frame
        /// Part of it inside the photo, 0…1.
        var visible: Float = 1
        /// A poor match: it counts only where the plan and its neighbours expect just that product.
        var doubtful = false
        /// Mostly covered: it may be there, and nobody can say.
        var hidden = false
    }

    struct Row: Sendable {
        /// Narrowest place beyond the photo's edge that counts, heights of a facing.
        private static let leastOutside: Float = 0.15

        /// From left to right.
        var items: [Item]
        /// Places where the back of the shelf shows.
        var gaps: [Frame] = []
        /// Places where something stands that is not known.
        var unknown: [Frame] = []
        /// The same, where it is also known that it is unlike the facings beside it.
        var strangers: [Frame] = []
        /// Places that cannot be seen for glare.
        var hidden: [Frame] = []
        /// Whether the shelf's upright shows at that end.
        var endsLeft = false
        var endsRight = false
        /// Height of a facing, for the width of products that were not seen.
        var height: Float = 100

        /// Everything that the row shows, from left to right.
        /// - Parameter room: how far the row goes on outside the photo at either end; infinite where nobody knows.
        func segments(photoWidth: Float, room: (left: Float, right: Float)) -> [RowSegment] {
            var found = items.indices.map { index in
                RowSegment(
                    kind: .item(index), frame: items[index].frame, sku: items[index].sku,
                    certain: !items[index].doubtful && !items[index].hidden)
            }
            found += gaps.map { RowSegment(kind: .gap, frame: $0) }
            found += hidden.map { RowSegment(kind: .hidden, frame: $0) }
            found += (strangers + unknown).enumerated().map { number, frame in
                // What the photo's edge cuts cannot be recognised, whatever it is.
                let cut = (frame.x0 < 2 || frame.x1 > photoWidth - 2) && frame.width < 0.62 * height
                return RowSegment(
                    kind: cut ? .hidden : .unknown, frame: frame, isStranger: number < strangers.count)
            }
            found = found.map { $0.extended(photoWidth: photoWidth, room: room) }
            found += outside(found, from: -room.left, to: photoWidth + room.right)
            return found.sorted { ($0.frame.x0, $0.frame.x1) < ($1.frame.x0, $1.frame.x1) }
        }

        /// What the section has beyond the first and the last thing found.
        private func outside(_ found: [RowSegment], from start: Float, to end: Float) -> [RowSegment] {
            let (first, last) = (found.map(\.frame.x0).min() ?? 0, found.map(\.frame.x1).max() ?? 0)
            let bottom = items.map(\.frame.y1).max() ?? height
            return [(start, first), (last, end)].filter {
                $0.0.isFinite && $0.1.isFinite && $0.1 - $0.0 > Row.leastOutside * height
            }.map {
                RowSegment(kind: .outside, frame: Frame(x0: $0, y0: bottom - height, x1: $1, y1: bottom))
            }
        }
    }

    /// From the top.
    var rows: [Row]
    var width: Float
    var height: Float
    /// Width over height of the catalogue's packs.
    var aspects: [SKU: Float] = [:]
}
