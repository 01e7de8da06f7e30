import Evidence
import Hashing
import Synchronization

/// The folders of a store: `sha256/ab/cd/abcd…` for originals and, beside each, `abcd….<item>.json` for its labels;
/// `tmp/` for what is not finished, `quarantine/` for what nobody can place.
final class OriginalPlace: Sendable {
    let root: String
    let unfinished: UnfinishedFiles
    private let system = SystemFiles()
    /// Folders whose own names are known to be on the disk.
    private let durableFolders = Mutex<Set<String>>([])

    init(root: String) {
        self.root = root
        unfinished = UnfinishedFiles(folder: root + "/tmp")
    }

    var originals: String { root + "/sha256" }
    var quarantine: String { root + "/quarantine" }

    func folders(of hash: ContentHash) -> [String] {
        let outer = originals + "/" + hash.rawValue.prefix(2)
        return [outer, outer + "/" + hash.rawValue.dropFirst(2).prefix(2)]
    }

    func path(of hash: ContentHash) -> String {
        let folder = folders(of: hash)[1]
        return folder + "/" + hash.rawValue
    }

    static func folder(of path: String) -> String {
        String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
    }

    /// Gives sealed bytes their name and makes the name durable.
    func publish(_ temporaryPath: String, as hash: ContentHash, files: any DurableFiles) throws(OriginalError)
    {
        let folders = folders(of: hash)
        let path = path(of: hash)
        let isNew = try OriginalError.translating { () throws(FileFailure) in
            try make(folders, files)
            return try files.link(temporaryPath, as: path)
        }
        if !isNew {
            let found = try rehash(path)
            guard found == hash else {
                throw OriginalError(.altered, "\(path) has the bytes of \(found.short)")
            }
        }
        // Also where the name was there: whoever made it may not have come so far.
        try OriginalError.translating { () throws(FileFailure) in try files.syncFolder(folders[1]) }
    }

    private func make(_ folders: [String], _ files: any DurableFiles) throws(FileFailure) {
        var parent = originals
        for folder in folders {
            if !durableFolders.withLock({ $0.contains(folder) }) {
                try files.makeFolder(folder)
                try files.syncFolder(parent)
                _ = durableFolders.withLock { $0.insert(folder) }
            }
            parent = folder
        }
    }

    func rehash(_ path: String) throws(OriginalError) -> ContentHash {
        var hasher = SHA256Hasher()
        do { try system.read(path) { hasher.update($0) } } catch { throw OriginalError(error) }
        return hasher.finalize()
    }
}
