public import Evidence

/// What an erasure takes beside the item's own findings, and what keeps its words from coming back.
extension ItemRecords {
    /// Whether an item was erased: no worker need look at it any more.
    public func isErased(_ id: EvidenceID) async throws(RecordError) -> Bool {
        try await database.read { (connection) throws(RecordError) in try Self.isErased(id, connection) }
    }

    /// A worker that had the bytes in hand when they were erased writes afterwards: whoever saves asks here first.
    static func isErased(_ id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        try !connection.query(
            "SELECT sequence FROM custody WHERE item = ? AND action = ? LIMIT 1",
            [SQLValue(id), SQLValue(CustodyAction.erased.rawValue)]
        ).isEmpty
    }

    /// Whether bytes were erased that some item held.
    public func wasErased(_ sha256: ContentHash) async throws(RecordError) -> Bool {
        try await database.read { (connection) throws(RecordError) in
            try Self.wasErased(sha256, connection)
        }
    }

    static func wasErased(
        _ sha256: ContentHash, _ connection: any SQLConnection
    ) throws(RecordError) -> Bool {
        try !connection.query(
            ItemQueries.erasedBytes, [SQLValue(sha256), SQLValue(CustodyAction.erased.rawValue)]
        ).isEmpty
    }

    /// Rids the database's files of what erased rows held.
    /// - Parameter words: what they held; nil where nobody knows any more.
    /// - Throws: `busy` where somebody still reads it: ask again.
    public func forgetOverwritten(_ words: Set<String>?) async throws(RecordError) {
        try await database.forgetOverwritten(words)
    }

    /// Nothing is left to do on an erased item. A worker that runs such a job loses its lease.
    static func cancelJobs(of id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) {
        for kind in [JobKind.analyzeItem, .makeRendition] {
            try connection.execute(
                """
                UPDATE job SET state = 'done', isOpen = 0, worker = NULL
                WHERE kind = ? AND subject = ? AND isOpen = 1
                """, [SQLValue(kind.rawValue), SQLValue(id)])
        }
    }

    /// Sentences that metrics and flags quote: that a topic was raised, and when, stays.
    static func forgetQuotes(of item: EvidenceItem, _ connection: any SQLConnection) throws(RecordError) {
        let days = try connection.query(
            "SELECT facts FROM storeDayFacts WHERE store = ? AND day = ? AND facts IS NOT NULL",
            [SQLValue(item.store), SQLValue(item.day)])
        for row in days {
            var facts = try row.json("facts", as: StoreDayFacts.self)
            for place in facts.mentions.indices where facts.mentions[place].item == item.id {
                facts.mentions[place].text = ""
            }
            try connection.execute(
                "UPDATE storeDayFacts SET facts = ? WHERE store = ? AND day = ?",
                [try .json(facts), SQLValue(item.store), SQLValue(item.day)])
        }
        let flags = try connection.query(
            "SELECT id, evidence FROM flag WHERE store = ?", [SQLValue(item.store)])
        for row in flags {
            let before = try row.json("evidence", as: [FlagEvidence].self)
            var after = before
            for place in after.indices where after[place].item == item.id { after[place].text = "" }
            guard after != before else { continue }
            try connection.execute(
                "UPDATE flag SET evidence = ? WHERE id = ?", [try .json(after), try row.value("id")])
        }
    }
}
