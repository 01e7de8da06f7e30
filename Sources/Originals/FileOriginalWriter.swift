import Evidence
import Hashing
import Synchronization

/// Writes a temporary file and, at the end, gives it its final name: bytes to the disk, then the name, then the
/// folder that holds the name. A crash in between leaves a temporary file and no original.
final class FileOriginalWriter: OriginalWriter {
    private struct State {
        var file: FileDescriptor?
        var hasher = SHA256Hasher()
        var byteCount = 0
        var head: [UInt8] = []
    }

    private let place: OriginalPlace
    private let files: any DurableFiles
    let path: String
    private let state: Mutex<State>

    init(place: OriginalPlace, files: any DurableFiles) throws(OriginalError) {
        self.place = place
        self.files = files
        let path = place.unfinished.newPath()
        self.path = path
        let file = try OriginalError.translating { () throws(FileFailure) in try files.create(path) }
        state = Mutex(State(file: file))
    }

    deinit { abandon() }

    var head: [UInt8] { state.withLock(\.head) }
    var byteCount: Int { state.withLock(\.byteCount) }
    var sha256: ContentHash { state.withLock { $0.hasher.finalize() } }

    func append(_ bytes: ArraySlice<UInt8>) throws(OriginalError) {
        try state.withLock { (state) throws(OriginalError) in
            guard let file = state.file else { throw Self.closed }
            try OriginalError.translating { () throws(FileFailure) in try files.write(bytes, to: file) }
            state.hasher.update(bytes)
            state.byteCount += bytes.count
            state.head += bytes.prefix(StoredOriginal.headLength - state.head.count)
        }
    }

    func finish() throws(OriginalError) -> StoredOriginal {
        defer { abandon() }
        return try state.withLock { (state) throws(OriginalError) in
            guard let file = state.file else { throw Self.closed }
            let stored = StoredOriginal(
                sha256: state.hasher.finalize(), byteCount: state.byteCount, head: state.head)
            try OriginalError.translating { () throws(FileFailure) in try files.seal(file) }
            try place.publish(path, as: stored.sha256, files: files)
            return stored
        }
    }

    func abandon() {
        state.withLock { state in
            guard let file = state.file else { return }
            state.file = nil
            files.close(file)
            // A temporary file that cannot be removed now is removed at the next start.
            do { try files.remove(path) } catch { return }
        }
    }

    private static let closed = OriginalError(.closed, "the writer has ended")
}
