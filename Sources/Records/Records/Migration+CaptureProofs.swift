extension Migration {
    /// 0014-capture-proofs: what was made of the code that a photo came with.
    static let captureProofs = Migration(number: 14, name: "capture-proofs") { sql in
        [
            """
            CREATE TABLE captureProof (
                item TEXT PRIMARY KEY REFERENCES item (id),
                code TEXT NOT NULL,
                isOfBatch \(sql.integer) NOT NULL CHECK (isOfBatch IN (0, 1)),
                signature TEXT NOT NULL CHECK (signature IN ('absent', 'valid', 'invalid')),
                capturedAt \(sql.integer)
            )\(sql.tableEnd)
            """
        ]
    }
}
