/// How a customer feels about what is only named: 会员, 团购 and 配送 say nothing by themselves. Who praises,
/// declines or tells that a matter is settled raises no concern; who asks or complains in the same breath does.
struct Valence: Sendable {
    private let utterance: Utterance
    private let praises: [Range<Int>]
    private let declines: [Range<Int>]
    private let settled: [Range<Int>]
    private let objections: [Range<Int>]
    private let concerns: [Range<Int>]

    init(_ utterance: Utterance) {
        self.utterance = utterance
        let praiseWords = Self.praise.places(in: utterance)
        let praises = praiseWords.filter { !Self.follows($0, "不没", utterance) }
        self.praises = praises
        let declineWords = Self.decline.places(in: utterance).filter { !Self.follows($0, "划合花", utterance) }
        declines = declineWords.filter { !Self.isAsked($0, utterance) }
        settled = Self.settlement.places(in: utterance)
        objections = Self.objection.places(in: utterance).filter { place in
            // 没问题 and 不麻烦 hold no objection.
            !praises.contains { $0.overlaps(place) }
        }
        concerns =
            objections + praiseWords.filter { Self.follows($0, "不没", utterance) }
            + declineWords.filter { Self.isAsked($0, utterance) }
            + (Self.wish.places(in: utterance) + Self.stress.places(in: utterance)).filter { place in
                !praises.contains { $0.overlaps(place) }
            }
    }

    /// Within so many characters of a mention its sense is looked for.
    private static let reach = 14

    /// - Parameters:
    ///   - parts: the words within `span` that are mentioned.
    ///   - speaksUp: what is mentioned complains or wishes by itself: only a settled matter undoes it.
    func sense(around span: Range<Int>, parts: [Range<Int>], speaksUp: Bool) -> Negation.Sense {
        let from = span.lowerBound - Self.reach
        let to = span.upperBound + Self.reach
        // 便宜 as a wish is no praise of itself.
        func isNear(_ place: Range<Int>) -> Bool { place.upperBound > from && place.lowerBound < to }
        func isBeside(_ place: Range<Int>) -> Bool {
            isNear(place) && !parts.contains { place.overlaps($0) }
        }
        let isObjected = objections.contains(
            where: speaksUp ? isBeside : { isBeside($0) || $0.overlaps(span) })
        if isObjected || Questions.isQuestion(utterance, around: span) { return .asserted }
        if settled.contains(where: isNear) { return .denied }
        if speaksUp { return .asserted }
        if declines.contains(where: isBeside) { return .denied }
        if praises.contains(where: isBeside) { return .praised }
        let isBareName = parts.count == 1 && parts[0].count <= Self.longestBareName
        return !isBareName || isRaised(span) ? .asserted : .denied
    }

    /// A topic that is only named (今天会员日人多, 骑手进来歇会儿) is no concern: somebody must ask, wish or complain
    /// near it. Who says hardly more than the name (团购的鸡蛋) asks for it.
    private func isRaised(_ span: Range<Int>) -> Bool {
        if utterance.units.count - span.count <= Self.nameOnly { return true }
        let from = span.lowerBound - Self.reach
        let to = span.upperBound + Self.reach
        return concerns.contains { $0.upperBound > from && $0.lowerBound < to }
            || Questions.isQuestion(utterance, around: span)
    }

    /// A longer phrase, or several words that stand together, say more than a name.
    private static let longestBareName = 3
    /// Characters beside a name that say nothing of it.
    private static let nameOnly = 3

    /// Whether a phrase of a lexicon complains, asks or wishes by itself.
    static func speaksUp(_ phrase: String) -> Bool {
        let utterance = Utterance(phrase)
        return !objection.places(in: utterance).isEmpty || Questions.isAsked(utterance)
            || !wish.places(in: utterance).isEmpty
    }

    /// 不放心 is no praise, and 不划算了 declines nothing.
    private static func follows(_ place: Range<Int>, _ characters: String, _ utterance: Utterance) -> Bool {
        place.lowerBound > 0 && !utterance.units[place.lowerBound].opensClause
            && characters.unicodeScalars.contains(utterance.units[place.lowerBound - 1].scalar)
    }

    /// 报手机号就行吗 asks.
    private static func isAsked(_ place: Range<Int>, _ utterance: Utterance) -> Bool {
        let end = place.upperBound
        return end < utterance.units.count && !utterance.units[end].opensClause
            && "吗么不".unicodeScalars.contains(utterance.units[end].scalar)
    }

    private static let praise = WordList(
        """
        爽快 服务好 态度好 利索 麻利 实在 好吃 好喝 好用 好使 不错 就爱 爱吃 爱喝 真好 挺好 蛮好 很好 太好了 真棒 很棒 真不赖 满意 点赞 点个赞 好评 喜欢 省事 省心 良心 公道 实惠 划算 准时 及时 顺利 挺甜 真甜 很甜 挺齐 很齐 真香 挺香 很香 刚出炉 下次还买 下回还买 还会买 回购
        方便 可快 可甜 可新 可香 真快 挺快 很快 蛮快 好快 够快 特别快 贼快 飞快 快得很 新鲜 放心 没问题 没毛病 辛苦了 谢谢团长 舒服 齐全 合适 贴心 周到 热情 靠谱
        还行 还可以 可以接受 能接受 值得 值了 挺值 便宜 厉害 感谢 多谢 省钱 赚到 不麻烦 不贵 不慢 没坏 挺足 充足
        """)
    private static let decline = WordList(
        """
        算了 不用了 我不要 也不要 不要了 不玩 不爱 不太用 就行 就好 自己热 不需要 用不着 不必 不想 不打算 没打算 不参加 不点 不办 不跟 不是来 没说要 不麻烦 不退 不换 不用 没事 没关系 不急 还早 还没到 自己拿 自己来 自己拎 我来拿就行 不着急 无所谓 随便问问 就问问 不在
        """)
    private static let settlement = WordList(
        "拿回家啦 拿回家了 拿回去了 已经收到 已收到 收到了谢谢 拿到了 拿齐了 用掉了 换好了 退好了 已经退了 已经拿了 已经到了 已经解决 解决了 搞定了 处理好了 处理了 搞好了 搞定 弄好了 挑出去 拿完了 已经拿 已经退 已经加 已经给 已经处理 谢谢帮我 终于 帮您 给您 为您 积上了 积好了 热好了小心"
    )
    private static let objection = WordList(
        """
        不方便 不新鲜 不划算 不便宜 不实惠 不好 不行 不对 不能 不了 不到 不着 不给 不让 不会 不满意 不动 不来 不懂 不剩 不太 没写 没印 没标 没法 没办法 没地方 没有 没到 没收到 没加 没给 没算 没来 没上 没摆 没进 没见 没找 没看 没货 没了
        怎么 咋 为什么 为啥 凭什么 贵 涨 坏 烂 臭 馊 霉 破 碎 漏 裂 断 错 少了 少给 慢 晚 缺 空 虫 骗 坑 少送 漏送 超日子 超过日子 酸了 到期了 过期了 扔 搁楼下 搁门口 就走了 也不打 当是金 当金子 一股味 投诉 赔 洒 撒了 化了 长毛 发黄 发黑 拉肚子 到日子 毛病 太麻烦 好麻烦 麻烦死
        费劲 费事 嫌 但是 可是 不过 只是 却 取消 不见 丢 清零 过期 卖完 卖光 断货 缺货 离谱 吃不消 还摆 还在卖 宰人 坑人 就是黑 差太多 差太远 不一样 不符 被别人 超时 敢卖 太狠 过分 用不了 打不开 说法 白跑 半天 这么久
        """)
    private static let wish = WordList(
        """
        帮我 帮忙 给我 我要 我想 能不能 可以 麻烦你 麻烦您 借 求 来拿 来取 查一下 查查 看看 看下 要退 要换 把钱 钱退 退我 退给我 还我 想退 想换 想要 要求 让我 叫我 喊我 通知我
        """)
    /// Words that show that something matters to the speaker, without saying what is wrong.
    private static let stress = WordList(
        """
        不能 不到 不了 老是 总是 居然 竟然 结果 才 还是 还得 还要 我来 来取 我拿 过来 来领 我的 我那 我们 帮 查 想 要 一下 退钱 退给 比 都
        凉 冰 冷 硬 冻 我就拿 我就买 我就要 自己 排队 排长队 便宜 抹 抢 肉疼 心疼 黑 高 涨 值 多收 呗 嘛 伐 加钱 能 得 拿走 放店里 工资 退回 隔壁 对面 不起 两遍 两次 重复
        """)
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
