/// Word groups that several topics share, for `{name}` in pairs.
enum WordGroups {
    /// Things that are bought, paid, returned, delivered and expire elsewhere: near one of these a topic's words mean
    /// something else.
    static let otherMatters = ShippedLexicon.list(
        """
        空调 音乐 广播 喇叭 收银机 打印机 复印机 监控 摄像头 自动门 玻璃门 厕所 卫生间 洗手间 电视 网络 WiFi 网速 车位 招牌 灯光 扫码枪 信号
        护照 签证 合同 驾照 驾驶证 行驶证 执照 健康证 居住证 暂住证 社保 年检 年票 保单 保修 租约 房租 房价 学区房 彩礼 学费 医药费 停车费 话费 流量
        油价 金价 油卡 加油 基金 股票 股市 彩票 火车票 机票 飞机 电影 演唱会 旅行 景点 导游 健身 游泳 瑜伽 美容 美甲 理发 美发
        驾校 培训班 补习 考试 比赛 球赛 部队 当兵 军训 火锅店 那家火锅 烤肉店 闲鱼 视频会员 爱奇艺 腾讯 优酷 网盘 游戏
        """)

    static let all: [String: [String]] = [
        "怎么": ShippedLexicon.list("怎么 咋 如何 怎样 哪能 咋个 点样 怎 啥办法 什么办法 有办法"),
        "哪里": ShippedLexicon.list("哪里 哪儿 在哪 搁哪 上哪 去哪 哪 啥地方 什么地方 有地方 有地儿 有没有地方"),
        "多久": ShippedLexicon.list("多久 多长时间 几分钟 几个小时 几天 多少时间 要等 {时长} 好久 几点 什么时候 啥时候"),
        "何时": ShippedLexicon.list("什么时候 啥时候 几时 啥辰光 哪天 周几 礼拜几 星期几 几号 下周 明天 多久 几点 何时 啥前儿 多咱 啥子时候"),
        "不能": ShippedLexicon.list(
            "不能 不了 没法 没办法 没地方 没地儿 没条件 不会 不让 不给 不好 不方便 不支持 用不了 弄不来 弄不好 搞不来 搞不懂 搞不定 看不懂 不懂 不晓得 不知道 不明白"),
        "麻烦": ShippedLexicon.list("麻烦 费劲 费事 折腾 嫌 累 懒得 没工夫 没时间 没空 赶时间 复杂 步骤 不方便 头疼 烦"),
        "求": ShippedLexicon.list(
            "帮我 帮忙 帮 给我 能不能 可不可以 可以 能 行不行 求 麻烦你 麻烦您 劳驾 借 替我 好不好 行吗 要不要 需不需要 用不用 给 有没有 有吗"),
        "别处": ShippedLexicon.list(
            "隔壁 别家 别的店 别人家 人家 网上 超市 菜市场 菜场 早市 拼多多 淘宝 京东 美团 外面 对面 楼下 那家 盒马 那边 面包房 水果店 菜店 批发 山姆 大润发 别处 其他店 其它店 网购 平台"
        ),
        "从前": ShippedLexicon.list(
            "上次 上回 上周 上个月 上个礼拜 上星期 上个星期 昨天 昨儿 前天 前两天 前几天 以前 原来 之前 去年 旧年 早先 早上 那阵子 平时 平常 往年 前阵子 刚才 刚刚"),
        "坏": ShippedLexicon.list(
            "坏了 坏的 坏掉 坏 烂了 烂的 烂掉 烂 臭了 臭的 臭味 臭 馊 霉了 发霉 长毛 长霉 变质 破了 破的 破 裂了 碎了 碎的 碎 漏了 漏水 漏气 断了 折了 散架 不亮 不转 不响 没反应 不能用 用不了 开不了 打不开 不通电 不好使 失灵 掉色 开线 开胶 起球 变味 有味 异味 怪味 有虫 虫子 头发 异物 苍蝇 瘪了 压扁 变形 生锈 鼓包 胀包 胀气 不制冷 充不进 有问题 质量问题 质量太差 假的 假货 次品 瑕疵 生的 不熟 拉肚子"
        ),
        "买": ShippedLexicon.list("买的 买回 买了 刚买 拿的 拿回 刚拿 带回 打开 拆开 回家 到家 才用 用了 吃了 喝了 穿了 切开 一开 一打开 里面 里头 底下 发现"),
    ]
}
