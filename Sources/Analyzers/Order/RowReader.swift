import Evidence

/// Reads one row: finds labels, gives them their values, and leaves the rest to the goods.
struct RowReader {
    let labels: Labels

    func read(_ row: PrintedRow) -> RowReading {
        var result = RowReading(top: row.top, bottom: row.bottom, height: row.height)
        var tokens = withoutGluedQuantities(
            row.pieces.enumerated().flatMap { Scanner($1, index: $0).tokens() })
        tokens = withLabelledPieces(withAddedPieces(withoutBadges(tokens)))
        result.heads = labels.columns.heads(tokens)
        takeNumber(&tokens, row: row, into: &result)
        tokens = withoutLooseDates(tokens)
        takeMoment(&tokens, into: &result)
        takeCustomer(&tokens, row: row, into: &result)
        takePickup(&tokens, into: &result)
        takeAmounts(&tokens, into: &result)
        for token in tokens {
            switch token.kind {
            case .goodsCount(let count):
                result.goodsCount = count
                result.goodsCountToken = token
            case .foreignAmount: result.hasForeignAmount = true
            case .text: classify(token, in: row, into: &result)
            default: break
            }
        }
        result.editedTexts = row.pieces.filter(\.isEdited).map { Privacy.masked($0.text) }
        let words = row.pieces.map { String($0.glyphs.map(\.folded).filter(\.isLetter).prefix(4)) }
        result.signature = words.first ?? ""
        if result.number == nil { result.bareNumber = bareNumber(in: row) }
        return result
    }

    private func withoutBadges(_ tokens: [Token]) -> [Token] {
        tokens.map { token in
            guard case .text = token.kind else { return token }
            var token = token
            token.glyphs.removeFirst(labels.badgeLength(token.glyphs))
            if labels.hasReductionBadge(token.glyphs) { token.glyphs.removeFirst() }
            return token
        }
    }

    /// `+2` behind a price says how many pieces were taken; alone it may be anything.
    private func withAddedPieces(_ tokens: [Token]) -> [Token] {
        guard
            let price = tokens.firstIndex(where: {
                if case .amount(let amount) = $0.kind { amount.isMarked } else { false }
            })
        else { return tokens }
        return tokens.enumerated().map { index, token in
            guard index > price, case .text = token.kind, token.glyphs.first?.folded == "+",
                let number = AmountGrammar.wholeNumber(Array(token.glyphs.dropFirst())),
                (1...999).contains(number.value)
            else { return token }
            var token = token
            token.kind = .quantity(ReadQuantity(number: number, isGlued: false))
            return token
        }
    }

    /// `Qty 2`, `购买份数 2`: a word of the vocabulary and a number of pieces, and nothing else.
    private func withLabelledPieces(_ tokens: [Token]) -> [Token] {
        tokens.map { token in
            guard case .text = token.kind, let first = token.glyphs.firstIndex(where: \.isDigit),
                labels.isQuantityLabel(String(token.glyphs[..<first].map(\.original))),
                let number = AmountGrammar.wholeNumber(Array(token.glyphs[first...])),
                (1...999).contains(number.value)
            else { return token }
            var token = token
            token.kind = .quantity(ReadQuantity(number: number, isGlued: false))
            return token
        }
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

    private func classify(_ token: Token, in row: PrintedRow, into result: inout RowReading) {
        let text = token.text
        if labels.isRecommendation(text) {
            result.isRecommendation = true
            return
        }
        if labels.isStatus(text) {
            result.statusCount += 1
            if labels.saysPaid(text) { result.paidState = text }
            return
        }
        let isOpenQuantity =
            labels.isQuantityLabel(text)
            && result.values.allSatisfy { $0.quantity == nil && $0.integer == nil }
        if labels.isPlacedLabel(text) || isOpenQuantity || labels.role(of: text, isNegative: false) != nil {
            result.openLabels.append(token)
            return
        }
        if isPerson(token), result.values.isEmpty {
            result.isPerson = true
            let name = text.drop { $0.isASCIIDigit || ".、．) ".contains($0) }
            result.customer = result.customer ?? CustomerFact(name: String(name))
            result.privateAreas.append(row.pieces[token.piece].box)
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
