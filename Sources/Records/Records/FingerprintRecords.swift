public import Evidence
public import FoundationEssentials

/// A picture that was received before, as far as the search for reuse needs it.
public struct KnownPicture: Hashable, Sendable {
    public var item: EvidenceID
    public var store: StoreID
    public var day: BusinessDay
    public var slot: String
    public var sha256: ContentHash
    public var perceptualHash: UInt64
    /// What the fingerprinting analyser needs beyond the hash; empty where it needs nothing.
    public var payload: [UInt8]
    public var receivedAt: Date

    public init(
        item: EvidenceID, store: StoreID, day: BusinessDay, slot: String, sha256: ContentHash,
        perceptualHash: UInt64, payload: [UInt8], receivedAt: Date
    ) {
        self.item = item
        self.store = store
        self.day = day
        self.slot = slot
        self.sha256 = sha256
        self.perceptualHash = perceptualHash
        self.payload = payload
        self.receivedAt = receivedAt
    }
}

/// What pictures look like, to find one again.
public struct FingerprintRecords: Sendable {
    let database: any SQLDatabase

    /// Adds or replaces the fingerprint of an item. Everything but hash and payload is the item's own.
    public func save(_ picture: KnownPicture) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                """
                INSERT INTO fingerprint (item, perceptualHash, payload) VALUES (?, ?, ?)
                ON CONFLICT (item) DO UPDATE SET perceptualHash = excluded.perceptualHash,
                    payload = excluded.payload
                """,
                [
                    SQLValue(picture.item), .integer(Int64(bitPattern: picture.perceptualHash)),
                    .blob(picture.payload),
                ])
        }
    }

    /// The pictures of the days from `first` to `last`, superseded ones too, in the order of arrival.
    public func window(
        from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [KnownPicture] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(FingerprintQueries.window, [SQLValue(first), SQLValue(last)])
                .map(KnownPicture.init(row:))
        }
    }
}

enum FingerprintQueries {
    static let window = """
        SELECT item.id, item.store, item.day, item.slot, item.sha256, item.receivedAt,
            fingerprint.perceptualHash, fingerprint.payload
        FROM item JOIN fingerprint ON fingerprint.item = item.id
        WHERE item.day BETWEEN ? AND ? ORDER BY item.receivedAt, item.id
        """
}

extension KnownPicture {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            item: EvidenceID(try row.text("id")), store: StoreID(try row.text("store")),
            day: try row.day("day"), slot: try row.text("slot"),
            sha256: ContentHash(try row.text("sha256")),
            perceptualHash: UInt64(bitPattern: try row.integer("perceptualHash")),
            payload: try row.blob("payload"), receivedAt: try row.instant("receivedAt"))
    }
}
