/// Money in another currency: `$7.98`, `HK$7.98`, `USD 7.98`, `7.98 USD`, `7.98美元`. Only so much that it is not taken for
/// yuan.
enum ForeignMoney {
    private static let signs = "$€£₩฿₹"
    /// ISO 4217 of where goods are ordered from.
    private static let codes: [[Character]] = [
        "usd", "hkd", "eur", "gbp", "jpy", "krw", "twd", "sgd", "aud", "cad", "myr", "thb", "mop",
    ].map(Array.init)
    private static let words: [[Character]] = [
        "美元", "美金", "港元", "港币", "欧元", "英镑", "日元", "韩元", "台币", "新台币", "澳门元",
    ].map(
        Array.init)

    /// - Returns: where the amount ends; nil where none begins.
    static func end(_ glyphs: [Glyph], at start: Int) -> Int? {
        if signs.contains(glyphs[start].folded) { return number(glyphs, from: start + 1) }
        if start > 0, glyphs[start - 1].isLatin || glyphs[start - 1].isDigit { return nil }
        if let code = length(of: codes, glyphs, at: start) { return number(glyphs, from: start + code) }
        guard glyphs[start].isDigit, var end = number(glyphs, from: start) else { return nil }
        while end < glyphs.count, glyphs[end].isSpace { end += 1 }
        return length(of: codes + words, glyphs, at: end).map { end + $0 }
    }

    /// The end of a number that follows, perhaps behind a space or a sign.
    private static func number(_ glyphs: [Glyph], from start: Int) -> Int? {
        var end = start
        while end < glyphs.count, glyphs[end].isDigit || ".,- ".contains(glyphs[end].folded) { end += 1 }
        return glyphs[start..<end].contains(where: \.isDigit) ? end : nil
    }

    private static func length(of words: [[Character]], _ glyphs: [Glyph], at start: Int) -> Int? {
        words.first { word in
            glyphs.dropFirst(start).prefix(word.count).elementsEqual(word) { glyph, character in
                glyph.folded.lowercased() == String(character)
            } && !glyphs.dropFirst(start + word.count).prefix(1).contains { $0.isLatin && word[0].isASCII }
        }?.count
    }
}
