import Evidence
import FoundationEssentials

/// Which slots a store-day has, and until when.
struct SlotRules {
    private let store: Store
    private let day: BusinessDay
    /// In force for the store-day, the store's own first. None: any shelf-N, consultation-N, order-N is taken, because
    /// evidence is not refused for want of an import.
    private let requirements: [Requirement]

    init(_ requirements: [Requirement], store: Store, day: BusinessDay) {
        self.store = store
        self.day = day
        let applying = requirements.filter { $0.applies(to: store.id, on: day) }
        self.requirements =
            applying.filter { !$0.stores.isEmpty } + applying.filter { $0.stores.isEmpty }
    }

    func check(_ slot: String, _ kind: EvidenceKind) throws(IntakeError) {
        if let required = requirements.lazy.flatMap(\.slots).first(where: { $0.slot == slot }) {
            if required.kind == kind { return }
        } else if Self.isNumbered(slot, kind), takesNumbered(kind) {
            return
        }
        throw .unknownSlot(slot, kind: kind, valid: validSlots(kind))
    }

    /// When the slot's evidence becomes late.
    func deadline(of slot: String) -> Date {
        let requirement =
            requirements.first { $0.slots.contains { $0.slot == slot } } ?? requirements.first
        return day.end(timeZone: store.zone, cutOff: requirement?.deadline ?? store.cutOff)
    }

    /// Of a slot by its name, whatever the case of its letters: as required, or as slots are numbered.
    func slot(named name: some StringProtocol) -> (slot: String, kind: EvidenceKind)? {
        let name = name.lowercased()
        if let required = requirements.lazy.flatMap(\.slots).first(where: { $0.slot.lowercased() == name }) {
            return (required.slot, required.kind)
        }
        return EvidenceKind.allCases.first { takesNumbered($0) && Self.isNumbered(name, $0) }.map {
            (name, $0)
        }
    }

    /// All slots of a kind, the required ones first.
    func slots(of kind: EvidenceKind) -> [String] {
        let required = requirements.isEmpty ? [] : validSlots(kind)
        guard takesNumbered(kind) else { return required }
        let known = Set(required)
        return required + (1...999).map { "\(Self.prefix(kind))\($0)" }.filter { !known.contains($0) }
    }

    /// That a store-day must have; empty where nothing is required.
    var requiredKinds: Set<EvidenceKind> { Set(requirements.flatMap(\.slots).map(\.kind)) }

    /// A day can have more orders than must be shown.
    private func takesNumbered(_ kind: EvidenceKind) -> Bool {
        requirements.isEmpty || kind == .orderScreenshot
    }

    private func validSlots(_ kind: EvidenceKind) -> [String] {
        guard !requirements.isEmpty else { return ["\(Self.prefix(kind))1", "\(Self.prefix(kind))2", "…"] }
        var seen: Set<String> = []
        return requirements.flatMap(\.slots).filter { $0.kind == kind && seen.insert($0.slot).inserted }
            .map(\.slot)
    }

    /// `order-1` … `order-999`
    private static func isNumbered(_ slot: String, _ kind: EvidenceKind) -> Bool {
        guard slot.hasPrefix(prefix(kind)) else { return false }
        let number = slot.dropFirst(prefix(kind).count)
        return (1...3).contains(number.utf8.count) && number.first != "0"
            && number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func prefix(_ kind: EvidenceKind) -> String {
        switch kind {
        case .shelfPhoto: "shelf-"
        case .consultationAudio: "consultation-"
        case .orderScreenshot: "order-"
        }
    }
}
