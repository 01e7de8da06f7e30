/// Sums of money, plain numbers and lengths of time in what is said.
enum Amounts {
    /// What a lexicon writes in braces.
    enum Kind: String, CaseIterable, Sendable {
        case money = "钱"
        case number = "数"
        case duration = "时长"
    }

    private static let numerals = Set("0123456789零〇一二两三四五六七八九十百千万几半".unicodeScalars)
    private static let coins = Set("块元毛角".unicodeScalars)
    /// After one of these a number counts or measures something.
    private static let measures = Set("点分天个号楼年岁月日秒小时克斤瓶盒袋包箱件位次度几层栋期下些样直起会只张把条倍折".unicodeScalars)
    private static let spans: [[Unicode.Scalar]] =
        "分钟 小时 个小时 个半小时 个多小时 多个小时 多小时 个钟 个钟头 个半钟 个多钟头 钟头 天 多天 个月 个多月 个礼拜 个星期 礼拜 星期 年 多年"
        .split(separator: " ").map { Array($0.unicodeScalars) }
    private static let looseSpans: [[Unicode.Scalar]] =
        "半天 老半天 大半天 好久 好几天 好些天 很久 这么久 那么久 半个点 一上午 一下午 一晚上"
        .split(separator: " ").map { Array($0.unicodeScalars) }

    /// By place.
    static func places(in utterance: Utterance) -> [(kind: Kind, range: Range<Int>)] {
        var found: [(kind: Kind, range: Range<Int>)] = []
        let units = utterance.units
        var at = 0
        while at < units.count {
            guard numerals.contains(units[at].scalar) else {
                if let word = looseSpans.first(where: { utterance.reads($0, at: at) }) {
                    found.append((.duration, at..<at + word.count))
                }
                at += 1
                continue
            }
            var end = at + 1
            while end < units.count, numerals.contains(units[end].scalar) { end += 1 }
            let next = end < units.count ? units[end].scalar : nil
            // 十多块, 一百来块
            let skipped = next == "多" || next == "来" ? end + 1 : end
            if skipped < units.count, coins.contains(units[skipped].scalar) {
                var last = skipped + 1
                while last < units.count, numerals.contains(units[last].scalar) { last += 1 }
                found.append((.money, at..<last))
                end = last
            } else if let word = spans.first(where: { utterance.reads($0, at: end) }) {
                found.append((.duration, at..<end + word.count))
                end += word.count
            } else if looseSpans.contains(where: { utterance.reads($0, at: at) }) {
                found.append((.duration, at..<min(units.count, at + 2)))
            } else if end - at >= 2, next.map({ !measures.contains($0) }) ?? true {
                found.append((.number, at..<end))
            }
            at = end
        }
        return found
    }
}
