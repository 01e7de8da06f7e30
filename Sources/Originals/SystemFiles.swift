#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file system itself.
struct SystemFiles: DurableFiles {
    func create(_ path: String) throws(FileFailure) -> FileDescriptor {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw failure("create", path) }
        // The lock says that the file's writer lives; the system drops it with the process, however that ends.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let reason = failure("lock", path)
            closeNumber(number)
            throw reason
        }
        return FileDescriptor(number: number)
    }

    func openToAppend(_ path: String) throws(FileFailure) -> FileDescriptor {
        let number = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw failure("open", path) }
        return FileDescriptor(number: number)
    }

    func write(_ bytes: ArraySlice<UInt8>, to file: FileDescriptor) throws(FileFailure) {
        let errorNumber = bytes.withUnsafeBytes { buffer -> Int32 in
            var rest = buffer
            while let base = rest.baseAddress, !rest.isEmpty {
                let written = writeSome(file.number, base, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
            return 0
        }
        guard errorNumber == 0 else {
            throw FileFailure(operation: "write", path: "", number: errorNumber)
        }
    }

    func seal(_ file: FileDescriptor) throws(FileFailure) {
        guard fchmod(file.number, 0o444) == 0 else { throw failure("chmod", "") }
        try sync(file)
    }

    func sync(_ file: FileDescriptor) throws(FileFailure) {
        guard fsync(file.number) == 0 else { throw failure("fsync", "") }
    }

    func close(_ file: FileDescriptor) { closeNumber(file.number) }

    func link(_ path: String, as name: String) throws(FileFailure) -> Bool {
        if linkName(path, name) == 0 { return true }
        if errno == EEXIST { return false }
        throw failure("link", name)
    }

    func rename(_ path: String, to name: String) throws(FileFailure) {
        guard renameFile(path, name) == 0 else { throw failure("rename", name) }
    }

    func remove(_ path: String) throws(FileFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
    }

    func makeFolder(_ path: String) throws(FileFailure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("mkdir", path) }
    }

    func syncFolder(_ path: String) throws(FileFailure) {
        let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw failure("open", path) }
        defer { closeNumber(number) }
        guard fsync(number) == 0 else { throw failure("fsync", path) }
    }
}

// MARK: Reading

extension SystemFiles {
    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Hands over a file in pieces of at most 1 MiB.
    func read(_ path: String, each: (UnsafeRawBufferPointer) -> Void) throws(FileFailure) {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw failure("open", path) }
        defer { closeNumber(number) }
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { readSome(number, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            if count == 0 { return }
            piece.withUnsafeBytes { each(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
        }
    }

    /// The names in a folder, in the system's order.
    func names(in path: String) throws(FileFailure) -> [String] {
        guard let folder = opendir(path) else { throw failure("open", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Seconds since 1970 of a file's last change.
    func changedAt(_ path: String) throws(FileFailure) -> Double {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failure("stat", path) }
        #if canImport(Darwin)
            let time = facts.st_mtimespec
        #else
            let time = facts.st_mtim
        #endif
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Bytes of a path's disk that are free to this process.
    func freeBytes(at path: String) throws(FileFailure) -> Int {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { throw failure("statvfs", path) }
        let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return overflow ? Int.max : Int(clamping: bytes)
    }

    /// Whether some process still writes a file that `create` made.
    func isBeingWritten(_ path: String) -> Bool {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return false }
        defer { closeNumber(number) }
        return flock(number, LOCK_EX | LOCK_NB) != 0
    }

    private func failure(_ operation: String, _ path: String) -> FileFailure {
        FileFailure(operation: operation, path: path, number: errno)
    }
}

// The system's functions under names that the methods above do not hide.
private func closeNumber(_ number: Int32) { _ = close(number) }
private func linkName(_ path: String, _ name: String) -> Int32 { link(path, name) }
private func renameFile(_ path: String, _ name: String) -> Int32 { rename(path, name) }
private func readSome(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(number, buffer, count)
}
private func writeSome(_ number: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
    write(number, buffer, count)
}
