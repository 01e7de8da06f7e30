public import Evidence
import FoundationEssentials

/// What was made of the codes that photos came with.
public struct CaptureProofRecords: Sendable {
    let database: any SQLDatabase

    /// With its item, and once: the same photo sent again with another code is still the photo of then.
    static func insert(
        _ proof: CaptureProof, of item: EvidenceID, _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            "INSERT INTO captureProof (item, code, isOfBatch, signature, capturedAt) VALUES (?, ?, ?, ?, ?)",
            [
                SQLValue(item), SQLValue(proof.code), SQLValue(proof.isOfBatch),
                SQLValue(proof.signature.rawValue), proof.capturedAt.map { SQLValue($0) } ?? .null,
            ])
    }

    public func find(_ item: EvidenceID) async throws(RecordError) -> CaptureProof? {
        try await database.read { (connection) throws(RecordError) in
            try connection.query(
                "SELECT code, isOfBatch, signature, capturedAt FROM captureProof WHERE item = ?",
                [SQLValue(item)]
            ).first.map { (row) throws(RecordError) in
                CaptureProof(
                    code: try row.text("code"), isOfBatch: try row.boolean("isOfBatch"),
                    signature: try row.word("signature", as: CaptureProof.Signature.self),
                    capturedAt: try row.optionalInteger("capturedAt").map(Date.init(milliseconds:)))
            }
        }
    }
}
