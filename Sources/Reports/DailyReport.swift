public import Evidence
public import Records

/// One line a store and day: what headquarters reads first.
public struct StoreDayRow: Codable, Sendable, Equatable {
    public var store: StoreID
    public var storeName: String
    public var day: BusinessDay
    public var received: Int
    public var required: Int
    public var rejected: Int
    public var suspect: Int
    /// 0…100; null = not scored.
    @ExplicitNull public var completeness: Double?
    @ExplicitNull public var shelf: Double?
    @ExplicitNull public var promotion: Double?
    @ExplicitNull public var consultation: Double?
    @ExplicitNull public var total: Double?
    public var provisional: Bool
}

/// An item that was refused or wants a look, with the sentence its sender reads.
public struct NotableItem: Codable, Sendable, Equatable {
    public var item: EvidenceID
    public var store: StoreID
    public var day: BusinessDay
    public var slot: String
    public var state: ItemState
    @ExplicitNull public var verdict: Verdict?
    public var reason: Reason
}

/// Scores, notable items and flags of a range of days.
public struct DailyReport: Codable, Sendable, Equatable {
    public var from: BusinessDay
    public var to: BusinessDay
    public var rows: [StoreDayRow]
    public var notable: [NotableItem]
    public var flags: [Flag]

    /// - Returns: nil when no evidence lies in the range.
    public static func load(
        _ records: EvidenceRecords, from: BusinessDay, to: BusinessDay
    ) async throws(RecordError) -> DailyReport {
        var report = DailyReport(from: from, to: to, rows: [], notable: [], flags: [])
        let names = Dictionary(
            try await records.stores.all().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        var day = from
        while day <= to {
            let items = try await records.items.currentOnDay(day)
            let scores = try await records.scores.onDay(day)
            let byStore = Dictionary(grouping: items, by: \.store)
            for (store, items) in byStore.sorted(by: { $0.key < $1.key }) {
                let score = scores.first { $0.store == store }
                report.rows.append(row(store, names[store] ?? store.rawValue, day, items, score))
                report.notable += try await notable(items, records)
            }
            day = day.adding(days: 1)
        }
        report.flags = try await records.flags.all(state: nil).filter { $0.from <= to && $0.to >= from }
        return report
    }

    private static func row(
        _ store: StoreID, _ name: String, _ day: BusinessDay, _ items: [EvidenceItem],
        _ score: ComplianceScore?
    ) -> StoreDayRow {
        func part(_ code: String) -> ScorePart? { score?.parts.first { $0.code == code } }
        let required = Int(part("completeness")?.denominator ?? 0)
        return StoreDayRow(
            store: store, storeName: name, day: day, received: items.filter { $0.state != .rejected }.count,
            required: required, rejected: items.filter { $0.state == .rejected }.count,
            suspect: items.filter { $0.verdict == .suspect && $0.state != .rejected }.count,
            completeness: part("completeness")?.score, shelf: part("shelf")?.score,
            promotion: part("promotion")?.score, consultation: part("consultation")?.score,
            total: score?.total,
            provisional: score?.provisional ?? true)
    }

    private static func notable(
        _ items: [EvidenceItem], _ records: EvidenceRecords
    ) async throws(RecordError) -> [NotableItem] {
        var notable: [NotableItem] = []
        for item in items {
            if let reason = item.reason {
                notable.append(entry(item, reason))
            } else if item.verdict == .suspect, let reason = try await doubt(item, records) {
                notable.append(entry(item, reason))
            }
        }
        return notable
    }

    private static func entry(_ item: EvidenceItem, _ reason: Reason) -> NotableItem {
        NotableItem(
            item: item.id, store: item.store, day: item.day, slot: item.slot, state: item.state,
            verdict: item.verdict, reason: reason)
    }

    /// Why a suspect item is suspect; nil when its findings cannot be read (the item page then shows that).
    private static func doubt(_ item: EvidenceItem, _ records: EvidenceRecords) async throws(RecordError)
        -> Reason?
    {
        guard let document = try await records.findings.current(item.id, .provenance) else { return nil }
        guard let found = try? CanonicalJSON.decode(ProvenanceFindings.self, from: document.json) else {
            return nil
        }
        return found.reasons.first { $0.severity == .suspect }.map {
            Reason(code: $0.code, chinese: $0.detail, english: $0.detailEnglish ?? $0.code)
        }
    }
}
