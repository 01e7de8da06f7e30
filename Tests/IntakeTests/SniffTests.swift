import Evidence
import Foundation
import TestSupport
import Testing

@testable import Intake

struct SniffTests {
    private func sniff(_ path: String) throws -> SniffedType {
        SniffedType(head: Array(try Fixture.data(path).prefix(64)))
    }

    @Test(arguments: [
        ("bmp-named.jpg", SniffedType.bmp), ("gif-named.jpg", .gif), ("gif-script-polyglot.jpg", .gif),
        ("html-named.jpg", .html), ("html-named.png", .html), ("svg-script-named.jpg", .html),
        ("jpeg-named.mp3", .jpeg), ("jpeg-named.png", .jpeg), ("jpeg-soi-only.jpg", .jpeg),
        ("jpeg-truncated-half.jpg", .jpeg), ("pdf-named.jpg", .pdf), ("picture.webp", .webp),
        ("random-named.jpg", .unknown), ("random-named.mp3", .unknown), ("text-named.mp3", .text),
        ("mvg-named.jpg", .text), ("playlist-named.jpg", .text), ("concat-script-named.mp3", .text),
        ("wav-named.jpg", .wav), ("wav-claims-4gb.wav", .wav), ("zeros-named.jpg", .unknown),
        ("zip-bomb-named.jpg", .zip), ("amr-nb.amr", .amr), ("silk-v3.amr", .silk),
        ("opus-live.webm", .webm), ("png-bomb-20000x20000.png", .png), ("mp3-id3-only.mp3", .mp3),
        ("image-one-byte.jpg", .unknown), ("empty.jpg", .unknown),
    ])
    func `a file is what its bytes say, whatever its name`(name: String, type: SniffedType) throws {
        #expect(try sniff("hostile/\(name)") == type)
    }

    @Test func `all media of the fixture chain are told`() throws {
        let media = Fixture.url("chain/media")
        let expected: [String: SniffedType] = [
            "jpg": .jpeg, "png": .png, "mp3": .mp3, "ogg": .ogg, "flac": .flac, "wav": .wav, "txt": .text,
            "srt": .text, "vtt": .text, "json": .text,
        ]
        var count = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: media.path).sorted() {
            guard let type = expected[(path as NSString).pathExtension] else { continue }
            #expect(try sniff("chain/media/\(path)") == type, "\(path)")
            count += 1
        }
        #expect(count > 100)
    }

    @Test(arguments: [
        ("heic", SniffedType.heic), ("mif1", .heic), ("M4A ", .m4a), ("isom", .m4a), ("3gp4", .m4a),
    ])
    func `phone formats are told by their brand`(brand: String, type: SniffedType) {
        let head = [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 0, 0]
        #expect(SniffedType(head: head) == type)
    }

    @Test func `a bare MPEG frame is told by its layer: MP3 or AAC`() {
        #expect(SniffedType(head: [0xFF, 0xFB, 0x90, 0x64]) == .mp3)
        #expect(SniffedType(head: [0xFF, 0xF3, 0x40, 0xC4]) == .mp3)
        #expect(SniffedType(head: [0xFF, 0xF1, 0x50, 0x80]) == .aac)
        #expect(SniffedType(head: [0xFF, 0xFB, 0xF0, 0x64]) == .unknown)
    }

    @Test func `text of any common encoding is text`() {
        #expect(SniffedType(head: Array("顾客：这个怎么加热？\n".utf8)) == .text)
        #expect(SniffedType(head: [0xEF, 0xBB, 0xBF] + Array("1\r\n00:00".utf8)) == .text)
        // UTF-16 with its mark, and GB18030.
        #expect(SniffedType(head: [0xFF, 0xFE, 0x7E, 0x98]) == .text)
        #expect(SniffedType(head: [0xB9, 0xCB, 0xBF, 0xCD]) == .text)
        #expect(SniffedType(head: Array("WEBVTT".utf8)) == .text)
    }

    @Test func `any bytes of any length have some type`() throws {
        var random = SeededGenerator(seed: 11)
        let starts = try ["picture.webp", "wav-named.jpg", "gif-named.jpg", "mp3-id3-only.mp3", "amr-nb.amr"]
            .map { Array(try Fixture.data("hostile/\($0)").prefix(64)) }
        for round in 0..<20_000 {
            var head =
                round % 2 == 0
                ? (0..<64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                : starts[round % starts.count]
            head = Array(head.prefix(Int.random(in: 0...64, using: &random)))
            if !head.isEmpty && round % 3 == 0 {
                head[Int.random(in: 0..<head.count, using: &random)] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            let type = SniffedType(head: head)
            #expect(type.isDecoded ? type.medium != .other : true)
        }
    }
}
