public import Evidence
public import FoundationEssentials

/// What a finding is about.
public enum FindingKind: String, Codable, Sendable, CaseIterable {
    case media, text, shelf, order, consultation, provenance
}

/// The findings of one analyser on one item, as JSON.
public struct FindingDocument: Hashable, Sendable {
    public var item: EvidenceID
    public var kind: FindingKind
    public var analyzer: AnalyzerIdentity
    public var json: String
    public var createdAt: Date

    public init(
        item: EvidenceID, kind: FindingKind, analyzer: AnalyzerIdentity, json: String, createdAt: Date
    ) {
        self.item = item
        self.kind = kind
        self.analyzer = analyzer
        self.json = json
        self.createdAt = createdAt
    }
}

/// Findings. New ones supersede the older ones of their kind; none is deleted.
public struct FindingRecords: Sendable {
    let database: any SQLDatabase

    /// The same findings of the same analyser again change nothing; those of an erased item are not kept.
    public func save(_ document: FindingDocument) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            if try ItemRecords.isErased(document.item, connection) { return }
            let number = try connection.query("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM finding")
            guard let id = try number.first?.integer("next") else { return }
            let older = try connection.query(
                """
                SELECT id, item, kind, analyzerName, analyzerVersion, json, createdAt FROM finding
                WHERE item = ? AND kind = ? AND supersededBy IS NULL
                """, [SQLValue(document.item), SQLValue(document.kind.rawValue)]
            ).first
            if let older {
                let current = try FindingDocument(row: older)
                if current.analyzer == document.analyzer && current.json == document.json { return }
                try connection.execute(
                    "UPDATE finding SET supersededBy = ? WHERE id = ?",
                    [.integer(id), try older.value("id")])
            }
            try connection.execute(
                """
                INSERT INTO finding (id, item, kind, analyzerName, analyzerVersion, json, createdAt)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(id), SQLValue(document.item), SQLValue(document.kind.rawValue),
                    SQLValue(document.analyzer.name), SQLValue(document.analyzer.version),
                    SQLValue(document.json), SQLValue(document.createdAt),
                ])
        }
    }

    /// By kind.
    public func current(_ item: EvidenceID) async throws(RecordError) -> [FindingDocument] {
        try await documents(FindingQueries.ofItem, [SQLValue(item)])
    }

    public func current(
        _ item: EvidenceID, _ kind: FindingKind
    ) async throws(RecordError) -> FindingDocument? {
        try await documents(
            "SELECT * FROM finding WHERE item = ? AND kind = ? AND supersededBy IS NULL",
            [SQLValue(item), SQLValue(kind.rawValue)]
        ).first
    }

    /// Of the items that count for a store-day, by slot.
    public func current(
        store: StoreID, day: BusinessDay, kind: FindingKind
    ) async throws(RecordError) -> [FindingDocument] {
        try await documents(
            FindingQueries.ofStoreDay, [SQLValue(store), SQLValue(day), SQLValue(kind.rawValue)])
    }

    /// All that were ever saved for an item, oldest first.
    public func history(_ item: EvidenceID) async throws(RecordError) -> [FindingDocument] {
        try await documents("SELECT * FROM finding WHERE item = ? ORDER BY id", [SQLValue(item)])
    }

    private func documents(
        _ sql: String, _ arguments: [SQLValue]
    ) async throws(RecordError) -> [FindingDocument] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).map(FindingDocument.init(row:))
        }
    }
}

enum FindingQueries {
    static let ofItem = "SELECT * FROM finding WHERE item = ? AND supersededBy IS NULL ORDER BY kind"
    static let ofStoreDay = """
        SELECT finding.* FROM item JOIN finding ON finding.item = item.id
        WHERE item.store = ? AND item.day = ? AND item.supersededBy IS NULL
            AND finding.kind = ? AND finding.supersededBy IS NULL
        ORDER BY item.slot
        """
}

extension FindingDocument {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            item: EvidenceID(try row.text("item")), kind: try row.word("kind", as: FindingKind.self),
            analyzer: AnalyzerIdentity(
                name: try row.text("analyzerName"), version: try row.text("analyzerVersion")),
            json: try row.text("json"), createdAt: try row.instant("createdAt"))
    }
}
