/// How a customer feels about what is only named: 会员, 团购 and 配送 say nothing by themselves. Who praises,
/// declines or tells that a matter is settled raises no concern; who asks or complains in the same breath does.
struct Valence: Sendable {
    private let utterance: Utterance
    private let praises: [Range<Int>]
    private let declines: [Range<Int>]
    private let settled: [Range<Int>]
    private let objections: [Range<Int>]

    init(_ utterance: Utterance) {
        self.utterance = utterance
        let praises = Self.praise.places(in: utterance)
        self.praises = praises
        declines = Self.decline.places(in: utterance)
        settled = Self.settlement.places(in: utterance)
        objections = Self.objection.places(in: utterance).filter { place in
            // 没问题 and 不麻烦 hold no objection.
            !praises.contains { $0.overlaps(place) }
        }
    }

    /// Within so many characters of a mention its sense is looked for.
    private static let reach = 14

    /// - Parameter speaksUp: what is mentioned complains or wishes by itself: only a settled matter undoes it.
    func sense(around span: Range<Int>, speaksUp: Bool) -> Negation.Sense {
        if praises.isEmpty && declines.isEmpty && settled.isEmpty { return .asserted }
        let from = span.lowerBound - Self.reach
        let to = span.upperBound + Self.reach
        // 便宜 as a wish is no praise of itself.
        func isBeside(_ place: Range<Int>) -> Bool {
            place.upperBound > from && place.lowerBound < to && !place.overlaps(span)
        }
        let isObjected = objections.contains(
            where: speaksUp ? isBeside : { isBeside($0) || $0.overlaps(span) })
        if isObjected || Questions.isQuestion(utterance, around: span) { return .asserted }
        if settled.contains(where: isBeside) { return .denied }
        if speaksUp { return .asserted }
        if declines.contains(where: isBeside) { return .denied }
        return praises.contains(where: isBeside) ? .praised : .asserted
    }

    /// Whether a phrase of a lexicon complains, asks or wishes by itself.
    static func speaksUp(_ phrase: String) -> Bool {
        let utterance = Utterance(phrase)
        return !objection.places(in: utterance).isEmpty || Questions.isAsked(utterance)
            || !wish.places(in: utterance).isEmpty
    }

    private static let praise = WordList(
        """
        好吃 好喝 好用 好使 不错 真好 挺好 蛮好 很好 太好了 真棒 很棒 真不赖 满意 点赞 点个赞 好评 喜欢 省事 省心 良心 公道 实惠 划算 准时 及时
        方便 真快 挺快 很快 蛮快 好快 够快 特别快 贼快 飞快 快得很 新鲜 放心 没问题 没毛病 辛苦了 谢谢团长 舒服 齐全 合适 贴心 周到 热情 靠谱
        还行 还可以 可以接受 能接受 值得 值了 挺值 便宜 厉害 感谢 多谢 省钱 赚到 不麻烦 不贵 不慢 没坏 挺足 充足
        """)
    private static let decline = WordList(
        """
        算了 不用了 不要了 不需要 用不着 不必 不想 不打算 没打算 不参加 不点 不办 不跟 不是来 没说要 不麻烦 不退 不换 不用 没事 没关系 不急 还早 还没到 自己拿 自己来 自己拎 我来拿就行 不着急 无所谓 随便问问 就问问 不在
        """)
    private static let settlement = WordList(
        "已经收到 已收到 收到了谢谢 拿到了 拿齐了 用掉了 换好了 退好了 已经退了 已经拿了 已经到了 已经解决 解决了 搞定了 处理好了 谢谢帮我 终于")
    private static let objection = WordList(
        """
        不方便 不新鲜 不划算 不便宜 不实惠 不好 不行 不对 不能 不了 不到 不着 不给 不让 不会 不满意 没法 没办法 没地方 没有 没到 没收到 没加 没给 没算 没来 没上 没摆 没进 没见 没找 没看 没货 没了
        怎么 咋 为什么 为啥 凭什么 贵 涨 坏 烂 臭 馊 霉 破 碎 漏 裂 断 错 少了 少给 慢 晚 缺 空 骗 坑 投诉 赔 退钱 退款 退货 退给 太麻烦 好麻烦 麻烦死
        费劲 费事 嫌 但是 可是 就是 不过 只是 却 取消 不见 丢 清零 过期 到期 卖完 卖光 断货 缺货 用不了 打不开 说法 白跑 半天 这么久
        """)
    private static let wish = WordList("帮我 帮忙 给我 我要 我想 能不能 可以 麻烦你 麻烦您 借 求 来拿 来取 查一下 查查 看看 看下 要退 要换 想退 想换 想要")
}

/// Words that are looked for as they are written.
struct WordList: Sendable {
    private let byFirst: [Unicode.Scalar: [[Unicode.Scalar]]]

    /// - Parameter words: between spaces or line ends.
    init(_ words: String) {
        var byFirst: [Unicode.Scalar: [[Unicode.Scalar]]] = [:]
        for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let scalars = Array(word.unicodeScalars)
            if let first = scalars.first { byFirst[first, default: []].append(scalars) }
        }
        self.byFirst = byFirst
    }

    func places(in utterance: Utterance) -> [Range<Int>] {
        utterance.units.indices.flatMap { at in
            (byFirst[utterance.units[at].scalar] ?? []).filter { utterance.reads($0, at: at) }
                .map { at..<at + $0.count }
        }
    }
}
