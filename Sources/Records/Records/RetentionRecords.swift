public import Evidence
public import FoundationEssentials

/// Which originals have been kept long enough, which are held all the same, and which went. Holds are links of the chain of
/// custody, as appeals are: neither can be changed afterwards.
public struct RetentionRecords: Sendable {
    let database: any SQLDatabase
    let chain: CustodyChain
}

// MARK: What is due

extension RetentionRecords {
    /// The policy that is in force; nil where none is imported: then originals are kept for good.
    public func policy() async throws(RecordError) -> RetentionPolicy? {
        let documents = try await ReferenceRecords(database: database).current(.retention)
        guard let document = documents.first else { return nil }
        do { return try CanonicalJSON.decode(RetentionPolicy.self, from: document.json) } catch {
            throw RecordError(.corruptRow, "retention policy version \(document.version): \(error)")
        }
    }

    /// Items whose originals have been kept long enough at an instant, also those that are held.
    /// - Parameter after: the last item of the page before.
    public func due(
        _ policy: RetentionPolicy, at instant: Date, after: EvidenceID?, limit: Int
    ) async throws(RecordError) -> DuePage {
        try await database.read { (connection) throws(RecordError) in
            var arguments = [SQLValue(after?.rawValue ?? "")]
            for kind in EvidenceKind.allCases {
                // Nothing was recorded before the times.
                let newest = policy.newestDue(kind, at: instant) ?? .distantPast
                arguments += [SQLValue(kind.rawValue), SQLValue(newest)]
            }
            let rows = try connection.query(RetentionQueries.due, arguments + [SQLValue(limit)])
            let items = try rows.map { (row) throws(RecordError) in
                let item = try EvidenceItem(row: row)
                return DueItem(
                    item: item, originals: try Self.originals(of: item, connection),
                    keptBecause: try Self.keptBecause(item, connection))
            }
            return DuePage(items: items, lastCustody: try CustodyChain.last(connection)?.sequence ?? 0)
        }
    }

    /// All that is there at this moment, whatever its age. Reads every item.
    public func kept() async throws(RecordError) -> KeptOriginals {
        try await database.read { (connection) throws(RecordError) in
            guard let row = try connection.query(RetentionQueries.kept).first else {
                return KeptOriginals(items: 0)
            }
            return KeptOriginals(
                items: Int(try row.integer("items")),
                newest: try row.optionalInteger("newest").map { Date(milliseconds: $0) })
        }
    }

    private static func originals(
        of item: EvidenceItem, _ connection: any SQLConnection
    ) throws(RecordError) -> [ContentHash] {
        let transcripts = try connection.query(
            "SELECT DISTINCT sha256 FROM transcript WHERE item = ? ORDER BY sha256", [SQLValue(item.id)])
        return try [item.sha256]
            + transcripts.map { (row) throws(RecordError) in ContentHash(try row.text("sha256")) }
    }

    private static func keptBecause(
        _ item: EvidenceItem, _ connection: any SQLConnection
    ) throws(RecordError) -> KeptBecause? {
        let objections = try Objections(of: item.id, connection)
        if objections.hold != nil { return .hold }
        if objections.appeal != nil { return .appeal }
        return item.state == .analysed || item.state == .rejected ? nil : .unfinished
    }
}

/// Links of an item's custody that keep its original, and have not been answered.
private struct Objections {
    var appeal: CustodyEntry?
    var hold: CustodyEntry?

    /// The newer one's place in the chain.
    var newest: Int64 { max(appeal?.sequence ?? 0, hold?.sequence ?? 0) }

    init(of item: EvidenceID, _ connection: any SQLConnection) throws(RecordError) {
        for row in try connection.query(RetentionQueries.objections, [SQLValue(item)]) {
            let entry = try CustodyEntry(row: row)
            switch entry.action {
            case .appealed: appeal = entry
            case .decided: appeal = nil
            case .held: hold = entry
            default: hold = nil
            }
        }
    }
}

// MARK: What goes

extension RetentionRecords {
    /// Marks items as purged: their originals may be removed, and a tombstone stays: hash, day, slot, verdict, score, findings
    /// and counts in the rows, the policy, who and when in the chain of custody. An item that is marked already changes
    /// nothing; one that the database does not know is remembered, should its record come back.
    /// - Parameter lastCustody: the newest link of the chain when the items were chosen: where somebody appealed or set a
    ///   hold later, the item is left out.
    public func purge(
        _ items: [EvidenceID], by policy: RetentionPolicy, actor: AccountID, at: Date, lastCustody: Int64
    ) async throws(RecordError) -> Purge {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            var purge = Purge()
            for id in items {
                if try ItemRecords.isPurged(id, connection) {
                    purge.items.append(id)
                    continue
                }
                if let item = try ItemRecords.find(id, connection) {
                    if try Objections(of: id, connection).newest > lastCustody { continue }
                    let note = CustodyNote(
                        at: at, actor: actor, action: .purged, detail: Self.tombstone(of: item, policy))
                    let rendition = try Self.leave(note, for: item, chain, connection)
                    purge.renditions += [rendition].compactMap(\.self)
                    purge.added.append(id)
                }
                try connection.execute(
                    "INSERT INTO purged (item, purgedAt) VALUES (?, ?)", [SQLValue(id), SQLValue(at)])
                purge.items.append(id)
            }
            return purge
        }
    }

    private static func tombstone(of item: EvidenceItem, _ policy: RetentionPolicy) -> String {
        let days = policy[item.kind].map { " days=\($0)" } ?? ""
        return "sha256=\(item.sha256) policy=\(policy.version)\(days)"
    }

    /// - Returns: the rendition that no other item needs.
    private static func leave(
        _ note: CustodyNote, for item: EvidenceItem, _ chain: CustodyChain, _ connection: any SQLConnection
    ) throws(RecordError) -> ContentHash? {
        // What a person had erased says so already.
        guard try !ItemRecords.isErased(item.id, connection) else { return nil }
        try ItemRecords.cancelJobs(of: item.id, connection)
        // In a backup that is older than the item's result.
        try connection.execute(
            """
            UPDATE item SET state = 'failed', reasonCode = 'item.purged', reasonChinese = ?, reasonEnglish = ?,
                arrivedPercent = NULL
            WHERE id = ? AND state IN ('received', 'processing')
            """,
            [
                SQLValue("原件已按保存期限删除，备份里没有它的识别结果，不影响得分"),
                SQLValue(
                    "the original was removed after its retention period; this backup has no result of it"),
                SQLValue(item.id),
            ])
        try chain.append(note, to: item.id, connection)
        return try RenditionRecords.forget(item.id, connection)
    }

    /// Those of the orders of the log that are not carried out in this database.
    public func open(among names: [String]) async throws(RecordError) -> [String] {
        try await database.read { (connection) throws(RecordError) in
            let known = Set(
                try connection.query("SELECT name FROM purgeOrder")
                    .map { (row) throws(RecordError) in try row.text("name") })
            return names.filter { !known.contains($0) }
        }
    }

    /// Nothing of an order is left to do.
    public func close(_ name: String, at instant: Date) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                "INSERT INTO purgeOrder (name, carriedOutAt) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                [SQLValue(name), SQLValue(instant)])
        }
    }
}

// MARK: What went

extension RetentionRecords {
    public func isPurged(_ id: EvidenceID) async throws(RecordError) -> Bool {
        try await database.read { (connection) throws(RecordError) in
            try ItemRecords.isPurged(id, connection)
        }
    }

    /// Items that had these bytes, as their own or as a transcript, until they were purged; sorted.
    public func purgedItems(with sha256: ContentHash) async throws(RecordError) -> [EvidenceID] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(RetentionQueries.purgedItems, [SQLValue(sha256), SQLValue(sha256)])
                .map { (row) throws(RecordError) in EvidenceID(try row.text("item")) }
        }
    }
}

extension ItemRecords {
    static func isPurged(_ id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        try !connection.query("SELECT item FROM purged WHERE item = ?", [SQLValue(id)]).isEmpty
    }

    /// Whether an item's original went for good, erased or purged: nobody can look at it again.
    public func isGone(_ id: EvidenceID) async throws(RecordError) -> Bool {
        try await database.read { (connection) throws(RecordError) in try Self.isGone(id, connection) }
    }

    static func isGone(_ id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        if try isErased(id, connection) { return true }
        return try isPurged(id, connection)
    }
}

// MARK: Holds

extension RetentionRecords {
    /// Has an original kept, however old, until the hold is released.
    /// - Returns: why it is not set; nil where it was.
    /// - Throws: `notFound` where there is no such item.
    public func hold(
        _ item: EvidenceID, reason: String, by actor: AccountID, at instant: Date
    ) async throws(RecordError) -> HoldRefusal? {
        try await note(
            CustodyNote(at: instant, actor: actor, action: .held, detail: reason), item
        ) { $0 == nil ? nil : .alreadyHeld }
    }

    /// Ends a hold.
    /// - Returns: why there is nothing to release; nil where it was released.
    /// - Throws: `notFound` where there is no such item.
    public func release(
        _ item: EvidenceID, reason: String, by actor: AccountID, at instant: Date
    ) async throws(RecordError) -> HoldRefusal? {
        try await note(
            CustodyNote(at: instant, actor: actor, action: .released, detail: reason), item
        ) { $0 == nil ? .notHeld : nil }
    }

    private func note(
        _ note: CustodyNote, _ item: EvidenceID,
        unless refusal: @escaping @Sendable (_ hold: CustodyEntry?) -> HoldRefusal?
    ) async throws(RecordError) -> HoldRefusal? {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            guard try ItemRecords.find(item, connection) != nil else {
                throw RecordError(.notFound, "there is no item \(item)")
            }
            if try ItemRecords.isErased(item, connection) { return .erased }
            if try ItemRecords.isPurged(item, connection) { return .purged }
            if let refused = refusal(try Objections(of: item, connection).hold) { return refused }
            try chain.append(note, to: item, connection)
            return nil
        }
    }

    public func standing(of item: EvidenceID) async throws(RecordError) -> RetentionStanding {
        try await database.read { (connection) throws(RecordError) in
            let purged = try connection.query(
                "SELECT purgedAt FROM purged WHERE item = ?", [SQLValue(item)]
            ).first
            return RetentionStanding(
                purgedAt: try purged.map { (row) throws(RecordError) in try row.instant("purgedAt") },
                hold: try Objections(of: item, connection).hold.map(RetentionHold.init))
        }
    }

    /// Holds that are not released, oldest first.
    public func holds() async throws(RecordError) -> [RetentionHold] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(RetentionQueries.holds)
                .map(CustodyEntry.init(row:)).map(RetentionHold.init)
        }
    }
}

extension RetentionHold {
    fileprivate init(_ entry: CustodyEntry) {
        self.init(item: entry.item, reason: entry.detail, by: entry.actor, at: entry.at)
    }
}

enum RetentionQueries {
    /// By the order of the ids, so that each page begins where the last one ended.
    static let due = """
        SELECT * FROM item
        WHERE id > ? AND ((kind = ? AND recordedAt <= ?) OR (kind = ? AND recordedAt <= ?) OR (kind = ? AND recordedAt <= ?))
            AND NOT EXISTS (SELECT 1 FROM purged WHERE purged.item = item.id)
            AND NOT EXISTS (SELECT 1 FROM custody WHERE custody.item = item.id AND custody.action = 'erased')
        ORDER BY id LIMIT ?
        """
    static let kept = """
        SELECT COUNT(*) AS items, (SELECT MAX(recordedAt) FROM item) AS newest
        FROM item WHERE \(ItemQueries.isKept("item.id"))
        """
    static let objections = """
        SELECT * FROM custody WHERE item = ? AND action IN ('appealed', 'decided', 'held', 'released') ORDER BY sequence
        """
    static let purgedItems = """
        SELECT item.id AS item FROM item JOIN purged ON purged.item = item.id WHERE item.sha256 = ?
        UNION SELECT transcript.item FROM transcript JOIN purged ON purged.item = transcript.item
        WHERE transcript.sha256 = ? ORDER BY item
        """
    static let holds = """
        SELECT * FROM custody AS hold
        WHERE action = 'held' AND NOT EXISTS (
            SELECT 1 FROM custody WHERE item = hold.item AND action IN ('released', 'erased', 'purged') AND sequence > hold.sequence
        ) ORDER BY sequence
        """
}
