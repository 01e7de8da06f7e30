import Decoding
import Evidence
import Media
import Testing

@testable import Staging

struct CaptureBlockTests {
    @Test func `a simulated photo says when and where it was taken`() throws {
        let picture = Raster(width: 64, height: 48, red: 90, green: 120, blue: 150)
        let block = CaptureBlock(
            day: try #require(BusinessDay("2026-11-20")), secondsAfterMidnight: 9 * 3600 + 12 * 60 + 34,
            latitude: 30.279134, longitude: 120.121862)
        let bytes = block.added(to: try JPEGWriter.bytes(of: picture, quality: 80))
        let (decoded, facts) = try MediaDecoder().picture(bytes)
        #expect(decoded.width == 64 && decoded.height == 48)
        let capture = facts.capture
        #expect(capture.hasExif && capture.dateTimeOriginal == "2026-11-20T09:12:34")
        #expect(capture.offset == "+08:00" && capture.make == "StoreProof" && capture.model == "Simulator")
        #expect(abs(try #require(capture.latitude) - 30.279134) < 1e-6)
        #expect(abs(try #require(capture.longitude) - 120.121862) < 1e-6)
    }

    @Test func `what is no JPEG stays as it is`() throws {
        let block = CaptureBlock(
            day: try #require(BusinessDay("2026-11-20")), secondsAfterMidnight: 0, latitude: 30,
            longitude: 120)
        #expect(block.added(to: [1, 2, 3]) == [1, 2, 3])
    }
}
