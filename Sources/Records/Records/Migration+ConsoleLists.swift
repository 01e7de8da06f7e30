extension Migration {
    /// 0011-console-lists: the questions of customers stand ready as they were grouped last, and what was ever found in an
    /// item is found by its index.
    static let consoleLists = Migration(number: 11, name: "console-lists") { sql in
        [
            "CREATE INDEX findingOfKind ON finding (kind, id)",
            "CREATE INDEX findingOfItem ON finding (item, id)",
            """
            CREATE TABLE questionSheet (
                days \(sql.integer) PRIMARY KEY CHECK (days > 0),
                state TEXT NOT NULL,
                sheet TEXT NOT NULL,
                madeAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
        ]
    }
}
