public import Evidence

/// What became of an item that was to be recorded.
public struct RecordedItem: Hashable, Sendable {
    public var item: EvidenceItem
    /// The same bytes stood in the same slot already: `item` is that older item, and nothing was written.
    public var repeated: Bool
    /// The item whose slot this one took.
    public var replaced: EvidenceID?
}

/// Everything that was ever sent for a store-day.
public struct StoreDayVolume: Hashable, Sendable {
    /// Items and transcripts.
    public var files: Int
    /// Of the items.
    public var bytes: Int
}

/// Items of evidence. Nothing here deletes one.
public struct ItemRecords: Sendable {
    let database: any SQLDatabase
    let chain: CustodyChain

    /// What became of an item. An erased one keeps its tombstone.
    public func update(
        _ id: EvidenceID, state: ItemState, reason: Reason?, verdict: Verdict?, score: Double?
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try Self.isErased(id, connection) { return }
            let changed = try connection.execute(
                """
                UPDATE item SET state = ?, reasonCode = ?, reasonChinese = ?, reasonEnglish = ?,
                    arrivedPercent = ?, verdict = ?, score = ?
                WHERE id = ?
                """,
                [
                    SQLValue(state.rawValue), SQLValue(reason?.code), SQLValue(reason?.chinese),
                    SQLValue(reason?.english), SQLValue(reason?.arrivedPercent), SQLValue(verdict?.rawValue),
                    SQLValue(score), SQLValue(id),
                ])
            if changed == 0 { throw RecordError(.notFound, "there is no item \(id)") }
        }
    }
}

// MARK: Questions

extension ItemRecords {
    public func find(_ id: EvidenceID) async throws(RecordError) -> EvidenceItem? {
        try await database.read { (connection) throws(RecordError) in try Self.find(id, connection) }
    }

    /// The item of a slot that has these bytes, superseded or not.
    public func same(
        store: StoreID, day: BusinessDay, slot: String, sha256: ContentHash
    ) async throws(RecordError) -> EvidenceItem? {
        try await database.read { (connection) throws(RecordError) in
            try Self.same(store, day, slot, sha256, connection)
        }
    }

    /// What counts for a store-day: not superseded, by kind and slot.
    public func current(store: StoreID, day: BusinessDay) async throws(RecordError) -> [EvidenceItem] {
        try await items(ItemQueries.currentOfStoreDay, [SQLValue(store), SQLValue(day)])
    }

    /// Everything that was ever sent for a store-day, by kind, slot and time.
    public func history(store: StoreID, day: BusinessDay) async throws(RecordError) -> [EvidenceItem] {
        try await items(ItemQueries.historyOfStoreDay, [SQLValue(store), SQLValue(day)])
    }

    /// What counts on a day, by store, kind and slot.
    public func currentOnDay(_ day: BusinessDay) async throws(RecordError) -> [EvidenceItem] {
        try await items(ItemQueries.currentOnDay, [SQLValue(day)])
    }

    public func volume(store: StoreID, day: BusinessDay) async throws(RecordError) -> StoreDayVolume {
        try await database.read { (connection) throws(RecordError) in try Self.volume(store, day, connection)
        }
    }

    /// The newest day that has evidence.
    public func latestDay() async throws(RecordError) -> BusinessDay? { try await days(limit: 1).first }

    /// Days that have evidence, newest first.
    public func days(limit: Int) async throws(RecordError) -> [BusinessDay] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(ItemQueries.days, [SQLValue(limit)])
                .map { (row) throws(RecordError) in try row.day("day") }
        }
    }

    /// Every original that some item or transcript, current or not, points at; not those of erased or purged items.
    public func referencedOriginals() async throws(RecordError) -> Set<ContentHash> {
        try await database.read { (connection) throws(RecordError) in
            Set(
                try connection.query(ItemQueries.neededOriginals)
                    .map { (row) throws(RecordError) in ContentHash(try row.text("sha256")) })
        }
    }

    /// How many current items of a day stand in each state; states without items are left out.
    public func counts(day: BusinessDay) async throws(RecordError) -> [ItemState: Int] {
        try await database.read { (connection) throws(RecordError) in
            var counts: [ItemState: Int] = [:]
            for row in try connection.query(ItemQueries.counts, [SQLValue(day)]) {
                counts[try row.word("state", as: ItemState.self)] = Int(try row.integer("number"))
            }
            return counts
        }
    }

    private func items(_ sql: String, _ arguments: [SQLValue]) async throws(RecordError) -> [EvidenceItem] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(EvidenceItem.init(row:)).inSlotOrder()
        }
    }

    static func find(_ id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> EvidenceItem? {
        try connection.query("SELECT * FROM item WHERE id = ?", [SQLValue(id)]).first
            .map(EvidenceItem.init(row:))
    }

    static func volume(
        _ store: StoreID, _ day: BusinessDay, _ connection: any SQLConnection
    ) throws(RecordError) -> StoreDayVolume {
        let rows = try connection.query(ItemQueries.volumeOfStoreDay, [SQLValue(store), SQLValue(day)])
        guard let row = rows.first else { return StoreDayVolume(files: 0, bytes: 0) }
        return StoreDayVolume(files: Int(try row.integer("files")), bytes: Int(try row.integer("bytes")))
    }

    static func same(
        _ store: StoreID, _ day: BusinessDay, _ slot: String, _ sha256: ContentHash,
        _ connection: any SQLConnection
    ) throws(RecordError) -> EvidenceItem? {
        try connection.query(
            "SELECT * FROM item WHERE store = ? AND day = ? AND slot = ? AND sha256 = ?",
            [SQLValue(store), SQLValue(day), SQLValue(slot), SQLValue(sha256)]
        ).first.map(EvidenceItem.init(row:))
    }
}

/// The lists that people wait for; a test holds each against the query planner.
enum ItemQueries {
    static let neededOriginals = """
        SELECT sha256 FROM item WHERE \(isKept("item.id"))
        UNION SELECT sha256 FROM transcript WHERE \(isKept("transcript.item"))
        """
    static let namedOriginals = """
        SELECT sha256, id AS item FROM item WHERE \(isKept("item.id"))
        UNION SELECT sha256, item FROM transcript WHERE \(isKept("transcript.item"))
        """
    /// One of `neededOriginals`: asked for twice, so that both parts read their index.
    static let isNeeded = """
        SELECT sha256 FROM item WHERE sha256 = ? AND \(isKept("item.id"))
        UNION ALL SELECT sha256 FROM transcript WHERE sha256 = ? AND \(isKept("transcript.item")) LIMIT 1
        """
    static let erasedBytes = """
        SELECT item.id FROM item JOIN custody ON custody.item = item.id
        WHERE item.sha256 = ? AND custody.action = ? LIMIT 1
        """
    static let currentOfStoreDay = "SELECT * FROM item WHERE store = ? AND day = ? AND supersededBy IS NULL"
    static let historyOfStoreDay = "SELECT * FROM item WHERE store = ? AND day = ?"
    static let volumeOfStoreDay = """
        SELECT COUNT(*) + COALESCE(SUM((SELECT COUNT(*) FROM transcript WHERE transcript.item = item.id)), 0) AS files,
            COALESCE(SUM(byteCount), 0) AS bytes
        FROM item WHERE store = ? AND day = ?
        """
    static let currentOnDay = "SELECT * FROM item WHERE day = ? AND supersededBy IS NULL"
    static let days = "SELECT DISTINCT day FROM item ORDER BY day DESC LIMIT ?"
    static let counts = """
        SELECT state, COUNT(*) AS number FROM item WHERE day = ? AND supersededBy IS NULL GROUP BY state
        """

    /// Neither erased nor purged.
    static func isKept(_ id: String) -> String {
        """
        NOT EXISTS (SELECT 1 FROM custody WHERE custody.item = \(id) AND custody.action = 'erased')
            AND NOT EXISTS (SELECT 1 FROM purged WHERE purged.item = \(id))
        """
    }
}
