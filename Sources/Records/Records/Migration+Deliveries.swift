extension Migration {
    /// 0006-deliveries: what raised flags send to other systems and to people, kept until it has arrived.
    static let deliveries = Migration(number: 6, name: "deliveries") { sql in
        [
            """
            CREATE TABLE delivery (
                id TEXT PRIMARY KEY,
                flag TEXT NOT NULL REFERENCES flag (id),
                kind TEXT NOT NULL CHECK (kind IN ('webhook', 'email')),
                target TEXT NOT NULL CHECK (length(target) > 0),
                state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
                attempts \(sql.integer) NOT NULL CHECK (attempts >= 0),
                dueAt \(sql.integer) NOT NULL,
                createdAt \(sql.integer) NOT NULL,
                sentAt \(sql.integer),
                failure TEXT,
                CHECK ((state = 'sent') = (sentAt IS NOT NULL))
            )\(sql.tableEnd)
            """,
            "CREATE INDEX deliveryDue ON delivery (state, dueAt)",
        ]
    }
}
