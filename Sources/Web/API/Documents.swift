import Evidence
import Foundation
import Intake
import Records

/// An item as the API shows it: its own fields and where to go from here.
struct ItemDocument: Encodable {
    let item: EvidenceItem
    /// When its original was purged, where that was asked for.
    let purgedAt: Date?
    /// nil before the file was opened, and in lists.
    var media: MediaFindings?

    init(item: EvidenceItem, purgedAt: Date? = nil) {
        self.item = item
        self.purgedAt = purgedAt
    }

    private enum CodingKeys: String, CodingKey { case links, purgedAt, media }

    func encode(to encoder: any Encoder) throws {
        try item.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Links.item(item), forKey: .links)
        try container.encodeIfPresent(purgedAt, forKey: .purgedAt)
        try container.encodeIfPresent(media, forKey: .media)
    }
}

enum Links {
    static func item(_ item: EvidenceItem) -> [String: String] {
        let own = "/v1/items/\(item.id)"
        var links = [
            "self": own, "findings": own + "/findings", "original": own + "/original",
            "rendition": own + "/rendition", "pack": own + "/pack", "batch": batch(item.store, item.day),
        ]
        if item.kind == .consultationAudio { links["transcript"] = own + "/transcript" }
        return links
    }

    static func batch(_ store: StoreID, _ day: BusinessDay) -> String {
        "/v1/batches/\(store.rawValue.urlSegment)/\(day)"
    }
}

/// What the sender of an upload keeps: proof that these bytes are stored.
struct ReceiptDocument: Encodable {
    let id: EvidenceID
    /// Computed here, from the bytes that were written.
    let sha256: ContentHash
    /// The same as `Content-Digest` would say it (RFC 9530).
    let digest: String
    let short: String
    let store: StoreID
    let day: BusinessDay
    let slot: String
    let receivedAt: Date
    let state: ItemState
    /// Why the item cannot be used, where the same bytes were judged before.
    let reason: Reason?
    let late: Bool
    /// The same bytes were already there for this slot.
    let repeated: Bool
    let links: [String: String]

    init(_ receipt: Receipt) {
        id = receipt.item.id
        sha256 = receipt.item.sha256
        digest = DigestFields.text(of: receipt.item.sha256)
        short = receipt.item.sha256.short
        store = receipt.item.store
        day = receipt.item.day
        slot = receipt.item.slot
        receivedAt = receipt.item.receivedAt
        state = receipt.item.state
        reason = receipt.item.reason
        late = receipt.item.late
        repeated = receipt.repeated
        links = Links.item(receipt.item)
    }
}

struct BatchDocument: Encodable {
    struct Slot: Encodable {
        let slot: String
        let kind: EvidenceKind
        let title: String
        let filled: Bool
        let item: ItemDocument?
    }
    let store: StoreID
    let storeName: String
    let day: BusinessDay
    let required: Int
    let received: Int
    let complete: Bool
    let slots: [Slot]
    let others: [ItemDocument]
    let score: ComplianceScore?
    let links: [String: String]

    init(_ view: StoreDayView) {
        store = view.store.id
        storeName = view.store.name
        day = view.day
        required = view.required
        received = view.received
        complete = view.isComplete
        slots = view.slots.map { slot in
            Slot(
                slot: slot.required.slot, kind: slot.required.kind, title: slot.required.title,
                filled: slot.isFilled, item: slot.item.map { ItemDocument(item: $0) })
        }
        others = view.others.map { ItemDocument(item: $0) }
        score = view.score
        let own = Links.batch(view.store.id, view.day)
        links = ["self": own, "score": own + "/score", "items": own + "/items"]
    }
}

struct ScoreSeries: Encodable {
    let store: StoreID
    let from: BusinessDay
    let to: BusinessDay
    let scores: [ComplianceScore]
}

struct FlagList: Encodable { let flags: [Flag] }

struct ProgressDocument: Encodable {
    let waiting: Int
    let running: Int
    let done: Int
    let dead: Int
}

/// Findings of an item; each document's JSON goes out as it was stored.
enum FindingsDocument {
    static func text(item: EvidenceID, documents: [FindingDocument]) throws -> String {
        let sorted = documents.sorted { $0.kind.rawValue < $1.kind.rawValue }
        let entries = try sorted.map { document in
            let analyzer = try CanonicalJSON.string(document.analyzer)
            let createdAt = try CanonicalJSON.string(document.createdAt)
            return #"{"analyzer":\#(analyzer),"createdAt":\#(createdAt),"findings":\#(document.json),"#
                + #""kind":"\#(document.kind.rawValue)"}"#
        }
        return #"{"findings":[\#(entries.joined(separator: ","))],"item":\#(try CanonicalJSON.string(item))}"#
    }
}
