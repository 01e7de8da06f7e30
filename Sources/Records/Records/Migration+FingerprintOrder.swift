extension Migration {
    /// 0007-fingerprint-order: counts the fingerprints as they are saved, so that a worker reads only what is new.
    static let fingerprintOrder = Migration(number: 7, name: "fingerprint-order") { sql in
        [
            "ALTER TABLE fingerprint ADD COLUMN number \(sql.integer) NOT NULL DEFAULT 0",
            """
            UPDATE fingerprint SET number = ordered.place
            FROM (SELECT item AS name, ROW_NUMBER() OVER (ORDER BY item) AS place FROM fingerprint) AS ordered
            WHERE ordered.name = fingerprint.item
            """,
            "CREATE UNIQUE INDEX fingerprintOfNumber ON fingerprint (number)",
            // The same file again, whatever it shows.
            "CREATE INDEX itemOfBytes ON item (sha256)",
            "CREATE TABLE fingerprintCount (number \(sql.integer) NOT NULL)\(sql.tableEnd)",
            "INSERT INTO fingerprintCount (number) SELECT COUNT(*) FROM fingerprint",
        ]
    }
}
