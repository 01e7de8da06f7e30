public import Evidence
public import Foundation
import Hashing

/// What lies beside an original and says what it is: enough to record it again where the database was lost.
public struct OriginalLabel: Hashable, Codable, Sendable {
    /// What the bytes are to their item.
    public enum Role: String, Codable, Sendable {
        case evidence, transcript
    }

    /// The entry of the chain of custody that told of the bytes.
    public struct Custody: Hashable, Codable, Sendable {
        public var sequence: Int64
        /// Of the entry, and so of all before it.
        public var hash: String
        public var detail: String

        public init(sequence: Int64, hash: String, detail: String) {
            self.sequence = sequence
            self.hash = hash
            self.detail = detail
        }
    }

    public var item: EvidenceID
    public var role: Role
    public var sha256: ContentHash
    public var byteCount: Int
    public var store: StoreID
    public var day: BusinessDay
    public var kind: EvidenceKind
    public var slot: String
    public var fileName: String?
    /// Since 1970, as in the database.
    public var receivedAtMilliseconds: Int64
    public var recordedAtMilliseconds: Int64
    public var late: Bool
    public var consent: Bool?
    public var clientPosition: ClientPosition?
    public var sender: AccountID
    public var custody: Custody

    /// - Parameters:
    ///   - item: the item, or the recording whose transcript the bytes are.
    ///   - recordedAt: when the bytes became known; of a transcript, when it was attached.
    public init(
        _ item: EvidenceItem, role: Role, sha256: ContentHash, byteCount: Int, fileName: String?,
        recordedAt: Date, sender: AccountID, custody: Custody
    ) {
        self.item = item.id
        self.role = role
        self.sha256 = sha256
        self.byteCount = byteCount
        store = item.store
        day = item.day
        kind = item.kind
        slot = item.slot
        self.fileName = fileName
        receivedAtMilliseconds = Self.milliseconds(item.receivedAt)
        recordedAtMilliseconds = Self.milliseconds(recordedAt)
        late = item.late
        consent = item.consent
        clientPosition = item.clientPosition
        self.sender = sender
        self.custody = custody
    }

    public var name: LabelName { LabelName(sha256: sha256, item: item) }
    public var receivedAt: Date { Self.instant(receivedAtMilliseconds) }
    public var recordedAt: Date { Self.instant(recordedAtMilliseconds) }

    private static func milliseconds(_ instant: Date) -> Int64 {
        let exact = (instant.timeIntervalSince1970 * 1000).rounded()
        // Beyond any calendar; whole numbers of this size have no rounding.
        return exact.isNaN ? 0 : Int64(min(max(exact, -1e15), 1e15))
    }

    private static func instant(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}

/// Which label: of these bytes, as this item.
public struct LabelName: Hashable, Sendable, Comparable {
    public var sha256: ContentHash
    public var item: EvidenceID

    public init(sha256: ContentHash, item: EvidenceID) {
        self.sha256 = sha256
        self.item = item
    }

    private static let ending = ".json"

    /// nil where the name is not a label's.
    init?(fileName: String) {
        guard fileName.hasSuffix(Self.ending) else { return nil }
        let parts = fileName.dropLast(Self.ending.count).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(sha256: ContentHash(String(parts[0])), item: EvidenceID(String(parts[1])))
        guard isFileName else { return nil }
    }

    var fileName: String { "\(sha256).\(item)\(Self.ending)" }

    /// Whether it leads to a file beside the original and nowhere else.
    var isFileName: Bool {
        sha256.isWellFormed && (1...64).contains(item.rawValue.utf8.count)
            && item.rawValue.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.sha256, left.item) < (right.sha256, right.item)
    }
}
