import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Media
import Originals
import Pipeline
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

/// Who sees what of an order screenshot, over real HTTP, with a real pipeline behind.
@Suite(.serialized) struct RenditionRoutesTests {
    private static let name = Box(x0: 40, y0: 100, x1: 260, y1: 140)

    private struct GivenLines: TextReader {
        let identity = AnalyzerIdentity(name: "given", version: "1")
        let lines: [TextLine]
        func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine] { lines }
    }

    private struct Given<Input: Sendable, Findings: Codable & Sendable>: Analyzer {
        let identity = AnalyzerIdentity(name: "given", version: "1")
        let findings: Findings
        func analyze(_ input: Input) async throws(AnalysisError) -> Findings { findings }
    }

    private struct FlatFingerprint: PictureFingerprinting {
        func fingerprint(of picture: Raster) -> PictureFingerprint {
            PictureFingerprint(perceptualHash: 1, payload: [])
        }

        func mirroredFingerprint(of picture: Raster) -> PictureFingerprint { fingerprint(of: picture) }
        func emptyIndex() -> any PictureIndexing { NoPictures() }
    }

    /// Proposes none.
    private struct NoPictures: PictureIndexing {
        mutating func insert(_ fingerprint: PictureFingerprint, as number: Int) {}
        func likely(_ fingerprint: PictureFingerprint, kind: EvidenceKind) -> [Int] { [] }
    }

    private func work(on server: TestServer, lines: [TextLine]) async {
        let analyzer = AnalyzerIdentity(name: "given", version: "1")
        let shelf = AnalyzerShelf { (_, _) async throws(PipelineError) in
            AnalyzerSet(
                textReader: GivenLines(lines: lines), shelf: nil,
                orders: Given(
                    findings: OrderFindings(
                        orders: [Order(orderNumber: "1")], privateAreas: [Self.name], analyzer: analyzer)),
                consultation: Given(
                    findings: ConsultationFindings(
                        audio: nil, transcript: nil, usable: true, analyzer: analyzer)),
                provenance: Given(findings: ProvenanceFindings(verdict: .trusted, analyzer: analyzer)),
                fingerprints: FlatFingerprint())
        }
        let pipeline = EvidencePipeline(
            records: server.records, originals: server.originals, renditions: server.renditions,
            decoder: MediaDecoder(), analyzers: shelf, clock: { TestServer.now })
        await Worker(pipeline: pipeline, settings: .init(name: "test", idleSeconds: 0.01)).drain()
    }

    /// Sends a white screenshot and returns its address.
    private func send(to server: TestServer) async throws -> String {
        let picture = Raster(width: 400, height: 600, red: 255, green: 255, blue: 255)
        let answer = try await server.upload(
            "/v1/batches/HZ-001/2026-11-22/items",
            fields: [("kind", "orderScreenshot"), ("slot", "order-1")],
            file: try JPEGWriter.bytes(of: picture, quality: 90))
        #expect(answer.status == 201)
        return "/v1/items/\(try #require(try answer.json()["id"] as? String))"
    }

    private var lines: [TextLine] {
        [TextLine(text: "收货人 张小明", box: Self.name, confidence: 0.99)]
    }

    private func bearer(_ account: String) -> String {
        "Authorization: Bearer \(TestServer.token(of: account))"
    }

    private func problem(_ answer: TestAnswer, _ status: Int, _ code: String) throws {
        #expect(answer.status == status)
        let document = try answer.json()
        #expect(document["code"] as? String == code)
        let words = try #require((document["messages"] as? [String: String])?["zh"])
        #expect(words.unicodeScalars.first.map { $0.value > 0x2E80 } == true)
    }

    @Test func `a manager is shown the picture with the private area painted over`() async throws {
        try await TestServer.run { server in
            let item = try await send(to: server)
            await work(on: server, lines: lines)
            let answer = try await server.get(item + "/rendition", bearer("hz001"))
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "image/jpeg")
            #expect(answer.headers["cache-control"] == "private, no-cache")
            let picture = try MediaDecoder().picture(answer.body).0
            #expect(picture[150, 120].red < 128)
            #expect(picture[150, 300].red > 240)
            let tag = try #require(answer.headers["etag"])
            let again = try await server.get(item + "/rendition", bearer("hz001"), "If-None-Match: \(tag)")
            #expect(again.status == 304)
            #expect(try await server.get(item + "/rendition", bearer("hq")).body == answer.body)
        }
    }

    @Test func `only headquarters gets the original, strangers get nothing`() async throws {
        try await TestServer.run { server in
            let item = try await send(to: server)
            await work(on: server, lines: lines)
            try problem(try await server.get(item + "/original", bearer("hz001")), 403, "originalNotYours")
            let program = "Authorization: Bearer \(TestServer.token)"
            try problem(try await server.get(item + "/original", program), 403, "originalNotYours")
            let original = try await server.get(item + "/original", bearer("hq"))
            #expect(original.status == 200)
            #expect(try MediaDecoder().picture(original.body).0[150, 120].red > 240)
            for bytes in ["/original", "/rendition"] {
                try problem(try await server.get(item + bytes, bearer("hz002")), 404, "notFound")
                #expect(try await server.get(item + bytes).status == 401)
            }
        }
    }

    @Test func `an original in the browser's cache is asked for again, by each account`() async throws {
        try await TestServer.run { server in
            let item = try await send(to: server)
            let original = try await server.get(item + "/original", bearer("hq"))
            #expect(original.headers["cache-control"] == "private, no-cache")
            let tag = try #require(original.headers["etag"])
            let next = "If-None-Match: \(tag)"
            #expect(try await server.get(item + "/original", bearer("hq"), next).status == 304)
            try problem(
                try await server.get(item + "/original", bearer("hz001"), next), 403, "originalNotYours")
            #expect(try await server.get(item + "/original", next).status == 401)
        }
    }

    @Test func `before the analysis, and where print could not be read, nothing is shown`() async throws {
        try await TestServer.run { server in
            let item = try await send(to: server)
            try problem(try await server.get(item + "/rendition", bearer("hz001")), 404, "noRenditionYet")
            #expect(try await server.records.jobs.progress().waiting == 1)
            await work(on: server, lines: [])
            try problem(try await server.get(item + "/rendition", bearer("hz001")), 404, "renditionWithheld")
        }
    }

    @Test func `a lost rendition is asked for and comes back`() async throws {
        try await TestServer.run { server in
            let item = try await send(to: server)
            await work(on: server, lines: lines)
            let before = try await server.get(item + "/rendition", bearer("hz001")).body
            for hash in try server.renditions.hashes() { try server.renditions.erase(hash) }
            try problem(try await server.get(item + "/rendition", bearer("hz001")), 404, "noRenditionYet")
            await work(on: server, lines: [])
            #expect(try await server.get(item + "/rendition", bearer("hz001")).body == before)
        }
    }

    @Test func `a recording is played as it is by those who see the store`() async throws {
        let sound: [UInt8] = try Array(Fixture.data("media/s16-16k.wav"))
        try await TestServer.run { server in
            let sent = try await server.upload(
                "/v1/batches/HZ-001/2026-11-22/items",
                fields: [("kind", "consultationAudio"), ("slot", "consultation-1"), ("consent", "true")],
                file: sound)
            let id = try #require(try sent.json()["id"] as? String)
            let item = "/v1/items/\(id)"
            let part = try await server.get(item + "/rendition", bearer("hz001"), "Range: bytes=4-9")
            #expect(part.status == 206)
            #expect(part.body == Array(sound[4...9]))
            #expect(part.headers["cache-control"] == "private, no-cache")
            let opened = try await server.records.custody.entries(EvidenceID(id)).last
            #expect(opened?.action == .opened && opened?.actor == AccountID("hz001"))
            let tag = try #require(part.headers["etag"])
            let cached = try await server.get(item + "/rendition", bearer("hq"), "If-None-Match: \(tag)")
            #expect(cached.status == 304)
            let again = try await server.records.custody.entries(EvidenceID(id)).last
            #expect(again?.action == .opened && again?.actor == AccountID("hq"))
            try problem(try await server.get(item + "/original", bearer("hz001")), 403, "originalNotYours")
        }
    }
}
