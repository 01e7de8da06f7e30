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

    /// Adds or replaces the fingerprint of an item. Everything but hash and payload is the item's own. An erased
    /// item has none.
    public func save(_ picture: KnownPicture) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isErased(picture.item, connection) { return }
            // A count of its own: the largest number of the table may have been erased, and must not come again.
            try connection.execute("UPDATE fingerprintCount SET number = number + 1")
            _ = try connection.execute(
                """
                INSERT INTO fingerprint (item, perceptualHash, payload, number)
                SELECT ?, ?, ?, number FROM fingerprintCount WHERE 1 = 1
                ON CONFLICT (item) DO UPDATE SET perceptualHash = excluded.perceptualHash,
                    payload = excluded.payload, number = excluded.number
                """,
                [
                    SQLValue(picture.item), .integer(Int64(bitPattern: picture.perceptualHash)),
                    .blob(picture.payload),
                ])
        }
    }

    /// The evidence of one kind of the days from `first` to `last`, superseded items too, in the order of arrival.
    public func window(
        from first: BusinessDay, to last: BusinessDay, kind: EvidenceKind
    ) async throws(RecordError) -> [KnownPicture] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                FingerprintQueries.window, [SQLValue(first), SQLValue(last), SQLValue(kind.rawValue)]
            ).map(KnownPicture.init(row:))
        }
    }

    /// Pictures whose fingerprint was saved after another one, in the order in which they were saved.
    /// - Parameters:
    ///   - number: that of the last one known; 0 for all.
    ///   - first: pictures of earlier days are left out.
    public func saved(
        after number: Int64, from first: BusinessDay, limit: Int
    ) async throws(RecordError) -> [NumberedPicture] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                FingerprintQueries.saved, [.integer(number), SQLValue(first), SQLValue(limit)]
            ).map { (row) throws(RecordError) in
                NumberedPicture(number: try row.integer("number"), picture: try KnownPicture(row: row))
            }
        }
    }

    /// The items that hold these bytes.
    public func items(withBytes sha256: ContentHash) async throws(RecordError) -> [EvidenceID] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(FingerprintQueries.ofBytes, [SQLValue(sha256)])
                .map { (row) throws(RecordError) in EvidenceID(try row.text("id")) }
        }
    }

    /// Evidence of one kind and these bytes, of the days from `first` to `last`, whose own analysis has not come so far as to
    /// save a fingerprint; in the order of arrival.
    /// - Parameter known: the same bytes, with the fingerprint that they have wherever they stand.
    public func waiting(
        withBytesOf known: KnownPicture, kind: EvidenceKind, from first: BusinessDay, to last: BusinessDay
    ) async throws(RecordError) -> [KnownPicture] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                FingerprintQueries.waiting,
                [SQLValue(known.sha256), SQLValue(kind.rawValue), SQLValue(first), SQLValue(last)]
            ).map { (row) throws(RecordError) in
                var picture = known
                picture.item = EvidenceID(try row.text("id"))
                picture.store = StoreID(try row.text("store"))
                picture.day = try row.day("day")
                picture.slot = try row.text("slot")
                picture.receivedAt = try row.instant("receivedAt")
                return picture
            }
        }
    }

    /// The pictures of these items, in the order of the items; those without a fingerprint are left out.
    public func pictures(_ items: [EvidenceID]) async throws(RecordError) -> [KnownPicture] {
        try await database.read { (connection) throws(RecordError) in
            var pictures: [KnownPicture] = []
            for item in items {
                pictures += try connection.query(FingerprintQueries.ofItem, [SQLValue(item)])
                    .map(KnownPicture.init(row:))
            }
            return pictures
        }
    }
}

/// A picture and when its fingerprint was saved, counted over all.
public struct NumberedPicture: Hashable, Sendable {
    public var number: Int64
    public var picture: KnownPicture
}

enum FingerprintQueries {
    private static let columns = """
        item.id, item.store, item.day, item.slot, item.sha256, item.receivedAt, fingerprint.perceptualHash,
            fingerprint.payload
        """
    static let window = """
        SELECT \(columns) FROM item JOIN fingerprint ON fingerprint.item = item.id
        WHERE item.day BETWEEN ? AND ? AND item.kind = ? ORDER BY item.receivedAt, item.id
        """
    static let saved = """
        SELECT \(columns), fingerprint.number FROM fingerprint JOIN item ON item.id = fingerprint.item
        WHERE fingerprint.number > ? AND item.day >= ? AND item.kind <> '\(EvidenceKind.consultationAudio.rawValue)'
        ORDER BY fingerprint.number LIMIT ?
        """
    static let ofBytes = "SELECT id FROM item WHERE sha256 = ? ORDER BY id"
    static let waiting = """
        SELECT id, store, day, slot, receivedAt FROM item
        WHERE sha256 = ? AND kind = ? AND day BETWEEN ? AND ?
            AND state IN ('\(ItemState.received.rawValue)', '\(ItemState.processing.rawValue)')
            AND NOT EXISTS (SELECT 1 FROM fingerprint WHERE fingerprint.item = item.id)
        ORDER BY receivedAt, id
        """
    static let ofItem = """
        SELECT \(columns) FROM item JOIN fingerprint ON fingerprint.item = item.id WHERE item.id = ?
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
