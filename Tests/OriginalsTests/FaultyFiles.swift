import Foundation
import Synchronization

@testable import Originals

/// The file system with a log of what was asked, and one operation that fails.
final class FaultyFiles: DurableFiles {
    private struct State {
        var log: [String] = []
        var failing: Int?
        var errorNumber: Int32 = 0
    }

    private let system = SystemFiles()
    private let state = Mutex(State())

    /// The operations in order, with their path's last component.
    var log: [String] { state.withLock(\.log) }

    /// Lets the operation of this number, counted from now, fail.
    func fail(at number: Int, with errorNumber: Int32) {
        state.withLock {
            $0.failing = $0.log.count + number
            $0.errorNumber = errorNumber
        }
    }

    private func note(_ operation: String, _ path: String = "") throws(FileFailure) {
        let failure = state.withLock { state -> FileFailure? in
            let number = state.log.count
            state.log.append(
                path.isEmpty ? operation : "\(operation) \((path as NSString).lastPathComponent)")
            return number == state.failing
                ? FileFailure(operation: operation, path: path, number: state.errorNumber) : nil
        }
        if let failure { throw failure }
    }

    func create(_ path: String) throws(FileFailure) -> FileDescriptor {
        try note("create")
        return try system.create(path)
    }

    func write(_ bytes: ArraySlice<UInt8>, to file: FileDescriptor) throws(FileFailure) {
        try note("write")
        try system.write(bytes, to: file)
    }

    func openToAppend(_ path: String) throws(FileFailure) -> FileDescriptor {
        try note("openToAppend")
        return try system.openToAppend(path)
    }

    func sync(_ file: FileDescriptor) throws(FileFailure) {
        try note("sync")
        try system.sync(file)
    }

    func seal(_ file: FileDescriptor) throws(FileFailure) {
        try note("seal")
        try system.seal(file)
    }

    func close(_ file: FileDescriptor) {
        // Closing cannot fail in a way that matters: the bytes are sealed before.
        system.close(file)
    }

    func link(_ path: String, as name: String) throws(FileFailure) -> Bool {
        try note("link", name)
        return try system.link(path, as: name)
    }

    func rename(_ path: String, to name: String) throws(FileFailure) {
        try note("rename", name)
        try system.rename(path, to: name)
    }

    func remove(_ path: String) throws(FileFailure) {
        try note("remove")
        try system.remove(path)
    }

    func makeFolder(_ path: String) throws(FileFailure) {
        try note("makeFolder", path)
        try system.makeFolder(path)
    }

    func syncFolder(_ path: String) throws(FileFailure) {
        try note("syncFolder", path)
        try system.syncFolder(path)
    }
}
