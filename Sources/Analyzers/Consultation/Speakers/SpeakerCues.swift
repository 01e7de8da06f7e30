/// Wordings that one side of the counter uses.
enum SpeakerCues {
    private enum Place: Sendable {
        case anywhere
        case start
        case end
        case whole
    }

    private struct Cue: Sendable {
        var scalars: [Unicode.Scalar]
        var place: Place
        /// Log odds for staff.
        var weight: Double
    }

    /// Fillers before the first word that says something.
    private static let fillers = Set("嗯呃啊哦哎诶唉噢喔欸那哟".unicodeScalars)
    /// However many cues agree, some doubt stays.
    private static let most = 6.0

    /// Log odds that a member of staff says this; negative for a customer.
    static func evidence(_ utterance: Utterance) -> Double {
        var sum = 0.0
        let units = utterance.units
        var first = 0
        while first < units.count, fillers.contains(units[first].scalar) { first += 1 }
        if first == units.count { first = 0 }
        for cue in cues where holds(utterance, cue, from: first) { sum += cue.weight }
        if tellsPrice(utterance) { sum += 1.4 }
        return max(-most, min(most, sum))
    }

    private static func holds(_ utterance: Utterance, _ cue: Cue, from first: Int) -> Bool {
        let count = utterance.units.count
        switch cue.place {
        case .start: return utterance.reads(cue.scalars, at: first) || utterance.reads(cue.scalars, at: 0)
        case .end: return utterance.reads(cue.scalars, at: count - cue.scalars.count)
        case .whole:
            return count - first == cue.scalars.count && utterance.reads(cue.scalars, at: first)
                || count == cue.scalars.count && utterance.reads(cue.scalars, at: 0)
        case .anywhere:
            guard cue.scalars.count <= count else { return false }
            return (0...count - cue.scalars.count).contains { utterance.reads(cue.scalars, at: $0) }
        }
    }

    private static let numerals = Set("0123456789零一二三四五六七八九十两百".unicodeScalars)
    private static let moneyUnits = Set("块元毛折".unicodeScalars)
    private static let objections: [[Unicode.Scalar]] =
        "吗 怎么 贵 便宜 你们 才 少 行不行 能不能 隔壁 上次 上回 比 还要 呢 我给 一百的 凭什么 为什么 多少"
        .split(separator: " ").map { Array($0.unicodeScalars) }

    /// A sum is told, not asked or objected to.
    private static func tellsPrice(_ utterance: Utterance) -> Bool {
        let units = utterance.units
        let hasSum = zip(units, units.dropFirst()).contains {
            numerals.contains($0.scalar) && moneyUnits.contains($1.scalar)
        }
        guard hasSum else { return false }
        return !units.indices.contains { at in objections.contains { utterance.reads($0, at: at) } }
    }

    /// Whether a segment takes up five sounds in a row of the one before: staff repeat what they were asked.
    static func echoes(_ utterance: Utterance, _ before: Utterance) -> Bool {
        let length = 5
        guard utterance.units.count >= length, before.units.count >= length else { return false }
        let said = before.units.prefix(400).map(\.sound.first)
        let now = utterance.units.prefix(400).map(\.sound.first)
        for start in 0...now.count - length {
            let run = now[start..<start + length]
            for at in 0...said.count - length where said[at..<at + length] == run { return true }
        }
        return false
    }

    private static let cues: [Cue] = {
        var cues: [Cue] = []
        func add(_ place: Place, _ weight: Double, _ words: String) {
            for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                cues.append(Cue(scalars: Array(word.unicodeScalars), place: place, weight: weight))
            }
        }
        staff(add)
        customer(add)
        return cues
    }()

    private static func staff(_ add: (Place, Double, String) -> Void) {
        add(
            .anywhere, 3,
            """
            欢迎光临 慢走 一共 总共 收您 找您 找你 扫这 会员有吗 有会员吗 会员手机号 手机号报 报一下手机 报下手机 报手机号 需要点什么 需要什么
            要点啥 要点什么 看点什么 买点什么 塑料袋要吗 袋子要吗 要袋子吗 要不要袋 帮您 给您 为您 跟您 跟你说一声 跟你说下 跟你讲一声 您稍等 您看一下 请您 需要帮 要帮你 要给你
            要帮您 要不要帮 要不要给 我帮你 我给你 我给您 我帮您 我查一下 我查下 帮你查 我看一下库存 店里暂时 我们店里 我们这边 我们家的
            欢迎下次 下次再来 你是说 您是说 你的意思 您的意思 签个字 小票给 票拿好 拿好 小心烫 您加个微信 各位邻居 各位亲 抓紧接龙 抓紧下单 您要不要 您自己找 您自己拿 您稍等 您稍候
            """)
        add(
            .anywhere, 1.6,
            """
            您 给你 帮你 跟你说 教你 免费给 店长 总部 系统 登记一下 反映 稍等 等一下哈 查一下 仓库 您的 您要 您有 您是 现金还是 微信还是
            尾号多少 叫什么名字 什么名字 哪个号 要几 几位 第二件 第二排 第三排 第一排 最里面 左手边 右手边 右边 左边 往里走 在那边 就在 那边有
            这边有 里边有 冷柜里 冰柜里 货架上有 明天到 后天到 下午到 晚上到 明天补 上午补 下午补 卖断了 刚卖完 卖得快 走得快 公里内 公里以内 满三十 满五十
            满减 活动价 半价 打八折 打五折 打九折 免配送 可以退换 可以退 凭小票 小票带 原路 工作日 会员价 扫码看 扫一下 点一下 打开小程序 放心
            建议 推荐 这款 保证 当面 统一 规定 按照 要不要看 要不要再 还要别的 还要啥 别的还要 需要加热 要热 热好了 转三分钟 转四分钟 转两分钟
            两分钟就 三分钟就 就可以了 就行 就好了 就可以 的话
            """)
        add(.anywhere, 0.8, "我们 暂时 一般 目前 已经 都有 都可以 大爷 大妈 奶奶 叔叔 阿姨 帅哥 靓女 王姐 亲")
        add(.start, 1.2, "不好意思 可以的 可以啊 可以呀 能的 有的 有啊 好嘞 收到 对的 在的 是的 行 能 可以 没问题 放心 您 请 来 一共 还有 要 在 有")
        add(.end, 0.8, "哈 的呢 哦 是吧 是不是 对吧 好吧 要吗 别的吗")
        add(.start, 2.5, "您好 帅哥 阿姨 大爷 叔叔 奶奶 您看 您是 您要")
        add(.whole, 1.5, "好嘞 收到 慢走 您好 您好欢迎光临 没问题 好的稍等 稍等 不客气 不用谢 不谢")
    }

    private static func customer(_ add: (Place, Double, String) -> Void) {
        add(
            .anywhere, -3,
            """
            你们这 你们店 你们家 你们有 你们的 你们能 你们还 你们怎么 你们就 你们要 我想买 我想问 我问一下 问一下 问下 打扰 我要买 我来拿 我来取
            我买的 我昨天 我上次 我上回 我早上 我刚才买 我家里 我家住 我家 我妈 我爸 我婆婆 我老公 我老婆 我爱人 我儿子 我女儿 我室友 我同事
            我们公司 我们办公室 我们宿舍 我们单位 我们楼下 我租 我住 我拿 我自己 我先 我再 我等 我下午来 我明天来 我赶 我急 我吃 我喝 我不要
            太贵 这么贵 好贵 便宜点 便宜一点 少算 凭什么 白跑 来一包 来一瓶 来一份 来一个 来两 来俩 来包 来串 给我来 给我拿 给我换 给我退
            给我看 给我热 帮我 替我 我的积分 我的会员 我那个 我那 俺 我订 我下单 我下的单 我点的
            """)
        add(
            .anywhere, -1.4,
            """
            你们 请问 老板 师傅 服务员 小伙子 姑娘 闺女 老妹 小哥 多少钱 怎么卖 怎么还 怎么又 怎么没 怎么就 怎么都 怎么办 咋办 咋整 咋又 为什么
            为啥 能不能 可不可以 行不行 有没有 能便宜 还有吗 什么时候 啥时候 几点能 在哪里 在哪儿 哪里有 哪有 给我 给不给 昨天买 上次 上回 上个月
            上礼拜 回去 回家 不会弄 不会用 家里 孩子 小孩 谢谢 算了 不用了 不买了 不要了 看看 再说吧 那行 那好 那我 我要 我想 我就 我也 我都
            人家 隔壁 网上 超市 麻烦你 麻烦您 太麻烦 不方便 支付宝 我扫 我付 微信付 怎么 咋 哪 吃不完 坏了 烂了 小票没 扔掉了
            """)
        add(.anywhere, -0.5, "我 吗 啊 呀 这个 那个 有点 好麻烦 知道了 明白了 看到了")
        add(.start, -1.2, "哦 那 你好 老板 美女 哥 姐 那我 好吧 行吧 哎 那个 喂 算了 不用 不要 不了 没有")
        add(.end, -1, "谢谢 谢谢啊 谢谢你 了吗 吗 呢 没 不 啊 嘛")
        add(.whole, -1.5, "嗯 啊 哦 哦好 好 好的 行 扫码 支付宝 微信 好了 对 对对 是 谢谢 谢谢啊 好谢谢 没了 嗯谢谢")
    }
}
