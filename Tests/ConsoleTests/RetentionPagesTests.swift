import Evidence
import Foundation
import Hummingbird
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API
@testable import Console

/// What people see of an original that was purged, and how headquarters holds one.
@Suite(.serialized) struct RetentionPagesTests {
    private let html = "Accept: text/html"
    private let form = "Content-Type: application/x-www-form-urlencoded"
    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    private func analysed(
        _ server: TestServer, _ kind: EvidenceKind, _ slot: String, _ file: String
    ) async throws -> EvidenceID {
        let upload = try await server.upload(
            "/v1/batches/HZ-001/\(TestServer.today)/items",
            fields: [("kind", kind.rawValue), ("slot", slot), ("consent", "true")],
            file: Array(try Fixture.data(file)))
        let id = EvidenceID(try #require(try upload.json()["id"] as? String))
        try await server.records.items.update(
            id, state: .analysed, reason: nil, verdict: .suspect, score: 90)
        return id
    }

    private func purge(_ server: TestServer, _ ids: [EvidenceID]) async throws {
        _ = try await server.records.retention.purge(
            ids, by: RetentionPolicy(version: "a"), actor: AccountID("worker"), at: TestServer.now,
            lastCustody: .max)
    }

    @Test func `a purged item says so and when, and links to no bytes`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let photo = try await analysed(server, .shelfPhoto, "shelf-1", "media/rgb8.png")
            let sound = try await analysed(
                server, .consultationAudio, "consultation-1", "media/s16-16k.wav")
            let hq = try await server.signIn("hq")
            let manager = try await server.signIn("hz001")
            let before = try await server.get("/console/items/\(sound)", hq, html).text
            #expect(before.contains("<audio") && before.contains("/original\""))
            try await purge(server, [photo, sound])
            for id in [photo, sound] {
                for path in ["/console/items/\(id)", "/m/items/\(id)"] {
                    let page = try await server.get(path, path.hasPrefix("/m") ? manager : hq, html).text
                    #expect(page.contains("原件已按保存期限删除（"))
                    #expect(page.contains("原件按保存期限删除"), "the link of the chain")
                    #expect(page.contains("识别结果、得分、哈希和保管链仍在"))
                    #expect(!page.contains("/rendition") && !page.contains("/original\""))
                    #expect(!page.contains("<audio") && !page.contains("提出申诉</button>"))
                    #expect(!page.contains("name=\"verdict\""))
                }
            }
            for page in [
                try await server.get("/m", manager, html).text,
                try await server.get("/console/batches/HZ-001/\(TestServer.today)", hq, html).text,
            ] {
                #expect(page.contains("原件已按保存期限删除") && !page.contains("/rendition"))
            }
        }
    }

    @Test func `headquarters holds an original on its page and releases it there`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let id = try await analysed(server, .shelfPhoto, "shelf-1", "media/rgb8.png")
            let hq = try await server.signIn("hq")
            let path = "/console/items/\(id)"
            let page = try await server.get(path, hq, html)
            let token = String(
                try #require(page.text.firstMatch(of: /name="formToken" value="([0-9a-f]+)"/)).output.1)
            func send(_ verb: String, _ reason: String) async throws -> TestAnswer {
                try await server.request(
                    "POST", path + "/" + verb, [hq, html, form],
                    body: Array("reason=\(reason)&formToken=\(token)".utf8))
            }
            #expect(page.text.contains("原件长期保存") && page.text.contains("保留原件</button>"))
            let blank = try await send("hold", "+")
            #expect(blank.status == 422 && blank.text.contains("请写明理由再提交"))
            let held = try await send("hold", "%3Cb%3E")
            #expect(held.status == 303 && held.headers["location"]?.hasSuffix("#retention") == true)
            let shown = try await server.get(path, hq, html).text
            #expect(shown.contains("总部保留：“&lt;b&gt;”") && shown.contains("解除保留</button>"))
            let manager = try await server.signIn("hz001")
            let theirs = try await server.get("/m/items/\(id)", manager, html).text
            #expect(theirs.contains("总部保留：") && !theirs.contains("解除保留</button>"))
            #expect(try await send("release", "ok").status == 303)
            #expect(try await server.records.retention.holds().isEmpty)
        }
    }
}
