public import Evidence
public import FoundationEssentials

/// What happened to an item.
public enum CustodyAction: String, Codable, Sendable, CaseIterable {
    /// The bytes became durable and were acknowledged.
    case received
    /// Another file took the item's slot.
    case superseded
    /// A transcript was stored beside the recording.
    case transcriptAttached
    /// Somebody opened or took the original.
    case opened
    /// Somebody asked headquarters to look again.
    case appealed
    /// Headquarters looked and gave a verdict.
    case decided
    /// The database had lost the item: it was recorded again from what lay beside its original.
    case restored
    /// Bytes and words were removed because a person asked for it.
    case erased
    /// Headquarters has the original kept, however old.
    case held
    /// The hold ended.
    case released
    /// The original was removed because the days were over for which it is kept.
    case purged
}

/// A custody entry as its author knows it.
public struct CustodyNote: Hashable, Sendable {
    public var at: Date
    public var actor: AccountID
    public var action: CustodyAction
    /// What a reader needs to see what happened: hash, size, stated time.
    public var detail: String

    public init(at: Date, actor: AccountID, action: CustodyAction, detail: String) {
        self.at = at
        self.actor = actor
        self.action = action
        self.detail = detail
    }
}

/// One link of the chain of custody.
public struct CustodyEntry: Hashable, Codable, Sendable {
    /// From 1, without gaps, over all items.
    public var sequence: Int64
    public var item: EvidenceID
    public var at: Date
    public var actor: AccountID
    public var action: CustodyAction
    public var detail: String
    /// The hash of the entry before; empty for the first.
    public var previousHash: String
    /// Over everything above.
    public var hash: String

    public init(
        sequence: Int64, item: EvidenceID, at: Date, actor: AccountID, action: CustodyAction, detail: String,
        previousHash: String, hash: String
    ) {
        self.sequence = sequence
        self.item = item
        self.at = at
        self.actor = actor
        self.action = action
        self.detail = detail
        self.previousHash = previousHash
        self.hash = hash
    }
}

/// The chain of custody (存证链): append-only, each entry sealed with the hash of the one before, so that a changed
/// or removed entry breaks every later one. Entries cut off at the end leave no trace in the chain itself: whoever
/// keeps the last hash elsewhere can tell.
public struct CustodyRecords: Sendable {
    private static let pageSize = 1000
    private static let openingSeconds = 3600.0

    let database: any SQLDatabase
    let chain: CustodyChain

    /// Oldest first.
    public func entries(_ item: EvidenceID) async throws(RecordError) -> [CustodyEntry] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM custody WHERE item = ? ORDER BY sequence", [SQLValue(item)])
                .map(CustodyEntry.init(row:))
        }
    }

    @discardableResult
    public func append(_ note: CustodyNote, to item: EvidenceID) async throws(RecordError) -> CustodyEntry {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            try chain.append(note, to: item, connection)
        }
    }

    /// Notes that somebody looked at the original: once an hour for each account, because a player asks for many parts
    /// of one recording.
    /// - Parameter detail: how: `original`, `export`.
    public func noteOpening(
        _ item: EvidenceID, by actor: AccountID, at instant: Date, detail: String
    ) async throws(RecordError) {
        let since = instant.addingTimeInterval(-Self.openingSeconds)
        let known = try await database.read { (connection) throws(RecordError) in
            try connection.query(
                """
                SELECT sequence FROM custody
                WHERE item = ? AND actor = ? AND action = ? AND detail = ? AND recordedAt > ? LIMIT 1
                """,
                [
                    SQLValue(item), SQLValue(actor), SQLValue(CustodyAction.opened.rawValue),
                    SQLValue(detail), SQLValue(since),
                ])
        }
        guard known.isEmpty else { return }
        try await append(CustodyNote(at: instant, actor: actor, action: .opened, detail: detail), to: item)
    }

    /// The newest entry: its hash stands for the whole chain.
    public func last() async throws(RecordError) -> CustodyEntry? {
        try await database.read { (connection) throws(RecordError) in
            try CustodyChain.last(connection)
        }
    }

    /// Holds an item's own links against their seals and the links before and after each. The rest is `verifyChain`'s.
    /// - Returns: the sequence of the first that does not fit, 0 where there is none at all; nil where all fit.
    public func verifyLinks(of item: EvidenceID) async throws(RecordError) -> Int64? {
        let chain = self.chain
        return try await database.read { (connection) throws(RecordError) in
            let rows = try connection.query(
                """
                SELECT custody.*,
                    (SELECT hash FROM custody AS before
                        WHERE before.sequence = custody.sequence - 1) AS hashBefore,
                    (SELECT previousHash FROM custody AS after
                        WHERE after.sequence = custody.sequence + 1) AS saidAfter
                FROM custody WHERE item = ? ORDER BY sequence
                """, [SQLValue(item)])
            guard !rows.isEmpty else { return 0 }
            for row in rows {
                let sequence = try row.integer("sequence")
                // A row that cannot even be read was changed by someone else than this program.
                let link: CustodyEntry
                do { link = try CustodyEntry(row: row) } catch { return sequence }
                guard link.previousHash == (try row.optionalText("hashBefore") ?? ""),
                    link.hash == chain.seal(of: link),
                    link.hash == (try row.optionalText("saidAfter") ?? link.hash)
                else { return sequence }
            }
            return nil
        }
    }

    /// Walks the whole chain.
    /// - Returns: the sequence of the first entry that does not fit, nil where all do.
    public func verifyChain() async throws(RecordError) -> Int64? {
        var previousHash = ""
        var sequence: Int64 = 0
        while true {
            let after = sequence
            let page = try await database.read { (connection) throws(RecordError) in
                try connection.query(
                    "SELECT * FROM custody WHERE sequence > ? ORDER BY sequence LIMIT ?",
                    [.integer(after), SQLValue(Self.pageSize)])
            }
            for row in page {
                sequence += 1
                // A row that cannot even be read was changed by someone else than this program.
                let entry: CustodyEntry
                do { entry = try CustodyEntry(row: row) } catch { return sequence }
                guard entry.sequence == sequence, entry.previousHash == previousHash,
                    entry.hash == chain.seal(of: entry)
                else { return sequence }
                previousHash = entry.hash
            }
            if page.count < Self.pageSize { return nil }
        }
    }
}

/// Links entries, inside the transaction of what they tell about.
struct CustodyChain: Sendable {
    let hash: @Sendable (String) -> String

    @discardableResult
    func append(
        _ note: CustodyNote, to item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> CustodyEntry {
        let last = try Self.last(connection)
        var entry = CustodyEntry(
            sequence: (last?.sequence ?? 0) + 1, item: item, at: Date(milliseconds: note.at.milliseconds),
            actor: note.actor, action: note.action, detail: note.detail, previousHash: last?.hash ?? "",
            hash: "")
        entry.hash = seal(of: entry)
        try connection.execute(
            """
            INSERT INTO custody (sequence, item, recordedAt, actor, action, detail, previousHash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(entry.sequence), SQLValue(item), SQLValue(entry.at), SQLValue(entry.actor),
                SQLValue(entry.action.rawValue), SQLValue(entry.detail), SQLValue(entry.previousHash),
                SQLValue(entry.hash),
            ])
        return entry
    }

    static func last(_ connection: any SQLConnection) throws(RecordError) -> CustodyEntry? {
        try connection.query("SELECT * FROM custody ORDER BY sequence DESC LIMIT 1").first
            .map(CustodyEntry.init(row:))
    }

    /// Each field with its length before it: no two entries have the same text.
    func seal(of entry: CustodyEntry) -> String {
        let fields = [
            String(entry.sequence), entry.item.rawValue, String(entry.at.milliseconds), entry.actor.rawValue,
            entry.action.rawValue, entry.detail, entry.previousHash,
        ]
        return hash(fields.map { "\($0.utf8.count):\($0)" }.joined(separator: ","))
    }
}

extension CustodyEntry {
    init(row: SQLRow) throws(RecordError) {
        self.init(
            sequence: try row.integer("sequence"), item: EvidenceID(try row.text("item")),
            at: try row.instant("recordedAt"), actor: AccountID(try row.text("actor")),
            action: try row.word("action", as: CustodyAction.self), detail: try row.text("detail"),
            previousHash: try row.text("previousHash"), hash: try row.text("hash"))
    }
}
