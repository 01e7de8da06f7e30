import Media
import TestSupport
import Testing

@testable import Decoding

/// Anything may happen to a file on its way except a crash, and what is not whole is not taken for whole.
struct DamageTests {
    static let pictures = [
        "plain.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "orientation-6.jpg", "rgb8.png", "rgb16.png",
        "palette.png", "alpha.png", "gray-1bit.png",
    ]
    static let recordings = [
        "s16-16k.wav", "s24-16k.wav", "f32-16k.wav", "tone.flac", "tone.mp3", "vorbis.ogg", "opus.ogg",
    ]

    @Test(arguments: pictures)
    func `a picture cut anywhere is refused as incomplete`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        for part in 0..<64 {
            let cut = Array(bytes.prefix(bytes.count * part / 64))
            let code = try #require(Decoded.of(cut, kind: "image").failure?.code, "\(part)/64")
            #expect(code == (cut.isEmpty ? .empty : cut.count < 2 ? .notMedia : .truncated), "\(part)/64")
            _ = MediaDecoder().facts(of: cut)
        }
    }

    @Test(arguments: recordings)
    func `a recording cut anywhere is never longer than what came`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        for part in 0..<64 {
            let cut = Array(bytes.prefix(bytes.count * part / 64))
            if case .recording(let recording, _) = Decoded.of(cut, kind: "audio") {
                // Compressed sound has no straight line from bytes to seconds, hence the half second.
                #expect(recording.seconds <= 1.6 * Double(part) / 64 + 0.5, "\(part)/64")
            }
            _ = MediaDecoder().facts(of: cut)
        }
    }

    @Test(arguments: ["s16-16k.wav", "s24-16k.wav", "f32-16k.wav"])
    func `a cut WAV is refused as incomplete`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        for part in 1..<64 {
            let cut = Array(bytes.prefix(bytes.count * part / 64))
            #expect(Decoded.of(cut, kind: "audio").failure?.code == .truncated, "\(part)/64")
        }
    }

    @Test(arguments: pictures.map { ($0, "image") } + recordings.map { ($0, "audio") })
    func `flipped bits give a medium or a refusal, the same each time`(file: String, kind: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        var generator = SeededGenerator(seed: 20_261_120)
        for round in 0..<200 {
            var damaged = bytes
            // Headers are where parsers break: half of the rounds stay in the first 512 bytes.
            let range = round % 2 == 0 ? min(512, damaged.count) : damaged.count
            for _ in 0..<(1 + round % 8) {
                damaged[Int.random(in: 0..<range, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            }
            let first = Decoded.of(damaged, kind: kind)
            if round < 4 { #expect(first == Decoded.of(damaged, kind: kind), "round \(round)") }
            _ = MediaDecoder().facts(of: damaged)
        }
    }

    @Test func `noise with a good signature is refused`() {
        var generator = SeededGenerator(seed: 7)
        let signatures: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE0], PNGStructure.signature, Array("RIFF....WAVE".utf8), Array("fLaC".utf8),
            Array("OggS".utf8), Array("FORM....AIFF".utf8), Array("ID3".utf8), [0xFF, 0xFB, 0x90, 0x00],
        ]
        for signature in signatures {
            for _ in 0..<40 {
                let count = Int.random(in: 0..<3_000, using: &generator)
                let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                #expect(Decoded.of(signature + noise, kind: "image").failure != nil)
                _ = Decoded.of(signature + noise, kind: "audio")
                _ = MediaDecoder().facts(of: signature + noise)
            }
        }
    }

    @Test func `bytes between the segments do not cost a whole photo`() throws {
        var bytes = [UInt8](try Fixture.data("media/plain.jpg"))
        // Some cameras pad before the end marker.
        bytes.insert(contentsOf: [0, 0, 0, 0], at: bytes.count - 2)
        #expect(Decoded.of(bytes, kind: "image").failure == nil)
        #expect(Decoded.of(bytes + Array("trailing".utf8), kind: "image").failure == nil)
    }
}
