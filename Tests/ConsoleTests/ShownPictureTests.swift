import Evidence
import Foundation
import Hummingbird
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API
@testable import Console

/// When a page asks for an item's picture, and what it says where it does not.
@Suite(.serialized) struct ShownPictureTests {
    private let html = "Accept: text/html"
    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    @Test func `a picture without a rendition is asked for once it is analysed, unless it is withheld`()
        async throws
    {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            let manager = try await server.signIn("hz001")
            let image = "<img src=\"/v1/items/\(id)/rendition\""
            func pages() async throws -> [String] {
                [
                    try await server.get("/m/items/\(id)", manager, html).text,
                    try await server.get("/m", manager, html).text,
                ]
            }
            for page in try await pages() {
                #expect(!page.contains(image) && page.contains("图片处理好后显示在这里"))
            }
            try await server.records.items.update(
                id, state: .analysed, reason: nil, verdict: .trusted, score: nil)
            for page in try await pages() { #expect(page.contains(image)) }
            _ = try await server.records.renditions.save(Rendition(item: id, sha256: nil, byteCount: 0))
            for page in try await pages() {
                #expect(!page.contains(image) && page.contains("为保护顾客不显示"))
            }
            _ = try await server.records.items.erase(
                id, reason: "顾客要求", actor: AccountID("hq"), at: TestServer.now)
            for page in try await pages() {
                #expect(!page.contains(image) && page.contains("已应顾客要求删除"))
            }
        }
    }
}
