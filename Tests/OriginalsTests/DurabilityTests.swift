import Evidence
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Originals

#if canImport(Glibc)
    import Glibc
#endif

struct DurabilityTests {
    let folder: TemporaryFolder
    let files = FaultyFiles()
    let store: FileOriginalStore
    let bytes = Array("evidence".utf8)

    init() throws {
        folder = try TemporaryFolder()
        store = try FileOriginalStore(folder: folder.url, files: files)
    }

    private func keep() throws -> StoredOriginal {
        let writer = try store.writer()
        try writer.append(bytes)
        return try writer.finish()
    }

    private func temporaryFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("tmp").path)
    }

    @Test func `bytes reach the disk before their name, and the name before anyone is told`() throws {
        let before = files.log.count
        let hash = try keep().sha256.rawValue
        let outer = String(hash.prefix(2))
        let inner = String(hash.dropFirst(2).prefix(2))
        #expect(
            Array(files.log.dropFirst(before)) == [
                "create", "write", "seal",
                "makeFolder \(outer)", "syncFolder sha256", "makeFolder \(inner)", "syncFolder \(outer)",
                "link \(hash)", "syncFolder \(inner)",
                "remove",
            ])
    }

    @Test func `a name that is there already is made durable again`() throws {
        let inner = String(try keep().sha256.rawValue.dropFirst(2).prefix(2))
        let before = files.log.count
        _ = try keep()
        #expect(Array(files.log.dropFirst(before)).suffix(2) == ["syncFolder \(inner)", "remove"])
    }

    /// Whatever fails, no receipt is given, nothing half is seen, and the next attempt succeeds.
    @Test(arguments: 0..<9)
    func `a failing operation is told and leaves no half original`(number: Int) throws {
        files.fail(at: number, with: EIO)
        let error = #expect(throws: OriginalError.self) { try keep() }
        #expect(error?.code == .failed)
        for hash in try store.hashes() { #expect(try store.rehash(hash) == hash) }
        #expect(try temporaryFiles().isEmpty)
        let stored = try keep()
        #expect(try store.read(stored.sha256) == bytes)
    }

    @Test func `an original counts although its temporary name could not be removed`() throws {
        files.fail(at: 9, with: EIO)
        let stored = try keep()
        #expect(try store.read(stored.sha256) == bytes)
        #expect(try temporaryFiles().count == 1)
        // The next start removes it.
        _ = try FileOriginalStore(folder: folder.url)
        #expect(try temporaryFiles().isEmpty)
        #expect(try store.read(stored.sha256) == bytes)
    }

    @Test(arguments: [
        (ENOSPC, OriginalError.Code.full), (EDQUOT, .full), (EACCES, .denied), (EROFS, .denied),
        (EIO, .failed),
    ])
    func `the system's refusal has a meaning`(number: Int32, code: OriginalError.Code) throws {
        files.fail(at: 1, with: number)
        let error = #expect(throws: OriginalError.self) { try keep() }
        #expect(error?.code == code)
    }

    #if os(Linux)
        @Test func `a full disk is told as such`() throws {
            let full = FileDescriptor(number: open("/dev/full", O_WRONLY))
            defer { SystemFiles().close(full) }
            let error = #expect(throws: FileFailure.self) { try SystemFiles().write([1, 2, 3], to: full) }
            #expect(error.map { OriginalError($0).code } == .full)
        }
    #endif

    // MARK: What a crash leaves

    @Test func `what a dead writer left is removed at the next start`() throws {
        let leftover = folder.url.appendingPathComponent("tmp/left-by-a-crash")
        try Data("half".utf8).write(to: leftover)
        _ = try FileOriginalStore(folder: folder.url)
        #expect(try temporaryFiles().isEmpty)
    }

    @Test func `what a living writer writes stays when another process starts`() throws {
        let writer = try store.writer()
        try writer.append(bytes)
        _ = try FileOriginalStore(folder: folder.url)
        #expect(try temporaryFiles().count == 1)
        let stored = try writer.finish()
        #expect(try store.read(stored.sha256) == bytes)
    }

    @Test func `what is begun after the start is no leftover`() throws {
        let new = folder.url.appendingPathComponent("tmp/new")
        try Data("new".utf8).write(to: new)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 3600)], ofItemAtPath: new.path)
        _ = try FileOriginalStore(folder: folder.url)
        #expect(try temporaryFiles() == ["new"])
    }
}
