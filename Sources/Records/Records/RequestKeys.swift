public import Evidence
import FoundationEssentials

/// What a client names a request by, so that it can send it again without knowing whether it arrived.
public struct RequestKey: Hashable, Sendable {
    public var account: AccountID
    /// As the client chose it.
    public var key: String
    /// Stands for all that the request says: the same key with another request is a mistake of the client.
    public var request: String

    public init(account: AccountID, key: String, request: String) {
        self.account = account
        self.key = key
        self.request = request
    }
}

/// Answers that were given under a key, written in the transaction of what they tell about and kept for a week.
enum RequestKeys {
    /// A client that has not tried again for so long does not mean the same request any more.
    static let keptSeconds = 7.0 * 86_400

    /// What was answered under a key.
    /// - Throws: `keyReused` where the key stood for another request.
    static func answer(
        _ key: RequestKey, _ connection: any SQLConnection
    ) throws(RecordError) -> RecordedItem? {
        let row = try connection.query(
            "SELECT request, repeated, answer FROM requestKey WHERE account = ? AND key = ?",
            [SQLValue(key.account), SQLValue(key.key)]
        ).first
        guard let row else { return nil }
        guard try row.text("request") == key.request else {
            throw RecordError(.keyReused, "the key stands for another request of \(key.account)")
        }
        return RecordedItem(
            item: try row.json("answer", as: EvidenceItem.self), repeated: try row.boolean("repeated"),
            replaced: nil)
    }

    static func remember(
        _ recorded: RecordedItem, under key: RequestKey, at instant: Date, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            "DELETE FROM requestKey WHERE answeredAt < ?",
            [SQLValue(instant.addingTimeInterval(-keptSeconds))])
        var item = recorded.item
        // No receipt says these, and they may name a person.
        item.fileName = nil
        item.transcriptName = nil
        item.clientPosition = nil
        try connection.execute(
            """
            INSERT INTO requestKey (account, key, request, item, repeated, answer, answeredAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                SQLValue(key.account), SQLValue(key.key), SQLValue(key.request), SQLValue(item.id),
                SQLValue(recorded.repeated), try .json(item), SQLValue(instant),
            ])
    }
}

extension ItemRecords {
    /// The answer that was given under a key, if any.
    /// - Throws: `keyReused` where the key stood for another request.
    public func answer(to key: RequestKey) async throws(RecordError) -> RecordedItem? {
        try await database.read { (connection) throws(RecordError) in
            try RequestKeys.answer(key, connection)
        }
    }

    /// Whether something was answered under a key, whatever the request was.
    public func knowsKey(_ key: String, of account: AccountID) async throws(RecordError) -> Bool {
        try await database.read { (connection) throws(RecordError) in
            try !connection.query(
                "SELECT item FROM requestKey WHERE account = ? AND key = ?",
                [SQLValue(account), SQLValue(key)]
            ).isEmpty
        }
    }
}
