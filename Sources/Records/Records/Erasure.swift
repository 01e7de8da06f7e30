public import Evidence
public import FoundationEssentials

/// What an erasure (删除) took and left.
public struct Erasure: Hashable, Sendable {
    /// The item that was named, and every other that holds the same bytes.
    public var items: [EvidenceID]
    /// Bytes that no other item needs: to be removed from the originals. The same again when asked again.
    public var originals: [ContentHash]
    /// Renditions that no other item needs: to be removed from their own store.
    public var renditions: [ContentHash]
    /// What rows held until now.
    public var words: Set<String>

    public init(
        items: [EvidenceID] = [], originals: [ContentHash] = [], renditions: [ContentHash] = [],
        words: Set<String> = []
    ) {
        self.items = items
        self.originals = originals
        self.renditions = renditions
        self.words = words
    }
}

extension ItemRecords {
    /// Serves a person who objects: what was said leaves the findings, the bytes may be removed, and a tombstone stays:
    /// hash, day, slot, verdict, score and counts in the rows, reason, who and when in the chain of custody.
    ///
    /// Nothing is removed from the chain, so that it stays intact. An item that is erased already changes nothing.
    /// Its open jobs are cancelled, and what a worker still saves of it is dropped.
    public func erase(
        _ id: EvidenceID, reason: String, actor: AccountID, at: Date
    ) async throws(RecordError) -> Erasure {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            guard let named = try Self.find(id, connection) else {
                throw RecordError(.notFound, "there is no item \(id)")
            }
            let same = try connection.query(
                "SELECT * FROM item WHERE sha256 = ? ORDER BY id", [SQLValue(named.sha256)]
            ).map(EvidenceItem.init(row:))
            let items = same.map(\.id)
            try QuestionRecords.forgetSheets(connection)
            var renditions: [ContentHash] = []
            var words: Set<String> = []
            for item in same {
                if let hash = try RenditionRecords.forget(item.id, connection) { renditions.append(hash) }
                if try Self.isErased(item.id, connection) { continue }
                try Self.cancelJobs(of: item.id, connection)
                words.formUnion(try Self.forgetWords(of: item, reason: reason, connection))
                try Self.forgetQuotes(of: item, connection)
                try chain.append(
                    CustodyNote(
                        at: at, actor: actor, action: .erased,
                        detail: "sha256=\(named.sha256) asked=\(id) reason=\(reason)"), to: item.id,
                    connection)
            }
            let freed = try connection.query(
                Self.freedOriginals, [SQLValue(named.sha256), SQLValue(named.sha256)]
            ).map { (row) throws(RecordError) in ContentHash(try row.text("sha256")) }
            for hash in freed { try ScrubRecords.forget(hash, connection) }
            return Erasure(
                items: items, originals: freed.sorted(), renditions: renditions.sorted(), words: words)
        }
    }

    /// Originals of the items with these bytes and of their transcripts, less what items need that are not erased.
    private static let freedOriginals = """
        SELECT sha256 FROM (
            SELECT ? AS sha256
            UNION SELECT transcript.sha256 FROM transcript JOIN item ON item.id = transcript.item WHERE item.sha256 = ?
        ) WHERE sha256 NOT IN (\(ItemQueries.neededOriginals))
        """

    /// - Returns: what was taken.
    private static func forgetWords(
        of named: EvidenceItem, reason: String, _ connection: any SQLConnection
    ) throws(RecordError) -> Set<String> {
        let item = named.id
        var words = Set([named.fileName, named.transcriptName].compactMap(\.self))
        for row in try connection.query("SELECT id, kind, json FROM finding WHERE item = ?", [SQLValue(item)])
        {
            let kind = try row.word("kind", as: FindingKind.self)
            let before = try row.text("json")
            guard let json = try withoutWords(kind, before) else { continue }
            words.formUnion(try TakenWords.of(before, json))
            try connection.execute(
                "UPDATE finding SET json = ? WHERE id = ?", [SQLValue(json), try row.value("id")])
        }
        try connection.execute("UPDATE seenOrder SET customer = NULL WHERE item = ?", [SQLValue(item)])
        try connection.execute("UPDATE transcript SET name = '' WHERE item = ?", [SQLValue(item)])
        for table in ["fingerprint", "captureDevice", "captureProof", "requestKey"] {
            try connection.execute("DELETE FROM \(table) WHERE item = ?", [SQLValue(item)])
        }
        try connection.execute(
            """
            UPDATE item SET fileName = NULL, transcriptName = NULL, reasonCode = ?, reasonChinese = ?,
                reasonEnglish = ?, arrivedPercent = NULL
            WHERE id = ?
            """,
            [
                SQLValue("item.erased"), SQLValue("应要求删除：\(reason)"),
                SQLValue("erased on request: \(reason)"),
                SQLValue(item),
            ])
        return words
    }

    /// Findings without what a person said or was called; nil where they hold nothing of the kind.
    static func withoutWords(_ kind: FindingKind, _ json: String) throws(RecordError) -> String? {
        do {
            switch kind {
            case .consultation: return try consultationWithoutWords(json)
            case .order: return try ordersWithoutCustomers(json)
            case .text: return "[]"
            case .media: return try mediaWithoutCapture(json)
            case .shelf, .provenance: return nil
            }
        } catch {
            throw RecordError(.corruptRow, "a finding cannot be read: \(error)")
        }
    }

    /// Sizes and formats stay.
    private static func mediaWithoutCapture(_ json: String) throws -> String {
        var findings = try CanonicalJSON.decode(MediaFindings.self, from: json)
        findings.exif = nil
        findings.claimedFormat = nil
        return try CanonicalJSON.string(findings)
    }

    /// Counts, topics and times stay.
    private static func consultationWithoutWords(_ json: String) throws -> String {
        var findings = try CanonicalJSON.decode(ConsultationFindings.self, from: json)
        findings.transcript = nil
        findings.keywords = []
        for topic in findings.topics.indices {
            for place in findings.topics[topic].evidence.indices {
                findings.topics[topic].evidence[place].text = ""
            }
        }
        return try CanonicalJSON.string(findings)
    }

    /// Goods and sums stay.
    private static func ordersWithoutCustomers(_ json: String) throws -> String {
        var findings = try CanonicalJSON.decode(OrderFindings.self, from: json)
        for order in findings.orders.indices {
            findings.orders[order].customer = nil
            findings.orders[order].pickup = nil
        }
        return try CanonicalJSON.string(findings)
    }
}
