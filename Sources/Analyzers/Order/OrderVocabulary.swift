/// The words by which fields of an order are known, as data: an app that nobody has seen before needs at most a new
/// word here. Words are compared folded (half-width, no spaces, lower case).
public struct OrderVocabulary: Hashable, Codable, Sendable {
    /// Before an order number.
    public var orderNumber: [String]
    /// Before numbers that are not the order's.
    public var otherNumber: [String]
    /// Before the time of the order, best first.
    public var placedAt: [String]
    /// Before times that are not the order's.
    public var otherTime: [String]
    /// Sum of the goods.
    public var subtotal: [String]
    /// Sum of the goods, or what is to be paid: the other amounts tell.
    public var total: [String]
    public var freight: [String]
    /// Charges that are neither goods nor freight (打包费).
    public var fee: [String]
    public var paid: [String]
    /// Parts of a word for a reduction.
    public var discount: [String]
    /// The sum of all reductions.
    public var discountTotal: [String]
    /// Parts of a discount's label that say 满减.
    public var fullReduction: [String]
    /// Parts of a discount's label that say coupon.
    public var coupon: [String]
    /// Before a price that is no longer asked.
    public var originalPrice: [String]
    /// Before the price of one piece.
    public var unitPrice: [String]
    /// Before the amount of a line.
    public var lineAmount: [String]
    public var quantity: [String]
    /// Amounts that say nothing about the order (余额, 已退款).
    public var ignoredAmount: [String]
    public var pickupPoint: [String]
    public var pickupReady: [String]
    public var pickedUp: [String]
    /// States of an order, alone in their box.
    public var status: [String]
    /// Headings under which goods follow that do not belong to the order.
    public var recommendation: [String]
    /// Beginnings of lines that describe a product but do not name it.
    public var specification: [String]
    /// Texts that are never a product.
    public var noise: [String]

    public init(
        orderNumber: [String], otherNumber: [String], placedAt: [String], otherTime: [String],
        subtotal: [String], total: [String], freight: [String], fee: [String], paid: [String],
        discount: [String], discountTotal: [String], fullReduction: [String], coupon: [String],
        originalPrice: [String], unitPrice: [String], lineAmount: [String], quantity: [String],
        ignoredAmount: [String], pickupPoint: [String], pickupReady: [String], pickedUp: [String],
        status: [String], recommendation: [String], specification: [String], noise: [String]
    ) {
        self.orderNumber = orderNumber
        self.otherNumber = otherNumber
        self.placedAt = placedAt
        self.otherTime = otherTime
        self.subtotal = subtotal
        self.total = total
        self.freight = freight
        self.fee = fee
        self.paid = paid
        self.discount = discount
        self.discountTotal = discountTotal
        self.fullReduction = fullReduction
        self.coupon = coupon
        self.originalPrice = originalPrice
        self.unitPrice = unitPrice
        self.lineAmount = lineAmount
        self.quantity = quantity
        self.ignoredAmount = ignoredAmount
        self.pickupPoint = pickupPoint
        self.pickupReady = pickupReady
        self.pickedUp = pickedUp
        self.status = status
        self.recommendation = recommendation
        self.specification = specification
        self.noise = noise
    }

    /// The words of the group-buy apps known today.
    public static let standard = OrderVocabulary(
        orderNumber: ["订单号", "订单编号", "单号", "订单号码", "订单ID", "订单No", "接龙单号", "团单号", "订单流水号", "编号"],
        otherNumber: [
            "运单号", "快递单号", "物流单号", "支付单号", "交易单号", "交易号", "流水号", "商户单号", "退款单号", "售后单号", "提货码",
            "取货码", "取件码", "核销码", "券码", "手机号", "手机", "电话", "联系电话", "身份证",
        ],
        placedAt: [
            "下单时间", "下单日期", "订单时间", "创建时间", "提交时间", "接龙时间", "参团时间", "成团时间", "付款时间", "支付时间",
            "成交时间", "购买时间", "交易时间", "下单", "时间", "日期",
        ],
        otherTime: [
            "提货时间", "自提时间", "取货时间", "预计送达", "送达时间", "配送时间", "发货时间", "完成时间", "到货时间", "预计到货",
            "预计", "截止", "截止时间", "截团", "开团时间", "退款时间", "取消时间", "签收时间", "核销时间", "有效期", "打印时间",
        ],
        subtotal: [
            "商品金额", "商品总额", "商品总价", "商品合计", "商品小计", "商品总金额", "商品价格", "货款", "小计", "订单原价", "原价合计",
            "金额小计", "订单小计", "商品货款", "商品总计",
        ],
        total: [
            "合计", "总计", "总价", "总额", "总金额", "订单金额", "订单总额", "订单总价", "应付", "应付款", "应付金额", "应付合计", "需付款", "需支付",
            "共计",
        ],
        freight: ["运费", "配送费", "快递费", "邮费", "物流费", "送货费", "配送费用", "配送服务费"],
        fee: ["打包费", "包装费", "服务费", "餐盒费"],
        paid: [
            "实付", "实付款", "实付金额", "实际支付", "实际付款", "实支付", "已付", "已付款", "已支付", "支付金额", "付款金额", "实收", "实收款",
            "实付合计", "实付总额", "支付合计", "微信支付", "支付宝支付", "在线支付",
        ],
        discount: ["满减", "优惠", "立减", "直减", "直降", "折扣", "抵扣", "红包", "券", "减免", "补贴", "减", "活动", "让利"],
        discountTotal: [
            "共优惠", "已优惠", "优惠合计", "合计优惠", "总优惠", "优惠总额", "共减", "已减", "已省", "共省", "节省", "立省", "优惠金额",
        ],
        fullReduction: ["满减", "满立减"],
        coupon: ["券", "红包"],
        originalPrice: ["原价", "划线价", "市场价", "门市价", "零售价", "吊牌价", "参考价", "日常价", "超市价"],
        unitPrice: [
            "单价", "团购价", "拼团价", "接龙价", "活动价", "秒杀价", "会员价", "到手价", "券后价", "现价", "售价", "价格", "特价", "团价",
        ],
        lineAmount: ["小计", "金额", "商品小计"],
        quantity: ["数量", "件数", "份数", "购买数量"],
        ignoredAmount: ["余额", "退款", "已退", "返现", "佣金", "积分", "定金", "押金", "零钱", "找零", "预计返", "起送", "还差", "再买"],
        pickupPoint: ["自提点", "提货点", "取货点", "自提地址", "提货地址", "取货地址", "自提门店", "收货地址", "提货门店"],
        pickupReady: ["提货时间", "自提时间", "取货时间", "到货时间", "预计到货", "预计送达"],
        pickedUp: ["核销时间", "完成时间", "签收时间", "取货完成"],
        status: [
            "待自提", "待提货", "待取货", "已完成", "配送中", "待付款", "待收货", "待发货", "已支付", "已付款", "已提货", "已取消", "备货中",
            "待配送", "待评价", "交易成功", "已核销", "已签收", "运输中", "拼团成功", "【新订单】", "新订单", "待成团",
        ],
        recommendation: [
            "猜你喜欢", "为你推荐", "为您推荐", "你可能喜欢", "你可能还喜欢", "更多推荐", "相关推荐", "热销推荐", "热门推荐", "看了又看", "大家都在买",
            "邻居都在买", "精选推荐", "推荐商品", "好物推荐", "买了又买", "还想买", "今日爆款", "今日推荐", "人气推荐", "搭配购买",
        ],
        specification: [
            "规格", "已选", "颜色", "口味", "款式", "默认", "备注", "买家留言", "产地", "重量", "净含量", "描述", "保质期", "套餐", "型号",
        ],
        noise: [
            "复制", "支付方式", "付款方式", "微信支付", "支付宝", "订单详情", "我的订单", "订单信息", "订单列表", "全部", "再来一单", "再次购买",
            "申请售后", "申请退款", "查看物流", "联系团长", "联系客服", "删除订单", "去评价", "确认收货", "取消订单", "次日达", "坏果包赔", "包邮",
            "商品", "商品信息", "商品名称", "品名", "名称", "单价", "数量", "小计", "金额", "查看全部", "展开", "收起", "更多", "退款", "投诉",
            "返回", "首页", "客服", "评价", "配送方式", "到店自提", "发票", "不开发票", "元", "件", "份",
        ])
}
