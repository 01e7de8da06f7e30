import Media
import TestSupport
import Testing

@testable import Decoding

/// A photo that breaks off is refused with the share that arrived, or without one, never with a wrong one.
struct ArrivedShareTests {
    /// Every line takes about the same bytes.
    private static func noise(width: Int = 512, height: Int = 512) -> Raster {
        var generator = SeededGenerator(seed: 20_261_125)
        return Raster(
            width: width, height: height,
            pixels: (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func share(of bytes: [UInt8], cutAt share: Double) -> Int? {
        let cut = Array(bytes.prefix(Int(Double(bytes.count) * share)))
        let failure = Decoded.of(cut, kind: "image").failure
        return failure?.code == .truncated ? failure?.arrivedPercent : nil
    }

    @Test(arguments: [0.05, 0.13, 0.5, 0.62, 0.9])
    func `lines of a JPEG and a PNG are counted as they arrived`(share: Double) throws {
        let picture = Self.noise()
        for bytes in [try JPEGWriter.bytes(of: picture, quality: 90), try PNGWriter.bytes(of: picture)] {
            let percent = try #require(Self.share(of: bytes, cutAt: share))
            // A JPEG counts whole rows of blocks: 16 lines, three percent of this picture.
            #expect(abs(Double(percent) - share * 100) <= 5, "\(percent)")
        }
    }

    @Test(arguments: DamageTests.pictures + ModernPictureTests.files)
    func `more bytes never show a smaller share, and never all`(file: String) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        var before = 0
        for part in 1..<64 {
            guard let percent = Self.share(of: bytes, cutAt: Double(part) / 64) else { continue }
            #expect(before...99 ~= percent, "\(part)/64")
            before = percent
        }
    }

    // The JPEGs have 160 lines, in blocks of 16, behind headers of some hundred bytes.
    @Test(arguments: [
        ("plain.jpg", 30...50), ("orientation-6.jpg", 30...50), ("cmyk.jpg", 30...70), ("gray.jpg", 30...70),
        ("rgb16.png", 40...60), ("lossless.webp", 49...50), ("lossy.webp", 49...50), ("plain.avif", 49...50),
    ])
    func `half a file is about half a photo`(file: String, range: ClosedRange<Int>) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        let percent = try #require(Self.share(of: bytes, cutAt: 0.5))
        #expect(range ~= percent, "\(percent)")
    }

    @Test func `of a progressive JPEG, whose scans are not announced, no share is told`() throws {
        let bytes = [UInt8](try Fixture.data("media/progressive.jpg"))
        let failure = Decoded.of(Array(bytes.dropLast(bytes.count / 3)), kind: "image").failure
        #expect(failure?.code == .truncated)
        #expect(failure?.arrivedPercent == nil)
    }

    @Test func `a file that ends within its header has no share of a picture`() throws {
        let photo = [UInt8](try Fixture.data("media/orientation-6.jpg"))
        #expect(ArrivedShare.percent(of: Array(photo.prefix(40)), limits: .standard) == nil)
        let heif = [UInt8](try Fixture.data("media/plain.avif"))
        #expect(ArrivedShare.percent(of: Array(heif.prefix(60)), limits: .standard) == nil)
    }

    @Test func `damage in the middle of a photo that has its end is no share`() throws {
        var bytes = try JPEGWriter.bytes(of: Self.noise(width: 160, height: 160), quality: 90)
        let middle = bytes.count / 2
        bytes.replaceSubrange(middle..<(middle + 40), with: repeatElement(0, count: 40))
        #expect(ArrivedShare.percent(of: bytes, limits: .standard) == nil)
    }

    @Test func `an end mark behind a photo that breaks off hides nothing`() throws {
        let bytes = try JPEGWriter.bytes(of: Self.noise(), quality: 90)
        let cut = Array(bytes.prefix(bytes.count / 2)) + [0xFF, 0xD9]
        let failure = try #require(Decoded.of(cut, kind: "image").failure)
        #expect(failure.code == .truncated)
        #expect(45...50 ~= failure.arrivedPercent ?? 0)
    }

    @Test func `sides that a PNG only claims cannot be counted to the end`() throws {
        var bytes = [UInt8](try Fixture.data("media/rgb8.png"))
        for place in 16..<24 { bytes[place] = 0xFF }
        #expect(ArrivedShare.percent(of: bytes, limits: .standard) ?? 0 == 0)
        bytes[16] = 0x7F
        bytes[20] = 0x7F
        #expect(ArrivedShare.percent(of: bytes, limits: .standard) ?? 0 == 0)
    }

    @Test func `the sender reads how much arrived and what to do`() {
        let some = DecodingFailure(.truncated, .picture, detail: "", arrivedPercent: 62)
        #expect(some.chinese == "照片不完整：只收到约 62%，请重新上传")
        #expect(some.english == "The photo is incomplete: about 62 % of it arrived. Please send it again.")
        let little = DecodingFailure(.truncated, .picture, detail: "", arrivedPercent: 0)
        #expect(little.chinese.contains("不到 1%，请重新上传"))
        #expect(little.english.contains("less than 1 %"))
        let unknown = DecodingFailure(.truncated, .picture, detail: "")
        #expect(!unknown.chinese.contains("%") && unknown.chinese.contains("请重新上传"))
    }
}
