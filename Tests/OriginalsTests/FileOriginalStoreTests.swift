import Evidence
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Originals

struct FileOriginalStoreTests {
    let folder: TemporaryFolder
    let store: FileOriginalStore

    init() throws {
        folder = try TemporaryFolder()
        store = try FileOriginalStore(folder: folder.url)
    }

    private func keep(_ text: String) throws -> StoredOriginal {
        let writer = try store.writer()
        try writer.append(Array(text.utf8))
        return try writer.finish()
    }

    private func temporaryFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("tmp").path)
    }

    @Test func `bytes come back as they were received`() throws {
        var random = SeededGenerator(seed: 1)
        for length in [0, 1, 63, 64, 65, 4096, 2_500_000] {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let writer = try store.writer()
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...1_000_000, using: &random))
                try writer.append(piece)
                rest = rest.dropFirst(piece.count)
            }
            let stored = try writer.finish()
            #expect(stored.byteCount == length)
            #expect(stored.head == Array(bytes.prefix(64)))
            #expect(stored.sha256 == SHA256Hasher.hash(bytes))
            #expect(try store.read(stored.sha256) == bytes)
            #expect(try store.rehash(stored.sha256) == stored.sha256)
        }
    }

    @Test func `an original lies under its hash and nobody may write it`() throws {
        let stored = try keep("货架")
        let name = stored.sha256.rawValue
        let path = "sha256/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
        #expect(store.url(of: stored.sha256).path == folder.url.appendingPathComponent(path).path)
        let attributes = try FileManager.default.attributesOfItem(atPath: store.url(of: stored.sha256).path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o444)
        #expect(try temporaryFiles().isEmpty)
    }

    @Test func `the same bytes twice are one original`() throws {
        let first = try keep("same")
        let number = try fileNumber(first.sha256)
        #expect(try keep("same") == first)
        #expect(try fileNumber(first.sha256) == number)
        #expect(try store.hashes() == [first.sha256])
    }

    private func fileNumber(_ hash: ContentHash) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: store.url(of: hash).path)
        return (attributes[.systemFileNumber] as? NSNumber)?.intValue
    }

    @Test func `the same bytes from many writers at once are one original`() async throws {
        let store = self.store
        let results = try await withThrowingTaskGroup(of: StoredOriginal.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    let writer = try store.writer()
                    for _ in 0..<10 { try writer.append(Array("piece ".utf8)) }
                    return try writer.finish()
                }
            }
            return try await group.reduce(into: Set<StoredOriginal>()) { $0.insert($1) }
        }
        #expect(results.count == 1)
        #expect(try store.hashes().count == 1)
        #expect(try temporaryFiles().isEmpty)
    }

    @Test func `nothing is seen before the end, and nothing remains of an abandoned upload`() throws {
        let writer = try store.writer()
        try writer.append(Array("half".utf8))
        #expect(try store.hashes().isEmpty)
        #expect(try temporaryFiles().count == 1)
        writer.abandon()
        #expect(try temporaryFiles().isEmpty)
        #expect(try store.hashes().isEmpty)
    }

    @Test func `a writer that is dropped leaves nothing`() throws {
        do {
            let writer = try store.writer()
            try writer.append(Array("dropped".utf8))
        }
        #expect(try temporaryFiles().isEmpty)
    }

    @Test func `a writer has one end`() throws {
        let writer = try store.writer()
        _ = try writer.finish()
        writer.abandon()
        let again = #expect(throws: OriginalError.self) { try writer.finish() }
        #expect(again?.code == .closed)
        let more = #expect(throws: OriginalError.self) { try writer.append([1]) }
        #expect(more?.code == .closed)
    }

    @Test func `originals are listed in order`() throws {
        let all = try (0..<40).map { try keep("\($0)").sha256 }
        #expect(try store.hashes() == all.sorted())
    }

    @Test func `an original that is not there is missing`() {
        let hash = SHA256Hasher.hash([1, 2, 3])
        #expect(!store.contains(hash))
        let error = #expect(throws: OriginalError.self) { try store.read(hash) }
        #expect(error?.code == .missing)
    }

    @Test(arguments: ["", "..", "../../../../etc/passwd", "ABCDEF", String(repeating: "/", count: 64)])
    func `a name that is no hash reaches no file`(name: String) {
        let hash = ContentHash(name)
        #expect(!store.contains(hash))
        #expect(throws: OriginalError.self) { try store.read(hash) }
        #expect(store.url(of: hash).path.hasPrefix(folder.url.path + "/sha256/"))
    }

    @Test func `altered bytes are found, and are not taken for a new upload`() throws {
        let stored = try keep("as received")
        let url = store.url(of: stored.sha256)
        try FileManager.default.removeItem(at: url)
        try Data("as altered".utf8).write(to: url)
        #expect(try store.rehash(stored.sha256) != stored.sha256)
        let error = #expect(throws: OriginalError.self) { try keep("as received") }
        #expect(error?.code == .altered)
    }

    @Test func `a file where the folder should be is refused with its name`() throws {
        let file = folder.url.appendingPathComponent("file")
        try Data([1]).write(to: file)
        let error = #expect(throws: OriginalError.self) { try FileOriginalStore(folder: file) }
        #expect(error?.detail.contains(file.path) == true)
    }

    @Test func `a store opens where it was made before`() throws {
        let stored = try keep("stays")
        #expect(try FileOriginalStore(folder: folder.url).read(stored.sha256) == Array("stays".utf8))
    }
}
