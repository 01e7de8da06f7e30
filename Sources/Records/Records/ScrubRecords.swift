public import Evidence
public import FoundationEssentials

/// An original whose bytes are not those that were acknowledged.
public struct AlteredOriginal: Hashable, Codable, Sendable {
    /// Under which it is kept.
    public var sha256: ContentHash
    /// Of the bytes as they are; nil where the disk does not give them.
    public var found: ContentHash?
    public var path: String
    /// Which have it, as evidence or as a transcript, sorted.
    public var items: [EvidenceID]
    public var seenAt: Date

    public init(
        sha256: ContentHash, found: ContentHash?, path: String, items: [EvidenceID] = [], seenAt: Date
    ) {
        self.sha256 = sha256
        self.found = found
        self.path = path
        self.items = items
        self.seenAt = seenAt
    }
}

/// How far a pass over all originals has come.
public struct ScrubPlace: Hashable, Sendable {
    /// The first digits of the original that was read last, in the order of the hashes; empty before the first.
    public private(set) var lastDigits = ""
    /// When the last pass ended that came to its end.
    public var completedAt: Date?

    public init() {}

    private init(lastDigits: String, completedAt: Date?) {
        self.lastDigits = lastDigits
        self.completedAt = completedAt
    }

    /// Whether an original is still to be read in this pass.
    public func isBefore(_ hash: ContentHash) -> Bool { lastDigits < Self.digits(hash) }

    public mutating func move(to hash: ContentHash) { lastDigits = Self.digits(hash) }

    /// The next pass begins at the beginning.
    public mutating func complete(at instant: Date) {
        self = ScrubPlace(lastDigits: "", completedAt: instant)
    }

    private static func digits(_ hash: ContentHash) -> String { String(hash.rawValue.prefix(16)) }

    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            lastDigits: try row.text("lastDigits"),
            completedAt: try row.optionalInteger("completedAt").map(Date.init(milliseconds:)))
    }
}

/// What the re-reading of originals remembers.
public struct ScrubRecords: Sendable {
    let database: any SQLDatabase

    public func place() async throws(RecordError) -> ScrubPlace {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM scrubPlace WHERE number = 1").first
                .map { (row) throws(RecordError) in try ScrubPlace(row: row) } ?? ScrubPlace()
        }
    }

    public func keep(_ place: ScrubPlace) async throws(RecordError) {
        let completed: SQLValue = place.completedAt.map { SQLValue($0) } ?? .null
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                """
                INSERT INTO scrubPlace (number, lastDigits, completedAt) VALUES (1, ?, ?)
                ON CONFLICT (number) DO UPDATE SET lastDigits = excluded.lastDigits,
                    completedAt = excluded.completedAt
                """, [SQLValue(place.lastDigits), completed])
        }
    }

    /// Remembers an altered original until it is sound or gone.
    /// - Returns: it, with the items that have it.
    public func note(_ altered: AlteredOriginal) async throws(RecordError) -> AlteredOriginal {
        try await database.write { (connection) throws(RecordError) in
            try connection.execute(
                """
                INSERT INTO alteredOriginal (sha256, found, path, seenAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE SET found = excluded.found, path = excluded.path
                """,
                [
                    SQLValue(altered.sha256), SQLValue(altered.found?.rawValue), SQLValue(altered.path),
                    SQLValue(altered.seenAt),
                ])
            var noted = altered
            noted.items = try Self.items(altered.sha256, connection)
            return noted
        }
    }

    public func forget(_ sha256: ContentHash) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try Self.forget(sha256, connection)
        }
    }

    static func forget(_ sha256: ContentHash, _ connection: any SQLConnection) throws(RecordError) {
        try connection.execute("DELETE FROM alteredOriginal WHERE sha256 = ?", [SQLValue(sha256)])
    }

    /// All that are known to be altered, sorted by hash.
    public func altered() async throws(RecordError) -> [AlteredOriginal] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM alteredOriginal ORDER BY sha256")
                .map { (row) throws(RecordError) in
                    let hash = ContentHash(try row.text("sha256"))
                    return AlteredOriginal(
                        sha256: hash, found: try row.optionalText("found").map { ContentHash($0) },
                        path: try row.text("path"), items: try Self.items(hash, connection),
                        seenAt: try row.instant("seenAt"))
                }
        }
    }

    private static func items(
        _ sha256: ContentHash, _ connection: any SQLConnection
    ) throws(RecordError) -> [EvidenceID] {
        try connection.query(
            """
            SELECT id AS item FROM item WHERE sha256 = ?
            UNION SELECT item FROM transcript WHERE sha256 = ? ORDER BY item
            """, [SQLValue(sha256), SQLValue(sha256)]
        ).map { (row) throws(RecordError) in EvidenceID(try row.text("item")) }
    }
}
