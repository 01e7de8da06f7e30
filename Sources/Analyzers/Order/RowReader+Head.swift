/// What says which order it is: its number, when it was placed, where it is fetched.
extension RowReader {
    func takeNumber(_ tokens: inout [Token], row: PrintedRow, into result: inout RowReading) {
        for index in tokens.indices {
            guard case .text = tokens[index].kind,
                let label = labels.numberLabel(tokens[index].glyphs.map(\.folded))
            else { continue }
            let pieceIndex = tokens[index].piece
            let piece = row.pieces[pieceIndex].glyphs
            let start = piece.firstIndex(of: tokens[index].glyphs[0]) ?? 0
            var value = Self.number(in: piece[(start + label.length)...])
            var used: Set<Int> = [pieceIndex]
            if value == nil, pieceIndex + 1 < row.pieces.count,
                piece[(start + label.length)...].allSatisfy({ !$0.folded.isLetter && !$0.isDigit })
            {
                value = Self.number(in: row.pieces[pieceIndex + 1].glyphs[...])
                used.insert(pieceIndex + 1)
            }
            // 订单金额 is no label of a number.
            if value == nil, piece[(start + label.length)...].first.map(Self.isIdeograph) ?? false {
                continue
            }
            if label.isOrder {
                if let value {
                    result.number = result.number ?? value
                } else {
                    result.openLabels.append(tokens[index])
                }
            }
            if value != nil || label.isOrder {
                let consumed = value == nil ? [pieceIndex] : used
                tokens.removeAll { token in
                    guard consumed.contains(token.piece) else { return false }
                    if case .text = token.kind { return true }
                    if case .moment = token.kind { return false }
                    return true
                }
            }
            return
        }
    }

    private static func isIdeograph(_ glyph: Glyph) -> Bool { glyph.folded.isLetter && !glyph.isLatin }

    /// Letters and digits, at least six, most of them digits.
    static func number(in glyphs: ArraySlice<Glyph>) -> NumberFact? {
        let start = glyphs.firstIndex { !" :.#=】])".contains($0.folded) } ?? glyphs.endIndex
        var taken: [Glyph] = []
        for glyph in glyphs[start...] {
            if glyph.isSpace { continue }
            guard glyph.isDigit || glyph.isLatin || glyph.folded == "-" || glyph.folded == "_" else { break }
            taken.append(glyph)
        }
        while let last = taken.last, last.folded == "-" || last.folded == "_" { taken.removeLast() }
        guard (6...40).contains(taken.count), taken.filter(\.isDigit).count >= 5,
            taken.filter(\.isDigit).count * 2 >= taken.count
        else { return nil }
        return NumberFact(
            text: String(taken.map(\.folded)), confidence: taken.map(\.probability).min() ?? 0)
    }

    /// The number of a sale at a till, or a long number alone in its piece; never certain, for nothing says that it is
    /// the order's.
    func bareNumber(in row: PrintedRow) -> NumberFact? {
        for (index, piece) in row.pieces.enumerated() where !piece.struck {
            guard let end = labels.saleNumberLabelEnd(piece.glyphs) else { continue }
            let behind = piece.glyphs[end...]
            let next = index + 1 < row.pieces.count ? row.pieces[index + 1].glyphs[...] : []
            guard var found = Self.number(in: behind.contains(where: \.isDigit) ? behind : next) else {
                continue
            }
            found.confidence = min(found.confidence, Self.mostWithoutLabel)
            return found
        }
        return Self.unlabelledNumber(in: row)
    }

    private static func unlabelledNumber(in row: PrintedRow) -> NumberFact? {
        for piece in row.pieces where !piece.struck {
            let glyphs = piece.glyphs.filter { !$0.isSpace }
            guard (14...32).contains(glyphs.count), glyphs.filter(\.isDigit).count >= 12,
                glyphs.allSatisfy({ $0.isDigit || $0.isLatin || $0.folded == "-" }),
                PhoneGrammar.find(glyphs.map(\.folded)) == nil, var found = number(in: piece.glyphs[...]),
                found.text.count == glyphs.count
            else { continue }
            found.confidence = min(found.confidence, mostWithoutLabel)
            return found
        }
        return nil
    }

    private static let mostWithoutLabel = 0.85

    func takeMoment(_ tokens: inout [Token], into result: inout RowReading) {
        var best: MomentFact?
        var consumed: Set<Int> = []
        for index in tokens.indices {
            guard case .moment(let moment) = tokens[index].kind else { continue }
            consumed.insert(index)
            var label = ""
            if index > 0, case .text = tokens[index - 1].kind {
                label = tokens[index - 1].text
                if labels.placedRank(label).map({ $0 < 100 }) ?? true, !label.isEmpty {
                    consumed.insert(index - 1)
                }
            } else if index + 1 < tokens.count, case .text = tokens[index + 1].kind,
                labels.isPlacedLabel(tokens[index + 1].text)
                    || labels.placedRank(tokens[index + 1].text) == nil
            {
                label = tokens[index + 1].text
                consumed.insert(index + 1)
            }
            let fact = MomentFact(moment: moment, rank: labels.placedRank(label), label: label)
            if (fact.rank ?? Int.max) < (best?.rank ?? Int.max) || best == nil { best = fact }
        }
        result.moment = best
        tokens = tokens.indices.filter { !consumed.contains($0) }.map { tokens[$0] }
    }

    func takePickup(_ tokens: inout [Token], into result: inout RowReading) {
        guard
            let index = tokens.firstIndex(where: {
                if case .text = $0.kind { labels.pickupPoint($0.text) != nil } else { false }
            }), let rest = labels.pickupPoint(tokens[index].text)
        else { return }
        if rest.isEmpty {
            let next = index + 1
            if next < tokens.count, case .text = tokens[next].kind,
                labels.role(of: tokens[next].text, isNegative: false) == nil
            {
                result.pickupPoint = tokens[next].text
                tokens.remove(at: next)
            }
        } else {
            result.pickupPoint = rest
        }
        result.signature = "pickup"
        tokens.remove(at: index)
    }
}
