extension Migration {
    /// 0012-durability: answers that are repeated for a repeated request.
    static let durability = Migration(number: 12, name: "durability") { sql in
        [
            """
            CREATE TABLE requestKey (
                account TEXT NOT NULL,
                key TEXT NOT NULL CHECK (length(key) > 0),
                request TEXT NOT NULL,
                item TEXT NOT NULL REFERENCES item (id),
                repeated \(sql.integer) NOT NULL CHECK (repeated IN (0, 1)),
                answer TEXT NOT NULL,
                answeredAt \(sql.integer) NOT NULL,
                PRIMARY KEY (account, key)
            )\(sql.tableEnd)
            """,
            "CREATE INDEX requestKeyOfTime ON requestKey (answeredAt)",
            "CREATE INDEX requestKeyOfItem ON requestKey (item)",
        ]
    }
}
