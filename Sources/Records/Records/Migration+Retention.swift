extension Migration {
    /// 0017-retention: items whose originals were purged, also such as a rebuilt database does not know, and which orders of
    /// the log are carried out in this database.
    static let retention = Migration(number: 17, name: "retention") { sql in
        [
            """
            CREATE TABLE purged (
                item TEXT PRIMARY KEY,
                purgedAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE purgeOrder (
                name TEXT PRIMARY KEY,
                carriedOutAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
        ]
    }
}
