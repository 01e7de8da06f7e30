public import Evidence
public import FoundationEssentials

/// What the customers' questions were grouped from. As long as it stays the same, no recording came, went, was replaced or
/// erased, none was analysed anew, and the lexicon is the same.
public struct QuestionState: Codable, Hashable, Sendable {
    /// The newest day that has evidence; the spans end with it.
    @ExplicitNull public var lastDay: BusinessDay?
    public var newestFinding: Int64
    public var newestReplacement: Int64
    public var newestErasure: Int64
    /// Versions of the lexicon's documents, by name.
    public var lexicon: [String: Int]

    /// Whether there is anything to group.
    public var isEmpty: Bool { newestFinding == 0 }
}

/// Customers' questions as they were grouped last: grouping takes seconds, showing them must not.
public struct QuestionRecords: Sendable {
    let database: any SQLDatabase

    /// What the questions would be grouped from now; three looks into indices.
    public func state() async throws(RecordError) -> QuestionState {
        try await database.read { (connection) throws(RecordError) in
            let days = try connection.query(ItemQueries.days, [SQLValue(1)])
            let lexicon = try connection.query(
                QuestionQueries.lexicon, [SQLValue(ReferenceKind.topics.rawValue)])
            return QuestionState(
                lastDay: try days.first.map { (row) throws(RecordError) in try row.day("day") },
                newestFinding: try Self.newest(
                    QuestionQueries.newestFinding, FindingKind.consultation.rawValue, connection),
                newestReplacement: try Self.newest(
                    QuestionQueries.newestLink, CustodyAction.superseded.rawValue, connection),
                newestErasure: try Self.newestErasure(connection),
                lexicon: Dictionary(
                    try lexicon.map { (row) throws(RecordError) in
                        (try row.text("name"), Int(try row.integer("version")))
                    }, uniquingKeysWith: { _, last in last }))
        }
    }

    private static func newest(
        _ sql: String, _ word: String, _ connection: any SQLConnection
    ) throws(RecordError) -> Int64 {
        try connection.query(sql, [SQLValue(word)]).first?.optionalInteger("newest") ?? 0
    }

    private static func newestErasure(_ connection: any SQLConnection) throws(RecordError) -> Int64 {
        try newest(QuestionQueries.newestLink, CustodyAction.erased.rawValue, connection)
    }

    /// Keeps what spans of days were grouped into, in place of what was kept before, all or none; nothing where something
    /// was erased meanwhile, whose words the sheets may hold.
    public func keep(
        _ sheets: [(days: Int, sheet: some Encodable & Sendable)], of state: QuestionState, at instant: Date
    ) async throws(RecordError) {
        let rows = try sheets.map { (entry) throws(RecordError) in
            [SQLValue(entry.days), try .json(state), try .json(entry.sheet), SQLValue(instant)]
        }
        try await database.write { (connection) throws(RecordError) in
            guard try Self.newestErasure(connection) == state.newestErasure else { return }
            try Self.forgetSheets(connection)
            for row in rows {
                try connection.execute(
                    "INSERT INTO questionSheet (days, state, sheet, madeAt) VALUES (?, ?, ?, ?)", row)
            }
        }
    }

    /// What the kept sheets were grouped from; nil where there are none.
    public func keptState() async throws(RecordError) -> QuestionState? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(QuestionQueries.anySheet).first
                .map { (row) throws(RecordError) in try row.json("state", as: QuestionState.self) }
        }
    }

    /// What a span of days was grouped into last; nil where it never was, or where something was erased since.
    public func sheet<Sheet: Decodable & Sendable>(
        days: Int, as type: Sheet.Type
    ) async throws(RecordError) -> (sheet: Sheet, state: QuestionState, madeAt: Date)? {
        try await database.read { (connection) throws(RecordError) in
            guard let row = try connection.query(QuestionQueries.sheet, [SQLValue(days)]).first else {
                return nil
            }
            return (
                try row.json("sheet", as: type), try row.json("state", as: QuestionState.self),
                try row.instant("madeAt")
            )
        }
    }

    /// Quotes and phrases of an erased recording must not stay on a page.
    static func forgetSheets(_ connection: any SQLConnection) throws(RecordError) {
        try connection.execute("DELETE FROM questionSheet")
    }
}

enum QuestionQueries {
    static let newestFinding = "SELECT MAX(id) AS newest FROM finding WHERE kind = ?"
    static let newestLink = "SELECT MAX(sequence) AS newest FROM custody WHERE action = ?"
    static let lexicon = """
        SELECT name, MAX(version) AS version FROM reference WHERE kind = ? GROUP BY name ORDER BY name
        """
    static let anySheet = "SELECT state FROM questionSheet ORDER BY days LIMIT 1"
    static let sheet = "SELECT * FROM questionSheet WHERE days = ?"
}
