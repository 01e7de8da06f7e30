public import Evidence

/// Scores a store-day by the policy. Every number keeps its numerator and denominator; what has no denominator is
/// not scored, its weight goes to the rest, and the part says so.
public struct ComplianceScorer: Sendable {
    public var policy: ScoringPolicy
    public init(policy: ScoringPolicy) { self.policy = policy }

    public func score(_ day: StoreDay) -> ComplianceScore {
        score(StoreDayCounter(policy: policy).counts(of: day), store: day.store, day: day.day)
    }

    /// The score of any counts: a store-day's, or the sum of many.
    public func score(_ counts: Counts, store: StoreID, day: BusinessDay) -> ComplianceScore {
        let parts = parts(of: counts)
        let scoredWeight = parts.filter { $0.score != nil }.map(\.weight).reduce(0, +)
        let allWeight = parts.map(\.weight).reduce(0, +)
        return ComplianceScore(
            store: store, day: day, total: Self.mean(parts),
            provisional: allWeight > 0 && scoredWeight / allWeight < policy.provisionalBelow, parts: parts,
            policyVersion: policy.version)
    }

    func parts(of counts: Counts) -> [ScorePart] {
        [completeness(counts), shelf(counts), promotion(counts), consultation(counts)]
    }

    /// Weighted mean over the parts that are scored; nil when none is.
    static func mean(_ parts: [ScorePart]) -> Double? {
        let scored = parts.compactMap { part in part.score.map { (weight: part.weight, score: $0) } }
        let weight = scored.map(\.weight).reduce(0, +)
        guard weight > 0 else { return nil }
        return scored.map { $0.weight * $0.score }.reduce(0, +) / weight
    }

    // MARK: Parts

    private func completeness(_ counts: Counts) -> ScorePart {
        let late = Double(counts[.receivedItems] - counts[.onTimeItems])
        return Self.ratio(
            "completeness", "上报完整性", weight: policy.completenessWeight,
            numerator: Double(counts[.onTimeItems]) + policy.lateFactor * late,
            denominator: Double(counts[.requiredItems]),
            absent: Reason(
                code: "notScored.nothingRequired", chinese: "当天没有上报要求", english: "nothing was required"))
    }

    func shelf(_ counts: Counts) -> ScorePart {
        let absent = Reason(
            code: "notScored.noAssessableShelf", chinese: "没有可评的货架照片",
            english: "no shelf photo could be assessed")
        func part(_ code: String, _ name: String, _ weight: Double, _ of: Int, _ whole: Int) -> ScorePart {
            Self.ratio(
                code, name, weight: weight, numerator: Double(of), denominator: Double(whole), absent: absent)
        }
        let parts = [
            part(
                "shelf.assortment", "必备商品", policy.assortmentShare, counts[.mustStockSeen],
                counts[.mustStockPlanned]),
            part(
                "shelf.facings", "排面数量", policy.facingsShare, counts[.facingsSeen], counts[.facingsPlanned]),
            part(
                "shelf.position", "陈列位置", policy.positionShare, counts[.slotsOk],
                counts[.slotsOk] + counts[.slotsMisplaced]),
            part(
                "shelf.availability", "不缺货", policy.availabilityShare,
                counts[.slotsAssessable] - counts[.slotsOutOfStock], counts[.slotsAssessable]),
        ]
        return Self.group("shelf", "陈列合规", weight: policy.shelfWeight, parts: parts, absent: absent)
    }

    private func promotion(_ counts: Counts) -> ScorePart {
        let parts = [
            Self.ratio(
                "promotion.fullReduction", "满减执行", weight: policy.fullReductionShare,
                numerator: Double(counts[.correctOrders]), denominator: Double(counts[.eligibleOrders]),
                absent: Reason(
                    code: "notScored.noEligibleOrder", chinese: "没有读到应享满减的订单",
                    english: "no order was read that a scheme applies to")),
            Self.ratio(
                "promotion.material", "促销物料", weight: policy.materialShare,
                numerator: Double(counts[.postersShown]), denominator: Double(counts[.postersDue]),
                absent: Reason(
                    code: "notScored.noMaterialRequired", chinese: "本期没有物料要求",
                    english: "no material is required")),
        ]
        return Self.group(
            "promotion", "促销执行", weight: policy.promotionWeight, parts: parts,
            absent: Reason(
                code: "notScored.noPromotionEvidence", chinese: "没有可评的促销证据",
                english: "no evidence of the promotion could be assessed"))
    }

    private func consultation(_ counts: Counts) -> ScorePart {
        Self.ratio(
            "consultation", "顾客咨询", weight: policy.consultationWeight,
            numerator: Double(counts[.creditedRecordings]), denominator: Double(counts[.requiredRecordings]),
            absent: Reason(
                code: "notScored.nothingRequired", chinese: "当天不要求录音", english: "no recording was required"))
    }

    // MARK: Arithmetic

    private static func ratio(
        _ code: String, _ name: String, weight: Double, numerator: Double, denominator: Double, absent: Reason
    ) -> ScorePart {
        ScorePart(
            code: code, chineseName: name, weight: weight, numerator: numerator, denominator: denominator,
            score: denominator > 0 ? 100 * numerator / denominator : nil, note: denominator > 0 ? nil : absent
        )
    }

    private static func group(
        _ code: String, _ name: String, weight: Double, parts: [ScorePart], absent: Reason
    ) -> ScorePart {
        let score = mean(parts)
        return ScorePart(
            code: code, chineseName: name, weight: weight, score: score, note: score == nil ? absent : nil,
            parts: parts)
    }
}
