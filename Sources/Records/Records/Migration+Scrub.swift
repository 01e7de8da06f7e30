extension Migration {
    /// 0015-scrub: how far the re-reading of originals has come, and which were found altered. Of the last original only the
    /// first digits are kept: the hash of what is erased stays nowhere but in tombstone, chain and log.
    static let scrub = Migration(number: 15, name: "scrub") { sql in
        [
            """
            CREATE TABLE scrubPlace (
                number \(sql.integer) PRIMARY KEY CHECK (number = 1),
                lastDigits TEXT NOT NULL,
                completedAt \(sql.integer)
            )\(sql.tableEnd)
            """,
            """
            CREATE TABLE alteredOriginal (
                sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
                found TEXT CHECK (length(found) = 64),
                path TEXT NOT NULL,
                seenAt \(sql.integer) NOT NULL
            )\(sql.tableEnd)
            """,
            "CREATE INDEX transcriptOfBytes ON transcript (sha256)",
        ]
    }
}
