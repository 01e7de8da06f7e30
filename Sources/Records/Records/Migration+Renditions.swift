extension Migration {
    /// 0005-renditions: what may be shown of an item's picture. Without a hash nothing may: private parts could not be found.
    static let renditions = Migration(number: 5, name: "renditions") { sql in
        [
            """
            CREATE TABLE rendition (
                item TEXT PRIMARY KEY REFERENCES item (id),
                sha256 TEXT CHECK (length(sha256) = 64),
                byteCount \(sql.integer) NOT NULL CHECK (byteCount >= 0),
                CHECK ((sha256 IS NULL) = (byteCount = 0))
            )\(sql.tableEnd)
            """,
            "CREATE INDEX renditionOfBytes ON rendition (sha256)",
        ]
    }
}
