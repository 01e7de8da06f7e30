public import Evidence
public import FoundationEssentials

/// Who may sign in, with passwords and tokens as digests only.
public struct AccountRecords: Sendable {
    let database: any SQLDatabase

    /// Adds an account or replaces it. A nil password hash leaves the one that is there.
    public func upsert(_ account: Account, passwordHash: String?) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                """
                INSERT INTO account (id, name, role, store, passwordHash) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,
                    store = excluded.store,
                    passwordHash = COALESCE(excluded.passwordHash, account.passwordHash)
                """,
                [
                    SQLValue(account.id), SQLValue(account.name), SQLValue(account.role.rawValue),
                    SQLValue(account.store?.rawValue), SQLValue(passwordHash),
                ])
        }
    }

    public func find(_ id: AccountID) async throws(RecordError) -> Account? {
        try await one("SELECT * FROM account WHERE id = ?", [SQLValue(id)])
    }

    /// By id.
    public func all() async throws(RecordError) -> [Account] {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT * FROM account ORDER BY id").map(Account.init(row:))
        }
    }

    /// Nil also for an account that signs in with tokens only.
    public func passwordHash(_ id: AccountID) async throws(RecordError) -> String? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query("SELECT passwordHash FROM account WHERE id = ?", [SQLValue(id)]).first?
                .optionalText("passwordHash")
        }
    }

    /// Lets a bearer token act for an account. The same token again moves to the account that is named last.
    public func addToken(
        digest: String, account: AccountID, label: String, at instant: Date
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute(
                """
                INSERT INTO token (digest, account, label, createdAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (digest) DO UPDATE SET account = excluded.account, label = excluded.label
                """, [SQLValue(digest), SQLValue(account), SQLValue(label), SQLValue(instant)])
        }
    }

    public func account(tokenDigest digest: String) async throws(RecordError) -> Account? {
        try await one(
            "SELECT account.* FROM token JOIN account ON account.id = token.account WHERE token.digest = ?",
            [SQLValue(digest)])
    }

    /// Opens a session and forgets those that have run out.
    public func openSession(
        digest: String, account: AccountID, at instant: Date, expiresAt: Date
    ) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            try connection.execute("DELETE FROM session WHERE expiresAt <= ?", [SQLValue(instant)])
            try connection.execute(
                "INSERT INTO session (digest, account, openedAt, expiresAt) VALUES (?, ?, ?, ?)",
                [SQLValue(digest), SQLValue(account), SQLValue(instant), SQLValue(expiresAt)])
        }
    }

    /// - Returns: nil where there is no such session, or it has run out.
    public func session(digest: String, at instant: Date) async throws(RecordError) -> Account? {
        try await one(
            """
            SELECT account.* FROM session JOIN account ON account.id = session.account
            WHERE session.digest = ? AND session.expiresAt > ?
            """, [SQLValue(digest), SQLValue(instant)])
    }

    public func closeSession(digest: String) async throws(RecordError) {
        try await database.write { (connection) throws(RecordError) in
            _ = try connection.execute("DELETE FROM session WHERE digest = ?", [SQLValue(digest)])
        }
    }

    private func one(_ sql: String, _ arguments: [SQLValue]) async throws(RecordError) -> Account? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(sql, arguments).first.map(Account.init(row:))
        }
    }
}

extension Account {
    fileprivate init(row: SQLRow) throws(RecordError) {
        self.init(
            id: AccountID(try row.text("id")), name: try row.text("name"),
            role: try row.word("role", as: Role.self),
            store: try row.optionalText("store").map { StoreID($0) })
    }
}
