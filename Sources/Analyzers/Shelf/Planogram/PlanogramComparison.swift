import Evidence

/// Judges every planned facing against what a photo shows.
struct PlanogramComparison {
    /// Share of a facing inside the photo from which on it counts.
    private static let leastVisible: Float = 0.75
    /// A row whose last thing stands closer to the edge of the photo than this share of its width may go on outside.
    private static let edgeReach: Float = 0.65

    private let planogram: Planogram
    private let observed: ObservedShelf
    private let facings: [[SKU]]
    private let assigned: [Int?]
    /// For each planned facing the item of its row that fills it.
    private var matched: [[Int?]]
    /// For each item whether it fills a planned facing, there or elsewhere.
    private var used: [[Bool]]
    private var slots: [[ShelfFindings.Slot]]
    /// For each planned row what may stand outside the photo.
    private var outside: [Outside]

    private struct Outside {
        var left: [Int] = []
        var right: [Int] = []
        /// Widths of one facing there.
        var leftWidth: Float = 1
        var rightWidth: Float = 1
    }

    static func slots(_ planogram: Planogram, _ observed: ObservedShelf) -> [ShelfFindings.Slot] {
        var comparison = PlanogramComparison(planogram, observed)
        comparison.judgeMatches()
        comparison.findMisplaced()
        comparison.judgeAbsent()
        comparison.judgeOutside()
        return comparison.slots.flatMap { $0 } + comparison.extras()
    }

    private init(_ planogram: Planogram, _ observed: ObservedShelf) {
        self.planogram = planogram
        self.observed = observed
        facings = planogram.rows.map { row in
            row.flatMap { [SKU](repeating: $0.sku, count: max(0, min(200, $0.facings))) }
        }
        let seen = observed.rows.map { $0.items.map(\.sku) }
        assigned = SequenceAlignment.rows(facings, seen)
        used = seen.map { [Bool](repeating: false, count: $0.count) }
        matched = facings.map { [Int?](repeating: nil, count: $0.count) }
        slots = []
        for (row, planned) in facings.enumerated() {
            if let place = assigned[row] {
                let pairs = SequenceAlignment.pairs(planned, seen[place])
                for pair in pairs {
                    matched[row][pair.planned] = pair.observed
                    used[place][pair.observed] = true
                }
            }
            slots.append(
                planned.enumerated().map { index, sku in
                    ShelfFindings.Slot(row: row, index: index, sku: sku, status: .notAssessable)
                })
        }
        outside = facings.map { _ in Outside() }
    }

    private mutating func judgeMatches() {
        for row in facings.indices {
            guard let place = assigned[row] else { continue }
            for index in facings[row].indices {
                guard let number = matched[row][index] else { continue }
                let item = observed.rows[place].items[number]
                let expected = item.doubtful && !item.hidden && besideItsLike(row, index, place)
                slots[row][index].status =
                    counts(item) || (expected && item.visible >= PlanogramComparison.leastVisible)
                    ? .ok : .notAssessable
                slots[row][index].box = box(item.frame)
            }
        }
    }

    private func counts(_ item: ObservedShelf.Item) -> Bool {
        item.visible >= PlanogramComparison.leastVisible && !item.doubtful && !item.hidden
    }

    /// Whether another facing of the same run is certain.
    private func besideItsLike(_ row: Int, _ index: Int, _ place: Int) -> Bool {
        facings[row].indices.contains { other in
            guard other != index, facings[row][other] == facings[row][index], let number = matched[row][other]
            else { return false }
            return counts(observed.rows[place].items[number])
        }
    }

    private func box(_ frame: Frame) -> Box {
        frame.box(scale: 1, width: Int(observed.width), height: Int(observed.height))
    }

    /// A planned facing that is absent, while its product stands somewhere that is not planned for it.
    private mutating func findMisplaced() {
        for row in facings.indices where assigned[row] != nil {
            for index in facings[row].indices where matched[row][index] == nil {
                guard let (place, number) = stray(facings[row][index]) else { continue }
                used[place][number] = true
                let item = observed.rows[place].items[number]
                slots[row][index].status = .misplaced
                slots[row][index].box = box(item.frame)
            }
        }
    }

    private func stray(_ sku: SKU) -> (row: Int, item: Int)? {
        for (place, row) in observed.rows.enumerated() {
            for (number, item) in row.items.enumerated() where !used[place][number] && item.sku == sku {
                if counts(item) { return (place, number) }
            }
        }
        return nil
    }

    private func extras() -> [ShelfFindings.Slot] {
        var found: [ShelfFindings.Slot] = []
        for (place, row) in observed.rows.enumerated() {
            let planned = assigned.firstIndex { $0 == place }
            for (number, item) in row.items.enumerated() where !used[place][number] && counts(item) {
                found.append(
                    ShelfFindings.Slot(
                        row: planned ?? place, index: nil, sku: item.sku, status: .extra, box: box(item.frame)
                    ))
            }
        }
        return found
    }

    // MARK: Absent facings

    private mutating func judgeAbsent() {
        for row in facings.indices {
            guard let place = assigned[row] else { continue }
            var space = RowSpace(observed.rows[place], width: observed.width)
            var index = 0
            while index < facings[row].count {
                let sku = facings[row][index]
                var end = index
                while end < facings[row].count, facings[row][end] == sku { end += 1 }
                judge(run: index..<end, row: row, place: place, &space)
                index = end
            }
        }
    }

    /// The absent facings of one run: gaps in its span are out-of-stock, strangers replace it, the rest is missing,
    /// or may be outside the photo.
    private mutating func judge(run: Range<Int>, row: Int, place: Int, _ space: inout RowSpace) {
        var absent = run.filter { matched[row][$0] == nil && slots[row][$0].status == .notAssessable }
        guard !absent.isEmpty else { return }
        // A product that stands elsewhere is not out of stock: its other facings are missing here.
        if run.contains(where: { slots[row][$0].status == .misplaced }) {
            for index in absent { slots[row][index].status = .missing }
            return
        }
        let span = span(of: run, row: row, place: place)
        let width = typicalWidth(facings[row][run.lowerBound], place: place)
        let gaps = space.takeGaps(in: span, facing: width, wanted: absent.count)
        for gap in gaps {
            // Those next to an edge that the row runs over are the last to be seen.
            let index = span.opensLeft && !span.opensRight ? absent.removeLast() : absent.removeFirst()
            slots[row][index].status = .outOfStock
            slots[row][index].box = box(gap)
        }
        guard !absent.isEmpty else { return }
        let unseen = space.takeHidden(in: span, facing: width, wanted: absent.count)
        absent.removeFirst(min(absent.count, unseen))
        if run.contains(where: { matched[row][$0] != nil }) {
            // Beside facings of the run, something that was not recognised is sooner one more of them, covered or
            // badly lit, than a stranger.
            let count =
                space.takeUnknown(in: span, facing: width, wanted: absent.count)
                + min(absent.count, doubtful(in: span, place: place))
            absent.removeFirst(min(absent.count, count))
        }
        guard !absent.isEmpty else { return }
        let replaced = space.takeUnknown(in: span, facing: width, wanted: absent.count)
        for _ in 0..<replaced {
            let index = span.opensLeft && !span.opensRight ? absent.removeLast() : absent.removeFirst()
            slots[row][index].status = .missing
        }
        if span.opensLeft && !(span.opensRight && run.upperBound == facings[row].count) {
            outside[row].left += absent
            outside[row].leftWidth = width
        } else if span.opensRight {
            outside[row].right += absent
            outside[row].rightWidth = width
        } else {
            for index in absent { slots[row][index].status = .missing }
        }
    }

    /// The photo cuts all rows of a section at one place, so what most rows lack there is outside; what a row lacks
    /// beyond that is missing.
    private mutating func judgeOutside() {
        var (lefts, rights) = ([Float](), [Float]())
        for row in outside.indices {
            guard let place = assigned[row] else { continue }
            let side = outside[row]
            if touchesLeft(place) { lefts.append(Float(side.left.count) * side.leftWidth) }
            if touchesRight(place) { rights.append(Float(side.right.count) * side.rightWidth) }
        }
        lefts.sort()
        rights.sort()
        for row in outside.indices {
            let side = outside[row]
            if !lefts.isEmpty, !side.left.isEmpty {
                let most = max(1, Int((1.5 * lefts[lefts.count / 2] / side.leftWidth).rounded(.up)))
                for index in side.left.sorted().dropFirst(most) { slots[row][index].status = .missing }
            }
            if !rights.isEmpty, !side.right.isEmpty {
                let most = max(1, Int((1.5 * rights[rights.count / 2] / side.rightWidth).rounded(.up)))
                for index in side.right.sorted().dropLast(most) { slots[row][index].status = .missing }
            }
        }
    }

    /// Poorly matched facings of other products that fill no planned place.
    private func doubtful(in span: RowSpan, place: Int) -> Int {
        observed.rows[place].items.indices.count { number in
            let item = observed.rows[place].items[number]
            return item.doubtful && !used[place][number] && item.frame.centreX > span.x0
                && item.frame.centreX < span.x1
        }
    }

    /// Where a run should stand: from its left to its right neighbour that was found.
    private func span(of run: Range<Int>, row: Int, place: Int) -> RowSpan {
        let items = observed.rows[place].items
        var span = RowSpan(x0: 0, x1: observed.width)
        if let before = matched[row][..<run.lowerBound].last(where: { $0 != nil }) ?? nil {
            span.x0 = items[before].frame.x1
        } else {
            span.opensLeft = touchesLeft(place)
        }
        if let after = matched[row][run.upperBound...].first(where: { $0 != nil }) ?? nil {
            span.x1 = items[after].frame.x0
        } else {
            span.opensRight = touchesRight(place)
        }
        return span
    }

    private func touchesLeft(_ place: Int) -> Bool {
        let row = observed.rows[place]
        if row.endsLeft { return false }
        let frames = row.items.map(\.frame) + row.unknown + row.gaps
        guard let first = frames.min(by: { $0.x0 < $1.x0 }) else { return true }
        return first.x0 < PlanogramComparison.edgeReach * min(first.width, row.height)
    }

    private func touchesRight(_ place: Int) -> Bool {
        let row = observed.rows[place]
        if row.endsRight { return false }
        let frames = row.items.map(\.frame) + row.unknown + row.gaps
        guard let last = frames.max(by: { $0.x1 < $1.x1 }) else { return true }
        return last.x1 > observed.width - PlanogramComparison.edgeReach * min(last.width, row.height)
    }

    private func typicalWidth(_ sku: SKU, place: Int) -> Float {
        let row = observed.rows[place].items.filter { $0.sku == sku && $0.visible > 0.95 }
        let anywhere = row.isEmpty ? observed.rows.flatMap(\.items).filter { $0.sku == sku } : row
        let widths = anywhere.map(\.frame.width).sorted()
        if !widths.isEmpty { return widths[widths.count / 2] }
        let neighbours = observed.rows[place].items.map(\.frame.width).sorted()
        return neighbours.isEmpty ? observed.rows[place].height * 0.6 : neighbours[neighbours.count / 2]
    }
}

/// Part of a row, and whether it may go on outside the photo.
struct RowSpan {
    var x0: Float
    var x1: Float
    var opensLeft = false
    var opensRight = false
}

/// The free places of a row, handed out once.
struct RowSpace {
    private var gaps: [Frame]
    private var unknown: [Frame]
    private var hidden: [Frame]

    /// - Parameter width: of the photo.
    init(_ row: ObservedShelf.Row, width: Float) {
        gaps = row.gaps.sorted { $0.x0 < $1.x0 }
        // What the photo's edge cuts cannot be recognised, whatever it is.
        let cut = row.unknown.filter {
            ($0.x0 < 2 || $0.x1 > width - 2) && $0.width < 0.62 * row.height
        }
        unknown = row.unknown.filter { !cut.contains($0) }.sorted { $0.x0 < $1.x0 }
        hidden = (row.hidden + cut).sorted { $0.x0 < $1.x0 }
    }

    /// Places for facings of the given width, from the left.
    mutating func takeGaps(in span: RowSpan, facing: Float, wanted: Int) -> [Frame] {
        RowSpace.take(&gaps, span, facing, wanted)
    }

    mutating func takeHidden(in span: RowSpan, facing: Float, wanted: Int) -> Int {
        RowSpace.take(&hidden, span, facing, wanted).count
    }

    mutating func takeUnknown(in span: RowSpan, facing: Float, wanted: Int) -> Int {
        RowSpace.take(&unknown, span, facing, wanted).count
    }

    private static func take(_ places: inout [Frame], _ span: RowSpan, _ facing: Float, _ wanted: Int)
        -> [Frame]
    {
        var taken: [Frame] = []
        for index in places.indices {
            let place = places[index]
            guard taken.count < wanted, place.centreX > span.x0, place.centreX < span.x1 else { continue }
            let room = Int((place.width / max(4, facing)).rounded())
            // Something that is narrower than the product still shows that its place is empty.
            let count = min(wanted - taken.count, max(room, place.width > 0.45 * facing ? 1 : 0))
            guard count > 0 else { continue }
            let step = min(place.width / Float(count), facing * 1.1)
            for number in 0..<count {
                var part = place
                part.x0 = place.x0 + Float(number) * step
                part.x1 = min(place.x1, part.x0 + step)
                taken.append(part)
            }
            places[index].x0 = place.x0 + Float(count) * step
        }
        return taken
    }
}
