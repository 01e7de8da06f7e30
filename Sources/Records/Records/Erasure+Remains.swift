public import Evidence

/// Whether anything is left of what was erased: the proof, not the deed.
extension ItemRecords {
    /// Erased items of which some row still holds words, a name, a fingerprint or a picture, sorted.
    /// - Throws: `corruptRow` where a row that may hold words cannot be read.
    public func erasedRemains() async throws(RecordError) -> [EvidenceID] {
        try await database.read { (connection) throws(RecordError) in
            let erased = try connection.query(
                "SELECT DISTINCT item FROM custody WHERE action = ? ORDER BY item",
                [SQLValue(CustodyAction.erased.rawValue)])
            var remains: [EvidenceID] = []
            for row in erased {
                let item = EvidenceID(try row.text("item"))
                if try isTold(item, connection) { remains.append(item) }
            }
            return remains
        }
    }

    private func isTold(_ item: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        if try hasTraces(of: item, connection) { return true }
        if try hasWords(of: item, connection) { return true }
        return try isQuoted(item, connection)
    }

    private static let traces = """
        SELECT 1 FROM item WHERE id = ? AND (fileName IS NOT NULL OR transcriptName IS NOT NULL)
        UNION ALL SELECT 1 FROM transcript WHERE item = ? AND name <> ''
        UNION ALL SELECT 1 FROM seenOrder WHERE item = ? AND customer IS NOT NULL
        UNION ALL SELECT 1 FROM fingerprint WHERE item = ?
        UNION ALL SELECT 1 FROM captureDevice WHERE item = ?
        UNION ALL SELECT 1 FROM captureProof WHERE item = ?
        UNION ALL SELECT 1 FROM requestKey WHERE item = ?
        UNION ALL SELECT 1 FROM rendition WHERE item = ?
        LIMIT 1
        """

    private func hasTraces(
        of item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) -> Bool {
        let arguments = [SQLValue](repeating: SQLValue(item), count: 8)
        return try !connection.query(Self.traces, arguments).isEmpty
    }

    /// Whether an erasure would still take something out of the findings.
    private func hasWords(of item: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        let findings = try connection.query("SELECT kind, json FROM finding WHERE item = ?", [SQLValue(item)])
        for row in findings {
            let json = try row.text("json")
            let rest = try Self.withoutWords(try row.word("kind", as: FindingKind.self), json)
            if let rest, rest != json { return true }
        }
        return false
    }

    /// In the facts of its day and the flags of its store.
    private func isQuoted(_ id: EvidenceID, _ connection: any SQLConnection) throws(RecordError) -> Bool {
        guard let item = try Self.find(id, connection) else { return false }
        let facts = try connection.query(
            "SELECT facts FROM storeDayFacts WHERE store = ? AND day = ? AND facts IS NOT NULL",
            [SQLValue(item.store), SQLValue(item.day)])
        for row in facts {
            let mentions = try row.json("facts", as: StoreDayFacts.self).mentions
            if mentions.contains(where: { $0.item == id && !$0.text.isEmpty }) { return true }
        }
        let flags = try connection.query("SELECT evidence FROM flag WHERE store = ?", [SQLValue(item.store)])
        for row in flags {
            let evidence = try row.json("evidence", as: [FlagEvidence].self)
            if evidence.contains(where: { $0.item == id && !$0.text.isEmpty }) { return true }
        }
        return false
    }
}
