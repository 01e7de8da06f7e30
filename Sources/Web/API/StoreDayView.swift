package import Evidence
import HTTPTypes
package import Records

/// One store and business day against what is required of it: what the batch document and the pages show.
package struct StoreDayView: Sendable {
    /// A required slot and the item that fills it.
    package struct Slot: Sendable {
        package let required: RequiredSlot
        package let item: EvidenceItem?

        /// A rejected item must be captured again, so its slot is still open.
        package var isFilled: Bool { item.map { $0.state != .rejected } ?? false }
    }

    package let store: Store
    package let day: BusinessDay
    package let slots: [Slot]
    /// Items in force for slots that are not required (any more).
    package let others: [EvidenceItem]
    package let score: ComplianceScore?

    package var items: [EvidenceItem] { slots.compactMap(\.item) + others }
    package var required: Int { slots.count }
    package var received: Int { slots.filter(\.isFilled).count }
    package var isComplete: Bool { received == required }
}

/// Reads what documents and pages are made of.
package struct EvidenceQueries: Sendable {
    package let records: EvidenceRecords
    package init(records: EvidenceRecords) { self.records = records }

    /// The store as far as the asking account may see it; otherwise there is nothing there.
    package func store(_ id: String, for principal: Principal) async throws -> Store {
        let id = StoreID(id)
        guard principal.sees(id), let store = try await records.stores.find(id) else {
            throw Problem.unknownStore(id)
        }
        return store
    }

    /// All stores that the account may see, by id.
    package func stores(for principal: Principal) async throws -> [Store] {
        try await records.stores.all().filter { principal.sees($0.id) }
    }

    package func item(_ id: String, for principal: Principal) async throws -> EvidenceItem {
        guard let item = try await records.items.find(EvidenceID(id)), principal.sees(item.store) else {
            throw Problem.notFound("no such item")
        }
        return item
    }

    package func flag(_ id: String, for principal: Principal) async throws -> Flag {
        guard let flag = try await records.flags.find(FlagID(id)), principal.sees(flag.store) else {
            throw Problem.notFound("no such flag")
        }
        return flag
    }

    package func requirements() async throws -> [Requirement] {
        try await records.reference.requirements()
    }

    package func day(_ day: BusinessDay, of store: Store) async throws -> StoreDayView {
        try await self.day(day, of: store, requirements: requirements())
    }

    package func day(_ day: BusinessDay, of store: Store, requirements: [Requirement]) async throws
        -> StoreDayView
    {
        let items = try await records.items.current(store: store.id, day: day)
        let score = try await records.scores.find(store: store.id, day: day)
        return Self.assemble(store: store, day: day, requirements: requirements, items: items, score: score)
    }

    static func assemble(
        store: Store, day: BusinessDay, requirements: [Requirement], items: [EvidenceItem],
        score: ComplianceScore?
    ) -> StoreDayView {
        let required = Requirement.slots(of: requirements, for: store.id, on: day)
        let bySlot = Dictionary(items.map { ($0.slot, $0) }, uniquingKeysWith: { $1 })
        let slots = required.map { StoreDayView.Slot(required: $0, item: bySlot[$0.slot]) }
        let known = Set(required.map(\.slot))
        return StoreDayView(
            store: store, day: day, slots: slots, others: items.filter { !known.contains($0.slot) },
            score: score)
    }
}

extension Problem {
    package static func unknownStore(_ id: StoreID) -> Problem {
        Problem(
            .notFound, code: "unknownStore", title: "门店不存在", chinese: "没有这家门店，请检查门店编号。",
            english: "There is no such store.", detail: "store \(id.rawValue.prefix(64))")
    }

    package static func invalidDay(_ text: String) -> Problem {
        Problem(
            .notFound, code: "invalidDay", title: "日期不对", chinese: "日期不正确，请使用 2026-11-22 这样的格式。",
            english: "Not a day of the calendar; write it like 2026-11-22.",
            detail: "day \(text.prefix(32))")
    }
}

extension WebContext {
    /// The business day in the path.
    package func businessDay(_ name: String = "day") throws(Problem) -> BusinessDay {
        let text = try path(name)
        guard let day = BusinessDay(text) else { throw .invalidDay(text) }
        return day
    }
}
