import Evidence
import Foundation
import TestSupport
import Testing

@testable import Originals

#if canImport(Glibc)
    import Glibc
#endif

struct LabelTests {
    let folder: TemporaryFolder
    let files = FaultyFiles()
    let store: FileOriginalStore
    let original: StoredOriginal

    init() throws {
        folder = try TemporaryFolder()
        store = try FileOriginalStore(folder: folder.url, files: files)
        let writer = try store.writer()
        try writer.append(Array("evidence".utf8))
        original = try writer.finish()
    }

    private func label(_ item: String = "item-1", slot: String = "shelf-1") throws -> OriginalLabel {
        let day = try #require(BusinessDay("2026-11-20"))
        let item = EvidenceItem(
            id: EvidenceID(item), store: StoreID("HZ-001"), day: day, kind: .shelfPhoto, slot: slot,
            sha256: original.sha256, byteCount: original.byteCount, fileName: "货架.jpg",
            receivedAt: Date(timeIntervalSince1970: 1_795_158_000.123),
            recordedAt: Date(timeIntervalSince1970: 1_795_158_001.5), late: true, consent: true,
            clientPosition: ClientPosition(latitude: 30.2, longitude: 120.1), sender: AccountID("hz001"))
        return OriginalLabel(
            item, role: .evidence, sha256: item.sha256, byteCount: item.byteCount, fileName: item.fileName,
            recordedAt: item.recordedAt, sender: item.sender,
            custody: .init(sequence: 7, hash: "abc", detail: "bytes=8"))
    }

    @Test func `a label is read as it was written, to the millisecond`() throws {
        let label = try label()
        try store.attach(label)
        #expect(try store.labels(of: original.sha256) == [label])
        #expect(label.receivedAtMilliseconds == 1_795_158_000_123)
        #expect(try store.labelNames() == [label.name])
        #expect(try store.hashes() == [original.sha256], "a label is no original")
    }

    @Test func `a label reaches the disk before its name, and the name before anyone is told`() throws {
        let label = try label()
        let before = files.log.count
        try store.attach(label)
        let inner = String(label.sha256.rawValue.dropFirst(2).prefix(2))
        #expect(
            Array(files.log.dropFirst(before)) == [
                "create", "write", "seal", "rename \(label.name.fileName)", "syncFolder \(inner)",
            ])
    }

    @Test(arguments: 0..<5)
    func `a failing operation leaves the old label or none`(number: Int) throws {
        let first = try label(slot: "shelf-1")
        let second = try label(slot: "shelf-2")
        files.fail(at: number, with: ENOSPC)
        let error = #expect(throws: OriginalError.self) { try store.attach(first) }
        #expect(error?.code == .full)
        try store.attach(first)
        files.fail(at: number, with: EIO)
        #expect(throws: OriginalError.self) { try store.attach(second) }
        let found = try #require(try store.labels(of: original.sha256).first)
        // Only the folder's name was not brought to the disk, where the last step failed.
        #expect(found == (number == 4 ? second : first))
        let temporary = folder.url.appendingPathComponent("tmp").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    }

    @Test func `items share bytes and each has a label`() throws {
        try store.attach(try label("item-2"))
        try store.attach(try label("item-1"))
        #expect(try store.labels(of: original.sha256).map(\.item.rawValue) == ["item-1", "item-2"])
        try store.detach(try label("item-1").name)
        try store.detach(try label("item-1").name)
        #expect(try store.labels(of: original.sha256).map(\.item.rawValue) == ["item-2"])
    }

    @Test(arguments: ["", "..", "a/b", "../../x", "a.b", String(repeating: "x", count: 65)])
    func `no item's id becomes a path elsewhere`(id: String) throws {
        #expect(throws: OriginalError.self) { try store.attach(try label(id)) }
        #expect(LabelName(fileName: "\(original.sha256).\(id).json") == nil)
    }

    @Test func `a label without its original is refused, an unreadable one is told`() throws {
        let name = try label().name
        try store.attach(try label())
        let file = store.url(of: original.sha256).deletingLastPathComponent()
            .appendingPathComponent(name.fileName)
        try FileManager.default.removeItem(at: file)
        try Data("{}".utf8).write(to: file)
        let error = #expect(throws: OriginalError.self) { try store.labels(of: original.sha256) }
        #expect(error?.code == .altered)
        try store.erase(original.sha256)
        #expect(throws: OriginalError.self) { try store.attach(try label()) }
    }

    @Test func `an erased original takes its labels along`() throws {
        try store.attach(try label("item-1"))
        try store.attach(try label("item-2"))
        try store.erase(original.sha256)
        #expect(try store.labelNames().isEmpty)
        #expect(try store.hashes().isEmpty)
    }

    @Test func `what is set aside is neither served nor deleted`() throws {
        try store.attach(try label())
        try store.quarantine(original.sha256)
        #expect(!store.contains(original.sha256))
        #expect(try store.hashes().isEmpty)
        #expect(try store.labelNames().isEmpty)
        #expect(try store.quarantined() == [original.sha256])
        let kept = folder.url.appendingPathComponent("quarantine/\(original.sha256)")
        #expect(try Data(contentsOf: kept) == Data("evidence".utf8))
        // Unless a person has it erased.
        let writer = try store.writer()
        try writer.append(Array("evidence".utf8))
        _ = try writer.finish()
        try store.erase(original.sha256)
        #expect(try store.quarantined().isEmpty)
    }

    // MARK: The log of erasures

    private func order(_ number: Int) -> ErasureOrder {
        ErasureOrder(
            item: EvidenceID("item-\(number)"), originals: [original.sha256], reason: "顾客要求\n第二行",
            actor: AccountID("hq"), at: Date(timeIntervalSince1970: 1_795_158_000))
    }

    @Test func `the log keeps its lines in order, and a broken one costs no other`() throws {
        let file = folder.url.appendingPathComponent("erasures.jsonl")
        let log = ErasureLog(file: file)
        #expect(try log.orders().orders.isEmpty)
        try log.append(order(1))
        // As a crash would break it off.
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"item":"it"#.utf8))
        try handle.close()
        #expect(try log.orders().orders == [order(1)])
        try log.append(order(2))
        let (orders, unreadable) = try log.orders()
        #expect(orders == [order(1), order(2)])
        #expect(unreadable.count == 1)
    }

    @Test(arguments: 0..<4)
    func `an order that is not durable is told`(number: Int) throws {
        let log = ErasureLog(file: folder.url.appendingPathComponent("erasures.jsonl"), files: files)
        files.fail(at: number, with: EROFS)
        let error = #expect(throws: OriginalError.self) { try log.append(order(1)) }
        #expect(error?.code == .denied)
        try log.append(order(1))
        #expect(try log.orders().orders.last == order(1))
    }
}
