/// The words that head the columns of a table.
struct ColumnWords: Sendable {
    /// Longest first, so that 商品名称 is not taken for 商品.
    private let words: [(characters: [Character], kind: TableColumns.Head.Kind)]

    /// Fewer heads side by side are labels with values below them.
    private static let fewestHeads = 3

    init(_ vocabulary: OrderVocabulary) {
        // Where two lists hold a word, the earlier one says what it heads.
        let lists: [([String], TableColumns.Head.Kind)] = [
            (["序号", "行号", "No", "#"], .index),
            (["商品", "品名", "名称", "商品名称", "货品", "货品名称", "商品信息", "项目", "菜品"], .name),
            (["规格", "单位", "备注", "编码", "条码", "操作", "买家", "顾客", "客户", "状态"], .other),
            (vocabulary.orderNumber + vocabulary.placedAt + vocabulary.person, .other),
            (vocabulary.originalPrice, .former), (vocabulary.unitPrice, .price),
            (vocabulary.lineAmount, .amount), (vocabulary.quantity, .quantity),
            (vocabulary.paid, .sum(.paid)), (vocabulary.freight, .sum(.freight)),
            (vocabulary.subtotal, .sum(.subtotal)), (vocabulary.total, .sum(.total)),
            (vocabulary.discount + vocabulary.discountTotal, .sum(.discount)),
        ]
        let pairs = lists.flatMap { words, kind in words.map { (Folding.key($0), kind) } }
        words = Dictionary(pairs) { first, _ in first }.map { (characters: Array($0.key), kind: $0.value) }
            .sorted {
                ($0.characters.count, String($1.characters)) > ($1.characters.count, String($0.characters))
            }
    }

    /// The heads in a row that holds nothing else, however the reader parted them; empty for any other row. 品名/数量
    /// heads one column.
    func heads(_ tokens: [Token]) -> [TableColumns.Head] {
        var heads: [TableColumns.Head] = []
        for token in tokens {
            guard case .text = token.kind, let found = parts(of: token.glyphs) else { return [] }
            heads += found
        }
        return heads.count >= Self.fewestHeads && heads.contains(where: \.hasNames) ? heads : []
    }

    private func parts(of glyphs: [Glyph]) -> [TableColumns.Head]? {
        var heads: [TableColumns.Head] = []
        var position = 0
        var isShared = false
        func text(_ range: Range<Int>) -> String { String(glyphs[range].map(\.original)) }
        while position < glyphs.count {
            let character = glyphs[position].folded
            if let (length, kind) = word(glyphs, at: position) {
                let end = glyphs[position + length - 1].x1
                if let last = heads.indices.last, kind == .sum(.discount), heads[last].kind == kind,
                    position > 0, heads[last].x1 == glyphs[position - 1].x1
                {
                    // 活动优惠
                    heads[last].x1 = end
                    heads[last].label += text(position..<(position + length))
                } else if isShared, let last = heads.indices.last {
                    heads[last].x1 = end
                    heads[last].hasNames = heads[last].hasNames || kind == .name
                    if heads[last].kind == .name { heads[last].kind = kind }
                } else {
                    heads.append(
                        TableColumns.Head(
                            kind: kind, hasNames: kind == .name,
                            label: text(position..<(position + length)),
                            x0: glyphs[position].x0, x1: end))
                }
                isShared = false
                position += length
            } else if character == "(" {
                // 金额(元)
                position = (glyphs[position...].firstIndex { $0.folded == ")" } ?? position) + 1
            } else if character.isLetter || character.isNumber {
                return nil
            } else {
                isShared = character == "/"
                position += 1
            }
        }
        return heads
    }

    private func word(_ glyphs: [Glyph], at start: Int) -> (Int, TableColumns.Head.Kind)? {
        words.first { word in
            glyphs.dropFirst(start).prefix(word.characters.count).elementsEqual(word.characters) {
                $0.folded.lowercased() == String($1)
            }
        }.map { ($0.characters.count, $0.kind) }
    }
}
