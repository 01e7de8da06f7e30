public import Evidence
import FoundationEssentials

/// What recording does beside the rows: each part is optional.
public struct RecordingTerms: Sendable {
    /// Only this item may be replaced: another one in the slot is a `conflict`.
    public var replacing: EvidenceID?
    /// The item takes its place by the time at which it was recorded first: behind what came into its slot later.
    public var inOrderOfTime: Bool
    /// What the sender named the request by: where it was answered before, that answer is given again.
    public var key: RequestKey?
    /// What was made of the code that a photo came with.
    public var proof: CaptureProof?
    /// Called inside the transaction once its custody entry is known, before it is committed: what this makes durable
    /// is there whenever the row is. Where it throws, nothing is recorded.
    public var keep: (@Sendable (CustodyEntry) throws(RecordError) -> Void)?
    /// Asked inside the transaction whether one more file may be added to what the store sent for the day: `storeDayFull`
    /// where not.
    public var admits: (@Sendable (StoreDayVolume) -> Bool)?

    public init(
        replacing: EvidenceID? = nil, inOrderOfTime: Bool = false, key: RequestKey? = nil,
        proof: CaptureProof? = nil,
        keep: (@Sendable (CustodyEntry) throws(RecordError) -> Void)? = nil,
        admits: (@Sendable (StoreDayVolume) -> Bool)? = nil
    ) {
        self.replacing = replacing
        self.inOrderOfTime = inOrderOfTime
        self.key = key
        self.proof = proof
        self.keep = keep
        self.admits = admits
    }
}

extension RecordingTerms {
    /// - Parameter item: whose store-day takes one more file.
    fileprivate func refuseBeyond(
        _ item: EvidenceItem, _ connection: any SQLConnection
    ) throws(RecordError) {
        guard let admits else { return }
        guard admits(try ItemRecords.volume(item.store, item.day, connection)) else {
            throw RecordError(.storeDayFull, "\(item.store) has sent all that it may for \(item.day)")
        }
    }
}

/// Evidence becomes known.
extension ItemRecords {
    /// Records an item, its custody entry and its job, and supersedes the item that stood in its slot: one transaction.
    /// - Throws: `erased` where a person had these bytes removed: they do not come back; `purged` where the item's original
    ///   went and this database does not know the item any more.
    @discardableResult
    public func record(
        _ item: EvidenceItem, custody note: CustodyNote, terms: RecordingTerms = RecordingTerms()
    ) async throws(RecordError) -> RecordedItem {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            try Self.answering(terms.key, at: note.at, connection) { () throws(RecordError) in
                try Self.insert(item, note, terms, chain, connection)
            }
        }
    }

    /// Stores which transcript belongs to a recording, and has the recording analysed again: one transaction. The
    /// transcript that it already has changes nothing.
    @discardableResult
    public func attachTranscript(
        to id: EvidenceID, sha256: ContentHash, name: String, custody note: CustodyNote,
        terms: RecordingTerms = RecordingTerms()
    ) async throws(RecordError) -> RecordedItem {
        let chain = self.chain
        return try await database.write { (connection) throws(RecordError) in
            try Self.answering(terms.key, at: note.at, connection) { () throws(RecordError) in
                try Self.attach(sha256, name, to: id, note, terms, chain, connection)
            }
        }
    }

    private static func answering(
        _ key: RequestKey?, at instant: Date, _ connection: any SQLConnection,
        _ body: () throws(RecordError) -> RecordedItem
    ) throws(RecordError) -> RecordedItem {
        guard let key else { return try body() }
        if let answer = try RequestKeys.answer(key, connection) { return answer }
        let recorded = try body()
        try RequestKeys.remember(recorded, under: key, at: instant, connection)
        return recorded
    }

    private static func insert(
        _ item: EvidenceItem, _ note: CustodyNote, _ terms: RecordingTerms, _ chain: CustodyChain,
        _ connection: any SQLConnection
    ) throws(RecordError) -> RecordedItem {
        if try wasErased(item.sha256, connection) {
            throw RecordError(.erased, "these bytes were erased on request")
        }
        if let same = try same(item.store, item.day, item.slot, item.sha256, connection) {
            return RecordedItem(item: same, repeated: true, replaced: nil)
        }
        if try isPurged(item.id, connection) {
            throw RecordError(.purged, "the original of \(item.id) was purged")
        }
        try terms.refuseBeyond(item, connection)
        let older = try connection.query(
            "SELECT * FROM item WHERE store = ? AND day = ? AND slot = ? AND supersededBy IS NULL",
            [SQLValue(item.store), SQLValue(item.day), SQLValue(item.slot)]
        ).first.map(EvidenceItem.init(row:))
        if let expected = terms.replacing, older?.id != expected {
            throw RecordError(
                .conflict, "\(item.slot) holds \(older?.id.rawValue ?? "nothing"), not \(expected)")
        }
        var item = item
        if let older {
            if terms.inOrderOfTime && older.recordedAt > item.recordedAt {
                item.supersededBy = older.id
            } else {
                try supersede(older, by: item, note, chain, connection)
            }
        }
        let marks = EvidenceItem.columns.map { _ in "?" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO item (\(EvidenceItem.columns.joined(separator: ", "))) VALUES (\(marks))",
            try item.sqlValues())
        if let proof = terms.proof { try CaptureProofRecords.insert(proof, of: item.id, connection) }
        let entry = try chain.append(note, to: item.id, connection)
        try JobQueue.enqueue(item: item, at: item.recordedAt, connection)
        try terms.keep?(entry)
        return RecordedItem(
            item: item, repeated: false, replaced: item.supersededBy == nil ? older?.id : nil)
    }

    private static func supersede(
        _ older: EvidenceItem, by item: EvidenceItem, _ note: CustodyNote, _ chain: CustodyChain,
        _ connection: any SQLConnection
    ) throws(RecordError) {
        try connection.execute(
            "UPDATE item SET supersededBy = ? WHERE id = ?", [SQLValue(item.id), SQLValue(older.id)])
        try chain.append(
            CustodyNote(at: note.at, actor: note.actor, action: .superseded, detail: "by=\(item.id)"),
            to: older.id, connection)
    }

    private static func attach(
        _ sha256: ContentHash, _ name: String, to id: EvidenceID, _ note: CustodyNote,
        _ terms: RecordingTerms, _ chain: CustodyChain, _ connection: any SQLConnection
    ) throws(RecordError) -> RecordedItem {
        guard var item = try find(id, connection) else {
            throw RecordError(.notFound, "there is no item \(id)")
        }
        if item.transcriptSHA256 == sha256 && item.transcriptName == name {
            return RecordedItem(item: item, repeated: true, replaced: nil)
        }
        if try isErased(id, connection) { throw RecordError(.notFound, "\(id) was erased") }
        if try isPurged(id, connection) { throw RecordError(.purged, "the original of \(id) was purged") }
        try terms.refuseBeyond(item, connection)
        try connection.execute(
            """
            INSERT INTO transcript (item, sequence, sha256, name, attachedAt)
            SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ? FROM transcript WHERE item = ?
            """, [SQLValue(id), SQLValue(sha256), SQLValue(name), SQLValue(note.at), SQLValue(id)])
        try connection.execute(
            """
            UPDATE item SET transcriptSHA256 = ?, transcriptName = ?, state = 'received',
                reasonCode = NULL, reasonChinese = NULL, reasonEnglish = NULL, arrivedPercent = NULL
            WHERE id = ?
            """, [SQLValue(sha256), SQLValue(name), SQLValue(id)])
        let entry = try chain.append(note, to: id, connection)
        try JobQueue.enqueue(item: item, at: note.at, connection)
        try terms.keep?(entry)
        item.transcriptSHA256 = sha256
        item.transcriptName = name
        item.state = .received
        item.reason = nil
        return RecordedItem(item: item, repeated: false, replaced: nil)
    }
}
