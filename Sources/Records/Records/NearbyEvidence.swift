public import Evidence

/// An item with what one analyser found in it.
public struct FoundItem: Hashable, Sendable {
    public var item: EvidenceItem
    /// The findings, JSON.
    public var json: String
}

// Evidence of several days or stores with its findings, in one look instead of one a day or item.
extension ItemRecords {
    /// Items in force by day, kind and slot; both ends included.
    public func current(
        store: StoreID, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [EvidenceItem] {
        try await database.read { (connection) throws(RecordError) in
            let items = try connection.query(
                NearbyQueries.items, [SQLValue(store), SQLValue(first), SQLValue(last)]
            ).map(EvidenceItem.init(row:))
            return Dictionary(grouping: items, by: \.day).sorted { $0.key < $1.key }
                .flatMap { $0.value.inSlotOrder() }
        }
    }
}

extension FindingRecords {
    /// Items in force of one kind with their findings of a kind, by day and slot; both ends included.
    public func current(
        _ kind: FindingKind, ofEach evidence: EvidenceKind, store: StoreID, from first: BusinessDay,
        to last: BusinessDay
    ) async throws(RecordError) -> [FoundItem] {
        try await found(
            NearbyQueries.found,
            [
                SQLValue(store), SQLValue(first), SQLValue(last), SQLValue(evidence.rawValue),
                SQLValue(kind.rawValue),
            ]
        ) { ($0.item.day, SlotOrder($0.item)) < ($1.item.day, SlotOrder($1.item)) }
    }

    /// Items in force of a day and one kind, of all stores, with their findings of a kind, by store and slot.
    public func current(
        _ kind: FindingKind, ofEach evidence: EvidenceKind, on day: BusinessDay
    ) async throws(RecordError) -> [FoundItem] {
        try await found(
            NearbyQueries.foundOnDay, [SQLValue(day), SQLValue(evidence.rawValue), SQLValue(kind.rawValue)]
        ) { ($0.item.store, SlotOrder($0.item)) < ($1.item.store, SlotOrder($1.item)) }
    }

    private func found(
        _ sql: String, _ arguments: [SQLValue], by order: @escaping @Sendable (FoundItem, FoundItem) -> Bool
    ) async throws(RecordError) -> [FoundItem] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map { (row) throws(RecordError) in
                FoundItem(item: try EvidenceItem(row: row), json: try row.text("json"))
            }.sorted(by: order)
        }
    }
}

enum NearbyQueries {
    static let items = "SELECT * FROM item WHERE store = ? AND day BETWEEN ? AND ? AND supersededBy IS NULL"
    static let found = """
        SELECT item.*, finding.json FROM item JOIN finding ON finding.item = item.id
        WHERE item.store = ? AND item.day BETWEEN ? AND ? AND item.supersededBy IS NULL AND item.kind = ?
            AND finding.kind = ? AND finding.supersededBy IS NULL
        """
    static let foundOnDay = """
        SELECT item.*, finding.json FROM item JOIN finding ON finding.item = item.id
        WHERE item.day = ? AND item.supersededBy IS NULL AND item.kind = ?
            AND finding.kind = ? AND finding.supersededBy IS NULL
        """
}
