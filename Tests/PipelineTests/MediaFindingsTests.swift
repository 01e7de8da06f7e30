import Evidence
import Records
import TestSupport
import Testing

@testable import Pipeline

/// The facts of each item's file, kept whether it could be used or not.
struct MediaFindingsTests {
    private static func media(
        of file: String, _ slot: String, _ kind: EvidenceKind, named name: String? = nil, part: Double = 1
    ) async throws -> (EvidenceItem, MediaFindings) {
        let harness = try await PipelineHarness()
        let bytes = [UInt8](try Fixture.data(file))
        let item = try await harness.receive(
            Array(bytes.prefix(Int(Double(bytes.count) * part))), slot, kind, named: name)
        await harness.worker(harness.pipeline()).drain()
        let document = try #require(try await harness.records.findings.current(item.id, .media))
        let after = try #require(try await harness.records.items.find(item.id))
        return (after, try CanonicalJSON.decode(MediaFindings.self, from: document.json))
    }

    @Test func `a photo's size, profile and capture facts are kept`() async throws {
        let (_, media) = try await Self.media(of: "profiles/p3.jpg", "order-1", .orderScreenshot)
        #expect(media.format == "jpeg" && media.codec == "baseline" && media.orientation == 1)
        #expect(media.width == 72 && media.height == 48)
        #expect(media.colourProfile == .init(name: "Display P3", effect: "converted"))
        #expect(media.seconds == nil && media.exif == nil && media.claimedFormat == nil)
        let (_, dated) = try await Self.media(
            of: "media/exif-orientation-6.webp", "order-1", .orderScreenshot)
        #expect(dated.exif?.make == "HUAWEI" && dated.orientation == 6)
    }

    @Test(arguments: [
        ("media/s24-16k.wav", "wav", "pcm24", 16_000, 384_000),
        ("media/opus.ogg", "opus", "opus", 48_000, 66_000),
        ("media/phones/aac_lc.m4a", "m4a", "aac", 48_000, 0),
    ])
    func `a recording's codec, rate and length are kept`(
        file: String, format: String, codec: String, rate: Int, bits: Int
    ) async throws {
        let (item, media) = try await Self.media(of: file, "consultation-1", .consultationAudio)
        #expect(media.format == format && media.codec == codec && media.sampleRate == rate)
        #expect(1...2 ~= media.channels ?? 0)
        let (seconds, bitRate) = (try #require(media.seconds), try #require(media.bitRate))
        #expect(abs(Double(bitRate) * seconds / 8 - Double(item.byteCount)) < 200)
        if bits > 0 { #expect(abs(bitRate - bits) < bits / 20) }
    }

    @Test func `a name that contradicts the bytes is recorded, the bytes decide`() async throws {
        let (item, media) = try await Self.media(
            of: "media/plain.jpg", "order-1", .orderScreenshot, named: "截图.PNG")
        #expect(item.state == .analysed)
        #expect(media.format == "jpeg" && media.claimedFormat == "png")
    }

    @Test func `of a photo that broke off the header is kept, and how much arrived`() async throws {
        let (item, media) = try await Self.media(
            of: "media/rgb16.png", "order-1", .orderScreenshot, named: "1.png", part: 0.5)
        #expect(item.state == .rejected && item.reason?.code == "media.truncated")
        #expect(45...50 ~= item.reason?.arrivedPercent ?? 0)
        #expect(media.format == "png" && media.width == 240 && media.claimedFormat == nil)
    }

    @Test func `of what is nothing known only that is said`() async throws {
        let (item, media) = try await Self.media(
            of: "README.md", "order-1", .orderScreenshot, named: "photo.jpg")
        #expect(item.state == .rejected)
        #expect(media.format == nil && media.claimedFormat == "jpg" && media.width == nil)
    }
}
