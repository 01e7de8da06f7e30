import Evidence

/// Finds slots for files that name none.
struct FreeSlots {
    private let slots: [EvidenceKind: [String]]
    /// Of files that name theirs.
    private let named: Set<String>
    private var items: [EvidenceItem]

    /// - Parameter items: everything that was ever sent for the store-day.
    init(_ rules: SlotRules, items: [EvidenceItem], named: Set<String>) {
        slots = Dictionary(uniqueKeysWithValues: EvidenceKind.allCases.map { ($0, rules.slots(of: $0)) })
        self.named = named
        self.items = items
    }

    /// The slot that the same bytes have already, else the first one that is open. So the same archive twice means the
    /// same slots.
    func slot(of kind: EvidenceKind, _ sha256: ContentHash) -> String? {
        let same = items.filter { $0.kind == kind && $0.sha256 == sha256 }
        if let item = same.first(where: { $0.supersededBy == nil }) ?? same.first { return item.slot }
        let filled = Set(items.filter { $0.supersededBy == nil && $0.state != .rejected }.map(\.slot))
        return slots[kind]?.first { !filled.contains($0) && !named.contains($0) }
    }

    mutating func fill(_ item: EvidenceItem) { items.append(item) }
}
