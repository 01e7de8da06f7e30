import Evidence

/// Judges every planned facing against what a photo shows.
struct PlanogramComparison {
    /// Share of a facing inside the photo from which on it counts.
    private static let leastVisible: Float = 0.75

    /// Share of a facing for which there must be room outside the photo.
    private static let leastRoom: Float = 0.4
    /// Widths of products that are nowhere to be seen are guesses, and the errors add up.
    private static let reachSlack: Float = 1.5
    /// Widths of a facing that neighbours are apart at most.
    private static let besideDistance: Float = 0.35

    private let observed: ObservedShelf
    private var rows: [PlannedRow]
    /// For each item whether it fills a planned facing, there or elsewhere.
    private var used: [[Bool]]
    private var slots: [[ShelfFindings.Slot]]

    static func slots(_ planogram: Planogram, _ observed: ObservedShelf) -> [ShelfFindings.Slot] {
        var comparison = PlanogramComparison(planogram, observed)
        for row in comparison.rows.indices { comparison.judgePlaced(row) }
        comparison.judgeOutside()
        comparison.judgeRuns()
        comparison.findMisplaced()
        return comparison.slots.flatMap { $0 } + comparison.extras()
    }

    /// The planned facings of each row from left to right, and the observed row that they stand in, nil where the photo
    /// shows none that fits.
    static func places(
        _ planogram: Planogram, _ observed: ObservedShelf
    ) -> [(planned: [SKU], place: Int?)] {
        let planned = planogram.rows.map { row in
            row.flatMap { [SKU](repeating: $0.sku, count: max(0, min(200, $0.facings))) }
        }
        let places = SequenceAlignment.rows(
            planned, observed.rows.map { $0.items.filter { !$0.hidden }.map(\.sku) })
        return Array(zip(planned, places))
    }

    private init(_ planogram: Planogram, _ observed: ObservedShelf) {
        self.observed = observed
        let places = PlanogramComparison.places(planogram, observed)
        used = observed.rows.map { [Bool](repeating: false, count: $0.items.count) }
        rows = places.map { PlannedRow($0.planned, place: $0.place, in: observed) }
        slots = places.enumerated().map { number, row in
            row.planned.enumerated().map { index, sku in
                ShelfFindings.Slot(row: number, index: index, sku: sku, status: .notAssessable)
            }
        }
        let left = BayEdge(rows.compactMap(\.leftWitness))
        let right = BayEdge(rows.compactMap(\.rightWitness))
        for number in rows.indices { rows[number].lay(leftEdge: left, rightEdge: right) }
    }

    // MARK: What has a place

    private mutating func judgePlaced(_ number: Int) {
        let row = rows[number]
        guard let place = row.place else { return }
        for (index, fate) in row.fates.enumerated() {
            switch fate {
            case .found(let segment):
                guard case .item(let item) = row.segments[segment].kind else { continue }
                used[place][item] = true
                judge(observed.rows[place].items[item], number, index)
            case .within(let segment, let position, let count):
                judge(row.segments[segment], position, count, number, index)
            case .replaced(let segment):
                let doubtful = !row.segments[segment].certain
                slots[number][index].status =
                    doubtful && besideItsLike(number, index) ? .notAssessable : .missing
            case .absent:
                let atEnd = row.lackingLeft.contains(index) || row.lackingRight.contains(index)
                slots[number][index].status = atEnd ? .notAssessable : .missing
            }
        }
    }

    private mutating func judge(_ item: ObservedShelf.Item, _ number: Int, _ index: Int) {
        let expected = item.doubtful && !item.hidden && besideItsLike(number, index)
        slots[number][index].status =
            counts(item) || (expected && item.visible >= PlanogramComparison.leastVisible)
            ? .ok : .notAssessable
        slots[number][index].box = box(item.frame)
    }

    /// A facing whose place is empty, taken by something that is not known, or hidden.
    private mutating func judge(
        _ segment: RowSegment, _ position: Int, _ count: Int, _ number: Int, _ index: Int
    ) {
        let part = share(of: segment, position, count, width: rows[number].facings[index].width)
        let visible =
            part.cut(width: Int(observed.width), height: Int(observed.height)).width / max(1, part.width)
        slots[number][index].box = visible > 0.1 ? box(part) : nil
        guard visible >= PlanogramComparison.leastVisible else { return }
        switch segment.kind {
        case .gap: slots[number][index].status = .outOfStock
        // Beside facings of the run, something that was not recognised is sooner one more of them, covered or badly
        // lit, than a stranger.
        case .unknown:
            let mayBeOne = !segment.isStranger && besideItsLike(number, index)
            slots[number][index].status = mayBeOne ? .notAssessable : .missing
        // It may be the product or another one.
        case .item: slots[number][index].status = besideItsLike(number, index) ? .notAssessable : .missing
        case .hidden: break
        case .outside: slots[number][index].status = .missing
        }
    }

    /// The part of a stretch that one facing would cover. At the photo's edge it goes on outside.
    private func share(of segment: RowSegment, _ position: Int, _ count: Int, width: Float) -> Frame {
        var part = segment.frame
        let fitting = segment.frame.width / Float(count)
        let step = segment.isOpen ? max(width, fitting) : fitting
        if segment.isOpen && part.x0 < 2 && part.x1 <= observed.width - 2 {
            part.x1 = segment.frame.x1 - Float(count - 1 - position) * step
            part.x0 = part.x1 - step
        } else {
            part.x0 = segment.frame.x0 + Float(position) * step
            part.x1 = part.x0 + step
        }
        return part
    }

    private func counts(_ item: ObservedShelf.Item) -> Bool {
        item.visible >= PlanogramComparison.leastVisible && !item.doubtful && !item.hidden
    }

    /// Whether another facing of the same run is certain.
    private func besideItsLike(_ number: Int, _ index: Int) -> Bool {
        let row = rows[number]
        guard let place = row.place else { return false }
        return row.facings.indices.contains { other in
            guard other != index, row.facings[other].sku == row.facings[index].sku,
                case .found(let segment) = row.fates[other], case .item(let item) = row.segments[segment].kind
            else { return false }
            return counts(observed.rows[place].items[item])
        }
    }

    private func box(_ frame: Frame) -> Box {
        frame.box(scale: 1, width: Int(observed.width), height: Int(observed.height))
    }

    // MARK: What may be outside

    /// What a row lacks at its ends is outside as far as the section reaches, and missing beyond that.
    private mutating func judgeOutside() {
        let placed = rows.filter(\.isPlaced)
        let left = PlanogramComparison.typicalReach(
            placed.compactMap { row in
                row.segments.first.map {
                    row.room.left > 0 ? row.width(of: row.lackingLeft) - $0.frame.x0 : -$0.frame.x0
                }
            })
        let right = PlanogramComparison.typicalReach(
            placed.compactMap { row in
                row.segments.last.map {
                    (row.room.right > 0 ? row.width(of: row.lackingRight) : 0) + $0.frame.x1 - observed.width
                }
            })
        for (number, row) in rows.enumerated() where row.isPlaced {
            guard let first = row.segments.first, let last = row.segments.last else { continue }
            judgeOutside(
                number, Array(row.lackingLeft.reversed()), free: first.frame.x0, room: row.room.left,
                typical: left, lastWidth: first.frame.width)
            judgeOutside(
                number, Array(row.lackingRight), free: observed.width - last.frame.x1, room: row.room.right,
                typical: right, lastWidth: last.frame.width)
        }
    }

    /// How far most rows go on beyond the photo's edge: the median, the farther one of two.
    private static func typicalReach(_ reaches: [Float]) -> Float {
        reaches.isEmpty ? .infinity : max(0, reaches.sorted()[reaches.count / 2])
    }

    /// - Parameters:
    ///   - lacking: facings without a place, from the photo's inside outwards.
    ///   - free: space between the row's last thing and the edge of the photo.
    ///   - room: how far the row goes on beyond that edge; infinite where nobody knows.
    ///   - typical: how far the rows of the photo go on in the middle.
    ///   - lastWidth: of the row's last thing.
    private mutating func judgeOutside(
        _ number: Int, _ lacking: [Int], free: Float, room: Float, typical: Float, lastWidth: Float
    ) {
        var beyond = -free
        for (order, index) in lacking.enumerated() {
            let width = rows[number].facings[index].width
            defer { beyond += width }
            guard room > 0 || free < 0 else {
                slots[number][index].status = .missing
                continue
            }
            // Where most of it would be inside the photo, it would show.
            let isInside = -beyond >= PlanogramComparison.leastVisible * width
            let reach = room < .infinity ? room : PlanogramComparison.reachSlack * typical
            let isBeyondBay = beyond + PlanogramComparison.leastRoom * width > reach
            // Where the row runs into the edge, one more may stand there for all that can be seen.
            let mayHide =
                room == .infinity && order == 0
                && free < PlanogramComparison.leastVisible * max(lastWidth, width)
            if isInside || (isBeyondBay && !mayHide) { slots[number][index].status = .missing }
        }
    }

    // MARK: What a run says about its facings

    /// What can be said of one facing of a run holds for those that nobody sees.
    private mutating func judgeRuns() {
        for (number, row) in rows.enumerated() where row.isPlaced {
            var start = 0
            while start < row.facings.count {
                let sku = row.facings[start].sku
                let end = row.facings[start...].firstIndex { $0.sku != sku } ?? row.facings.count
                judgeRun(number, start..<end)
                start = end
            }
        }
    }

    private mutating func judgeRun(_ number: Int, _ run: Range<Int>) {
        let fates = rows[number].fates
        let seen = run.last { if case .found = fates[$0] { true } else { false } }
        if let seen {
            // A run is filled from its left: what it lacks would stand behind its last facing.
            guard slots[number][seen].status == .notAssessable else { return }
            for index in run where fates[index] == .absent { slots[number][index].status = .notAssessable }
            return
        }
        // Something else stands in a part of its place, and none of it anywhere in the row: it is gone as a whole. Beside
        // what is not known a hole may still be its own.
        let isReplaced = run.contains {
            if case .replaced(let segment) = fates[$0] {
                rows[number].segments[segment].certain
            } else {
                false
            }
        }
        let isTaken = run.contains { slots[number][$0].status == .missing && fates[$0] != .absent }
        let isEmpty = run.contains { slots[number][$0].status == .outOfStock }
        guard isReplaced || (isTaken && !isEmpty) else { return }
        for index in run { slots[number][index].status = .missing }
    }

    // MARK: What stands elsewhere

    /// A planned facing that is missing, while its product stands somewhere that is not planned for it.
    private mutating func findMisplaced() {
        for number in rows.indices where rows[number].place != nil {
            for index in slots[number].indices where slots[number][index].status == .missing {
                guard let (place, item) = stray(slots[number][index].sku) else { continue }
                used[place][item] = true
                slots[number][index].status = .misplaced
                slots[number][index].box = box(observed.rows[place].items[item].frame)
            }
        }
    }

    private func stray(_ sku: SKU) -> (row: Int, item: Int)? {
        for (place, row) in observed.rows.enumerated() {
            for (number, item) in row.items.enumerated() where !used[place][number] && item.sku == sku {
                if counts(item) || isBesideItsLike(item, in: row) { return (place, number) }
            }
        }
        return nil
    }

    /// Whether a poor match stands next to a certain facing of its product.
    private func isBesideItsLike(_ item: ObservedShelf.Item, in row: ObservedShelf.Row) -> Bool {
        guard item.doubtful, !item.hidden, item.visible >= PlanogramComparison.leastVisible else {
            return false
        }
        return row.items.contains { other in
            other.sku == item.sku && counts(other)
                && max(other.frame.x0 - item.frame.x1, item.frame.x0 - other.frame.x1)
                    < PlanogramComparison.besideDistance * other.frame.width
        }
    }

    private func extras() -> [ShelfFindings.Slot] {
        var found: [ShelfFindings.Slot] = []
        for (place, row) in observed.rows.enumerated() {
            let planned = rows.firstIndex { $0.place == place }
            for (number, item) in row.items.enumerated() where !used[place][number] && counts(item) {
                found.append(
                    ShelfFindings.Slot(
                        row: planned ?? place, index: nil, sku: item.sku, status: .extra, box: box(item.frame)
                    ))
            }
        }
        return found
    }
}

/// How wide planned products would be in a row of the photo.
struct FacingWidths {
    private let observed: ObservedShelf
    private let place: Int

    init(_ observed: ObservedShelf, place: Int) {
        self.observed = observed
        self.place = place
    }

    /// - Parameter planned: how many facings of the product the row should show.
    func facing(_ sku: SKU, planned: Int) -> PlannedFacing {
        let row = observed.rows[place]
        let here = row.items.filter { $0.sku == sku }
        let anywhere = observed.rows.flatMap(\.items).filter { $0.sku == sku }
        var facing = PlannedFacing(sku: sku, width: 4)
        facing.inRow = here.contains { !$0.doubtful && !$0.hidden }
        // A single one somewhere may be a mistake, and does not explain a whole run.
        facing.elsewhere =
            !facing.inRow && 2 * anywhere.count { !$0.doubtful && !$0.hidden } >= planned
        let whole = here.filter { $0.visible > 0.95 }.map(\.frame.width)
        if let width = median(whole) ?? median(anywhere.map(\.frame.width)) {
            facing.width = max(4, width)
            facing.widthIsKnown = true
            return facing
        }
        // Packs on one board are about as high as each other.
        let height = median(row.items.map(\.frame.height)) ?? row.height
        let guess = observed.aspects[sku].map { $0 * height } ?? median(row.items.map(\.frame.width))
        facing.width = max(4, guess ?? 0.6 * height)
        return facing
    }

    private func median(_ values: [Float]) -> Float? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
}
