import API
import Evidence
import Foundation
import Hummingbird
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import Console

/// The manager objects on the item's page, headquarters answers on its own.
@Suite(.serialized) struct AppealPagesTests {
    private let html = "Accept: text/html"

    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }
    private let form = "Content-Type: application/x-www-form-urlencoded"

    private func send(_ server: TestServer, _ path: String, _ cookie: String, _ fields: String)
        async throws -> TestAnswer
    {
        try await server.request("POST", path, [cookie, html, form], body: Array(fields.utf8))
    }

    private func token(_ page: TestAnswer) throws -> String {
        String(try #require(page.text.firstMatch(of: /name="formToken" value="([0-9a-f]+)"/)).output.1)
    }

    @Test func `a suspect photo is appealed with a sentence and decided with a reason`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            let manager = try await server.signIn("hz001")
            let fresh = try await server.get("/m/items/\(id)", manager, html)
            #expect(!fresh.text.contains("提出申诉"))
            try await server.records.items.update(
                id, state: .analysed, reason: nil, verdict: .suspect, score: nil)

            let day = try await server.get("/m", manager, html)
            #expect(day.text.contains("/m/items/\(id)#review"))
            let page = try await server.get("/m/items/\(id)", manager, html)
            let appeal = "/m/items/\(id)/appeal"
            #expect(try await send(server, appeal, manager, "reason=x").status == 403)
            let managerToken = try token(page)
            let blank = try await send(server, appeal, manager, "reason=+&formToken=\(managerToken)")
            #expect(blank.status == 422 && blank.text.contains("请写明理由再提交"))
            let hostile = "%3Cimg+src%3Dx%3E"
            let sent = try await send(server, appeal, manager, "reason=\(hostile)&formToken=\(managerToken)")
            #expect(sent.status == 303)
            let again = try await send(server, appeal, manager, "reason=y&formToken=\(managerToken)")
            #expect(again.status == 409 && again.text.contains("已经提出过申诉"))
            #expect(!again.text.contains("<img src=x"))

            let hq = try await server.signIn("hq")
            let list = try await server.get("/console/appeals", hq, html)
            #expect(list.status == 200 && list.text.contains("/console/items/\(id)#review"))
            #expect(!list.text.contains("<img src=x"))
            #expect(try await server.get("/console/appeals", manager, html).status == 403)
            let item = try await server.get("/console/items/\(id)", hq, html)
            let decision = "/console/items/\(id)/decision"
            let hqToken = try token(item)
            #expect(
                try await send(
                    server, decision, manager, "verdict=trusted&reason=x&formToken=\(managerToken)"
                )
                .status == 403)
            #expect(
                try await send(server, decision, hq, "verdict=trusted&reason=+&formToken=\(hqToken)").status
                    == 422)
            #expect(
                try await send(server, decision, hq, "verdict=trusted&reason=ok&formToken=\(hqToken)").status
                    == 303)
            let decided = try await server.get("/m/items/\(id)", manager, html)
            #expect(decided.text.contains("总部结论：") && decided.text.contains("理由：ok"))
            #expect(!decided.text.contains("提出申诉</button>"))
            #expect(try await server.records.reviews.openAppeals().isEmpty)
        }
    }

    @Test func `erased evidence offers no form and takes none`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            try await server.records.items.update(
                id, state: .analysed, reason: nil, verdict: .suspect, score: nil)
            let manager = try await server.signIn("hz001")
            let hq = try await server.signIn("hq")
            let tokens = [
                try token(try await server.get("/m/items/\(id)", manager, html)),
                try token(try await server.get("/console/items/\(id)", hq, html)),
            ]
            _ = try await server.records.items.erase(
                id, reason: "顾客要求", actor: AccountID("hq"), at: TestServer.now)
            let page = try await server.get("/m/items/\(id)", manager, html)
            #expect(page.status == 200 && !page.text.contains("提出申诉</button>"))
            let item = try await server.get("/console/items/\(id)", hq, html)
            #expect(item.status == 200 && !item.text.contains("/console/items/\(id)/decision"))
            let appeal = try await send(
                server, "/m/items/\(id)/appeal", manager, "reason=x&formToken=\(tokens[0])")
            let decision = try await send(
                server, "/console/items/\(id)/decision", hq,
                "verdict=trusted&reason=x&formToken=\(tokens[1])")
            #expect(appeal.status == 409 && decision.status == 409)
        }
    }

    @Test func `the day's page sends a store to appeal only while an appeal is taken`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            let manager = try await server.signIn("hz001")
            try await server.records.items.update(
                id, state: .analysed, reason: nil, verdict: .suspect, score: nil)
            #expect(try await server.get("/m", manager, html).text.contains("去申诉"))
            _ = try await server.records.reviews.appeal(
                id, reason: "x", by: AccountID("hz001"), at: TestServer.now)
            #expect(try await !server.get("/m", manager, html).text.contains("去申诉"))
        }
    }
}
