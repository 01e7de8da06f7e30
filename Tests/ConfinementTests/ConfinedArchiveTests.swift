import ArchiveTestSupport
import Decoding
import Foundation
import TestSupport
import Testing

@testable import Confinement

/// Archives that are unpacked in real confined processes.
struct ConfinedArchiveTests {
    private let folder: TemporaryFolder
    private let decoder: ConfinedDecoder

    init() throws {
        folder = try TemporaryFolder()
        var settings = ConfinedDecoder.Settings(command: [try Probe.path(), "decode-worker"])
        settings.environment = ["SWIFT_BACKTRACE=enable=no"]
        settings.processes = 1
        decoder = ConfinedDecoder(settings)
    }

    private func open(_ entries: [SketchedArchive.Entry]) throws -> any OpenArchive {
        let file = folder.url.appendingPathComponent("batch.zip")
        try Data(SketchedArchive(entries).bytes).write(to: file)
        return try decoder.openArchive(at: file.path)
    }

    @Test func `entries come out as they went in, in any order and again`() throws {
        let photo = [UInt8](try Fixture.data("media/plain.jpg"))
        let archive = try open([.init("货架/1.jpg", photo), .init("店/", []), .init("b.txt", [1, 2, 3])])
        #expect(archive.entries.map(\.name) == ["货架/1.jpg", "店/", "b.txt"])
        #expect(archive.entries.map(\.content) == [.file, .folder, .file])
        #expect(try archive.bytes(of: 2, atMost: 10) == [1, 2, 3])
        #expect(try archive.bytes(of: 0, atMost: 1 << 20) == photo)
        #expect(try archive.bytes(of: 2, atMost: 3) == [1, 2, 3])
    }

    @Test func `a refused entry costs none of the others`() throws {
        let archive = try open([.init("a.jpg", [0x50, 0x4B, 0x03, 0x04, 0]), .init("b.jpg", [7])])
        for _ in 0..<2 {
            #expect(throws: DecodingFailure(.archiveDepth, .archive, detail: "entry 0 is an archive")) {
                try archive.bytes(of: 0, atMost: 100)
            }
            #expect(try archive.bytes(of: 1, atMost: 100) == [7])
        }
        #expect(throws: DecodingFailure.self) { try archive.bytes(of: 1, atMost: 0) }
        #expect(throws: DecodingFailure.self) { try archive.bytes(of: 9, atMost: 100) }
    }

    @Test func `GB 18030 is read under confinement`() throws {
        let archive = try open([.init("manifest.csv", [0xBB, 0xF5, 0xBC, 0xDC])])
        #expect(try archive.text(of: 0) == "货架")
    }

    @Test func `what is no archive is told so`() throws {
        let file = folder.url.appendingPathComponent("photo.zip")
        try Fixture.data("media/plain.jpg").write(to: file)
        #expect(throws: DecodingFailure(.wrongKind, .archive, detail: "no ZIP signature")) {
            try decoder.openArchive(at: file.path)
        }
    }

    @Test func `a file that cannot be read says nothing about the archive`() throws {
        let code = #expect(throws: DecodingFailure.self) { try decoder.openArchive(at: "/does/not/exist") }
        #expect(code?.code == .decoderUnavailable)
    }

    @Test func `a process that ends in the middle is told and ends only its archive`() throws {
        try decoder.start()
        let victim = try #require(decoder.readyProcesses.first)
        let archive = try open([.init("a.jpg", [1])])
        #expect(try archive.bytes(of: 0, atMost: 1) == [1])
        #expect(kill(victim, SIGKILL) == 0)
        let failure = #expect(throws: DecodingFailure.self) { try archive.bytes(of: 0, atMost: 1) }
        #expect(failure?.code == .decoderCrashed)
        #expect(try open([.init("b.jpg", [2])]).bytes(of: 0, atMost: 1) == [2])
    }

    @Test(arguments: [
        #"{"opened":{"_0":[{"index":0,"name":"a\u001b[2J","content":"file","statedBytes":1}]}}"#,
        #"{"unpacked":{"byteCount":1}}"#, "{}",
    ])
    func `a directory that cannot be true is a crash`(_ answer: String) throws {
        let length = String(UInt8(answer.utf8.count), radix: 8)
        let script =
            #"printf '\002\000\000\000{}' >&0; head -c 1 <&0 >/dev/null; printf '\\#(length)\000\000\000%s' '\#(answer)' >&0; cat <&0"#
            .replacingOccurrences(of: "\\\\\(length)", with: "\\\(length)")
        let file = folder.url.appendingPathComponent("a.zip")
        try Data(SketchedArchive([.init("a")]).bytes).write(to: file)
        let decoder = ConfinedDecoder(.init(command: ["/bin/sh", "-c", script]))
        let failure = #expect(throws: DecodingFailure.self) { try decoder.openArchive(at: file.path) }
        #expect(failure?.code == .decoderCrashed)
    }
}
