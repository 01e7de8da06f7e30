import Media
import TestSupport
import Testing

@testable import Decoding

/// WebP, HEIC and AVIF; that they decode upright stands in `GoodMediaTests`.
struct ModernPictureTests {
    static let files = ["lossy.webp", "lossless.webp", "animated.webp", "plain.avif", "alpha.heic"]

    @Test(arguments: files) func `a cut picture is never taken for a whole one`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        for part in 0..<64 {
            let cut = Array(bytes.prefix(bytes.count * part / 64))
            #expect(Decoded.of(cut, kind: "image").failure != nil, "\(part)/64")
            _ = MediaDecoder().facts(of: cut)
        }
        let half = Decoded.of(Array(bytes.prefix(bytes.count / 2)), kind: "image")
        #expect(half.failure?.code == .truncated)
    }

    @Test(arguments: files) func `flipped bits give a picture or a refusal`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        var generator = SeededGenerator(seed: 20_261_124)
        for round in 0..<200 {
            var damaged = bytes
            let range = round % 2 == 0 ? min(512, damaged.count) : damaged.count
            for _ in 0..<(1 + round % 8) {
                damaged[Int.random(in: 0..<range, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            }
            _ = Decoded.of(damaged, kind: "image")
            _ = MediaDecoder().facts(of: damaged)
        }
    }

    @Test func `capture facts of a WebP are read`() throws {
        let facts = try #require(
            MediaDecoder().facts(of: [UInt8](try Fixture.data("media/exif-orientation-6.webp"))))
        #expect(facts.format == .webp)
        #expect(facts.capture.make == "HUAWEI")
        #expect(facts.orientation == 6)
        #expect(facts.storedWidth == 240)
    }

    @Test func `sides that a header only claims are refused before anything is allocated`() throws {
        var bytes = [UInt8](try Fixture.data("media/animated.webp"))
        for place in 24..<30 { bytes[place] = 0xFF }
        #expect(Decoded.of(bytes, kind: "image").failure?.code == .tooLarge)
    }
}
