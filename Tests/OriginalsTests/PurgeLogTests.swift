import Evidence
import Foundation
import TestSupport
import Testing

@testable import Originals

#if canImport(Glibc)
    import Glibc
#endif

struct PurgeLogTests {
    let folder: TemporaryFolder
    let files = FaultyFiles()
    let log: PurgeLog

    init() throws {
        folder = try TemporaryFolder()
        log = try PurgeLog(folder: folder.url.appendingPathComponent("purges"), files: files)
    }

    private func order(_ number: Int, at second: Double = 0) -> PurgeOrder {
        PurgeOrder(
            entries: [
                .init(
                    item: EvidenceID("item-\(number)"),
                    originals: [ContentHash(String(repeating: "0", count: 63) + "\(number)")])
            ], policy: RetentionPolicy(version: "a"), actor: AccountID("cli"),
            at: Date(timeIntervalSince1970: 1_795_158_000 + second), lastCustody: 7)
    }

    @Test func `orders are read as they were written, oldest first`() throws {
        let second = try log.append(order(2, at: 9))
        let first = try log.append(order(1, at: 0.5))
        #expect(try log.names() == [first, second])
        #expect(try log.order(second) == order(2, at: 9))
        // A second process sees the same.
        let other = try PurgeLog(folder: folder.url.appendingPathComponent("purges"))
        #expect(try other.names() == [first, second])
    }

    @Test func `an order reaches the disk before its name, and the name before anyone is told`() throws {
        let before = files.log.count
        let name = try log.append(order(1))
        #expect(
            Array(files.log.dropFirst(before)) == [
                "create", "write", "seal", "rename \(name).json", "syncFolder purges",
            ])
    }

    @Test(arguments: 0..<4)
    func `an order that is not durable is told, and is none`(number: Int) throws {
        files.fail(at: number, with: ENOSPC)
        let error = #expect(throws: OriginalError.self) { try log.append(order(1)) }
        #expect(error?.code == .full)
        #expect(try log.names().isEmpty)
    }

    @Test func `what a crashed writer left is removed when the log is opened`() throws {
        let left = folder.url.appendingPathComponent("purges/tmp/left")
        try Data("{".utf8).write(to: left)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: left.path)
        _ = try PurgeLog(folder: folder.url.appendingPathComponent("purges"))
        #expect(!FileManager.default.fileExists(atPath: left.path))
        #expect(try log.names().isEmpty)
    }

    @Test func `an order that somebody changed is told`() throws {
        let name = try log.append(order(1))
        let file = folder.url.appendingPathComponent("purges/\(name).json")
        try FileManager.default.removeItem(at: file)
        try Data("{}".utf8).write(to: file)
        let error = #expect(throws: OriginalError.self) { try log.order(name) }
        #expect(error?.code == .altered)
    }
}
