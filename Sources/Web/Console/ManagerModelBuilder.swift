import API
import Evidence
import Foundation

/// Makes the manager's page from a store-day.
struct ManagerModelBuilder {
    let view: StoreDayView
    let previousScore: ComplianceScore?
    let findings: [EvidenceID: ItemFindings]
    let names: ReferenceNames
    let today: BusinessDay
    let lastDay: BusinessDay?
    let deadline: LocalTime
    /// For recordings.
    let consentIsRequired: Bool
    /// The code that photos of today must show; nil where the chain asks for none.
    let challenge: CaptureChallenge?
    var notice: Notice?
    /// Slot and sentence of a refused upload.
    var refused: (slot: String, sentence: String)?

    func model(shell: Shell) -> ManagerModel {
        let cards = view.slots.map(card)
        let missing = zip(view.slots, cards).filter { !$0.0.isFilled }.map(\.1)
        let done = zip(view.slots, cards).filter { $0.0.isFilled }.map(\.1)
        let fixes = self.fixes
        let later = view.day < today ? view.day.adding(days: 1) : nil
        let showsLast = view.items.isEmpty && lastDay != nil && lastDay != view.day
        return ManagerModel(
            shell: shell, storeName: view.store.name, storeID: view.store.id.rawValue,
            day: view.day.description, dayText: ChineseForm.shortDay(view.day), isToday: view.day == today,
            previousHref: "/m?day=\(view.day.adding(days: -1))",
            previousText: ChineseForm.shortDay(view.day.adding(days: -1)),
            nextHref: later.map { "/m?day=\($0)" }, nextText: later.map(ChineseForm.shortDay) ?? "",
            headline: headline,
            deadline: "\(view.day == today ? "今天" : "当天")的上报截止到次日 \(deadline)，之后算迟报。",
            code: challenge?.code,
            codeUntil: challenge.map { ChineseForm.time($0.validUntil, in: view.store.zone) } ?? "",
            received: view.received, required: view.required,
            progressWidth: view.required > 0 ? 100 * view.received / view.required : 0,
            complete: view.isComplete && view.required > 0, nothingRequired: view.required == 0,
            firstMissing: missing.first?.slot, missing: missing, done: done,
            others: view.others.map { summary($0, title: nil) }, hasOthers: !view.others.isEmpty,
            fixes: fixes,
            hasFixes: !fixes.isEmpty, score: view.score.map { ScorePanel($0) }, notice: notice,
            lastDayHref: showsLast ? lastDay.map { "/m?day=\($0)" } : nil,
            lastDayText: showsLast ? lastDay.map(ChineseForm.shortDay) ?? "" : "")
    }

    // MARK: Words

    private var headline: String {
        let dayName = view.day == today ? "今天" : ChineseForm.shortDay(view.day)
        var sentences: [String] = []
        if let total = view.score?.total {
            var words = "\(dayName) \(ChineseForm.number(total)) 分"
            if view.score?.provisional == true { words += "（暂评）" }
            if let before = previousScore?.total { words += "，比前一天 \(ChineseForm.change(total - before))" }
            sentences.append(words)
        }
        let missing = view.slots.filter { !$0.isFilled }
        if missing.isEmpty {
            if view.required > 0 { sentences.append("\(dayName)的上报已齐，辛苦了") }
        } else {
            let parts = EvidenceKind.allCases.compactMap { kind -> String? in
                let count = missing.filter { $0.required.kind == kind }.count
                return count > 0 ? "\(count) \(kind.counter)\(kind.chineseName)" : nil
            }
            sentences.append("还差 " + parts.joined(separator: "、"))
        }
        return sentences.isEmpty ? "\(dayName)没有上报要求" : sentences.joined(separator: "；") + "。"
    }

    /// At most three, what customers miss most first: absent products, then empty places, then wrong places.
    private var fixes: [ManagerModel.Fix] {
        var found: [(rank: Int, sentence: String, href: String)] = []
        for item in view.items where item.kind == .shelfPhoto && item.state == .analysed {
            guard let shelf = findings[item.id]?.shelf else { continue }
            for run in SlotRun.runs(of: shelf.slots) {
                guard let rank = run.fixRank, let advice = run.advice(names) else { continue }
                found.append((rank, advice, "#item-\(item.id.rawValue.urlSegment)"))
            }
        }
        let ranked = found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        return ranked.prefix(3).enumerated().map { position, entry in
            ManagerModel.Fix(
                number: position + 1, sentence: entry.element.sentence, href: entry.element.href)
        }
    }

    // MARK: Cards

    private func summary(_ item: EvidenceItem, title: String?) -> ItemSummary {
        ItemSummary(
            item, title: title, findings: findings[item.id] ?? ItemFindings(), names: names,
            zone: view.store.zone, forStore: true)
    }

    private func card(_ slot: StoreDayView.Slot) -> ManagerModel.Card {
        let required = slot.required
        let batch = "/v1/batches/\(view.store.id.rawValue.urlSegment)/\(view.day)"
        let query = "kind=\(required.kind.rawValue)&slot=\(required.slot.urlSegment)"
        let isAudio = required.kind == .consultationAudio
        return ManagerModel.Card(
            slot: required.slot, title: required.title, kindName: required.kind.chineseName, isAudio: isAudio,
            consentIsRequired: consentIsRequired, icon: required.kind.icon,
            accept: isAudio ? "audio/*" : "image/*",
            capture: required.kind == .shelfPhoto,
            action: "/m/\(view.day)/items?\(query)",
            api: "\(batch)/items?\(query)",
            kind: required.kind.rawValue, button: button(for: slot),
            captureProof: required.kind == .shelfPhoto ? challenge.map { #"{"code":"\#($0.code)"}"# } : nil,
            challenge: "\(batch)/challenge",
            summary: slot.item.map { summary($0, title: required.title) },
            problem: refused.flatMap { $0.slot == required.slot ? $0.sentence : nil })
    }

    private func button(for slot: StoreDayView.Slot) -> String {
        switch slot.required.kind {
        case .shelfPhoto: slot.item == nil ? "拍照上传" : "重新拍照"
        case .consultationAudio: slot.item == nil ? "选择录音" : "重选录音"
        case .orderScreenshot: slot.item == nil ? "选择截图" : "重选截图"
        }
    }
}

extension EvidenceKind {
    /// The measure word.
    var counter: String {
        switch self {
        case .shelfPhoto, .orderScreenshot: "张"
        case .consultationAudio: "段"
        }
    }

    /// One word, for tight places.
    var shortName: String {
        switch self {
        case .shelfPhoto: "货架"
        case .consultationAudio: "录音"
        case .orderScreenshot: "截图"
        }
    }

    /// Name of the icon template.
    var icon: String {
        switch self {
        case .shelfPhoto: "iconCamera"
        case .consultationAudio: "iconSound"
        case .orderScreenshot: "iconReceipt"
        }
    }
}
