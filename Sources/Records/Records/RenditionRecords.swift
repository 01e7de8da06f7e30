public import Evidence

/// What is shown of an item's picture in place of the original: smaller, without metadata, private parts painted over.
public struct Rendition: Hashable, Sendable {
    public var item: EvidenceID
    /// The bytes in the store of renditions; nil where the picture is withheld, for its private parts are not known.
    public var sha256: ContentHash?
    public var byteCount: Int

    public init(item: EvidenceID, sha256: ContentHash?, byteCount: Int) {
        self.item = item
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}

/// Which rendition each picture has.
public struct RenditionRecords: Sendable {
    let database: any SQLDatabase

    /// Replaces what was known of the item; one whose original is gone gets none.
    /// - Returns: The bytes that no item needs any more, to be removed from the store.
    public func save(_ rendition: Rendition) async throws(RecordError) -> ContentHash? {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isGone(rendition.item, connection) {
                return try rendition.sha256.flatMap { (hash) throws(RecordError) in
                    try Self.isNeeded(hash, connection) ? nil : hash
                }
            }
            let older = try Self.find(rendition.item, connection)
            try connection.execute(
                """
                INSERT INTO rendition (item, sha256, byteCount) VALUES (?, ?, ?)
                ON CONFLICT (item) DO UPDATE SET sha256 = excluded.sha256, byteCount = excluded.byteCount
                """,
                [
                    SQLValue(rendition.item), SQLValue(rendition.sha256?.rawValue),
                    SQLValue(rendition.byteCount),
                ])
            return try older?.sha256.flatMap { (hash) throws(RecordError) in
                try Self.isNeeded(hash, connection) ? nil : hash
            }
        }
    }

    /// nil where none was tried yet.
    public func find(_ item: EvidenceID) async throws(RecordError) -> Rendition? {
        try await database.read { (connection) throws(RecordError) in try Self.find(item, connection) }
    }

    /// Every rendition's bytes.
    public func referenced() async throws(RecordError) -> Set<ContentHash> {
        try await database.read { (connection) throws(RecordError) in
            Set(
                try connection.query("SELECT sha256 FROM rendition WHERE sha256 IS NOT NULL")
                    .map { (row) throws(RecordError) in ContentHash(try row.text("sha256")) })
        }
    }

    /// Forgets an item's rendition.
    /// - Returns: The bytes that no item needs any more.
    static func forget(
        _ item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> ContentHash? {
        guard let older = try find(item, connection) else { return nil }
        try connection.execute("DELETE FROM rendition WHERE item = ?", [SQLValue(item)])
        guard let hash = older.sha256 else { return nil }
        return try isNeeded(hash, connection) ? nil : hash
    }

    private static func find(
        _ item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> Rendition? {
        try connection.query("SELECT * FROM rendition WHERE item = ?", [SQLValue(item)]).first
            .map { (row) throws(RecordError) in
                Rendition(
                    item: item, sha256: try row.optionalText("sha256").map { ContentHash($0) },
                    byteCount: Int(try row.integer("byteCount")))
            }
    }

    private static func isNeeded(
        _ hash: ContentHash, _ connection: any SQLConnection
    ) throws(RecordError) -> Bool {
        try !connection.query("SELECT item FROM rendition WHERE sha256 = ? LIMIT 1", [SQLValue(hash)]).isEmpty
    }
}
