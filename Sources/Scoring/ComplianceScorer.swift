public import Evidence

/// Scores a store-day by the policy. Every number keeps its numerator and denominator; what has no denominator is
/// not scored, its weight goes to the rest, and the part says so.
public struct ComplianceScorer: Sendable {
    public var policy: ScoringPolicy
    public init(policy: ScoringPolicy) { self.policy = policy }

    public func score(_ day: StoreDay) -> ComplianceScore {
        let parts = [completeness(day), shelf(day), promotion(day), consultation(day)]
        let scoredWeight = parts.filter { $0.score != nil }.map(\.weight).reduce(0, +)
        let allWeight = parts.map(\.weight).reduce(0, +)
        return ComplianceScore(
            store: day.store, day: day.day, total: Self.mean(parts),
            provisional: allWeight > 0 && scoredWeight / allWeight < policy.provisionalBelow, parts: parts,
            policyVersion: policy.version)
    }

    /// Weighted mean over the parts that are scored; nil when none is.
    static func mean(_ parts: [ScorePart]) -> Double? {
        let scored = parts.compactMap { part in part.score.map { (weight: part.weight, score: $0) } }
        let weight = scored.map(\.weight).reduce(0, +)
        guard weight > 0 else { return nil }
        return scored.map { $0.weight * $0.score }.reduce(0, +) / weight
    }

    // MARK: Parts

    private func completeness(_ day: StoreDay) -> ScorePart {
        let owed = Set(day.owed.map(\.slot))
        let received = day.accepted.filter { owed.contains($0.item.slot) }
        let late = Double(received.filter { $0.item.late }.count)
        let counted = Double(received.count) - late + policy.lateFactor * late
        return Self.ratio(
            "completeness", "上报完整性", weight: policy.completenessWeight, numerator: counted,
            denominator: Double(owed.count),
            absent: Reason(
                code: "notScored.nothingRequired", chinese: "当天没有上报要求", english: "nothing was required"))
    }

    private func shelf(_ day: StoreDay) -> ScorePart {
        let counts = day.accepted.compactMap { $0.shelf?.counts }.reduce(ShelfFindings.Counts()) {
            $0.adding($1)
        }
        let absent = Reason(
            code: "notScored.noAssessableShelf", chinese: "没有可评的货架照片",
            english: "no shelf photo could be assessed")
        let parts = [
            Self.ratio(
                "shelf.assortment", "必备商品", weight: policy.assortmentShare,
                numerator: Double(counts.mustStockSeen),
                denominator: Double(counts.mustStockPlanned), absent: absent),
            Self.ratio(
                "shelf.facings", "排面数量", weight: policy.facingsShare, numerator: Double(counts.facingsSeen),
                denominator: Double(counts.facingsPlanned), absent: absent),
            Self.ratio(
                "shelf.position", "陈列位置", weight: policy.positionShare, numerator: Double(counts.slotsOk),
                denominator: Double(counts.slotsOk + counts.slotsMisplaced), absent: absent),
            Self.ratio(
                "shelf.availability", "不缺货", weight: policy.availabilityShare,
                numerator: Double(counts.slotsAssessable - counts.slotsOutOfStock),
                denominator: Double(counts.slotsAssessable), absent: absent),
        ]
        return Self.group("shelf", "陈列合规", weight: policy.shelfWeight, parts: parts, absent: absent)
    }

    private func promotion(_ day: StoreDay) -> ScorePart {
        let eligible = day.orders.filter { $0.promotion.status.isEligible }
        let correct = eligible.filter { $0.promotion.status == .correct }
        let parts = [
            Self.ratio(
                "promotion.fullReduction", "满减执行", weight: policy.fullReductionShare,
                numerator: Double(correct.count), denominator: Double(eligible.count),
                absent: Reason(
                    code: "notScored.noEligibleOrder", chinese: "没有读到应享满减的订单",
                    english: "no order was read that a scheme applies to")),
            ScorePart(
                code: "promotion.material", chineseName: "促销物料", weight: policy.materialShare, score: nil,
                note: Reason(
                    code: "notScored.noMaterialRequired", chinese: "本期没有物料要求",
                    english: "no material is required")),
        ]
        return Self.group(
            "promotion", "促销执行", weight: policy.promotionWeight, parts: parts,
            absent: Reason(
                code: "notScored.noPromotionEvidence", chinese: "没有可评的促销证据",
                english: "no evidence of the promotion could be assessed"))
    }

    private func consultation(_ day: StoreDay) -> ScorePart {
        let owed = day.owed.filter { $0.kind == .consultationAudio }.count
        return Self.ratio(
            "consultation", "顾客咨询", weight: policy.consultationWeight,
            numerator: Double(min(day.usableRecordings(policy), owed)), denominator: Double(owed),
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

extension ShelfFindings.Counts {
    /// Counts of several photos add up, so that a day's ratio is never a mean of ratios.
    func adding(_ other: Self) -> Self {
        Self(
            mustStockSeen: mustStockSeen + other.mustStockSeen,
            mustStockPlanned: mustStockPlanned + other.mustStockPlanned,
            facingsSeen: facingsSeen + other.facingsSeen,
            facingsPlanned: facingsPlanned + other.facingsPlanned,
            slotsOk: slotsOk + other.slotsOk, slotsMisplaced: slotsMisplaced + other.slotsMisplaced,
            slotsOutOfStock: slotsOutOfStock + other.slotsOutOfStock,
            slotsAssessable: slotsAssessable + other.slotsAssessable)
    }
}
