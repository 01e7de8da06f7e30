import Evidence

/// One metric: what it is called, what it is made of, for whom it exists and what its absence means.
public struct MetricDefinition: Sendable {
    public enum Unit: String, Sendable, Codable { case ratio, count, score, minutes, fen }

    /// The finest grain at which the metric says something.
    public enum FinestGrain: String, Sendable, Codable { case storeDay, storeWeek }

    public var code: String
    public var chinese: String
    public var english: String
    public var unit: Unit
    public var formula: MetricFormula
    public var grain: FinestGrain
    /// When there is no value, and what that means.
    public var noData: String

    init(
        _ code: String, _ chinese: String, _ english: String, _ unit: Unit, _ formula: MetricFormula,
        grain: FinestGrain = .storeDay, noData: String
    ) {
        self.code = code
        self.chinese = chinese
        self.english = english
        self.unit = unit
        self.formula = formula
        self.grain = grain
        self.noData = noData
    }
}

/// Every metric of the system. Longer periods and larger groups apply the same formula to the sum of the counts.
public enum MetricRegistry {
    public static let all: [MetricDefinition] = evidence + shelf + orders + consultations + trust + imported

    public static func definition(_ code: String) -> MetricDefinition? { byCode[code] }

    private static let byCode = Dictionary(
        all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    private static let evidence = [
        MetricDefinition(
            "complianceTotal", "合规得分", "Compliance score", .score, .compliance,
            noData: "没有可评的部分 (no part could be scored)"),
        MetricDefinition(
            "completeness", "上报完整率", "Completeness", .ratio, .ratio(.receivedItems, of: .requiredItems),
            noData: "当天没有上报要求 (nothing was required)"),
        MetricDefinition(
            "onTimeRate", "准时率", "On-time rate", .ratio, .ratio(.onTimeItems, of: .receivedItems),
            noData: "没有收到证据 (nothing was received)"),
        MetricDefinition(
            "evidenceQuality", "证据可用率", "Usable evidence", .ratio, .ratio(.usableItems, of: .sentItems),
            noData: "没有收到证据 (nothing was sent)"),
    ]

    private static let shelf = [
        MetricDefinition(
            "shelfCompliance", "陈列合规", "Shelf compliance", .score, .shelf,
            noData: "没有可评的货架照片 (no shelf photo could be assessed)"),
        MetricDefinition(
            "shelfAssortment", "必备商品", "Assortment", .ratio, .ratio(.mustStockSeen, of: .mustStockPlanned),
            noData: "没有可评的必备商品 (no must-stock product could be assessed)"),
        MetricDefinition(
            "shelfFacings", "排面数量", "Facings", .ratio, .ratio(.facingsSeen, of: .facingsPlanned),
            noData: "没有可评的排面 (no planned facing could be assessed)"),
        MetricDefinition(
            "shelfPosition", "陈列位置", "Position", .ratio, .share(.slotsOk, against: .slotsMisplaced),
            noData: "没有可评的位置 (no position could be assessed)"),
        MetricDefinition(
            "shelfAvailability", "不缺货", "Availability", .ratio,
            .complement(.slotsOutOfStock, of: .slotsAssessable), noData: "没有可评的货位 (no slot could be assessed)"
        ),
        MetricDefinition(
            "shareOfShelf", "货架占比", "Share of shelf", .ratio,
            .keyedRatio(.category, of: .categorisedFacings),
            noData: "没有认出有品类的商品 (no product with a category was recognised)"),
        MetricDefinition(
            "outOfStockRate", "缺货率", "Out-of-stock rate", .ratio,
            .ratio(.slotsOutOfStock, of: .slotsAssessable), noData: "没有可评的货位 (no slot could be assessed)"),
        MetricDefinition(
            "newProductDistribution", "新品铺货率", "New-product distribution", .ratio,
            .ratio(.newProductsShown, of: .newProductsDue),
            noData: "当天没有到期的新品，或七天内没有货架照片 (no new product fell due, or no shelf photo in its seven days)"),
        MetricDefinition(
            "newProductDistributionError", "新品铺货误差", "New-product distribution error", .ratio,
            .complement(.newProductsShown, of: .newProductsDue),
            noData: "同新品铺货率 (as new-product distribution)"),
    ]

    private static let orders = [
        MetricDefinition(
            "promoExecutionRate", "促销执行率", "Promotion execution", .ratio,
            .ratio(.correctOrders, of: .eligibleOrders), noData: "没有应享满减的订单 (no eligible order)"),
        MetricDefinition(
            "promoUsageRate", "满减使用率", "Promotion usage", .ratio, .ratio(.reducedOrders, of: .readableOrders),
            noData: "没有读清的订单 (no readable order)"),
        MetricDefinition(
            "groupBuyOrders", "接龙订单数", "Group-buy orders", .count, .sum(.orders, known: .orderScreenshots),
            noData: "没有可用的截图，不等于没有订单 (no usable screenshot: not the same as no orders)"),
        MetricDefinition(
            "groupBuyCapability", "接龙能力", "Group-buy capability", .score, .groupBuyCapability,
            grain: .storeWeek, noData: "没有可用的截图 (no usable screenshot)"),
    ]

    private static let consultations = [
        MetricDefinition(
            "consultations", "咨询录音数", "Usable consultations", .count,
            .sum(.usableRecordings, known: .receivedRecordings), noData: "没有收到录音 (no recording)"),
        MetricDefinition(
            "transcribedConsultations", "有转写的录音数", "Transcribed consultations", .count,
            .sum(.transcribedRecordings, known: .receivedRecordings), noData: "没有收到录音 (no recording)"),
        MetricDefinition(
            "topicCount", "主题次数", "Recordings that raise a topic", .count,
            .keyedSum(.topic, known: .transcribedRecordings),
            noData: "没有转写文本，不等于没有人问 (no transcript: not the same as nobody asking)"),
        MetricDefinition(
            "phraseCount", "新说法次数", "Recordings with an unnamed phrase", .count,
            .keyedSum(.phrase, known: .transcribedRecordings), grain: .storeWeek,
            noData: "没有转写文本 (no transcript)"),
    ]

    private static let trust = [
        MetricDefinition(
            "suspectRate", "存疑率", "Suspect rate", .ratio, .ratio(.doubtfulItems, of: .judgedItems),
            noData: "没有已判定的证据 (nothing was judged)"),
        MetricDefinition(
            "reuseRate", "重复使用率", "Reuse rate", .ratio, .ratio(.reusedItems, of: .judgedItems),
            noData: "没有已判定的证据 (nothing was judged)"),
        MetricDefinition(
            "appealRate", "申诉率", "Appeal rate", .ratio, .ratio(.appealedItems, of: .contestableItems),
            noData: "没有可申诉的结论 (nothing could be appealed)"),
        MetricDefinition(
            "reviewTurnaround", "复核用时", "Review turnaround", .minutes,
            .ratio(.reviewMinutes, of: .reviewsClosed), noData: "没有已结的复核 (no review was closed)"),
    ]

    private static let imported = [
        MetricDefinition(
            "salesAmount", "销售额", "Sales", .fen, .sum(.salesFen, known: .salesDays),
            noData: "没有导入销售数据 (no sales were imported)"),
        MetricDefinition(
            "salesReceipts", "销售笔数", "Receipts", .count, .sum(.salesReceipts, known: .salesDays),
            noData: "没有导入销售数据 (no sales were imported)"),
    ]
}
