/// What words on a price tag say about the number beside them.
enum TagWords {
    private static let labels: [(role: TagNumber.Role, words: [String])] = [
        (.other, ["立减", "省", "满", "减", "券", "折", "库存", "规格", "编码", "货号", "条码", "产地", "日期", "电话", "积分", "第"]),
        (.unit, ["单价", "单位价", "每", "折合", "/100", "/500", "/kg", "/斤"]),
        (.member, ["会员", "vip", "plus", "付费"]),
        (.former, ["原价", "市场价", "划线价", "吊牌价", "建议零售"]),
        (.promotional, ["特价", "促销", "现价", "惊爆", "活动价", "抢购", "秒杀", "优惠价", "折后", "特惠", "换购"]),
        (.selling, ["零售价", "售价", "价格", "正价", "销售价"]),
    ]

    private static let measures = [
        "g", "kg", "ml", "l", "克", "千克", "公斤", "斤", "毫升", "升", "cm", "mm", "m", "米", "片", "包", "支", "盒", "瓶",
        "袋",
        "罐", "听", "粒", "条", "只", "个", "枚", "卷", "抽", "层", "%", "折", "x", "×", "*", "°", "年", "月", "日", "+",
        "-", ":",
        "号", "件", "送",
    ]
    private static let quantities = [
        "g", "kg", "ml", "l", "克", "千克", "公斤", "斤", "毫升", "升", "1", "2", "5", "两", "米", "m", "百",
    ]

    /// What the characters at a number say.
    static func role(before: Character?, after: String) -> TagNumber.Role {
        var rest = Substring(after)
        if rest.hasPrefix("元") {
            rest = rest.dropFirst()
        } else if !rest.hasPrefix("/"), measures.contains(where: rest.hasPrefix) {
            return .other
        }
        if rest.hasPrefix("/") || rest.hasPrefix("每") {
            let measure = rest.dropFirst()
            return quantities.contains(where: measure.hasPrefix) ? .unit : .plain
        }
        switch before {
        case "-", "x", "X", "×", "*", "/", "+", ":": return .other
        case let character? where character.isASCII && character.isLetter && character != "Y": return .other
        default: return .plain
        }
    }

    /// The nearest label to the left in the same line.
    static func role(inLineBefore text: String) -> TagNumber.Role {
        let text = text.lowercased()
        var nearest: (role: TagNumber.Role, end: Int)?
        for (role, words) in labels {
            for word in words {
                guard let end = lastEnd(of: word, in: text) else { continue }
                if end > nearest?.end ?? -1 { nearest = (role, end) }
            }
        }
        return nearest?.role ?? .plain
    }

    /// The weightiest label among lines nearby.
    static func role(labels lines: [String]) -> TagNumber.Role {
        for (role, words) in labels where role != .other {
            if lines.contains(where: { line in
                words.contains { lastEnd(of: $0, in: line.lowercased()) != nil }
            }) {
                return role
            }
        }
        return .plain
    }

    static func hasLabel(_ text: String) -> Bool { role(inLineBefore: text) != .plain }

    private static func lastEnd(of word: String, in text: String) -> Int? {
        let (word, text) = (Array(word), Array(text))
        guard word.count <= text.count else { return nil }
        for start in stride(from: text.count - word.count, through: 0, by: -1)
        where text[start..<(start + word.count)].elementsEqual(word) {
            return start + word.count
        }
        return nil
    }
}
