public import Evidence

/// Bytes that an item needs, and how it became known.
public struct NeededOriginal: Hashable, Sendable {
    public var item: EvidenceItem
    public var sha256: ContentHash
    /// Of a transcript, its name; nil for the item's own bytes.
    public var transcriptName: String?
    public var entry: CustodyEntry
}

/// What lies on the disk against what is recorded.
extension ItemRecords {
    /// The original of every item and transcript that is neither erased nor purged, by item: what `neededOriginals` names, with its
    /// item.
    public func namedOriginals() async throws(RecordError) -> [(sha256: ContentHash, item: EvidenceID)] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(ItemQueries.namedOriginals).map { (row) throws(RecordError) in
                (ContentHash(try row.text("sha256")), EvidenceID(try row.text("item")))
            }
        }
    }

    /// All that is known of bytes as an item's: nil where no item has them, or it was erased or purged.
    public func needed(
        _ sha256: ContentHash, by id: EvidenceID
    ) async throws(RecordError) -> NeededOriginal? {
        try await database.read { (connection) throws(RecordError) in
            guard let item = try Self.find(id, connection), try !Self.isGone(id, connection) else {
                return nil
            }
            let transcript = try connection.query(
                "SELECT name FROM transcript WHERE item = ? AND sha256 = ? ORDER BY sequence DESC LIMIT 1",
                [SQLValue(id), SQLValue(sha256)]
            ).first
            guard item.sha256 == sha256 || transcript != nil else { return nil }
            let isOwn = item.sha256 == sha256
            // The chain names bytes in words: they tell the entry of one transcript from another's.
            let entries = try connection.query(
                "SELECT * FROM custody WHERE item = ? ORDER BY sequence", [SQLValue(id)]
            ).map(CustodyEntry.init(row:))
            let entry = entries.last {
                (isOwn ? [.received, .restored] : [.transcriptAttached, .restored]).contains($0.action)
                    && $0.detail.contains("sha256=\(sha256)")
            }
            guard let entry = entry ?? entries.first else { return nil }
            return NeededOriginal(
                item: item, sha256: sha256, transcriptName: isOwn ? nil : try transcript?.text("name"),
                entry: entry)
        }
    }

    /// Does something with bytes that no item needs, while nothing can be recorded: whoever is about to record them
    /// finds out in the transaction that does.
    /// - Returns: false where an item needs them.
    public func unlessNeeded(
        _ sha256: ContentHash, _ body: @escaping @Sendable () throws(RecordError) -> Void
    ) async throws(RecordError) -> Bool {
        try await database.write { (connection) throws(RecordError) in
            if try Self.isNeeded(sha256, connection) { return false }
            try body()
            return true
        }
    }
}

// MARK: Bytes that are to go

extension ItemRecords {
    /// The item's own bytes and those of all its transcripts, and of the items with the same bytes, erased or not; none
    /// where there is no such item.
    public func everyOriginal(of id: EvidenceID) async throws(RecordError) -> [ContentHash] {
        try await database.read { (connection) throws(RecordError) in
            guard let item = try Self.find(id, connection) else { return [] }
            let transcripts = try connection.query(
                """
                SELECT DISTINCT transcript.sha256 FROM transcript JOIN item ON item.id = transcript.item
                WHERE item.sha256 = ? ORDER BY transcript.sha256
                """, [SQLValue(item.sha256)])
            return try [item.sha256]
                + transcripts.map { (row) throws(RecordError) in ContentHash(try row.text("sha256")) }
        }
    }

    /// Those of some bytes that an item needs.
    public func needed(among hashes: [ContentHash]) async throws(RecordError) -> Set<ContentHash> {
        try await database.read { (connection) throws(RecordError) in
            var needed: Set<ContentHash> = []
            for hash in hashes where try Self.isNeeded(hash, connection) { needed.insert(hash) }
            return needed
        }
    }

    private static func isNeeded(
        _ sha256: ContentHash, _ connection: any SQLConnection
    ) throws(RecordError) -> Bool {
        try !connection.query(ItemQueries.isNeeded, [SQLValue(sha256), SQLValue(sha256)]).isEmpty
    }
}
