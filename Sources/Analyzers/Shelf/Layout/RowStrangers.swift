/// What stands in a row without being recognised, judged by the certain facings beside it.
struct RowStrangers {
    /// Room that one more facing needs, and the farthest that a neighbour may stand from a place, in its own widths.
    private static let leastRoom: Float = 0.7
    private static let mostDistance: Float = 0.35
    /// Narrowest rest of a place that still counts.
    private static let leastRest: Float = 0.45
    private static let mostFacings = 12

    /// From left to right.
    let certain: [Detection]
    let row: ShelfRow
    let index: CatalogueIndex
    let pyramid: PhotoPyramid

    /// A place of something not recognised, taken apart.
    struct Split {
        /// Facings that look like their neighbour: doubtful, or hidden where only a part does.
        var items: [ObservedShelf.Item] = []
        /// What is left of the place.
        var rest: Frame?
        /// Whether nothing of the rest looks like the facings beside it.
        var isStranger = false
    }

    /// Goes into a place from its neighbours, facing by facing, as far as it looks like them.
    func split(_ place: Frame) -> Split {
        var split = Split(rest: place)
        var judged = false
        let left = certain.last { $0.frame.centreX < place.centreX }
        let right = certain.first { $0.frame.centreX > place.centreX }
        split.isStranger = true
        for neighbour in [left, right].compactMap({ $0 }) {
            guard let rest = split.rest else { break }
            let rightwards = neighbour.frame.centreX < rest.centreX
            let distance = rightwards ? rest.x0 - neighbour.frame.x1 : neighbour.frame.x0 - rest.x1
            guard distance < RowStrangers.mostDistance * neighbour.frame.width else { continue }
            let found = verdicts(in: rest, beside: neighbour, rightwards: rightwards)
            judged = judged || !found.isEmpty
            for verdict in found where verdict.likeness >= NeighbourLikeness.other {
                split.items.append(item(verdict, of: neighbour))
                if rightwards { split.rest?.x0 = verdict.frame.x1 } else { split.rest?.x1 = verdict.frame.x0 }
            }
            if let last = found.last, last.likeness >= NeighbourLikeness.other { split.isStranger = false }
            if (split.rest?.width ?? 0) < RowStrangers.leastRest * neighbour.frame.width { split.rest = nil }
        }
        split.isStranger = split.isStranger && judged
        return split
    }

    /// A poor match beside a certain facing: one more of its like, that partly covered, or neither.
    func judge(_ item: inout ObservedShelf.Item) {
        let beside = certain.filter {
            max($0.frame.x0 - item.frame.x1, item.frame.x0 - $0.frame.x1)
                < RowStrangers.mostDistance * $0.frame.width
        }
        guard let neighbour = beside.first(where: { index.skus[$0.sku] == item.sku }) ?? beside.first,
            let best = NeighbourLikeness(neighbour, index: index, pyramid: pyramid).best(
                footX: item.frame.centreX, footY: item.frame.y1),
            best.share >= NeighbourLikeness.other
        else { return }
        item.sku = index.skus[neighbour.sku]
        item.hidden = best.share < NeighbourLikeness.same
    }

    private struct Verdict {
        var frame: Frame
        var likeness: Float
    }

    /// The last one may be unlike the neighbour.
    private func verdicts(in place: Frame, beside neighbour: Detection, rightwards: Bool) -> [Verdict] {
        let likeness = NeighbourLikeness(neighbour, index: index, pyramid: pyramid)
        let width = neighbour.frame.width
        let sunk = neighbour.frame.y1 - row.bottom(at: neighbour.frame.centreX)
        var edge = rightwards ? place.x0 : place.x1
        var found: [Verdict] = []
        while found.count < RowStrangers.mostFacings,
            (rightwards ? place.x1 - edge : edge - place.x0) > RowStrangers.leastRoom * width
        {
            let middle = edge + (rightwards ? 0.5 : -0.5) * width
            guard let best = likeness.best(footX: middle, footY: row.bottom(at: middle) + sunk) else { break }
            found.append(Verdict(frame: best.frame, likeness: best.share))
            guard best.share >= NeighbourLikeness.other else { break }
            edge =
                rightwards
                ? max(edge + 0.5 * width, best.frame.x1) : min(edge - 0.5 * width, best.frame.x0)
        }
        return found
    }

    private func item(_ verdict: Verdict, of neighbour: Detection) -> ObservedShelf.Item {
        ObservedShelf.Item(
            sku: index.skus[neighbour.sku], frame: verdict.frame, doubtful: true,
            hidden: verdict.likeness < NeighbourLikeness.same)
    }
}
