public import Evidence
public import FoundationEssentials
public import Records

/// Everything about one item for somebody outside: the original, what was found in it, who touched it, and a page to
/// print. The chain's newest hash goes along, so that a later chain can be held against it.
public struct EvidencePack: Sendable {
    public var item: EvidenceItem
    public var store: Store?
    /// All findings, superseded ones too, oldest first.
    public var findings: [FindingDocument]
    /// The item's own links, oldest first.
    public var custody: [CustodyEntry]
    /// The newest link of the whole chain.
    public var chainHead: CustodyEntry?
    /// When the original was removed because its days were over: then the pack holds everything but its bytes.
    public var purgedAt: Date?

    private static let renditionName = "rendition.jpg"

    private struct Chain: Encodable {
        var entries: [CustodyEntry]
        @ExplicitNull var head: CustodyEntry?
    }

    /// Loads a pack for somebody, who stands in it as one who looked.
    /// - Returns: nil where there is no such item.
    public static func take(
        _ records: EvidenceRecords, item id: EvidenceID, by actor: AccountID, at instant: Date
    ) async throws(RecordError) -> EvidencePack? {
        guard try await records.items.find(id) != nil else { return nil }
        try await records.custody.noteOpening(id, by: actor, at: instant, detail: "export")
        return try await load(records, item: id)
    }

    /// - Returns: nil where there is no such item.
    public static func load(_ records: EvidenceRecords, item id: EvidenceID) async throws(RecordError)
        -> EvidencePack?
    {
        guard let item = try await records.items.find(id) else { return nil }
        return EvidencePack(
            item: item, store: try await records.stores.find(item.store),
            findings: try await records.findings.history(id), custody: try await records.custody.entries(id),
            chainHead: try await records.custody.last(),
            purgedAt: try await records.retention.standing(of: id).purgedAt)
    }

    /// The page to print by itself, without the files of the pack.
    /// - Parameter picture: the address of the picture as it may be shown; nil where none is shown.
    public func page(picture: String?) -> String { EvidencePage(self, picture: picture, isAlone: true).html }

    /// The files of the pack, in the order in which they are read.
    /// - Parameters:
    ///   - original: the bytes as they were received; nil where they were purged.
    ///   - rendition: the picture with private parts covered, a JPEG; it is what the page to print shows.
    public func entries(
        original: StoredArchive.Entry.Content?, rendition: StoredArchive.Entry.Content? = nil
    ) throws -> [StoredArchive.Entry] {
        let page = EvidencePage(self, picture: rendition == nil ? nil : Self.renditionName, isAlone: false)
        var entries = [
            StoredArchive.Entry(name: "index.html", bytes: Array(page.html.utf8)),
            .init(name: "item.json", bytes: Array(try CanonicalJSON.string(item).utf8)),
            .init(
                name: "custody.json",
                bytes: Array(try CanonicalJSON.string(Chain(entries: custody, head: chainHead)).utf8)),
        ]
        for (number, document) in findings.enumerated() {
            entries.append(
                .init(
                    name: "findings/\(number + 1)-\(document.kind.rawValue).json",
                    bytes: Array(document.json.utf8)))
        }
        if let rendition { entries.append(.init(name: Self.renditionName, content: rendition)) }
        // The name that the sender gave is for people only; it becomes no path.
        if let original {
            entries.append(.init(name: "original/\(item.sha256.rawValue)", content: original))
        }
        return entries
    }
}
