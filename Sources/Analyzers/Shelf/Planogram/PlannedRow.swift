import Evidence

/// One planned row, laid against the board that it was found on.
struct PlannedRow: Sendable {
    /// How far outside the photo a section's end is still told, heights of a facing.
    private static let mostReach: Float = 1

    let facings: [PlannedFacing]
    /// Place in the observed rows; nil where the photo shows none that fits.
    let place: Int?
    private(set) var segments: [RowSegment] = []
    private(set) var fates: [RowAlignment.Fate] = []
    /// How far the row goes on outside the photo at either end; infinite where nobody knows.
    private(set) var room: (left: Float, right: Float) = (.infinity, .infinity)
    /// Facings before the first and after the last that has a place.
    private(set) var lackingLeft = 0..<0
    private(set) var lackingRight = 0..<0

    private let observed: ObservedShelf.Row?
    private let photoWidth: Float

    init(_ planned: [SKU], place: Int?, in observed: ObservedShelf) {
        self.place = place
        photoWidth = observed.width
        guard let place else {
            facings = []
            self.observed = nil
            return
        }
        let widths = FacingWidths(observed, place: place)
        let counts = Dictionary(grouping: planned) { $0 }.mapValues(\.count)
        facings = planned.map { widths.facing($0, planned: counts[$0] ?? 1) }
        self.observed = observed.rows[place]
        lay(leftEdge: nil, rightEdge: nil)
    }

    /// Whether anything of the row was found.
    var isPlaced: Bool { !segments.isEmpty && lackingLeft.count < fates.count }

    /// Lays the facings again with what is known of the section's ends. An upright in sight is the end.
    mutating func lay(leftEdge: BayEdge?, rightEdge: BayEdge?) {
        guard let observed else { return }
        func reach(_ edge: BayEdge?, _ ends: Bool) -> Float {
            if ends { return 0 }
            // Far outside the rows' ends are reckoned from many widths, and may agree by chance.
            guard let reach = edge?.reach(at: middle), reach < PlannedRow.mostReach * observed.height else {
                return .infinity
            }
            return max(0, reach)
        }
        room = (reach(leftEdge, observed.endsLeft), reach(rightEdge, observed.endsRight))
        segments = observed.segments(photoWidth: photoWidth, room: room)
        fates = RowAlignment.fates(
            facings, segments, open: (room.left == .infinity, room.right == .infinity))
        lackingLeft = 0..<(fates.firstIndex { $0 != .absent } ?? fates.count)
        lackingRight = ((fates.lastIndex { $0 != .absent } ?? (fates.count - 1)) + 1)..<fates.count
    }

    func width(of indices: Range<Int>) -> Float { indices.reduce(0) { $0 + facings[$1].width } }

    /// What the row says about the left end of its section; nil where it breaks off at the photo's edge.
    var leftWitness: BayEdge.Witness? {
        guard isPlaced, let first = segments.first, !first.isOpen else { return nil }
        return BayEdge.Witness(
            y: middle, reach: width(of: lackingLeft) - first.frame.x0,
            facing: facings[lackingLeft.count].width)
    }

    var rightWitness: BayEdge.Witness? {
        guard isPlaced, let last = segments.last, !last.isOpen else { return nil }
        return BayEdge.Witness(
            y: middle, reach: last.frame.x1 + width(of: lackingRight) - photoWidth,
            facing: facings[lackingRight.lowerBound - 1].width)
    }

    /// Height on the photo, pixels.
    private var middle: Float {
        let centres = segments.map { ($0.frame.y0 + $0.frame.y1) / 2 }.sorted()
        return centres.isEmpty ? 0 : centres[centres.count / 2]
    }
}
