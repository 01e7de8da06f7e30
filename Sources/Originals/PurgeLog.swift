public import Evidence
public import Foundation
import Hashing

/// Originals that go together because the days are over for which they are kept.
public struct PurgeOrder: Hashable, Codable, Sendable {
    public struct Entry: Hashable, Codable, Sendable {
        public var item: EvidenceID
        /// Its bytes and those of its transcripts.
        public var originals: [ContentHash]

        public init(item: EvidenceID, originals: [ContentHash]) {
            self.item = item
            self.originals = originals
        }
    }

    public var entries: [Entry]
    /// By which they go.
    public var policy: RetentionPolicy
    public var actor: AccountID
    public var at: Date
    /// The newest link of the chain of custody when they were chosen: whoever objected later is heard.
    public var lastCustody: Int64

    public init(
        entries: [Entry], policy: RetentionPolicy, actor: AccountID, at: Date, lastCustody: Int64
    ) {
        self.entries = entries
        self.policy = policy
        self.actor = actor
        self.at = at
        self.lastCustody = lastCustody
    }
}

/// What was purged, a file of JSON for each order, in a folder beside the database: a backup of the database and the originals
/// that is put back does not take it along, and so cannot bring purged originals back. A file for each, for there are many:
/// only those that a database has not carried out are read.
public struct PurgeLog: Sendable {
    private static let ending = ".json"

    private let folder: String
    private let unfinished: UnfinishedFiles
    private let files: any DurableFiles
    private let system = SystemFiles()

    /// Opens the folder, makes it where there is none, and removes what crashed writers left.
    public init(folder: URL) throws(OriginalError) { try self.init(folder: folder, files: SystemFiles()) }

    init(folder: URL, files: any DurableFiles) throws(OriginalError) {
        // Read first: whatever is begun from now on is no leftover.
        let start = Date().timeIntervalSince1970
        let path = folder.path
        let unfinished = UnfinishedFiles(folder: path + "/tmp")
        self.folder = path
        self.unfinished = unfinished
        self.files = files
        try OriginalError.translating { () throws(FileFailure) in
            try files.makeFolder(path)
            try files.makeFolder(unfinished.folder)
            try files.syncFolder(OriginalPlace.folder(of: path))
            try unfinished.removeLeftovers(before: start)
        }
    }

    /// Adds an order. Returns only when it survives a power cut.
    /// - Returns: its name.
    public func append(_ order: PurgeOrder) throws(OriginalError) -> String {
        let json: Data
        do { json = try CanonicalJSON.encode(order, pretty: true) } catch {
            throw OriginalError(
                .failed, "a purge of \(order.entries.count) items cannot be written: \(error)")
        }
        // As long as each other, so that their order is that of time.
        let milliseconds = String(Int64((order.at.timeIntervalSince1970 * 1000).rounded()))
        let padding = String(repeating: "0", count: max(0, 15 - milliseconds.count))
        let name = "\(padding)\(milliseconds)-\(RandomToken.make().prefix(16))"
        let path = folder + "/" + name + Self.ending
        try OriginalError.translating { () throws(FileFailure) in
            try unfinished.write(ArraySlice(json), as: path, with: files)
        }
        return name
    }

    /// Of all orders, oldest first.
    public func names() throws(OriginalError) -> [String] {
        let names = try OriginalError.translating { () throws(FileFailure) in
            try system.names(in: folder)
        }
        return names.filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }
            .sorted()
    }

    /// - Throws: `altered` where the order cannot be read.
    public func order(_ name: String) throws(OriginalError) -> PurgeOrder {
        let path = folder + "/" + name + Self.ending
        var bytes = Data()
        do { try system.read(path) { bytes.append(contentsOf: $0) } } catch { throw OriginalError(error) }
        do { return try CanonicalJSON.decode(PurgeOrder.self, from: bytes) } catch {
            throw OriginalError(.altered, "\(path) cannot be read: \(error)")
        }
    }
}
