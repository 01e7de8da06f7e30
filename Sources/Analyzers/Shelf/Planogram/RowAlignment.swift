import Evidence

/// What a row shows from left to right, in the terms that planned facings are laid against.
struct RowSegment: Sendable {
    enum Kind: Sendable, Equatable {
        /// A recognised facing: its place in the row's items.
        case item(Int)
        /// The back of the shelf.
        case gap
        /// Something that is not known.
        case unknown
        /// Nobody can see what stands there.
        case hidden
        /// The part of the row that the photo does not show, as far as its section goes.
        case outside
    }

    var kind: Kind
    var frame: Frame
    /// For facings: what stands there, and how sure that is.
    var sku: SKU?
    var certain = true
    /// For what is not known: whether it is unlike the facings beside it.
    var isStranger = false
    /// Whether a stretch goes on outside the photo, nobody knows how far.
    var isOpen = false

    /// A stretch that the photo's edge cuts goes on to the end of its row.
    func extended(photoWidth: Float, room: (left: Float, right: Float)) -> RowSegment {
        if case .item = kind { return self }
        var segment = self
        let cut = (left: frame.x0 < 2 && room.left > 0, right: frame.x1 > photoWidth - 2 && room.right > 0)
        segment.isOpen = (cut.left && room.left == .infinity) || (cut.right && room.right == .infinity)
        if cut.left, room.left < .infinity { segment.frame.x0 = -room.left }
        if cut.right, room.right < .infinity { segment.frame.x1 = photoWidth + room.right }
        return segment
    }
}

/// One facing of a planned row, and the width that it would have on the photo.
struct PlannedFacing: Sendable {
    var sku: SKU
    /// Pixels, at least 4.
    var width: Float
    /// Whether the product was seen, so that its width is not a guess.
    var widthIsKnown = false
    /// Whether the product stands in this row, and whether it stands in another one only.
    var inRow = false
    var elsewhere = false
}

/// Lays the planned facings of one row against what the row shows, so that the least has to be explained (an alignment
/// after Needleman and Wunsch 1970, in which a stretch of a row stands for as many facings as are wide).
struct RowAlignment {
    /// What became of a planned facing.
    enum Fate: Sendable, Equatable {
        /// It is this segment.
        case found(segment: Int)
        /// It shares this segment with `count` facings, as number `number` from the left.
        case within(segment: Int, number: Int, count: Int)
        /// Other products stand there, from this segment on.
        case replaced(segment: Int)
        /// It has no place in the row.
        case absent
    }

    /// What an explanation costs.
    private enum Cost {
        /// A planned facing without a place: beside others of its run, or of a run that is gone altogether.
        static let fewer: Float = 0.5
        static let gone: Float = 1
        /// At an end where the row may go on outside the photo: there it is the plain explanation.
        static let outside: Float = 0.3
        /// A facing that nobody planned there.
        static let extra: Float = 0.8
        /// One more of a product that the row plans: sooner it has its place, and what is beside it has none.
        static let surplus: Float = 3
        static let unsure: Float = 0.35
        /// A stretch where nothing is planned.
        static let spareGap: Float = 0.4
        static let sparePlace: Float = 0.15
        static let mostSpare: Float = 1.6
        static let spareUnknown: Float = 0.4
        static let spareHidden: Float = 0.2
        static let spareOutside: Float = 0.1
        /// A planned facing in a stretch: empty, empty although the product stands elsewhere, unknown, hidden.
        static let inGap: Float = 0.1
        static let inGapElsewhere: Float = 0.6
        /// A hole sooner belongs to the run that it follows than to the one that it precedes.
        static let precedingGap: Float = 0.5
        /// A hole behind a product that the row does not plan is sooner that product's.
        static let strangersGap: Float = 0.25
        static let inUnknown: Float = 0.6
        /// A run that is gone, taken by something that is not known, and each facing of it.
        static let takenByUnknown: Float = 0.5
        static let inUnknownGone: Float = 0.15
        static let inHidden: Float = 0.5
        static let inOutside: Float = 0.1
        /// A run of other products where a run is planned that is gone, and each facing of either.
        static let replacing: Float = 0.9
        static let replaced: Float = 0.15
        static let replacedMisfit: Float = 0.1
        /// A facing's width by which a stretch and what is laid into it differ; less where the width is a guess.
        static let misfit: Float = 1.2
        static let guessedMisfit: Float = 0.5
        static let unknownMisfit: Float = 0.3
        static let mostMisfit: Float = 2
        /// A facing that a stretch at the photo's edge has no room for: it may be outside.
        static let beyondEdge: Float = 0.55
    }

    /// Longest run of other products that is taken at once.
    private static let mostReplaced = 16

    private enum Move {
        case end
        case found
        case absent
        case spare
        case within(count: Int)
        case replaced(planned: Int, seen: Int)
    }

    private let planned: [PlannedFacing]
    private let segments: [RowSegment]
    private let open: (left: Bool, right: Bool)
    /// For each segment whether it is a certain facing with a place of its own in the plan of the row.
    private let belongs: [Bool]
    private let columns: Int
    private let typicalWidth: Float
    private var best: [Float]
    private var moves: [Move]

    /// - Parameters:
    ///   - segments: from left to right.
    ///   - open: whether the row may go on outside the photo, nobody knows how far.
    static func fates(
        _ planned: [PlannedFacing], _ segments: [RowSegment], open: (left: Bool, right: Bool)
    ) -> [Fate] {
        var alignment = RowAlignment(planned, segments, open)
        alignment.fill()
        return alignment.path()
    }

    private init(
        _ planned: [PlannedFacing], _ segments: [RowSegment], _ open: (left: Bool, right: Bool)
    ) {
        self.planned = planned
        self.open = open
        self.segments = segments
        let own = Set(planned.map(\.sku))
        belongs = segments.map { segment in segment.certain && (segment.sku.map(own.contains) ?? false) }
        columns = segments.count + 1
        let sorted = planned.map(\.width).sorted()
        typicalWidth = sorted.isEmpty ? 1 : sorted[sorted.count / 2]
        best = [Float](repeating: 0, count: (planned.count + 1) * columns)
        moves = [Move](repeating: .end, count: best.count)
    }

    private mutating func fill() {
        for row in (0...planned.count).reversed() {
            for column in (0...segments.count).reversed() {
                let place = row * columns + column
                if row == planned.count, column == segments.count { continue }
                best[place] = .infinity
                if row < planned.count {
                    offer(best[place + columns] + absentCost(row, column), .absent, at: place)
                }
                guard column < segments.count else { continue }
                offer(best[place + 1] + spareCost(column), .spare, at: place)
                guard row < planned.count else { continue }
                if case .item = segments[column].kind {
                    offerItems(row, column, place)
                } else {
                    offerStretch(row, column, place)
                }
            }
        }
    }

    private mutating func offer(_ cost: Float, _ move: Move, at place: Int) {
        if cost < best[place] - 1e-5 {
            best[place] = cost
            moves[place] = move
        }
    }

    private mutating func offerItems(_ row: Int, _ column: Int, _ place: Int) {
        let segment = segments[column]
        if segment.sku == planned[row].sku {
            offer(
                best[place + columns + 1] + (segment.certain ? 0 : Cost.unsure), .found, at: place)
        }
        if !segment.certain {
            // What is not certain may be anything.
            offer(best[place + columns + 1] + Cost.inHidden, .within(count: 1), at: place)
        }
        guard !planned[row].inRow else { return }
        // A run of other products stands where a run is planned.
        var (seen, seenWidth) = (0, Float(0))
        while seen < RowAlignment.mostReplaced, column + seen < segments.count {
            guard case .item = segments[column + seen].kind, !belongs[column + seen] else { break }
            seenWidth += segments[column + seen].frame.width
            seen += 1
            var (count, width) = (0, Float(0))
            while count < RowAlignment.mostReplaced, row + count < planned.count, !planned[row + count].inRow
            {
                width += planned[row + count].width
                count += 1
                let cost =
                    Cost.replacing + Cost.replaced * Float(count + seen)
                    + misfit(width, seenWidth, count, Cost.replacedMisfit)
                offer(
                    best[(row + count) * columns + column + seen] + cost,
                    .replaced(planned: count, seen: seen), at: place)
            }
        }
    }

    private mutating func offerStretch(_ row: Int, _ column: Int, _ place: Int) {
        let segment = segments[column]
        let room = segment.frame.width
        var (count, width, sum) = (0, Float(0), Float(0))
        if segment.kind == .unknown, !planned[row].inRow { sum = Cost.takenByUnknown }
        while row + count < planned.count {
            width += planned[row + count].width
            count += 1
            sum += cost(of: planned[row + count - 1], in: column)
            // At the photo's edge a stretch goes on outside.
            let last = planned[row + count - 1]
            let fit =
                segment.isOpen && width > room
                ? Cost.beyondEdge * (width - room) / last.width
                : misfit(width, room, count, misfitWeight(last, segment.kind))
            offer(
                best[(row + count) * columns + column + 1] + sum + fit,
                .within(count: count), at: place)
            if width > 1.5 * room + planned[row + count - 1].width { break }
        }
    }

    private func absentCost(_ row: Int, _ column: Int) -> Float {
        let outside = (open.left && column == 0) || (open.right && column == segments.count)
        if outside { return Cost.outside }
        return planned[row].inRow || planned[row].elsewhere ? Cost.fewer : Cost.gone
    }

    private func cost(of facing: PlannedFacing, in column: Int) -> Float {
        switch segments[column].kind {
        case .gap:
            if facing.elsewhere { return Cost.inGapElsewhere }
            let precedes = segments[..<column].allSatisfy { $0.sku != facing.sku }
            let isAnothers = facing.inRow ? precedes : followsStranger(column)
            return Cost.inGap + (isAnothers ? (facing.inRow ? Cost.precedingGap : Cost.strangersGap) : 0)
        case .unknown: return facing.inRow ? Cost.inUnknown : Cost.inUnknownGone
        case .hidden, .item: return Cost.inHidden
        case .outside: return Cost.inOutside
        }
    }

    /// Whether a product that is not planned in the row stands right before, so that a hole is sooner its own.
    private func followsStranger(_ column: Int) -> Bool {
        guard column > 0, case .item = segments[column - 1].kind else { return false }
        return segments[column - 1].certain && !belongs[column - 1]
    }

    private func misfitWeight(_ facing: PlannedFacing, _ kind: RowSegment.Kind) -> Float {
        if kind == .unknown { return Cost.unknownMisfit }
        return facing.widthIsKnown ? Cost.misfit : Cost.guessedMisfit
    }

    private func misfit(_ planned: Float, _ seen: Float, _ count: Int, _ weight: Float) -> Float {
        weight * min(Cost.mostMisfit, abs(planned - seen) * Float(count) / planned)
    }

    private func spareCost(_ column: Int) -> Float {
        let segment = segments[column]
        return switch segment.kind {
        case .item: segment.certain ? (belongs[column] ? Cost.surplus : Cost.extra) : Cost.unsure
        case .gap: min(Cost.mostSpare, Cost.spareGap + Cost.sparePlace * segment.frame.width / typicalWidth)
        case .unknown: Cost.spareUnknown
        case .hidden: Cost.spareHidden
        case .outside:
            min(Cost.mostSpare, Cost.spareOutside + Cost.sparePlace * segment.frame.width / typicalWidth)
        }
    }

    private func path() -> [Fate] {
        var fates: [Fate] = []
        var (row, column) = (0, 0)
        while row < planned.count || column < segments.count {
            switch moves[row * columns + column] {
            case .end: return fates
            case .found:
                fates.append(.found(segment: column))
                row += 1
                column += 1
            case .absent:
                fates.append(.absent)
                row += 1
            case .spare: column += 1
            case .within(let count):
                for number in 0..<count {
                    fates.append(.within(segment: column, number: number, count: count))
                }
                row += count
                column += 1
            case .replaced(let count, let seen):
                for number in 0..<count {
                    fates.append(.replaced(segment: column + min(number, seen - 1)))
                }
                row += count
                column += seen
            }
        }
        return fates
    }
}
