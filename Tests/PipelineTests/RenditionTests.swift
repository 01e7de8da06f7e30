import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Media
import Originals
import Records
import Testing

@testable import Pipeline

struct RenditionTests {
    private static let name = Box(x0: 40, y0: 100, x1: 260, y1: 140)
    private static let lines = [
        TextLine(text: "收货人 张小明 13812345678", box: name, confidence: 0.99),
        TextLine(text: "实付 ¥39.00", box: Box(x0: 40, y0: 200, x1: 200, y1: 240), confidence: 0.99),
    ]

    /// A white screenshot with a comment and an Exif block such as cameras write.
    private func screenshot(width: Int = 400, height: Int = 600) throws -> [UInt8] {
        let picture = Raster(width: width, height: height, red: 255, green: 255, blue: 255)
        let jpeg = try JPEGWriter.bytes(of: picture, quality: 90)
        let secret = Array("Exif\0\0GPS 30.2791 120.1218".utf8)
        let length = secret.count + 2
        return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + secret
            + Array(jpeg[2...])
    }

    private func shown(_ item: EvidenceItem, in harness: PipelineHarness) async throws -> [UInt8] {
        let rendition = try #require(try await harness.records.renditions.find(item.id))
        let hash = try #require(rendition.sha256)
        let bytes = try harness.renditions.read(hash)
        #expect(bytes.count == rendition.byteCount)
        return bytes
    }

    private func analysed(
        _ harness: PipelineHarness, _ bytes: [UInt8], lines: [TextLine] = lines, areas: [Box]? = [name]
    ) async throws -> EvidenceItem {
        let item = try await harness.receive(bytes, "order-1", .orderScreenshot)
        await harness.worker(
            harness.pipeline(reader: GivenLines(lines: lines), privateAreas: areas)
        ).drain()
        return item
    }

    private func remake(
        _ item: EvidenceItem, in harness: PipelineHarness, orderVersion: String = "1"
    ) async throws {
        try await harness.records.jobs.enqueue(
            .makeRendition, subject: item.id.rawValue, store: item.store, day: item.day, at: harness.clock())
        await harness.worker(harness.pipeline(orderVersion: orderVersion)).drain()
        #expect(try await harness.records.jobs.progress().dead == 0)
    }

    @Test func `private areas are painted over, the rest is left, metadata stay behind`() async throws {
        let harness = try await PipelineHarness()
        let bytes = try await shown(analysed(harness, screenshot()), in: harness)
        let picture = try MediaDecoder().picture(bytes).0
        #expect(picture.width == 400 && picture.height == 600)
        for y in stride(from: Self.name.y0, to: Self.name.y1, by: 3) {
            for x in stride(from: Self.name.x0, to: Self.name.x1, by: 5) {
                #expect(abs(Int(picture[x, y].red) - Int(DisplayPicture.cover.red)) < 12)
            }
        }
        #expect(picture[100, 220].red > 240)
        #expect(bytes.firstRange(of: Array("Exif".utf8)) == nil)
        #expect(bytes.firstRange(of: Array("30.2791".utf8)) == nil)
    }

    @Test func `findings keep no word of a private line`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot())
        let texts = try await harness.records.findings.current(item.id).map(\.json)
        #expect(texts.contains { $0.contains("39.00") })
        #expect(!texts.contains { $0.contains("13812345678") || $0.contains("张小明") })
    }

    @Test func `a screenshot whose print could not be read is withheld`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot(), lines: [], areas: nil)
        let rendition = try #require(try await harness.records.renditions.find(item.id))
        #expect(rendition.sha256 == nil)
        #expect(try harness.renditions.hashes().isEmpty)
        try await remake(item, in: harness)
        #expect(try await harness.records.renditions.find(item.id)?.sha256 == nil)
    }

    @Test func `a screenshot of which nobody said what is private is withheld`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot(), areas: nil)
        let rendition = try #require(try await harness.records.renditions.find(item.id))
        #expect(rendition.sha256 == nil)
        try await remake(item, in: harness)
        #expect(try await harness.records.renditions.find(item.id)?.sha256 == nil)
        #expect(try harness.renditions.hashes().isEmpty)
    }

    @Test func `what another version of the analyser called private is not shown again`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot(), areas: [])
        _ = try await shown(item, in: harness)
        try await remake(item, in: harness, orderVersion: "2")
        #expect(try await harness.records.renditions.find(item.id)?.sha256 == nil)
        #expect(try harness.renditions.hashes().isEmpty)
    }

    @Test func `a file that is no picture has nothing to show`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, Array("no picture at all".utf8))
        #expect(try await harness.records.renditions.find(item.id)?.sha256 == nil)
    }

    @Test func `a lost rendition is made again, the same to the byte`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot())
        let before = try await shown(item, in: harness)
        for hash in try harness.renditions.hashes() { try harness.renditions.erase(hash) }
        try await remake(item, in: harness)
        #expect(try await shown(item, in: harness) == before)
    }

    @Test(arguments: [EvidenceKind.orderScreenshot, .shelfPhoto])
    func `an erased picture is not looked at again`(_ kind: EvidenceKind) async throws {
        let harness = try await PipelineHarness()
        let slot = kind == .shelfPhoto ? "shelf-1" : "order-1"
        let item = try await harness.receive(try screenshot(), slot, kind)
        let erasure = try await harness.records.items.erase(
            item.id, reason: "顾客要求", actor: AccountID("tester"), at: harness.clock())
        for original in erasure.originals { try harness.originals.erase(original) }
        for job in [JobKind.analyzeItem, .makeRendition] {
            try await harness.records.jobs.enqueue(
                job, subject: item.id.rawValue, store: item.store, day: item.day, at: harness.clock())
        }
        await harness.worker(harness.pipeline(reader: GivenLines(lines: Self.lines))).drain()
        #expect(try await harness.records.jobs.progress().dead == 0)
        #expect(try await harness.records.findings.history(item.id).isEmpty)
        #expect(try await harness.records.renditions.find(item.id) == nil)
        #expect(try await harness.records.items.find(item.id)?.reason?.code == "item.erased")
    }

    @Test func `a purged picture is expected to be gone, and its findings stay`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot(), areas: [])
        let before = try #require(try await harness.records.items.find(item.id))
        let findings = try await harness.records.findings.current(item.id)
        let purge = try await harness.records.retention.purge(
            [item.id], by: RetentionPolicy(version: "a"), actor: AccountID("tester"), at: harness.clock(),
            lastCustody: .max)
        try harness.originals.erase(item.sha256)
        for rendition in purge.renditions { try harness.renditions.erase(rendition) }
        for job in [JobKind.analyzeItem, .makeRendition] {
            try await harness.records.jobs.enqueue(
                job, subject: item.id.rawValue, store: item.store, day: item.day, at: harness.clock())
        }
        await harness.worker(harness.pipeline(reader: GivenLines(lines: Self.lines))).drain()
        let progress = try await harness.records.jobs.progress()
        #expect(progress.dead == 0 && progress.waiting == 0)
        #expect(try await harness.records.items.find(item.id) == before)
        #expect(try await harness.records.findings.current(item.id) == findings)
        #expect(try await harness.records.renditions.find(item.id) == nil)
        #expect(try harness.renditions.hashes().isEmpty)
    }

    @Test func `a rendition that a new analysis replaces leaves the folder`() async throws {
        let harness = try await PipelineHarness()
        let item = try await analysed(harness, screenshot(), areas: [])
        let open = try await shown(item, in: harness)
        try await harness.records.jobs.enqueue(
            .analyzeItem, subject: item.id.rawValue, store: item.store, day: item.day, at: harness.clock())
        await harness.worker(
            harness.pipeline(reader: GivenLines(lines: Self.lines), privateAreas: [Self.name])
        ).drain()
        #expect(try await shown(item, in: harness) != open)
        #expect(try harness.renditions.hashes().count == 1)
    }

    @Test(arguments: [
        (4_000, 3_000, 1_600, 1_200), (1_080, 2_340, 738, 1_600), (1_080, 12_000, 720, 8_000),
        (300, 9_000, 300, 9_000), (640, 480, 640, 480),
    ])
    func `a large picture is shown smaller, a tall one stays readable`(
        width: Int, height: Int, shownWidth: Int, shownHeight: Int
    ) {
        let picture = Raster(width: width, height: height, red: 9, green: 9, blue: 9)
        let shown = DisplayPicture.make(of: picture, covering: [])
        #expect(shown.width == shownWidth && shown.height == shownHeight)
    }

    @Test func `an area beyond the picture's edge is cut to it`() {
        let picture = Raster(width: 20, height: 20, red: 255, green: 255, blue: 255)
        let shown = DisplayPicture.make(
            of: picture, covering: [Box(x0: -50, y0: 15, x1: 4, y1: 99), Box(x0: 90, y0: 90, x1: 95, y1: 99)])
        #expect(shown[2, 18] == DisplayPicture.cover)
        #expect(shown[15, 2].red == 255)
    }
}
