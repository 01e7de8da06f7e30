import ArchiveTestSupport
import Foundation
import TestSupport
import Testing

@testable import Decoding

struct ArchiveTests {
    private static func code(_ bytes: [UInt8], _ limits: DecodingLimits = .standard) -> DecodingFailure.Code?
    {
        do throws(DecodingFailure) {
            _ = try MediaDecoder(limits: limits).archive(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    private static func packed(_ names: [String]) -> [UInt8] {
        SketchedArchive(names.map { .init($0) }).bytes
    }

    @Test func `a folder of evidence with its manifest is accepted`() throws {
        let found = try MediaDecoder().archive(
            Self.packed(["店/", "店/货架1.jpg", "店/录音.m4a", "店/manifest.csv"]))
        #expect(found == ArchiveListing(files: 3, unpackedBytes: 24, hasManifest: true))
        #expect(try MediaDecoder().archive(Self.packed(["a.jpg"])).hasManifest == false)
    }

    @Test(arguments: [
        "../a.jpg", "a/../../b.jpg", "/etc/passwd", "C:\\a.jpg", "a\\b.jpg", "a//b.jpg", "a/./b.jpg",
        "a\t.jpg",
        "a\u{202E}gpj.exe", "photo.jpg ",
    ])
    func `a name that leads elsewhere or deceives is refused`(_ name: String) {
        #expect(Self.code(Self.packed(["good.jpg", name])) == .archiveNames)
    }

    @Test func `two entries of one name are refused, also where case does not count`() {
        #expect(Self.code(Self.packed(["a.jpg", "A.JPG"])) == .archiveNames)
    }

    @Test func `a link is refused`() {
        var link = SketchedArchive.Entry("a.jpg", [UInt8]("/etc/passwd".utf8))
        link.unixMode = 0o120_777
        #expect(Self.code(SketchedArchive([link]).bytes) == .archiveNames)
    }

    @Test func `folders too deep and archives in archives are refused`() {
        #expect(Self.code(Self.packed(["1/2/3/a.jpg"])) == nil)
        #expect(Self.code(Self.packed(["1/2/3/4/a.jpg"])) == .archiveDepth)
        #expect(
            Self.code(SketchedArchive([.init("inner.zip", Self.packed(["a.jpg"]))]).bytes) == .archiveDepth)
    }

    @Test func `too many entries are refused`() {
        var limits = DecodingLimits.standard
        limits.archive.entries = 2
        #expect(Self.code(Self.packed(["1", "2"]), limits) == nil)
        #expect(Self.code(Self.packed(["1", "2", "3"]), limits) == .archiveEntries)
    }

    @Test func `what unpacks to far more than it takes is refused`() throws {
        #expect(Self.code([UInt8](try Fixture.data("hostile/zip-bomb-named.jpg"))) == .archiveRatio)
    }

    @Test func `what is no archive is told so`() throws {
        #expect(Self.code([]) == .empty)
        #expect(Self.code([1, 2, 3]) == .notMedia)
        #expect(Self.code([UInt8](try Fixture.data("media/plain.jpg"))) == .wrongKind)
    }

    @Test func `a cut or damaged archive never traps`() {
        let whole = Self.packed(["a/1.jpg", "a/2.jpg", "a/manifest.csv"])
        for count in 4..<whole.count { #expect(Self.code(Array(whole.prefix(count))) != nil) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var damaged = whole
            damaged[Int.random(in: 4..<whole.count, using: &random)] ^= UInt8.random(
                in: 1...255, using: &random)
            _ = Self.code(damaged)
        }
    }
}
