import API
import Evidence
import Reports

/// One store-day for headquarters: the score opened, and every item with its state.
struct BatchModel {
    struct Group {
        let title: String
        let received: Int
        let required: Int
        let cards: [Card]
    }
    struct Card {
        let title: String
        let summary: ItemSummary?
    }
    /// What a number was until something changed it.
    struct Before {
        let name: String
        let before: String
        let after: String
        let until: String
        let reason: String
    }
    let shell: Shell
    let storeName: String
    let storeID: String
    let region: String
    let address: String?
    let dayText: String
    let overviewHref: String
    let previousHref: String
    let nextHref: String
    let received: Int
    let required: Int
    let complete: Bool
    let change: String
    let score: ScorePanel?
    let groups: [Group]
    let flags: [OverviewModel.FlagLink]
    let hasFlags: Bool
    /// The score's earlier values, oldest first.
    let totalsBefore: [Before]
    /// Those of its parts and of all other metrics.
    let numbersBefore: [Before]
    let hasNumbersBefore: Bool

    init(
        shell: Shell, view: StoreDayView, previous: ComplianceScore?, findings: [EvidenceID: ItemFindings],
        names: ReferenceNames, flags: [Flag], numbers: [NumberBefore]
    ) {
        self.shell = shell
        storeName = view.store.name
        storeID = view.store.id.rawValue
        region = view.store.region.filter { $0 != "全国" }.joined(separator: " · ")
        address = view.store.address
        dayText = ChineseForm.day(view.day)
        overviewHref = "/console?day=\(view.day)"
        let own = "/console/batches/\(view.store.id.rawValue.urlSegment)/"
        previousHref = own + view.day.adding(days: -1).description
        nextHref = own + view.day.adding(days: 1).description
        received = view.received
        required = view.required
        complete = view.isComplete
        score = view.score.map { ScorePanel($0) }
        change =
            if let now = view.score?.total, let before = previous?.total {
                ChineseForm.change(now - before)
            } else {
                ""
            }
        func summary(_ item: EvidenceItem, _ title: String?) -> ItemSummary {
            ItemSummary(
                item, title: title, findings: findings[item.id] ?? ItemFindings(), names: names,
                zone: view.store.zone, forStore: false)
        }
        groups = EvidenceKind.allCases.compactMap { kind in
            let slots = view.slots.filter { $0.required.kind == kind }
            let others = view.others.filter { $0.kind == kind }
            guard !slots.isEmpty || !others.isEmpty else { return nil }
            return Group(
                title: kind.chineseName, received: slots.filter(\.isFilled).count, required: slots.count,
                cards: slots.map { slot in
                    Card(
                        title: slot.required.title,
                        summary: slot.item.map { summary($0, slot.required.title) })
                } + others.map { Card(title: $0.slot, summary: summary($0, nil)) })
        }
        self.flags = flags.map {
            .init(href: "/console/flags/\($0.id.rawValue.urlSegment)", title: $0.title["zh"] ?? $0.rule)
        }
        hasFlags = !flags.isEmpty
        func before(_ number: NumberBefore) -> Before {
            Before(
                name: number.name, before: number.before, after: number.after,
                until: ChineseForm.instant(number.until, in: view.store.zone), reason: number.reason)
        }
        totalsBefore = numbers.filter(\.isTotal).map(before)
        numbersBefore = numbers.filter { !$0.isTotal }.map(before)
        hasNumbersBefore = !numbersBefore.isEmpty
    }
}
