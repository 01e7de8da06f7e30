import Evidence

/// The print of one screenshot.
struct ScrolledSheet {
    var pieces: [Piece]
    var width: Int
    var height: Int
    /// Where the picture itself is given.
    var profile: RowProfile?
}

/// A tall page put together from screenshots.
struct StitchedPage {
    struct Member: Hashable {
        /// Index of the screenshot.
        var sheet: Int
        /// Where its upper edge lies on the page.
        var offset: Int
    }
    var pieces: [Piece]
    var height: Int
    /// Top to bottom.
    var members: [Member]
}

/// Finds which screenshots overlap and by how much, and puts them together.
///
/// A line of print that two screenshots share proposes an overlap; the pictures decide, row by row, and where there
/// are no pictures the other lines of the overlap do.
struct ScrollStitching {
    let sheets: [ScrolledSheet]

    /// Share of the lines of the overlap that must agree; labels alone, alike in every order, do not reach it.
    private static let agreement = 0.7
    /// Fewer lines than this must agree without an exception, and two are the fewest.
    private static let safeLines = 4
    /// Share of what the rows of an overlap show that must agree.
    private static let pixelAgreement = 0.85

    /// One page for each group of overlapping screenshots, in the order of their first screenshots.
    func pages() -> [StitchedPage] {
        var offsets: [Int: (group: Int, offset: Int)] = [:]
        for index in sheets.indices { offsets[index] = (index, 0) }
        for match in matches() {
            guard let upper = offsets[match.upper], let lower = offsets[match.lower],
                upper.group != lower.group
            else { continue }
            let shift = upper.offset + match.shift - lower.offset
            for index in sheets.indices {
                guard let place = offsets[index], place.group == lower.group else { continue }
                offsets[index] = (upper.group, place.offset + shift)
            }
        }
        let groups = Set(offsets.values.map(\.group))
        let members = groups.map { group in
            sheets.indices.compactMap { index in
                offsets[index].flatMap { place in
                    place.group == group ? StitchedPage.Member(sheet: index, offset: place.offset) : nil
                }
            }
        }
        return members.sorted { ($0.first?.sheet ?? 0) < ($1.first?.sheet ?? 0) }.map(page)
    }

    // MARK: Overlaps

    private struct Match {
        var upper: Int
        var lower: Int
        /// From the top of the upper to the top of the lower screenshot.
        var shift: Int
        var lines: Int
    }

    /// The best overlap of every pair, the surest first.
    private func matches() -> [Match] {
        var result: [Match] = []
        for left in sheets.indices {
            for right in sheets.indices where right > left {
                guard abs(sheets[left].width - sheets[right].width) * 50 <= sheets[left].width else {
                    continue
                }
                if let match = overlap(left, right) { result.append(match) }
            }
        }
        return result.sorted { ($1.lines, $0.upper, $0.lower) < ($0.lines, $1.upper, $1.lower) }
    }

    private func overlap(_ left: Int, _ right: Int) -> Match? {
        let (upper, lower) = (sheets[left], sheets[right])
        let keys = upper.pieces.map(Self.key)
        let others = lower.pieces.map(Self.key)
        var byKey: [String: [Int]] = [:]
        for (index, key) in others.enumerated() where key.count >= 2 { byKey[key, default: []].append(index) }
        var shifts: [Int] = []
        for (index, key) in keys.enumerated() {
            for other in byKey[key] ?? [] where alike(upper.pieces[index], lower.pieces[other]) {
                shifts.append(Int((upper.pieces[index].middle - lower.pieces[other].middle).rounded()))
            }
        }
        var best: (share: Double, match: Match)?
        for proposed in clusters(shifts.sorted()) {
            let agreed = agreement(upper, keys, lower, others, shift: proposed)
            var shift = proposed
            var (share, lines) = agreed ?? (0, 0)
            if let first = upper.profile, let second = lower.profile, upper.width == lower.width {
                guard let seen = pixelAgreement(first, second, near: proposed) else { continue }
                shift = seen.shift
                share = seen.share
                lines += 1
            } else if share < Self.agreement || lines < Self.safeLines && (lines < 2 || share < 1) {
                continue
            }
            let match =
                shift >= 0
                ? Match(upper: left, lower: right, shift: shift, lines: lines)
                : Match(upper: right, lower: left, shift: -shift, lines: lines)
            if let current = best, (current.match.lines, current.share) >= (lines, share) { continue }
            best = (share, match)
        }
        return best?.match
    }

    /// The shift within a few rows of the proposed one at which the pictures agree best, where they do.
    private func pixelAgreement(
        _ first: RowProfile, _ second: RowProfile, near proposed: Int
    ) -> (shift: Int, share: Double)? {
        let (sticky, bar) = (first.stickyTop(with: second), first.stickyBottom(with: second))
        var best: (shift: Int, share: Double)?
        for shift in (proposed - 3)...(proposed + 3) {
            let share =
                shift >= 0
                ? first.agreement(with: second, shift: shift, sticky: sticky, bar: bar)
                : second.agreement(with: first, shift: -shift, sticky: sticky, bar: bar)
            if let share, share > best?.share ?? Self.pixelAgreement { best = (shift, share) }
        }
        return best
    }

    /// Middles of runs of nearly equal shifts.
    private func clusters(_ sorted: [Int]) -> [Int] {
        var result: [Int] = []
        var run: [Int] = []
        for shift in sorted {
            if let last = run.last, shift - last > 2 {
                result.append(run[run.count / 2])
                run = []
            }
            run.append(shift)
        }
        if !run.isEmpty { result.append(run[run.count / 2]) }
        return result
    }

    /// How many lines of the overlap agree, and their share of all that lie well inside it.
    private func agreement(
        _ upper: ScrolledSheet, _ keys: [String], _ lower: ScrolledSheet, _ others: [String], shift: Int
    ) -> (share: Double, lines: Int)? {
        let tolerance = max(4.0, Double(upper.width) * 0.008)
        let first = max(0, shift) + stickyBottom(upper, lower)
        let last = min(upper.height, shift + lower.height)
        var inside = 0
        var agreeing = 0
        var telling = 0
        for (index, piece) in upper.pieces.enumerated() {
            guard piece.middle > Double(first) + piece.height,
                piece.middle < Double(last) - 0.6 * piece.height
            else {
                continue
            }
            inside += 1
            let twin = lower.pieces.indices.contains { other in
                abs(lower.pieces[other].middle + Double(shift) - piece.middle) <= tolerance
                    && others[other] == keys[index] && alike(piece, lower.pieces[other])
            }
            if twin {
                agreeing += 1
                if keys[index].filter(\.isNumber).count >= 3 { telling += 1 }
            }
        }
        guard inside > 0, telling > 0 else { return nil }
        return (Double(agreeing) / Double(inside), agreeing)
    }

    private func alike(_ left: Piece, _ right: Piece) -> Bool {
        let tolerance = 0.7 * max(left.height, right.height)
        return abs(Double(left.box.x0 - right.box.x0)) <= tolerance
            && abs(Double(left.box.x1 - right.box.x1)) <= tolerance
    }

    private static func key(_ piece: Piece) -> String { Folding.key(String(piece.glyphs.map(\.original))) }

    /// The lower edge of what stands at the same height in both screenshots, within the top eighth.
    private func stickyBottom(_ left: ScrolledSheet, _ right: ScrolledSheet) -> Int {
        if let first = left.profile, let second = right.profile { return first.stickyTop(with: second) }
        var bottom = 0
        for piece in right.pieces where piece.middle < Double(right.height) / 8 {
            let repeats = left.pieces.contains {
                abs($0.middle - piece.middle) <= 3 && alike($0, piece) && Self.key($0) == Self.key(piece)
            }
            if repeats { bottom = max(bottom, piece.box.y1) }
        }
        return bottom
    }

    // MARK: Putting together

    private func page(_ members: [StitchedPage.Member]) -> StitchedPage {
        let sorted = members.sorted { ($0.offset, $0.sheet) < ($1.offset, $1.sheet) }
        guard let first = sorted.first else { return StitchedPage(pieces: [], height: 0, members: []) }
        var page = StitchedPage(
            pieces: sheets[first.sheet].pieces, height: sheets[first.sheet].height, members: [])
        var previous = first
        for member in sorted {
            let placed = StitchedPage.Member(sheet: member.sheet, offset: member.offset - first.offset)
            page.members.append(placed)
            let sheet = sheets[member.sheet]
            if member != first, placed.offset + sheet.height > page.height {
                let top = placed.offset + stickyBottom(sheets[previous.sheet], sheet)
                append(sheet, at: placed.offset, from: seam(page, sheet, placed.offset, top: top), to: &page)
                previous = member
            }
        }
        return page
    }

    private func append(
        _ sheet: ScrolledSheet, at offset: Int, from seam: Double, to page: inout StitchedPage
    ) {
        page.pieces.removeAll { $0.middle >= seam }
        page.pieces += sheet.pieces.compactMap { piece in
            let moved = piece.moved(down: offset)
            return moved.middle >= seam ? moved : nil
        }
        page.height = offset + sheet.height
    }

    /// The widest gap between lines near the middle of the overlap: no line is cut by the edge of a screenshot there.
    private func seam(_ page: StitchedPage, _ sheet: ScrolledSheet, _ offset: Int, top: Int) -> Double {
        let (low, high) = (Double(top), Double(page.height))
        let middle = (low + high) / 2
        let middles = (page.pieces.map(\.middle) + sheet.pieces.map { $0.middle + Double(offset) })
            .filter { $0 > low && $0 < high }.sorted()
        var best = (score: 0.0, seam: middle)
        for (upper, lower) in zip(middles, middles.dropFirst()) {
            let center = (upper + lower) / 2
            let score = min(lower - upper, 60) - abs(center - middle) / max(high - low, 1) * 60
            if lower - upper > 8, score > best.score || best.score == 0 { best = (score, center) }
        }
        return best.seam
    }
}

extension Piece {
    func moved(down distance: Int) -> Piece {
        var piece = self
        piece.box.y0 += distance
        piece.box.y1 += distance
        return piece
    }
}
