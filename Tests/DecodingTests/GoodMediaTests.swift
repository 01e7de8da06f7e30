import Media
import TestSupport
import Testing

@testable import Decoding

struct GoodMediaTests {
    @Test(arguments: MediaFixture.all(in: "media").filter { $0.kind == "image" })
    func `a whole picture decodes upright in its colours`(fixture: MediaFixture) throws {
        let (picture, facts) = try MediaDecoder().picture(try fixture.bytes(in: "media"))
        #expect(picture.width == fixture.uprightWidth)
        #expect(picture.height == fixture.uprightHeight)
        #expect(facts.orientation == fixture.orientation ?? 1)
        for (name, colour) in fixture.corners ?? [:] {
            let found = try #require(picture.corners[name])
            for (value, wanted) in zip(found, colour) {
                #expect(abs(value - wanted) <= fixture.tolerance ?? 12, "\(name): \(found), not \(colour)")
            }
        }
    }

    @Test(arguments: MediaFixture.all(in: "media").filter { $0.kind == "audio" })
    func `a whole recording decodes to its length`(fixture: MediaFixture) throws {
        let (recording, facts) = try MediaDecoder().recording(try fixture.bytes(in: "media"))
        let seconds = try #require(fixture.seconds)
        #expect(recording.sampleRate == MediaDecoder.sampleRate)
        #expect(abs(recording.seconds - seconds) < 0.1)
        #expect(abs(facts.seconds - recording.seconds) < 0.001)
        #expect(facts.channels == fixture.channels)
        #expect(recording.samples.allSatisfy { abs($0) <= 1 })
    }

    @Test func `ink colours look like the same picture in light`() throws {
        let inked = try MediaDecoder().picture([UInt8](try Fixture.data("media/cmyk.jpg"))).0
        let plain = try MediaDecoder().picture([UInt8](try Fixture.data("media/plain.jpg"))).0
        for (name, colour) in plain.corners {
            let found = try #require(inked.corners[name])
            for (value, wanted) in zip(found, colour) { #expect(abs(value - wanted) <= 16, "\(name)") }
        }
    }

    @Test func `transparent pixels lie on white`() throws {
        let picture = try MediaDecoder().picture([UInt8](try Fixture.data("media/alpha.png"))).0
        let middle = picture[picture.width / 2, picture.height / 2]
        #expect(middle == (255, 255, 255))
    }

    @Test func `a grey picture has three equal channels`() throws {
        let picture = try MediaDecoder().picture([UInt8](try Fixture.data("media/gray.jpg"))).0
        let colour = picture[10, 10]
        #expect(colour.red == colour.green && colour.green == colour.blue)
    }

    @Test(arguments: [(9_600, 120, 80), (2_400, 60, 40), (600, 30, 20)])
    func `a JPEG beyond the raster limit comes at a scale`(limit: Int, width: Int, height: Int) throws {
        var limits = DecodingLimits.standard
        limits.rasterPixels = limit
        let bytes = [UInt8](try Fixture.data("media/plain.jpg"))
        let (picture, facts) = try MediaDecoder(limits: limits).picture(bytes)
        #expect(picture.width == width)
        #expect(picture.height == height)
        #expect(facts.storedWidth == 240)
        #expect(facts.storedHeight == 160)
    }

    @Test(arguments: MediaFixture.all(in: "media"))
    func `facts from the header agree with decoding`(fixture: MediaFixture) throws {
        let bytes = try fixture.bytes(in: "media")
        let facts = try #require(MediaDecoder().facts(of: bytes))
        switch Decoded.of(bytes, kind: fixture.kind) {
        case .picture(_, let decoded): #expect(facts == decoded)
        case .recording(_, let decoded):
            #expect(facts.format == decoded.format)
            #expect(facts.channels == decoded.channels)
            #expect(facts.seconds == 0 || abs(facts.seconds - decoded.seconds) < 0.1)
        case .refused(let failure): Issue.record("\(failure)")
        }
    }
}
