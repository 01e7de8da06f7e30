/// Words that everybody uses, with the rank of their frequency: they keep fuzzy matches honest (国企 is not 过期) and
/// cut text into words.
struct CommonWords: Sendable {
    static let shared = CommonWords()

    /// Rank from 0, by length and frequency.
    private let ranks: [String: Int32]

    private init() {
        var ranks: [String: Int32] = [:]
        ranks.reserveCapacity(24_000)
        for (table, length) in [
            (CommonWordTable.two, 2), (CommonWordTable.three, 3), (CommonWordTable.four, 4),
        ] {
            let characters = Array(table)
            var rank: Int32 = 0
            var at = 0
            while at + length <= characters.count {
                ranks[String(characters[at..<at + length])] = rank
                rank += 1
                at += length
            }
        }
        // Newspapers, from which the table was counted, write little of what stands on shelves.
        for word in Self.shopWords where ranks[word] == nil { ranks[word] = 9_000 }
        self.ranks = ranks
    }

    func contains(_ word: String) -> Bool { ranks[word] != nil }
    func rank(of word: String) -> Int? { ranks[word].map(Int.init) }

    private static let shopWords = """
        微波炉 预制菜 矿泉水 无糖酸奶 酸奶 纯牛奶 牛奶 豆浆 豆腐 面包 吐司 三明治 饭团 便当 盒饭 咖喱饭 牛腩 番茄 酸菜鱼 红烧肉 鸡排饭 宫保鸡丁
        小酥肉 梅菜扣肉 饺子 汤圆 馄饨 包子 馒头 粽子 烤肠 关东煮 茶叶蛋 鸡蛋 方便面 泡面 火腿肠 火腿 香肠 腊肉 薯片 饼干 巧克力 口香糖 雪糕 冰棍
        冰淇淋 可乐 雪碧 果汁 电解质水 咖啡 美式 拿铁 奶茶 啤酒 白酒 大米 食用油 酱油 料酒 味精 辣酱 草莓 苹果 香蕉 橙子 橘子 葡萄 西瓜 桃子 猕猴桃
        车厘子 榴莲 青菜 土豆 排骨 猪肉 牛肉 羊肉 鸡翅 鱼丸 虾仁 纸巾 抽纸 卫生纸 纸尿裤 尿不湿 洗衣液 洗发水 沐浴露 洗洁精 牙膏 牙刷 漱口水 毛巾
        拖把 垃圾袋 保鲜膜 充电线 充电宝 数据线 电池 雨伞 打火机 口罩 袋子 塑料袋 购物袋 小票 收银台 自助 会员 积分 会员卡 优惠券 满减 打折 折扣
        团购 拼团 接龙 团长 自提 提货码 取货码 退货 换货 退款 配送 配送费 外卖 骑手 送货 上门 保质期 生产日期 过期 临期 新鲜 缺货 断货 补货 到货 货架
        多少 美团 拼多多 饿了么 不少 至少 冷柜 冰柜 加热 快递 驿站 扫码 支付宝 微信 小程序 群里
        衣架 挂钩 晾衣架 插座 赠品 自提柜 快递柜 储物柜 冷藏柜 展示柜
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
}
