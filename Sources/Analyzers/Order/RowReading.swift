import Evidence

/// A reduction, a total or the freight as printed.
struct SumFact: Hashable {
    var role: AmountRole
    var label: String
    var amount: ReadAmount
    var struck: Bool
    /// Size of the print of the amount.
    var size: Double
}

struct NumberFact: Hashable {
    var text: String
    var confidence: Double
}

struct MomentFact: Hashable {
    var moment: ReadMoment
    /// The lower the surer that it is the time of the order; nil for another time.
    var rank: Int?
    var label: String
}

/// A value of a product line with what its label says about it.
struct GoodsValue: Hashable {
    var token: Token
    var role: AmountRole?

    var amount: ReadAmount? { if case .amount(let amount) = token.kind { amount } else { nil } }
    var quantity: ReadQuantity? { if case .quantity(let quantity) = token.kind { quantity } else { nil } }
    var runTogether: RunTogether? { if case .runTogether(let run) = token.kind { run } else { nil } }
    var integer: ReadNumber? { if case .integer(let number) = token.kind { number } else { nil } }
}

/// A row with all that its own words say.
struct RowReading: Hashable {
    var top: Int
    var bottom: Int
    var height: Double
    var sums: [SumFact] = []
    var number: NumberFact?
    /// A long number without any label: the order's where no number of the picture has one.
    var bareNumber: NumberFact?
    var moment: MomentFact?
    var goodsCount: Int?
    /// Amounts behind 原价: of a product, or of all goods together.
    var originalAmounts: [ReadAmount] = []
    var pickupPoint: String?
    /// Prices, quantities and amounts that belong to goods.
    var values: [GoodsValue] = []
    /// Texts that may name or describe a product.
    var names: [Token] = []
    /// One state of an order; several side by side are the tabs of a list.
    var statusCount = 0
    var isStatus: Bool { statusCount == 1 }
    var isPerson = false
    var customer: CustomerFact?
    /// Boxes of names, phone numbers and addresses.
    var privateAreas: [Box] = []
    /// Numbers whose digits do not look alike.
    var editedTexts: [String] = []
    var isRecommendation = false
    var hasForeignAmount = false
    /// Labels whose value is to be looked for in the next row.
    var openLabels: [Token] = []
    /// Words by which rows of the same sort are known in other orders of the picture.
    var signature = ""

    var hasGoodsValues: Bool {
        values.contains {
            $0.quantity != nil || $0.runTogether != nil
                || $0.amount != nil && !$0.token.struck && $0.role != .originalPrice
        }
    }
}

/// Reads one row: finds labels, gives them their values, and leaves the rest to the goods.
struct RowReader {
    let labels: Labels

    func read(_ row: PrintedRow) -> RowReading {
        var result = RowReading(top: row.top, bottom: row.bottom, height: row.height)
        var tokens = withoutGluedQuantities(
            row.pieces.enumerated().flatMap { Scanner($1, index: $0).tokens() })
        takeNumber(&tokens, row: row, into: &result)
        tokens = withoutLooseDates(tokens)
        takeMoment(&tokens, into: &result)
        takeCustomer(&tokens, row: row, into: &result)
        takePickup(&tokens, into: &result)
        takeAmounts(&tokens, into: &result)
        if !result.sums.isEmpty, !result.values.contains(where: { $0.quantity != nil || $0.role != nil }) {
            result.values = []
        }
        for token in tokens {
            switch token.kind {
            case .goodsCount(let count): result.goodsCount = count
            case .foreignAmount: result.hasForeignAmount = true
            case .text: classify(token, into: &result)
            default: break
            }
        }
        result.editedTexts = row.pieces.filter(\.isEdited).map { Privacy.masked($0.text) }
        let words = row.pieces.map { String($0.glyphs.map(\.folded).filter(\.isLetter).prefix(4)) }
        result.signature = words.first ?? ""
        if result.number == nil { result.bareNumber = Self.bareNumber(in: row) }
        return result
    }

    /// Where another quantity stands in the row, `×3` behind a measure is part of the name.
    private func withoutGluedQuantities(_ tokens: [Token]) -> [Token] {
        let sure = tokens.contains {
            if case .quantity(let quantity) = $0.kind { !quantity.isGlued } else { false }
        }
        let glued = tokens.indices.filter {
            if case .quantity(let quantity) = tokens[$0].kind { quantity.isGlued } else { false }
        }
        guard sure || glued.count > 1 else { return tokens }
        let kept = sure ? nil : glued.last
        var result: [Token] = []
        for index in tokens.indices {
            var token = tokens[index]
            if glued.contains(index), index != kept { token.kind = .text }
            if case .text = token.kind, let last = result.last, case .text = last.kind,
                last.piece == token.piece,
                glued.contains(index) || glued.contains(index - 1)
            {
                result[result.count - 1].glyphs += token.glyphs
            } else {
                result.append(token)
            }
        }
        return result
    }

    /// A date without a time is the order's only where its label says so; else it is text, of a promise or a product.
    private func withoutLooseDates(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        for token in tokens {
            guard case .moment(let moment) = token.kind, moment.hour == nil else {
                result.append(token)
                continue
            }
            var token = token
            if let last = result.last, case .text = last.kind {
                if labels.isPlacedLabel(last.text) {
                    result.append(token)
                    continue
                }
                if last.piece == token.piece {
                    result[result.count - 1].glyphs += token.glyphs
                    continue
                }
            }
            token.kind = .text
            result.append(token)
        }
        return result
    }

    // MARK: Order number

    private func takeNumber(_ tokens: inout [Token], row: PrintedRow, into result: inout RowReading) {
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

    /// Letters and digits, at least six, most of them digits.
    static func number(in glyphs: ArraySlice<Glyph>) -> NumberFact? {
        let start = glyphs.firstIndex { !" :.#=".contains($0.folded) } ?? glyphs.endIndex
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

    /// A piece that is one long number and nothing else; never certain, for nothing says what it is.
    private static func bareNumber(in row: PrintedRow) -> NumberFact? {
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

    // MARK: Time

    private func takeMoment(_ tokens: inout [Token], into result: inout RowReading) {
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

    // MARK: Pick-up

    private func takePickup(_ tokens: inout [Token], into result: inout RowReading) {
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

    // MARK: Amounts

    private func takeAmounts(_ tokens: inout [Token], into result: inout RowReading) {
        let hasQuantity = tokens.contains { if case .quantity = $0.kind { true } else { false } }
        var consumed: Set<Int> = []
        for index in tokens.indices {
            switch tokens[index].kind {
            case .amount(let amount):
                let before = labelIndex(before: index, in: tokens, consumed: consumed)
                let role = before.flatMap {
                    labels.role(of: tokens[$0].text, isNegative: amount.isNegative && !hasQuantity)
                }
                consumed.insert(index)
                if before == nil, lowersFreight(tokens[index], amount, behind: index - 1, tokens, &result) {
                    continue
                }
                place(
                    tokens[index], amount, role: role, label: before.map { tokens[$0].text },
                    hasQuantity: hasQuantity, into: &result)
                if let before, role != nil, !tokens[index].struck, !(role == .discount && hasQuantity) {
                    consumed.insert(before)
                }
            case .quantity, .integer, .runTogether:
                result.values.append(GoodsValue(token: tokens[index], role: nil))
                consumed.insert(index)
            default: continue
            }
        }
        takeFreeFreight(tokens, consumed: &consumed, into: &result)
        tokens = tokens.indices.filter { !consumed.contains($0) }.map { tokens[$0] }
    }

    private func labelIndex(before index: Int, in tokens: [Token], consumed: Set<Int>) -> Int? {
        var position = index - 1
        while position >= 0 {
            switch tokens[position].kind {
            case .text:
                if consumed.contains(position) { return nil }
                // A lone sign between label and value is no label.
                if tokens[position].text.isEmpty {
                    position -= 1
                    continue
                }
                return position
            case .goodsCount: position -= 1
            // The label of a struck amount is also that of the amount in force behind it.
            case .amount where tokens[position].struck: position -= 1
            default: return nil
            }
        }
        return nil
    }

    /// 运费 ¥3.00 ¥0.00: the second amount is the one in force, also where the line through the first is not seen.
    private func lowersFreight(
        _ token: Token, _ amount: ReadAmount, behind index: Int, _ tokens: [Token],
        _ result: inout RowReading
    ) -> Bool {
        guard index >= 0, case .amount(let former) = tokens[index].kind, !token.struck,
            let last = result.sums.indices.last, result.sums[last].role == .freight,
            result.sums[last].amount == former, amount.fen < former.fen, !amount.isNegative
        else { return false }
        result.sums[last].amount = amount
        result.sums[last].struck = false
        return true
    }

    private func place(
        _ token: Token, _ amount: ReadAmount, role: AmountRole?, label: String?, hasQuantity: Bool,
        into result: inout RowReading
    ) {
        // 小计 beside a price of one or a quantity is the amount of that line.
        let hasLineValues = hasQuantity || result.values.contains { $0.role == .unitPrice }
        switch role {
        case .ignored: return
        case .originalPrice: result.originalAmounts.append(amount)
        case .subtotal where hasLineValues && (label?.count ?? 0) <= 2:
            result.values.append(GoodsValue(token: token, role: .lineAmount))
        case .unitPrice, .lineAmount:
            result.values.append(GoodsValue(token: token, role: role))
        case .discount where hasQuantity:
            result.values.append(GoodsValue(token: token, role: nil))
        case .some(let role):
            result.sums.append(
                SumFact(
                    role: role, label: label ?? "", amount: amount, struck: token.struck, size: token.size
                ))
        case nil:
            // A minus without any label takes nothing off: there is no saying what it is.
            if !amount.isNegative { result.values.append(GoodsValue(token: token, role: nil)) }
        }
    }

    /// 运费 免, 配送费：免费, 包邮 behind the label.
    private func takeFreeFreight(_ tokens: [Token], consumed: inout Set<Int>, into result: inout RowReading) {
        for index in tokens.indices where !consumed.contains(index) {
            guard case .text = tokens[index].kind else { continue }
            let word = Folding.key(tokens[index].text)
            let isFree = ["免", "免费", "免运费", "免配送费", "包邮", "0"].contains(word)
            let label: String? =
                isFree && index > 0
                ? tokens[index - 1].text
                : word.hasSuffix("免费") || word.hasSuffix(":免") ? String(word.prefix { $0 != ":" }) : nil
            guard let label, labels.role(of: label, isNegative: false) == .freight else { continue }
            let zero = ReadAmount(
                number: ReadNumber(value: 0, glyphs: tokens[index].glyphs), isNegative: false, isMarked: true)
            result.sums.append(
                SumFact(
                    role: .freight, label: label, amount: zero, struck: false, size: tokens[index].size))
            consumed.insert(index)
            if isFree { consumed.insert(index - 1) }
            return
        }
    }

    // MARK: Texts

    private func classify(_ token: Token, into result: inout RowReading) {
        let text = token.text
        if labels.isRecommendation(text) {
            result.isRecommendation = true
            return
        }
        if labels.isStatus(text) {
            result.statusCount += 1
            return
        }
        if labels.isPlacedLabel(text) || labels.role(of: text, isNegative: false) != nil {
            result.openLabels.append(token)
            return
        }
        if isPerson(token), result.values.isEmpty {
            result.isPerson = true
            let name = text.drop { $0.isASCIIDigit || ".、．) ".contains($0) }
            result.customer = result.customer ?? CustomerFact(name: String(name))
        }
        guard !labels.isNoise(text) else { return }
        result.names.append(token)
    }

    /// `78. 晓燕`, the head of an entry in a chain list; `1、` before goods has a price in its row.
    private func isPerson(_ token: Token) -> Bool {
        let folded = Array(token.folded.drop { $0 == " " })
        let digits = folded.prefix { $0.isASCIIDigit }
        guard (1...3).contains(digits.count), digits.count + 1 < folded.count else { return false }
        guard ".、．)".contains(folded[digits.count]) else { return false }
        return folded[digits.count + 1] == " " || folded[digits.count + 1].isLetter
    }
}
