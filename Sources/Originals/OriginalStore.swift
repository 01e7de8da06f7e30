public import Evidence
public import Foundation

/// Bytes as they were received, addressed by their SHA-256: written once, never altered. Renditions lie in a second
/// store of the same kind, in a folder of their own.
public protocol OriginalStore: Sendable {
    /// Begins an original. Nothing of it can be seen before `finish`.
    func writer() throws(OriginalError) -> any OriginalWriter
    /// All bytes of an original.
    func read(_ hash: ContentHash) throws(OriginalError) -> [UInt8]
    func contains(_ hash: ContentHash) -> Bool
    /// Where the bytes lie, for a server that streams them. The file may not exist: ask `contains`.
    func url(of hash: ContentHash) -> URL
    /// All originals, sorted.
    func hashes() throws(OriginalError) -> [ContentHash]
    /// The hash of the bytes as they are on the disk now: differs from the name where they were altered.
    func rehash(_ hash: ContentHash) throws(OriginalError) -> ContentHash
    /// Removes bytes and their labels for good, durably: at a person's lawful request, at the end of the time they are
    /// kept, or a rendition that a better one replaced. None there is no error.
    func erase(_ hash: ContentHash) throws(OriginalError)

    /// Lays a label beside its original, in place of an older one for the same item. Returns only when it survives a power
    /// cut.
    /// - Throws: `missing` where the original is not there.
    func attach(_ label: OriginalLabel) throws(OriginalError)
    /// What lies beside an original, sorted by item.
    /// - Throws: `altered` where a label cannot be read.
    func labels(of hash: ContentHash) throws(OriginalError) -> [OriginalLabel]
    /// Which labels there are, also of originals that are not, without a look inside.
    func labelNames() throws(OriginalError) -> Set<LabelName>
    /// Removes one label, durably. None there is no error.
    func detach(_ name: LabelName) throws(OriginalError)

    /// How many bytes the disk still takes.
    func freeBytes() throws(OriginalError) -> Int

    /// Sets bytes that nobody can place aside with what lies beside them: neither served nor deleted.
    func quarantine(_ hash: ContentHash) throws(OriginalError)
    /// What was set aside, sorted.
    func quarantined() throws(OriginalError) -> [ContentHash]
}

/// One original on its way in. Bytes that were appended and never finished leave nothing behind.
public protocol OriginalWriter: AnyObject, Sendable {
    func append(_ bytes: ArraySlice<UInt8>) throws(OriginalError)
    /// The bytes so far, as far as a look at the type needs them: at most `StoredOriginal.headLength`.
    var head: [UInt8] { get }
    var byteCount: Int { get }
    /// The hash of the bytes so far.
    var sha256: ContentHash { get }
    /// Where the bytes so far lie until the writer ends, for who must read them before.
    var path: String { get }
    /// Returns only when the bytes survive a power cut. The same bytes twice are one original.
    func finish() throws(OriginalError) -> StoredOriginal
    /// Drops what was appended. Does nothing after `finish`.
    func abandon()
}

extension OriginalWriter {
    public func append(_ bytes: [UInt8]) throws(OriginalError) { try append(bytes[...]) }
}

/// An original that is durable.
public struct StoredOriginal: Hashable, Sendable {
    /// Enough bytes to tell every type that is told apart.
    public static let headLength = 64

    public var sha256: ContentHash
    public var byteCount: Int
    /// The first bytes.
    public var head: [UInt8]

    public init(sha256: ContentHash, byteCount: Int, head: [UInt8]) {
        self.sha256 = sha256
        self.byteCount = byteCount
        self.head = head
    }
}
