import Evidence

/// Says in words why an order has its promotion status.
enum PromotionSentence {
    static let noScheme = unknown("没有可用的满减方案，无法核对", "no scheme was given")
    static let notVisible = unknown(
        "商品、合计或下单时间在截图中不完整，无法核对满减，请补传完整截图",
        "goods, totals or the time are not all visible: please send the whole screenshot")

    static func unknown(_ doubts: Set<PromotionDoubt>) -> Order.PromotionResult {
        let sorted = doubts.sorted()
        return unknown(
            "无法核对满减：\(sorted.map(\.chinese).joined(separator: "、"))不明确，结论取决于它",
            "it depends on what is not known: \(sorted.map(\.english).joined(separator: ", "))")
    }

    private static func unknown(_ chinese: String, _ english: String) -> Order.PromotionResult {
        Order.PromotionResult(
            status: .unknown,
            explanation: Reason(code: "promotion.unknown", chinese: chinese, english: english))
    }

    static func of(_ judgement: Judgement) -> Reason {
        let status = judgement.status
        let (chinese, english) = words(status, judgement)
        return Reason(code: "promotion.\(status.rawValue)", chinese: chinese, english: english)
    }

    private static func words(
        _ status: Order.PromotionStatus, _ judgement: Judgement
    ) -> (chinese: String, english: String) {
        let taken = judgement.taken
        let due = judgement.open.first.map(due)
        switch status {
        case .correct:
            return ("\(due?.chinese ?? "")，实减 ¥\(taken)，正确", "\(due?.english ?? ""), taken off as due")
        case .missing:
            return ("\(due?.chinese ?? "")，订单没有满减", "\(due?.english ?? ""), nothing was taken off")
        case .wrongTier:
            let rule = judgement.active.lazy.compactMap { $0.rule(taking: taken) }.first ?? ""
            return (
                "\(due?.chinese ?? "")，却按“\(rule)”减了 ¥\(taken)",
                "\(due?.english ?? ""), but ¥\(taken) of another tier was taken off"
            )
        case .wrongScheme:
            let other = judgement.open.dropFirst().first { $0.off == taken }?.scheme.name ?? ""
            return (
                "\(due?.chinese ?? "")，却用了优惠较少的“\(other)”，减了 ¥\(taken)",
                "\(due?.english ?? ""), but \(other), which gives less (¥\(taken)), was used"
            )
        case .wrongAmount:
            return (
                "\(due?.chinese ?? "")，实减 ¥\(taken)，与任何方案都不符",
                "\(due?.english ?? ""), but ¥\(taken) was taken off, which no scheme gives"
            )
        case .notEligible:
            return ("未达到任何生效方案的门槛，没有满减，正确", "no scheme in force is reached, nothing was taken off")
        case .appliedIneligible:
            return ("没有方案适用，却减了 ¥\(taken)", "no scheme applies, but ¥\(taken) was taken off")
        case .stackingViolated: return stacking(judgement)
        case .unknown: return ("无法核对满减", "it cannot be judged")
        }
    }

    private static func due(_ offer: PromotionOffer) -> (chinese: String, english: String) {
        let rule = offer.scheme.rule(taking: offer.off) ?? "满\(offer.tier.short)减\(offer.off.short)"
        return (
            "适用金额 ¥\(offer.base)，按“\(offer.scheme.name)”\(rule)应减 ¥\(offer.off)",
            "¥\(offer.base) in scope of \(offer.scheme.id): ¥\(offer.off) is due"
        )
    }

    private static func stacking(_ judgement: Judgement) -> (chinese: String, english: String) {
        if judgement.applied.count > 1 {
            return (
                "同一订单用了 \(judgement.applied.count) 个满减，只能用一个",
                "\(judgement.applied.count) 满减 on one order: only one is allowed"
            )
        }
        let offer = judgement.blocked.first { $0.off == judgement.taken }
        let kinds = [PromotionCart.Reduction.Kind.coupon, .instant, .member].filter { kind in
            judgement.kinds.contains(kind) && !(offer?.scheme.stacks(with: kind) ?? true)
        }
        let names = kinds.map(\.chinese).joined(separator: "、")
        return (
            "“\(offer?.scheme.name ?? "")”不能与\(names)同用，却减了 ¥\(judgement.taken)",
            "\(offer?.scheme.id ?? "") cannot be used together with \(kinds.map(\.rawValue).joined(separator: ", "))"
        )
    }
}

extension PromotionDoubt {
    fileprivate var chinese: String {
        switch self {
        case .time: "下单时刻"
        case .region: "门店所在区域"
        case .channel: "下单渠道"
        case .membership: "是否会员"
        case .earlierUses: "顾客已用次数"
        case .product: "商品类别"
        case .reduction: "优惠的种类"
        }
    }

    fileprivate var english: String {
        switch self {
        case .time: "the time of day"
        case .region: "the store's region"
        case .channel: "the channel"
        case .membership: "whether the customer is a member"
        case .earlierUses: "how often the customer used the scheme"
        case .product: "what the goods are"
        case .reduction: "what a reduction is"
        }
    }
}

extension PromotionCart.Reduction.Kind {
    fileprivate var chinese: String {
        switch self {
        case .fullReduction: "满减"
        case .coupon: "优惠券"
        case .instant: "立减"
        case .member: "会员优惠"
        case .unclear: "其他优惠"
        }
    }
}
