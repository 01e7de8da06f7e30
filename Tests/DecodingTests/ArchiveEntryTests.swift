import ArchiveTestSupport
import Foundation
import TestSupport
import Testing

@testable import Decoding

/// An archive entry by entry: what is wrong with one of them is not the others' fault.
struct ArchiveEntryTests {
    private static func entries(
        _ entries: [SketchedArchive.Entry], limits: ArchiveLimits = ArchiveLimits()
    ) throws -> [ArchiveEntry] {
        try SketchedArchive(entries).bytes.withUnsafeBufferPointer {
            try ArchiveReader($0, limits: limits).entries()
        }
    }

    private static func codes(_ names: [String]) throws -> [DecodingFailure.Code?] {
        try entries(names.map { .init($0) }).map { $0.failure?.code }
    }

    private static func unpacked(
        _ bytes: [UInt8], _ index: Int, atMost most: Int = 1 << 20, limits: ArchiveLimits = ArchiveLimits()
    ) throws(DecodingFailure) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: most)
        let count = try bytes.withUnsafeBufferPointer { file throws(DecodingFailure) in
            var reader = try ArchiveReader(file, limits: limits)
            return try memory.withUnsafeMutableBufferPointer { memory throws(DecodingFailure) in
                try reader.unpack(index, into: UnsafeMutableRawBufferPointer(memory))
            }
        }
        return Array(memory.prefix(count))
    }

    @Test func `names that cannot be used are told beside those that can`() throws {
        #expect(
            try Self.codes(["a/1.jpg", "../b.jpg", "C:\\c.jpg", "1/2/3/4/d.jpg", "/e.jpg", "f.jpg"])
                == [nil, .archiveNames, .archiveNames, .archiveDepth, .archiveNames, nil])
    }

    @Test func `of two entries of one name neither is taken`() throws {
        #expect(try Self.codes(["a.jpg", "b.jpg", "A.JPG"]) == [.archiveNames, nil, .archiveNames])
    }

    @Test func `what computers lay beside files is no evidence`() throws {
        let found = try Self.entries(
            [
                "店/", "店/.DS_Store", "__MACOSX/店/._1.jpg", "店/Thumbs.db", "店/desktop.ini", "店/manifest.csv",
                "店/1.jpg",
            ].map { .init($0) })
        #expect(
            found.map(\.content) == [
                .folder, .systemFile, .systemFile, .systemFile, .systemFile, .file, .file,
            ])
        #expect(found.map(\.isManifest) == [false, false, false, false, false, true, false])
    }

    @Test func `a name in GBK is read, one that deceives is not shown`() throws {
        var chinese = SketchedArchive.Entry("")
        // 货架/1.jpg in GBK, as packers of Chinese Windows write it.
        chinese.name = [0xBB, 0xF5, 0xBC, 0xDC] + Array("/1.jpg".utf8)
        chinese.flags = 0
        var control = SketchedArchive.Entry("b\u{1B}[2J.jpg")
        control.flags = 0
        let found = try Self.entries([chinese, .init("a\u{202E}gpj.exe"), control])
        #expect(found.map(\.name) == ["货架/1.jpg", "a\u{FFFD}gpj.exe", "b\u{FFFD}[2J.jpg"])
        #expect(found.map { $0.failure?.code } == [nil, .archiveNames, .archiveNames])
    }

    @Test func `an encrypted entry and a method that is not read are told`() throws {
        var encrypted = SketchedArchive.Entry("a.jpg", [UInt8](repeating: 7, count: 40))
        encrypted.flags |= 1
        var strange = SketchedArchive.Entry("b.jpg")
        strange.method = 97
        let found = try Self.entries([encrypted, strange, .init("c.jpg")])
        #expect(found.map { $0.failure?.code } == [.unsupported, .unsupported, nil])
        #expect(found[0].failure?.detail.contains("encrypted") == true)
    }

    @Test(arguments: [
        [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
        Array("Rar!\u{1A}\u{7}".utf8), [0x1F, 0x8B, 0x08],
    ])
    func `an archive in an archive is not unpacked`(_ head: [UInt8]) throws {
        let bytes = SketchedArchive([.init("a.jpg", head + [0, 0]), .init("b.jpg")]).bytes
        #expect(throws: DecodingFailure.self) { try Self.unpacked(bytes, 0) }
        #expect(try Self.unpacked(bytes, 1) == [UInt8]("evidence".utf8))
    }

    @Test func `an entry that is longer than there is room leaves the room's end alone`() throws {
        let bytes = SketchedArchive([.init("a.jpg", [UInt8](repeating: 1, count: 200_000))]).bytes
        var memory = [UInt8](repeating: 9, count: 200_000)
        let code = try bytes.withUnsafeBufferPointer { file in
            var reader = try ArchiveReader(file)
            return memory.withUnsafeMutableBytes { memory -> DecodingFailure.Code? in
                do throws(DecodingFailure) {
                    _ = try reader.unpack(
                        0, into: UnsafeMutableRawBufferPointer(rebasing: memory.prefix(199_999)))
                    return nil
                } catch { return error.code }
            }
        }
        #expect(code == .tooLarge)
        #expect(memory.last == 9)
        #expect(try Self.unpacked(bytes, 0, atMost: 200_000).count == 200_000)
    }

    @Test func `entries that lie within each other are not unpacked again and again`() throws {
        var inner = SketchedArchive.Entry("b", [UInt8](repeating: 1, count: 1_000))
        inner.liesWithinAnother = true
        let bytes = SketchedArchive([.init("a", [0] + inner.record), inner]).bytes
        var limits = ArchiveLimits()
        limits.alwaysUnpackedBytes = 1_500
        limits.ratio = 0
        let codes = try bytes.withUnsafeBufferPointer { file in
            var reader = try ArchiveReader(file, limits: limits)
            var memory = [UInt8](repeating: 0, count: 2_000)
            return [0, 1].map { index in
                memory.withUnsafeMutableBytes { memory -> DecodingFailure.Code? in
                    do throws(DecodingFailure) {
                        _ = try reader.unpack(index, into: memory)
                        return nil
                    } catch { return error.code }
                }
            }
        }
        #expect(codes == [nil, .archiveRatio])
    }

    @Test(arguments: [
        ("file,kind\n货架/1.jpg", [UInt8]("\u{FEFF}file,kind\n货架/1.jpg".utf8)),
        ("货架", [0xBB, 0xF5, 0xBC, 0xDC]),
        ("货架", [0xFF, 0xFE, 0x27, 0x8D, 0xB6, 0x67]),
    ])
    func `text is read in whatever encoding a table program wrote it`(text: String, bytes: [UInt8]) throws {
        let archive = SketchedArchive([.init("manifest.csv", bytes)]).bytes
        try archive.withUnsafeBufferPointer { file in
            var reader = try ArchiveReader(file)
            #expect(try reader.text(0) == text)
        }
    }

    @Test func `an entry that is not there is an error`() throws {
        let bytes = SketchedArchive([.init("a.jpg")]).bytes
        for index in [-1, 1, Int.max] {
            #expect(throws: DecodingFailure.self) { try Self.unpacked(bytes, index) }
        }
    }
}
