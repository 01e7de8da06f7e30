public import Evidence
public import FoundationEssentials

/// Why an original is kept although its days are over.
public enum KeptBecause: String, Codable, Sendable {
    /// An appeal waits for headquarters.
    case appeal
    /// Headquarters set a hold (保留) on the item.
    case hold
    /// The item has no result yet.
    case unfinished

    public var chineseName: String {
        switch self {
        case .appeal: "申诉中"
        case .hold: "总部保留"
        case .unfinished: "还没有结果"
        }
    }
}

/// An item whose original has been kept long enough.
public struct DueItem: Hashable, Sendable {
    public var item: EvidenceItem
    /// Its bytes and those of its transcripts.
    public var originals: [ContentHash]
    /// nil where its original goes.
    public var keptBecause: KeptBecause?
}

/// A part of what is due, in the order of the items' ids.
public struct DuePage: Sendable {
    public var items: [DueItem]
    /// The newest link of the chain of custody when it was read.
    public var lastCustody: Int64
}

/// What purges take from.
public struct KeptOriginals: Hashable, Sendable {
    /// Items whose originals are neither erased nor purged.
    public var items: Int
    /// When the newest item was recorded, gone or not; nil where none ever was.
    public var newest: Date?
}

/// What a purge changed in the records.
public struct Purge: Hashable, Sendable {
    /// Those of the named items whose originals go now, or went before.
    public var items: [EvidenceID] = []
    /// Those that stood here unpurged until now.
    public var added: [EvidenceID] = []
    /// Renditions that no other item needs.
    public var renditions: [ContentHash] = []
}

/// That an original must not go, whatever its age.
public struct RetentionHold: Hashable, Codable, Sendable {
    public var item: EvidenceID
    public var reason: String
    public var by: AccountID
    public var at: Date

    public init(item: EvidenceID, reason: String, by: AccountID, at: Date) {
        self.item = item
        self.reason = reason
        self.by = by
        self.at = at
    }
}

/// Why a hold is not set or released.
public enum HoldRefusal: String, Sendable {
    case alreadyHeld
    case notHeld
    /// The original was purged.
    case purged
    /// The item was erased on request.
    case erased

    /// For whoever asked.
    public var reason: Reason {
        let (chinese, english): (String, String) =
            switch self {
            case .alreadyHeld: ("这项证据已经保留着。", "The item is held already.")
            case .notHeld: ("这项证据没有被保留。", "The item is not held.")
            case .purged: ("这项证据的原件已按保存期限删除，不能再保留。", "The original was removed after its retention period.")
            case .erased: ("这项证据已应顾客要求删除，不能再保留。", "The item was erased on request.")
            }
        return Reason(code: rawValue, chinese: chinese, english: english)
    }
}

/// What becomes of an item's original.
public struct RetentionStanding: Hashable, Sendable {
    /// When the original went; nil where it is there.
    public var purgedAt: Date?
    public var hold: RetentionHold?
}
