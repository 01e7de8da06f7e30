public import FoundationEssentials

/// What headquarters imports and the analysis works from.
public enum ReferenceKind: String, Codable, Sendable, CaseIterable {
    case catalogue, planogram, promotions, products, vocabulary, topics, policy, rules, requirements
    /// Store → the group of stores that it is compared with.
    case clusters
    /// How long originals are kept.
    case retention
}

/// One version of one imported document.
public struct ReferenceDocument: Hashable, Sendable {
    public var kind: ReferenceKind
    /// Several documents of a kind stand beside each other by name: a planogram for each section.
    public var name: String
    /// From 1 upwards for each kind and name.
    public var version: Int
    public var json: String
    public var importedAt: Date
    public var importedBy: String

    public init(
        kind: ReferenceKind, name: String, version: Int, json: String, importedAt: Date, importedBy: String
    ) {
        self.kind = kind
        self.name = name
        self.version = version
        self.json = json
        self.importedAt = importedAt
        self.importedBy = importedBy
    }
}

/// Imported documents. A version is never changed: an import of other content is a new one.
public struct ReferenceRecords: Sendable {
    let database: any SQLDatabase

    /// - Returns: the version that has this content now: the one in force where nothing changed, else a new one.
    @discardableResult
    public func put(
        kind: ReferenceKind, name: String, json: String, by importer: String, at instant: Date
    ) async throws(RecordError) -> Int {
        try await database.write { (connection) throws(RecordError) in
            let current = try Self.current(kind, name, connection)
            if let current, current.json == json { return current.version }
            let version = (current?.version ?? 0) + 1
            try connection.execute(
                """
                INSERT INTO reference (kind, name, version, json, importedAt, importedBy)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    SQLValue(kind.rawValue), SQLValue(name), SQLValue(version), SQLValue(json),
                    SQLValue(instant), SQLValue(importer),
                ])
            return version
        }
    }

    /// The documents of a kind that are in force, by name.
    public func current(_ kind: ReferenceKind) async throws(RecordError) -> [ReferenceDocument] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                """
                SELECT * FROM reference WHERE kind = ? AND version = (
                    SELECT MAX(version) FROM reference AS other
                    WHERE other.kind = reference.kind AND other.name = reference.name)
                ORDER BY name
                """, [SQLValue(kind.rawValue)]
            ).map(ReferenceDocument.init(row:))
        }
    }

    public func current(
        _ kind: ReferenceKind, _ name: String
    ) async throws(RecordError) -> ReferenceDocument? {
        try await database.read { (connection) throws(RecordError) in
            try Self.current(kind, name, connection)
        }
    }

    private static func current(
        _ kind: ReferenceKind, _ name: String, _ connection: any SQLConnection
    ) throws(RecordError) -> ReferenceDocument? {
        try connection.query(
            "SELECT * FROM reference WHERE kind = ? AND name = ? ORDER BY version DESC LIMIT 1",
            [SQLValue(kind.rawValue), SQLValue(name)]
        ).first.map(ReferenceDocument.init(row:))
    }
}

extension ReferenceDocument {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            kind: try row.word("kind", as: ReferenceKind.self), name: try row.text("name"),
            version: Int(try row.integer("version")), json: try row.text("json"),
            importedAt: try row.instant("importedAt"), importedBy: try row.text("importedBy"))
    }
}
