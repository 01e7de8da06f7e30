import Media
import TestSupport
import Testing

@testable import Decoding

struct HostileMediaTests {
    @Test(arguments: MediaFixture.all(in: "hostile"))
    func `an odd file ends as its manifest says, the same way twice`(fixture: MediaFixture) throws {
        let bytes = try fixture.bytes(in: "hostile")
        let first = Decoded.of(bytes, kind: fixture.kind)
        #expect(first == Decoded.of(bytes, kind: fixture.kind))
        _ = MediaDecoder().facts(of: bytes)
        switch fixture.outcome {
        case "accept": #expect(first.failure == nil, "\(String(describing: first.failure))")
        case "reject":
            let code = try #require(first.failure?.code.rawValue)
            #expect([fixture.class, fixture.alsoClass].contains(code), "\(code)")
        default: break
        }
    }

    @Test(arguments: MediaFixture.all(in: "hostile").filter { $0.file.hasPrefix("exif-") })
    func `broken EXIF never costs a photo`(fixture: MediaFixture) throws {
        let (picture, facts) = try MediaDecoder().picture(try fixture.bytes(in: "hostile"))
        #expect(picture.width > 0)
        #expect(1...8 ~= facts.orientation)
        #expect(facts.capture.dateTimeOriginal == nil || facts.capture.dateTimeOriginal?.count == 19)
    }

    @Test func `sides beyond the limits are refused before anything is allocated`() {
        let limits = DecodingLimits.standard
        #expect(
            limits.problem(width: 60_000, height: 60_000, side: limits.side, pixels: limits.pixels)
                == .tooLarge)
        #expect(
            limits.problem(
                width: Int(UInt32.max), height: Int(UInt32.max), side: limits.side, pixels: limits.pixels)
                == .tooLarge)
        #expect(
            limits.problem(width: 16_000, height: 16_000, side: limits.side, pixels: limits.pixels)
                == .tooLarge)
        #expect(limits.problem(width: 7, height: 100, side: limits.side, pixels: limits.pixels) == .tooSmall)
        #expect(
            limits.problem(width: 8_000, height: 8, side: limits.side, pixels: limits.pixels) == .tooSmall)
        #expect(limits.problem(width: 1_080, height: 12_000, side: limits.side, pixels: limits.pixels) == nil)
        #expect(
            limits.problem(width: 16_320, height: 12_240, side: limits.jpegSide, pixels: limits.jpegPixels)
                == nil)
    }

    @Test func `every refusal tells its sender what to do, in both languages`() {
        for subject in [DecodingFailure.Subject.picture, .recording] {
            for code in DecodingFailure.Code.allCases {
                let failure = DecodingFailure(code, subject, detail: "")
                #expect(failure.chinese.contains("请"), "\(subject) \(code)")
                #expect(failure.english.contains("lease"), "\(subject) \(code)")
            }
        }
    }

    @Test func `a recording beyond the limit is refused however it states its length`() throws {
        var limits = DecodingLimits.standard
        limits.longestSeconds = 1
        for file in ["s16-16k.wav", "tone.flac", "tone.mp3", "vorbis.ogg", "opus.ogg"] {
            let bytes = [UInt8](try Fixture.data("media/\(file)"))
            #expect(Decoded.of(bytes, kind: "audio", limits: limits).failure?.code == .tooLarge, "\(file)")
        }
    }
}
