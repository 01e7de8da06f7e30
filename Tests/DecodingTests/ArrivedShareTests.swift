import Media
import TestSupport
import Testing

@testable import Decoding

/// A photo or a recording that breaks off is refused with the share that arrived, or without one, never with a wrong one.
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

    /// Of its bytes; what the scans hold that did not come is estimated.
    @Test func `of a progressive JPEG the share of its scans is told`() throws {
        let bytes = [UInt8](try Fixture.data("media/progressive.jpg"))
        for part in [0.15, 0.3, 0.45, 0.6, 0.75, 0.9] {
            let percent = try #require(Self.share(of: bytes, cutAt: part))
            #expect(abs(Double(percent) - part * 100) <= 20, "\(percent) at \(part)")
        }
    }

    @Test func `a progressive JPEG that ended before its last scans says so`() throws {
        let bytes = [UInt8](try Fixture.data("media/progressive.jpg"))
        let whole = JPEGStructure(bytes)
        #expect(whole.end == .whole && whole.scans.count == 10)
        #expect(whole.scans.map(\.byteCount).reduce(0, +) < bytes.count)
        #expect(whole.arrivedPercent(of: bytes, limits: .standard) == nil)
        let cut = Array(bytes.prefix(bytes.count / 2)) + [0xFF, 0xD9]
        #expect(40...60 ~= JPEGStructure(cut).arrivedPercent(of: cut, limits: .standard) ?? 0)
    }

    @Test func `scans beyond counting tell no share`() throws {
        let bytes = [UInt8](try Fixture.data("media/progressive.jpg"))
        let start = try #require(bytes.firstRange(of: [0xFF, 0xDA])?.lowerBound)
        let header = bytes[start..<(start + 2 + bytes.bigEndian16(at: start + 2))]
        let many = bytes[..<start] + [[UInt8]](repeating: Array(header), count: 400).joined()
        let structure = JPEGStructure(Array(many))
        #expect(structure.scans.count == JPEGScan.most)
        #expect(structure.arrivedPercent(of: Array(many), limits: .standard) == nil)
        // Scans that hold nothing have no bytes to compare with.
        let few = Array(bytes[..<start] + header + header)
        #expect(JPEGStructure(few).arrivedPercent(of: few, limits: .standard) == nil)
    }

    // The tone is short, and FLAC is read in blocks of some thousand samples.
    @Test(arguments: [("s16-16k.wav", 48...50), ("tone.flac", 30...50)])
    func `half a recording is half of its sound`(file: String, range: ClosedRange<Int>) throws {
        let bytes = [UInt8](try Fixture.data("media/\(file)"))
        let failure = Decoded.of(Array(bytes.prefix(bytes.count / 2)), kind: "audio").failure
        #expect(failure?.code == .truncated)
        #expect(range ~= failure?.arrivedPercent ?? 0)
        #expect(failure?.chinese.contains("录音不完整：只收到约") == true)
    }

    /// Recorders on phones write the sound first and what it is last, or the other way round.
    @Test func `of a recording in boxes the sound is counted`() throws {
        let bytes = [UInt8](try Fixture.data("media/phones/aac_lc.m4a"))
        let sound = try #require(bytes.firstRange(of: Array("mdat".utf8))?.upperBound)
        let cut = Array(bytes.prefix(max(sound, bytes.count / 2)))
        let failure = Decoded.of(cut, kind: "audio").failure
        #expect(failure?.code == .truncated)
        #expect(40...60 ~= failure?.arrivedPercent ?? 0)
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
        let sound = DecodingFailure(.truncated, .recording, detail: "", arrivedPercent: 0)
        #expect(sound.chinese == "录音不完整：收到的不到 1%，请重新上传")
        #expect(sound.english.contains("less than 1 %"))
    }
}
