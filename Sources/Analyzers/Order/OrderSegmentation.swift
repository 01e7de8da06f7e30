extension SumFact {
    /// 小计, which is also what apps call the amount of a line.
    fileprivate var isLineAmount: Bool { role == .subtotal && label.count <= 2 }
    /// Perhaps the badge of a product with a price beside it: nothing is taken off by it.
    fileprivate var isBadge: Bool { role == .discount && !amount.isNegative }
}

/// The rows of one order.
struct OrderSegment {
    var rows: [RowReading]
    /// Nothing of another order stands above it, so its beginning may lie above the picture.
    var isFirst: Bool
    var isLast: Bool
}

/// Finds where one order ends and the next begins.
///
/// Every order has a core: goods, then sums. What stands between two cores (number, time, state, pick-up point) is
/// the foot of the upper or the head of the lower order, by app. The cuts are chosen together: no order has two
/// numbers or two times, the cut lies in a wide gap, and all orders of a picture begin with the same sort of row.
struct OrderSegmentation {
    private struct Core {
        var first: Int
        var last: Int
        var hasGoods: Bool
        var hasSums: Bool
    }

    private var rows: [RowReading]
    private var cores: [Core] = []

    init(_ rows: [RowReading]) {
        self.rows = rows
        findCores()
        mergePaidHeads()
    }

    func segments() -> [OrderSegment] {
        guard !cores.isEmpty else {
            return rows.isEmpty ? [] : [OrderSegment(rows: rows, isFirst: true, isLast: true)]
        }
        let cuts = BoundaryChoice(rows: rows, cores: cores.map { $0.first...$0.last }).cuts()
        var result: [OrderSegment] = []
        var start = 0
        for cut in cuts + [rows.count] where cut > start || result.isEmpty && cut == start {
            if cut > start {
                result.append(
                    OrderSegment(
                        rows: Array(rows[start..<cut]), isFirst: start == 0, isLast: cut == rows.count))
            }
            start = cut
        }
        return result
    }

    // MARK: Cores

    private mutating func findCores() {
        var softSums: [Int] = []
        var convertsSoftSums = false
        var headSince = false
        for index in rows.indices {
            let row = rows[index]
            if row.number != nil || row.moment != nil || row.isPerson { headSince = true }
            if row.hasGoodsValues {
                if let last = cores.last, last.hasGoods, !last.hasSums, !softSums.isEmpty, !headSince {
                    for soft in softSums {
                        if rows[soft].sums.contains(where: \.isLineAmount) { convertsSoftSums = true }
                        moveSumToValues(soft)
                    }
                } else if cores.last.map({ $0.hasSums || $0.hasGoods && headSince || !softSums.isEmpty })
                    ?? true
                {
                    cores.append(Core(first: index, last: index, hasGoods: true, hasSums: false))
                    convertsSoftSums = false
                }
                softSums = []
                headSince = false
                cores[cores.count - 1].last = index
                cores[cores.count - 1].hasGoods = true
            }
            guard !rows[index].sums.isEmpty else { continue }
            if cores.isEmpty || headSince && cores[cores.count - 1].hasSums && startsOver(index) {
                cores.append(Core(first: index, last: index, hasGoods: false, hasSums: false))
            }
            if rows[index].sums.allSatisfy(\.isLineAmount), convertsSoftSums {
                moveSumToValues(index)
            } else if rows[index].sums.allSatisfy({ $0.isLineAmount || $0.isBadge }) {
                softSums.append(index)
            } else {
                cores[cores.count - 1].hasSums = true
            }
            cores[cores.count - 1].last = index
            headSince = false
        }
        if let last = cores.indices.last, !softSums.isEmpty { cores[last].hasSums = true }
    }

    /// Sums after a head, when the order above has been paid already.
    private func startsOver(_ index: Int) -> Bool {
        guard let core = cores.last else { return true }
        let isPaid = rows[core.first...core.last].contains { $0.sums.contains { $0.role == .paid } }
        return isPaid
            && rows[index].sums.contains { $0.role == .subtotal || $0.role == .discount || $0.role == .paid }
    }

    /// 小计 between products is the amount of the line above it; a price behind the badge 满49减8 is a price.
    private mutating func moveSumToValues(_ index: Int) {
        for sum in rows[index].sums {
            let token = Token(
                kind: .amount(sum.amount), glyphs: sum.amount.number.glyphs, height: rows[index].height,
                size: sum.size, struck: sum.struck, piece: 0)
            rows[index].values.append(GoodsValue(token: token, role: sum.isLineAmount ? .lineAmount : nil))
        }
        rows[index].sums = []
    }

    /// An order page may print what was paid in its head, and perhaps again under the goods.
    private mutating func mergePaidHeads() {
        var index = 0
        while index + 1 < cores.count {
            let (upper, lower) = (cores[index], cores[index + 1])
            let head = rows[upper.first...upper.last].flatMap(\.sums)
            let paid = rows[lower.first...lower.last].flatMap(\.sums).last { $0.role == .paid }
            let isOneOrder = Set(rows[upper.first...lower.last].compactMap { $0.number?.text }).count < 2
            let belongs = head.allSatisfy { sum in
                sum.role == .paid
                    && (paid.map { $0.amount.fen == sum.amount.fen } ?? (sum.isHeadline && isOneOrder))
            }
            if !upper.hasGoods, !head.isEmpty, belongs {
                cores[index + 1].first = upper.first
                cores.remove(at: index)
            } else {
                index += 1
            }
        }
    }
}

/// Chooses the rows at which orders begin, all together, by dynamic programming.
struct BoundaryChoice {
    let rows: [RowReading]
    let cores: [ClosedRange<Int>]

    private static let duplicateCost = 12.0
    private static let missingCost = 4.0
    /// For the first and the last order, whose head or foot may lie outside the picture.
    private static let missingOutsideCost = 1.0
    /// For rows at an end of the picture that belong to an order whose goods are not in it.
    private static let ghostCost = 4.0
    /// For a state or a person, which stand in the head of an order, in its foot.
    private static let headInFootCost = 5.0
    private static let gapWeight = 3.0
    private static let sameHeadBonus = 2.0

    /// Row indices at which a new order begins, ascending; rows before the first cut belong to an order whose goods
    /// lie above the picture.
    func cuts() -> [Int] {
        let spans = floatingSpans()
        let anyNumber = rows.contains { $0.number != nil }
        let anyTime = rows.contains { $0.moment?.rank != nil }
        // best[choice]: score of the best cuts up to this span that end with this choice; previous for the way back.
        var best = spans[0].map {
            $0 == spans[0].lowerBound ? 0.0 : gapScore($0, in: spans[0]) - Self.ghostCost
        }
        var back: [[Int]] = []
        for index in cores.indices {
            let span = spans[index + 1]
            var scores: [Double] = []
            var choices: [Int] = []
            for cut in span {
                var top = (score: -Double.infinity, choice: 0)
                for (choice, earlier) in spans[index].enumerated() {
                    var score =
                        best[choice]
                        + orderScore(index, earlier..<cut, anyNumber: anyNumber, anyTime: anyTime)
                    if index > 0, index + 1 < cores.count { score += headScore(earlier, cut) }
                    if score > top.score { top = (score, choice) }
                }
                let isEnd = index + 1 == cores.count && cut == rows.count
                let isGhost = index + 1 == cores.count && cut < rows.count
                scores.append(
                    top.score + (isEnd ? 0 : gapScore(cut, in: span)) - (isGhost ? Self.ghostCost : 0))
                choices.append(top.choice)
            }
            best = scores
            back.append(choices)
        }
        return wayBack(best, back, spans)
    }

    private func wayBack(_ best: [Double], _ back: [[Int]], _ spans: [ClosedRange<Int>]) -> [Int] {
        var choice = best.indices.max { best[$0] < best[$1] } ?? 0
        var result: [Int] = []
        for index in stride(from: spans.count - 1, through: 0, by: -1) {
            result.append(spans[index].lowerBound + choice)
            if index > 0 { choice = back[index - 1][choice] }
        }
        return result.reversed()
    }

    /// Where the cut before the first core, between cores and behind the last may lie.
    private func floatingSpans() -> [ClosedRange<Int>] {
        var result: [ClosedRange<Int>] = []
        var lower = 0
        for core in cores {
            result.append(lower...core.lowerBound)
            lower = core.upperBound + 1
        }
        result.append(lower...rows.count)
        return result
    }

    private func gap(above index: Int) -> Double {
        guard index > 0, index < rows.count else { return 0 }
        return max(0, Double(rows[index].top - rows[index - 1].bottom))
    }

    private func gapScore(_ cut: Int, in span: ClosedRange<Int>) -> Double {
        let between = floatingSpans().dropFirst().joined()
        let widest = (between.map(gap(above:)) + span.map(gap(above:))).max() ?? 1
        return Self.gapWeight * gap(above: cut) / max(widest, 1)
    }

    private func orderScore(_ index: Int, _ range: Range<Int>, anyNumber: Bool, anyTime: Bool) -> Double {
        let numbers = Set(rows[range].compactMap { $0.number?.text })
        var times: [Int: Set<ReadMoment>] = [:]
        for fact in rows[range].compactMap(\.moment) {
            if let rank = fact.rank { times[rank, default: []].insert(fact.moment) }
        }
        let repeated = times.values.reduce(0) { $0 + $1.count - 1 }
        var score = -Self.duplicateCost * Double(max(0, numbers.count - 1) + repeated)
        let head = rows[range.lowerBound..<cores[index].lowerBound]
        let hasHead = head.contains { $0.number != nil || $0.moment != nil || isHead($0) }
        let foot = rows[(cores[index].upperBound + 1)..<range.upperBound]
        let isOpen =
            index == 0 && !hasHead
            || index + 1 == cores.count
                && !rows[(cores[index].upperBound + 1)...].contains { $0.number != nil }
        let missing = isOpen ? Self.missingOutsideCost : Self.missingCost
        if anyNumber, numbers.isEmpty { score -= missing }
        if anyTime, times.isEmpty { score -= missing }
        // Whoever ordered is named first.
        let person = head.firstIndex(where: \.isPerson) ?? head.startIndex
        let precedesPerson = head[..<person].contains { $0.number != nil || $0.moment != nil }
        if precedesPerson || foot.contains(where: isHead) {
            score -= Self.headInFootCost
        }
        return score
    }

    private func isHead(_ row: RowReading) -> Bool { row.isStatus || row.isPerson }

    /// Orders of one app begin alike.
    private func headScore(_ upper: Int, _ lower: Int) -> Double {
        guard upper < rows.count, lower < rows.count else { return 0 }
        return sort(of: rows[upper]) == sort(of: rows[lower]) ? Self.sameHeadBonus : 0
    }

    private func sort(of row: RowReading) -> String {
        if row.number != nil { return "number" }
        if row.isPerson { return "person" }
        if row.isStatus { return "status" }
        if row.moment != nil { return "time" }
        return row.signature
    }
}
