public import Evidence
public import Foundation

/// One erasure as it was asked for.
public struct ErasureOrder: Hashable, Codable, Sendable {
    /// The item that was named.
    public var item: EvidenceID
    /// Its bytes and those of its transcripts.
    public var originals: [ContentHash]
    public var reason: String
    public var actor: AccountID
    public var at: Date

    public init(
        item: EvidenceID, originals: [ContentHash], reason: String, actor: AccountID, at: Date
    ) {
        self.item = item
        self.originals = originals
        self.reason = reason
        self.actor = actor
        self.at = at
    }
}

/// What persons had erased, a line of JSON each, in a file of its own beside the database: a backup of the database and
/// the originals that is put back does not take it along, and so cannot bring back what was erased meanwhile.
public struct ErasureLog: Sendable {
    private let path: String
    private let files: any DurableFiles
    private let system = SystemFiles()

    public init(file: URL) { self.init(file: file, files: SystemFiles()) }

    init(file: URL, files: any DurableFiles) {
        path = file.path
        self.files = files
    }

    /// Adds an order. Returns only when it survives a power cut.
    public func append(_ order: ErasureOrder) throws(OriginalError) {
        let line: [UInt8]
        do { line = Array(try CanonicalJSON.encode(order)) } catch {
            throw OriginalError(.failed, "the erasure of \(order.item) cannot be written: \(error)")
        }
        try OriginalError.translating { () throws(FileFailure) in
            let file = try files.openToAppend(path)
            defer { files.close(file) }
            // A line that a crash broke off ends here: it is none of ours.
            try files.write([UInt8(ascii: "\n")] + line + [UInt8(ascii: "\n")], to: file)
            try files.sync(file)
            try files.syncFolder(OriginalPlace.folder(of: path))
        }
    }

    /// All orders, oldest first.
    /// - Returns: also the numbers of lines, from 1, that cannot be read: broken off by a crash before anything was
    ///   erased, or changed by someone else.
    public func orders() throws(OriginalError) -> (orders: [ErasureOrder], unreadable: [Int]) {
        guard system.exists(path) else { return ([], []) }
        var bytes: [UInt8] = []
        do { try system.read(path) { bytes.append(contentsOf: $0) } } catch { throw OriginalError(error) }
        var orders: [ErasureOrder] = []
        var unreadable: [Int] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            do {
                orders.append(try CanonicalJSON.decode(ErasureOrder.self, from: Data(line)))
            } catch {
                unreadable.append(index + 1)
            }
        }
        return (orders, unreadable)
    }
}
