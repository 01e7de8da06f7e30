import Evidence

/// Where a private text may go on below: a label without its value, an address that needs another line.
struct OpenPrivate: Hashable {
    var box: Box
    /// Rows that it may take.
    var rows: Int
}

/// Finds addresses in print that no label announces.
enum AddressGrammar {
    private static let numbered: [[Character]] = ["号", "幢", "栋", "座", "室", "单元", "弄"].map(Array.init)
    private static let areas: [[Character]] = [
        "省", "市", "区", "县", "镇", "街道", "路", "街", "巷", "大道", "村", "小区", "苑", "花园",
    ]
    .map(Array.init)

    /// A house of a place (翠苑一区3幢201室, 杭州市西湖区古翠路88号), not a measure of goods.
    static func matches(_ text: [Character]) -> Bool {
        let houses = numbered.filter { word in
            text.indices.contains { place in
                place > 0 && text[place - 1].isASCIIDigit && text[place...].starts(with: word)
            }
        }.count
        guard houses > 0 else { return false }
        return houses > 1
            || areas.filter { word in text.indices.contains { text[$0...].starts(with: word) } }.count > 1
    }
}

/// Private texts that reach over more than one row, and rows that are not read.
struct PrivateRows {
    /// A gap larger than this, in row heights, ends a text.
    private static let largestGap = 1.0

    /// Covers what goes on below its row, and takes it from the goods.
    static func resolve(_ rows: inout [RowReading], printed: [PrintedRow]) {
        for index in rows.indices {
            guard let open = rows[index].openPrivate else { continue }
            for next in rows.indices.dropFirst(index + 1).prefix(open.rows) {
                let gap = Double(rows[next].top - rows[next - 1].bottom)
                guard gap < largestGap * rows[index].height, isText(rows[next]) else { break }
                let below = printed[next].pieces.indices.filter {
                    sharesColumn(printed[next].pieces[$0].box, with: open.box)
                }
                guard !below.isEmpty else { break }
                rows[next].privateAreas += below.map { printed[next].pieces[$0].box }
                rows[next].names.removeAll { below.contains($0.piece) }
            }
        }
    }

    private static func isText(_ row: RowReading) -> Bool {
        row.sums.isEmpty && row.values.isEmpty && row.number == nil && row.moment == nil
            && row.pickupPoint == nil && row.openLabels.isEmpty && row.statusCount == 0
    }

    private static func sharesColumn(_ box: Box, with open: Box) -> Bool {
        let shared = min(box.x1, open.x1) - max(box.x0, open.x0)
        return 2 * shared > min(box.width, open.width)
    }
}

extension RowReader {
    /// Takes names, phone numbers and addresses out of a row: they are no goods, and not to be shown.
    func takeCustomer(_ tokens: inout [Token], row: PrintedRow, into result: inout RowReading) {
        var fact = CustomerFact()
        var consumed: Set<Int> = []
        for index in tokens.indices where !consumed.contains(index) {
            guard case .text = tokens[index].kind else { continue }
            let glyphs = tokens[index].glyphs
            let folded = glyphs.map(\.folded)
            if let rest = labels.otherPersonName(tokens[index].text) {
                // Name and number are somebody's, and not the customer's.
                consumed.insert(index)
                var last = index
                while let next = nextText(tokens, last),
                    isOthers(next, in: tokens, behindLabel: rest.isEmpty && last == index)
                {
                    consumed.insert(next)
                    last = next
                }
                if rest.isEmpty, last == index {
                    result.openPrivate = OpenPrivate(box: row.pieces[tokens[index].piece].box, rows: 1)
                }
            } else if let place = PhoneGrammar.find(folded) {
                fact.phone = fact.phone ?? String(folded[place].filter { $0.isASCIIDigit || $0 == "*" })
                let before = labels.withoutPersonLabel(String(glyphs[..<place.lowerBound].map(\.original)))
                if !before.isEmpty, before.count <= 12 { fact.name = fact.name ?? before }
                consumed.insert(index)
                for neighbour in [index - 1, index + 1] where mayBeName(neighbour, in: tokens) {
                    fact.name = fact.name ?? tokens[neighbour].text
                    consumed.insert(neighbour)
                }
            } else if let rest = labels.personName(tokens[index].text) {
                consumed.insert(index)
                if !rest.isEmpty {
                    fact.name = fact.name ?? rest
                } else if let next = nextText(tokens, index) {
                    if PhoneGrammar.find(tokens[next].glyphs.map(\.folded)) == nil {
                        fact.name = fact.name ?? tokens[next].text
                        consumed.insert(next)
                    }
                } else {
                    result.openPrivate = OpenPrivate(box: row.pieces[tokens[index].piece].box, rows: 1)
                }
            } else if let rest = labels.address(tokens[index].text) {
                consumed.insert(index)
                var last = index
                if rest.isEmpty, let next = nextText(tokens, index) {
                    consumed.insert(next)
                    last = next
                }
                result.openPrivate = OpenPrivate(box: row.pieces[tokens[last].piece].box, rows: 2)
            } else if AddressGrammar.matches(folded), !isPickup(index, in: tokens) {
                consumed.insert(index)
            }
        }
        guard !consumed.isEmpty else { return }
        for piece in Set(consumed.map { tokens[$0].piece }).sorted() where piece < row.pieces.count {
            result.privateAreas.append(row.pieces[piece].box)
        }
        if fact.key != nil { result.customer = fact }
        tokens = tokens.indices.filter { !consumed.contains($0) }.map { tokens[$0] }
    }

    private func isOthers(_ index: Int, in tokens: [Token], behindLabel: Bool) -> Bool {
        behindLabel || PhoneGrammar.find(tokens[index].glyphs.map(\.folded)) != nil
    }

    /// A short word beside a telephone number is who answers it.
    private func mayBeName(_ index: Int, in tokens: [Token]) -> Bool {
        guard tokens.indices.contains(index), case .text = tokens[index].kind else { return false }
        let text = tokens[index].text
        let letters = text.filter { !" :：,，".contains($0) }
        return (1...5).contains(letters.count) && letters.allSatisfy { $0.isLetter || "*＊".contains($0) }
            && labels.personName(text) == nil && labels.role(of: text, isNegative: false) == nil
            && !labels.isStatus(text) && !labels.isPlacedLabel(text)
    }

    /// The address of where orders are fetched is a shop's.
    private func isPickup(_ index: Int, in tokens: [Token]) -> Bool {
        if labels.pickupPoint(tokens[index].text) != nil { return true }
        guard index > 0, case .text = tokens[index - 1].kind else { return false }
        return labels.pickupPoint(tokens[index - 1].text)?.isEmpty == true
    }

    private func nextText(_ tokens: [Token], _ index: Int) -> Int? {
        guard index + 1 < tokens.count, case .text = tokens[index + 1].kind else { return nil }
        return index + 1
    }
}
