import API
import Evidence
import Foundation
import Records

/// One item in a list: state, receipt, what came out of it.
struct ItemSummary {
    let id: String
    let href: String
    /// Where the bytes as received are, for those who may see them.
    let original: String?
    /// Where a picture is shown or a recording played; nil where there is nothing to show or play.
    let rendition: String?
    /// Why a picture is not shown, a recording not played; nil where it is.
    let hiddenBecause: String?
    let slotTitle: String
    let state: String
    /// `received`, `processing`, `analysed`, `rejected`, `failed`: the badge's tone.
    let stateTone: String
    let short: String
    let receivedAt: String
    let late: Bool
    let isPhoto: Bool
    let isAudio: Bool
    let isScreenshot: Bool
    /// Why the item must be captured again.
    let reason: String?
    /// `suspect` or `rejected`; absent for trusted evidence and before the verdict.
    let verdictTone: String?
    let verdict: String?
    /// Where the store may object; nil where no appeal is taken.
    let appealHref: String?
    /// What was seen that led to the verdict, a sentence each.
    let doubts: [String]
    /// What came out of the analysis, a sentence each.
    let results: [String]
    /// Boxes over the photo, once it is analysed.
    let overlay: PhotoOverlay?

    /// - Parameters:
    ///   - forStore: whether it is shown to the store itself.
    ///   - mayOpenOriginal: whether whoever looks has the right to the bytes as received.
    ///   - showsHeat: whether the photo comes with the maps of what was seen in its pixels, too much for a list.
    init(
        _ item: EvidenceItem, title: String?, findings: ItemFindings, names: ReferenceNames, zone: TimeZone,
        forStore: Bool, mayOpenOriginal: Bool = false, showsHeat: Bool = false
    ) {
        id = item.id.rawValue
        href = Self.base(forStore: forStore) + item.id.rawValue.urlSegment
        let own = "/v1/items/\(item.id.rawValue.urlSegment)"
        let gone = Self.whyGone(findings.standing, zone: zone)
        original = mayOpenOriginal && gone == nil ? own + "/original" : nil
        let hidden = gone ?? (item.kind == .consultationAudio ? nil : Self.whyHidden(item, findings))
        rendition = hidden == nil ? own + "/rendition" : nil
        hiddenBecause = hidden
        slotTitle = title ?? item.slot
        state = item.state.chineseName(of: item.kind)
        stateTone = item.state.rawValue
        short = item.sha256.short
        receivedAt = ChineseForm.instant(item.receivedAt, in: zone)
        late = item.late
        isPhoto = item.kind == .shelfPhoto
        isAudio = item.kind == .consultationAudio
        isScreenshot = item.kind == .orderScreenshot
        reason = item.reason?.chinese
        let shownVerdict = item.verdict == .trusted ? nil : item.verdict
        verdictTone = shownVerdict?.rawValue
        verdict = shownVerdict?.chineseName
        appealHref = AppealRefusal(item, standing: findings.standing) == nil ? href + "#review" : nil
        doubts =
            shownVerdict == nil
            ? []
            : (findings.provenance?.reasons ?? []).filter {
                $0.severity != .info && $0.detail != item.reason?.chinese
            }
            .map(\.detail)
        results = ResultSentences.of(findings, names: names).filter { $0 != item.reason?.chinese }
        overlay = gone == nil ? findings.overlay(names, forStore: forStore, showsHeat: showsHeat) : nil
    }

    /// Where item pages live.
    static func base(forStore: Bool) -> String { forStore ? "/m/items/" : "/console/items/" }

    /// - Returns: nil where the original is there.
    private static func whyGone(_ standing: ReviewStanding, zone: TimeZone) -> String? {
        if standing.isErased { return "已应顾客要求删除" }
        return standing.purgedAt.map { "原件已按保存期限删除（\(ChineseForm.date($0, in: zone))）" }
    }

    /// - Returns: nil where there is a picture to ask for: one that is missing is made because it was asked for.
    private static func whyHidden(_ item: EvidenceItem, _ findings: ItemFindings) -> String? {
        if let rendition = findings.rendition {
            return rendition.sha256 == nil ? "没能确认图片里的个人信息在哪里，为保护顾客不显示" : nil
        }
        return item.state == .analysed || item.state == .rejected ? nil : "图片处理好后显示在这里"
    }
}

extension EvidenceItem {
    /// `录音 4`: the kind and the number of the slot.
    var shortName: String {
        let number = slot.split(separator: "-").last.flatMap { Int($0) }
        return number.map { "\(kind.shortName) \($0)" } ?? slot
    }
}

/// Findings in words, for people who do not want a table.
enum ResultSentences {
    static func of(_ findings: ItemFindings, names: ReferenceNames) -> [String] {
        (findings.shelf.map { shelf($0) } ?? []) + (findings.orders.map { orders($0) } ?? [])
            + (findings.consultation.map { consultation($0, names: names) } ?? [])
    }

    private static func shelf(_ findings: ShelfFindings) -> [String] {
        guard findings.quality.usable || !findings.facings.isEmpty else { return findings.quality.advice }
        let absent = findings.slots.filter { $0.status == .missing || $0.status == .outOfStock }.count
        let misplaced = findings.slots.filter { $0.status == .misplaced }.count
        var words = "看到 \(findings.facings.count) 个排面"
        if absent > 0 { words += "，缺 \(absent) 处" }
        if misplaced > 0 { words += "，放错 \(misplaced) 处" }
        if absent == 0, misplaced == 0, findings.slots.contains(where: { $0.status == .ok }) {
            words += "，与陈列图一致"
        }
        if !findings.review.isEmpty { words += "，\(findings.review.count) 处待确认" }
        return [words] + findings.quality.advice
    }

    private static func orders(_ findings: OrderFindings) -> [String] {
        guard !findings.orders.isEmpty else { return [findings.reason?.chinese ?? "没有读到订单"] }
        return findings.orders.map { order in
            let paid = order.paid.map { "，实付 \(ChineseForm.money($0))" } ?? ""
            let number = order.orderNumber.map { "订单 …\($0.suffix(6))" } ?? "订单号看不清"
            return "\(number)\(paid)：\(order.promotion.status.chineseName)"
        }
    }

    private static func consultation(_ findings: ConsultationFindings, names: ReferenceNames) -> [String] {
        var sentences: [String] = []
        if let audio = findings.audio {
            sentences.append(
                "录音 \(ChineseForm.duration(audio.seconds))，人声 \(ChineseForm.duration(audio.speechSeconds))")
        }
        if findings.transcript == nil {
            // The analyser's own reason says the same with what to do.
            if findings.reasons.isEmpty { sentences.append("没有转写文本，暂不分析主题，也不影响得分") }
        } else if findings.topics.isEmpty {
            sentences.append("没有提到关注的主题")
        } else {
            sentences.append("提到：" + findings.topics.map { names.topic($0.id) }.joined(separator: "、"))
        }
        return sentences + findings.reasons.map(\.chinese)
    }
}

extension Order.PromotionStatus {
    var chineseName: String {
        switch self {
        case .correct: "满减正确"
        case .missing: "应减未减"
        case .wrongTier: "满减档位不对"
        case .wrongAmount: "满减金额不对"
        case .wrongScheme: "用错了活动"
        case .notEligible: "不在满减范围"
        case .appliedIneligible: "不应减却减了"
        case .stackingViolated: "违反叠加规则"
        case .unknown: "看不全，未判断"
        }
    }

    /// `good`, `poor` or `none`.
    var tone: String {
        switch self {
        case .correct: "good"
        case .notEligible, .unknown: "none"
        default: "poor"
        }
    }
}

extension Order.Arithmetic {
    var chineseName: String {
        switch self {
        case .ok: "金额相符"
        case .mismatch: "金额不符"
        case .unknown: "看不全，未核算"
        }
    }

    var tone: String {
        switch self {
        case .ok: "good"
        case .mismatch: "poor"
        case .unknown: "none"
        }
    }
}
