public import Evidence

/// Finds what is wrong with promotion schemes before anyone is judged by them.
public enum PromotionReview {
    /// Something to mend in a scheme file.
    public struct Problem: Hashable, Sendable {
        /// The id of the scheme.
        public var scheme: String
        public var reason: Reason
        public init(scheme: String, reason: Reason) {
            self.scheme = scheme
            self.reason = reason
        }
    }

    /// In the order of the schemes; empty where all is well.
    public static func problems(_ schemes: [PromotionScheme]) -> [Problem] {
        var result: [Problem] = []
        var seen: Set<String> = []
        for scheme in schemes {
            var reasons = problems(of: scheme)
            if !seen.insert(scheme.id).inserted {
                reasons.append(
                    Reason(
                        code: "promotion.duplicateId", chinese: "方案编号 \(scheme.id) 重复，请改为唯一编号",
                        english: "The id \(scheme.id) is used twice; give every scheme its own"))
            }
            result += reasons.map { Problem(scheme: scheme.id, reason: $0) }
        }
        return result
    }

    private static func problems(of scheme: PromotionScheme) -> [Reason] {
        dates(of: scheme) + regions(of: scheme) + days(of: scheme) + reductions(of: scheme)
    }

    private static func dates(of scheme: PromotionScheme) -> [Reason] {
        guard let from = readable(scheme.from, PromotionEngine.start),
            let to = readable(scheme.to, PromotionEngine.end)
        else {
            return [
                Reason(
                    code: "promotion.unreadableDate",
                    chinese: "起止时间无法识别，请写成 2026-11-01 或 2026-11-01T00:00:00",
                    english: "from or to is no date; write 2026-11-01 or 2026-11-01T00:00:00")
            ]
        }
        guard to < from else { return [] }
        return [
            Reason(
                code: "promotion.endBeforeStart", chinese: "结束时间 \(scheme.to) 早于开始时间 \(scheme.from)，请更正",
                english: "It ends (\(scheme.to)) before it starts (\(scheme.from))")
        ]
    }

    private static func readable(_ text: String, _ full: (String) -> String?) -> String? {
        guard let whole = full(text), BusinessDay(String(whole.prefix(10))) != nil else { return nil }
        let clock = whole.dropFirst(11).split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...59).contains(clock[2])
        else { return nil }
        return whole
    }

    private static func regions(of scheme: PromotionScheme) -> [Reason] {
        guard scheme.regions?.isEmpty ?? false else { return [] }
        return [
            Reason(
                code: "promotion.noRegion", chinese: "适用区域为空，请填写区域，全部门店请写“全国”",
                english: "regions is empty; name regions, or 全国 for every store")
        ]
    }

    private static func days(of scheme: PromotionScheme) -> [Reason] {
        guard let days = scheme.daysOfMonth, days.isEmpty || !days.allSatisfy((1...31).contains) else {
            return []
        }
        return [
            Reason(
                code: "promotion.noSuchDay", chinese: "daysOfMonth 应是 1 到 31 的日期列表",
                english: "daysOfMonth must list days from 1 to 31")
        ]
    }

    private static func reductions(of scheme: PromotionScheme) -> [Reason] {
        switch scheme.reduction {
        case .tiers(let tiers): review(tiers)
        case .each(let each):
            review([PromotionScheme.Tier(threshold: each.threshold, off: each.off)]) + review(each)
        }
    }

    private static func review(_ each: PromotionScheme.Each) -> [Reason] {
        guard let cap = each.cap, cap < each.off else { return [] }
        return [
            Reason(
                code: "promotion.capBelowOff", chinese: "封顶 \(cap) 低于每次减的 \(each.off)，请核对",
                english: "The cap \(cap) is below what one threshold takes off (\(each.off))")
        ]
    }

    private static func review(_ tiers: [PromotionScheme.Tier]) -> [Reason] {
        guard !tiers.isEmpty else {
            return [
                Reason(
                    code: "promotion.noTier", chinese: "没有满减档位，请至少填写一档",
                    english: "There is no tier; give at least one")
            ]
        }
        var result: [Reason] = []
        for tier in tiers where tier.threshold <= .zero || tier.off <= .zero {
            result.append(
                Reason(
                    code: "promotion.notPositive", chinese: "满\(tier.threshold)减\(tier.off)：金额必须大于零",
                    english: "Tier \(tier.threshold) − \(tier.off): both amounts must be above zero"))
        }
        for tier in tiers where tier.off >= tier.threshold && tier.threshold > .zero {
            result.append(
                Reason(
                    code: "promotion.discountAboveThreshold",
                    chinese: "满\(tier.threshold)减\(tier.off)：优惠不低于门槛，请核对",
                    english: "Tier \(tier.threshold) − \(tier.off) takes off as much as must be spent"))
        }
        let sorted = tiers.sorted { ($0.threshold, $0.off) < ($1.threshold, $1.off) }
        for (lower, upper) in zip(sorted, sorted.dropFirst()) {
            if lower.threshold == upper.threshold {
                result.append(
                    Reason(
                        code: "promotion.overlappingTiers", chinese: "门槛 \(lower.threshold) 出现两次，请只保留一档",
                        english: "The threshold \(lower.threshold) stands twice; keep one tier"))
            } else if upper.off <= lower.off {
                result.append(
                    Reason(
                        code: "promotion.higherTierGivesLess",
                        chinese: "满\(upper.threshold)减\(upper.off) 不比满\(lower.threshold)减\(lower.off) 优惠，请核对",
                        english:
                            "The tier at \(upper.threshold) gives no more than the tier at \(lower.threshold)"
                    ))
            }
        }
        return result
    }
}
