/// Words that are never a keyword, told by their kind: they say when, how many, which or hello, and not of what.
enum WordsWithoutSubject {
    static func contains(_ word: String) -> Bool {
        greetingsAndTimes.contains(word) || isAmount(word) || isPointer(word) || isAdverbWithVerb(word)
    }

    /// 二十八, 两遍, 第三次: a numeral, perhaps with a measure.
    private static func isAmount(_ word: String) -> Bool {
        var rest = word.drop { $0 == "第" }
        let figures = rest.prefix { numerals.contains($0) || $0.isNumber }
        guard !figures.isEmpty else { return false }
        rest = rest.dropFirst(figures.count)
        return rest.isEmpty || rest.count == 1 && rest.allSatisfy(measures.contains)
    }

    /// 这份, 那款, 每次: a demonstrative with a measure.
    private static func isPointer(_ word: String) -> Bool {
        guard word.count == 2, let first = word.first, let last = word.last else { return false }
        return demonstratives.contains(first) && measures.contains(last)
    }

    /// 就要, 还有, 都是: an adverb with a verb that means nothing alone.
    private static func isAdverbWithVerb(_ word: String) -> Bool {
        guard word.count == 2, let first = word.first, let last = word.last else { return false }
        return adverbs.contains(first) && emptyVerbs.contains(last)
    }

    private static let numerals = Set("〇零一二三四五六七八九十百千万亿两半几")
    private static let measures = Set("个份包瓶盒袋件条只杯块元毛分斤两克次遍趟点号年月日天周种样款家位些回首")
    private static let demonstratives = Set("这那哪每各某同另")
    private static let adverbs = Set("就都还也又只才再很太真更最正刚先便")
    private static let emptyVerbs = Set("是有要会能行可好想让给到去来在说看用")

    private static let greetingsAndTimes = Set(
        """
        早上 上午 中午 下午 晚上 早晨 清晨 傍晚 半夜 夜里 今早 明早 今晚 昨晚 明晚 前天 后天 大后天 当天 每天 天天 白天 平时 平常
        刚刚 马上 立刻 一会 一会儿 待会 待会儿 等会 等会儿 最近 近来 以前 以后 之前 之后 后来 当时 有时 有时候 经常 随时 暂时 一直
        上周 下周 本周 这周 周末 周一 周二 周三 周四 周五 周六 周日 星期 礼拜 上个月 下个月 月底 年底 今年 去年 明年
        早安 晚安 早上好 上午好 中午好 下午好 晚上好 大家好 再见 拜拜 多谢 感谢 麻烦 打扰 劳驾 辛苦 稍等 请稍等 欢迎 光临
        一共 总共 大概 左右 差不多
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
