/// Tells questions from statements by their words: recognisers write no question marks.
enum Questions {
    private static let words: [[Unicode.Scalar]] =
        "吗 怎么 咋 哪 多少 几 什么 啥 谁 能不能 有没有 是不是 可不可以 要不要 会不会 行不行 好不好 请问 么 多久 为什么 能否 可否"
        .split(separator: " ").map { Array($0.unicodeScalars) }

    /// Whether the clauses that `span` touches ask something.
    static func isQuestion(_ utterance: Utterance, around span: Range<Int>) -> Bool {
        if utterance.hasQuestionMark { return true }
        var start = max(0, min(span.lowerBound, utterance.units.count))
        while start > 0, !utterance.units[start].opensClause { start -= 1 }
        var end = min(span.upperBound, utterance.units.count)
        while end < utterance.units.count, !utterance.units[end].opensClause { end += 1 }
        if endsInDoubt(utterance, start, end) || asksWhere(utterance, start, end) { return true }
        for at in start..<max(start, end) {
            if asks(utterance, at, end) { return true }
            if isAlternative(utterance, at, end) { return true }
        }
        return false
    }

    /// Whether something is asked anywhere in the segment.
    static func isAsked(_ utterance: Utterance) -> Bool {
        if utterance.hasQuestionMark { return true }
        return utterance.units.indices.contains { at in
            asks(utterance, at, utterance.units.count)
                || isAlternative(utterance, at, utterance.units.count)
        }
    }

    /// 能核销不, 到了没: a clause of some length that ends in a negator asks.
    private static func endsInDoubt(_ utterance: Utterance, _ start: Int, _ end: Int) -> Bool {
        guard end - start > 3, end > 0 else { return false }
        return doubts.contains(utterance.units[end - 1].scalar)
    }

    private static let doubts = Set("不没伐吧".unicodeScalars)

    /// A question word; 好几年 and 十几块 count without asking.
    private static func asks(_ utterance: Utterance, _ at: Int, _ end: Int) -> Bool {
        if utterance.units[at].scalar == "几", at > 0, vague.contains(utterance.units[at - 1].scalar) {
            return false
        }
        return words.contains { at + $0.count <= end && utterance.reads($0, at: at) }
    }

    private static let vague = Set("好十百前近".unicodeScalars)

    /// 我的积分呢: a name and 呢 ask for it. In 保质期一年呢 and 在卸货呢 it stresses what is told.
    private static func asksWhere(_ utterance: Utterance, _ start: Int, _ end: Int) -> Bool {
        guard (3...longestName + 1).contains(end - start), utterance.units[end - 1].scalar == "呢" else {
            return false
        }
        return !utterance.units[start..<end - 1].contains { telling.contains($0.scalar) }
            && utterance.units[end - 2].scalar != "的"
    }

    private static let longestName = 7
    private static let telling = Set("着在还才可挺很得正了不没多一两三四五六七八九十百千万".unicodeScalars)

    /// A不A and A没A.
    private static func isAlternative(_ utterance: Utterance, _ at: Int, _ end: Int) -> Bool {
        guard at + 2 < end else { return false }
        let units = utterance.units
        let middle = units[at + 1].scalar
        return (middle == "不" || middle == "没") && units[at].scalar == units[at + 2].scalar
    }
}
