import Hashing

/// The folder in which files are written before they get the name under which they are known.
struct UnfinishedFiles: Sendable {
    let folder: String
    private let system = SystemFiles()

    init(folder: String) { self.folder = folder }

    func newPath() -> String { "\(folder)/\(RandomToken.make())" }

    /// Writes a small file whole: bytes to the disk, then the name, then the folder that holds the name. A crash in between
    /// leaves what had the name before, or nothing.
    func write(
        _ bytes: ArraySlice<UInt8>, as path: String, with files: any DurableFiles
    ) throws(FileFailure) {
        let temporary = newPath()
        let file = try files.create(temporary)
        do throws(FileFailure) {
            try files.write(bytes, to: file)
            try files.seal(file)
            // Held by its writer until it has its name: a sibling that starts now leaves it alone.
            try files.rename(temporary, to: path)
            files.close(file)
        } catch {
            files.close(file)
            // What cannot be removed now is removed at the next start.
            do { try files.remove(temporary) } catch {}
            throw error
        }
        try files.syncFolder(OriginalPlace.folder(of: path))
    }

    /// Removes what crashed writers left: older than `start`, and held by no living process.
    func removeLeftovers(before start: Double) throws(FileFailure) {
        for name in try system.names(in: folder) {
            let path = folder + "/" + name
            let isOld: Bool
            do { isOld = try system.changedAt(path) < start } catch {
                // Its writer ended it between the two looks.
                continue
            }
            if isOld && !system.isBeingWritten(path) { try system.remove(path) }
        }
    }
}
