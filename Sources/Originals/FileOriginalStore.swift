public import Evidence
public import Foundation
import Hashing

/// Originals as files of their own, under a folder of this process's and its siblings'.
public struct FileOriginalStore: OriginalStore {
    let place: OriginalPlace
    let files: any DurableFiles
    let system = SystemFiles()

    /// Opens a folder, makes it where there is none, and removes what crashed writers left.
    public init(folder: URL) throws(OriginalError) {
        try self.init(folder: folder, files: SystemFiles())
    }

    init(folder: URL, files: any DurableFiles) throws(OriginalError) {
        // Read first: whatever is begun from now on is no leftover.
        let start = Date().timeIntervalSince1970
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw OriginalError(.denied, "\(folder.path) cannot be made: \(error.localizedDescription)")
        }
        let place = OriginalPlace(root: folder.path)
        self.place = place
        self.files = files
        try OriginalError.translating { () throws(FileFailure) in
            try files.makeFolder(place.originals)
            try files.makeFolder(place.unfinished.folder)
            try files.makeFolder(place.quarantine)
            try files.syncFolder(place.root)
            try place.unfinished.removeLeftovers(before: start)
        }
    }

    public func writer() throws(OriginalError) -> any OriginalWriter {
        try FileOriginalWriter(place: place, files: files)
    }

    public func read(_ hash: ContentHash) throws(OriginalError) -> [UInt8] {
        let path = try checkedPath(of: hash)
        var bytes: [UInt8] = []
        do { try system.read(path) { bytes.append(contentsOf: $0) } } catch { throw OriginalError(error) }
        return bytes
    }

    public func contains(_ hash: ContentHash) -> Bool {
        hash.isWellFormed && system.exists(place.path(of: hash))
    }

    public func url(of hash: ContentHash) -> URL {
        // What is no hash names nothing, least of all a file elsewhere.
        URL(fileURLWithPath: hash.isWellFormed ? place.path(of: hash) : place.originals + "/none")
    }

    public func hashes() throws(OriginalError) -> [ContentHash] {
        try names().map { ContentHash($0) }.filter(\.isWellFormed).sorted()
    }

    /// Of everything that lies among the originals.
    func names() throws(OriginalError) -> [String] {
        do {
            var names: [String] = []
            for outer in try system.names(in: place.originals) {
                let folder = place.originals + "/" + outer
                for inner in try system.names(in: folder) {
                    names += try system.names(in: folder + "/" + inner)
                }
            }
            return names
        } catch {
            throw OriginalError(error)
        }
    }

    public func freeBytes() throws(OriginalError) -> Int {
        try OriginalError.translating { () throws(FileFailure) in try system.freeBytes(at: place.root) }
    }

    public func rehash(_ hash: ContentHash) throws(OriginalError) -> ContentHash {
        try place.rehash(try checkedPath(of: hash))
    }

    /// A name from outside never becomes a path before it is known to be a hash.
    func checkedPath(of hash: ContentHash) throws(OriginalError) -> String {
        guard hash.isWellFormed else {
            throw OriginalError(.missing, "\(hash.rawValue.prefix(80)) is not a SHA-256")
        }
        return place.path(of: hash)
    }
}
