import Evidence
import Foundation
import Hashing
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

/// Appeal and decision over the API.
@Suite(.serialized) struct ReviewRoutesTests {
    private let importer = "Authorization: Bearer \(TestServer.token)"
    private let json = "Content-Type: application/json"

    /// A photo that the checks refused.
    private func withRefusedPhoto(_ test: @Sendable (TestServer, EvidenceID) async throws -> Void)
        async throws
    {
        try await TestServer.run { server in
            let answer = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            let id = EvidenceID(try #require(try answer.json()["id"] as? String))
            let findings = ProvenanceFindings(
                verdict: .rejected,
                reasons: [.init(code: "time.future", detail: "所见", severity: .rejected)],
                analyzer: AnalyzerIdentity(name: "test", version: "1"))
            try await server.records.findings.save(
                FindingDocument(
                    item: id, kind: .provenance, analyzer: findings.analyzer,
                    json: try CanonicalJSON.string(findings), createdAt: TestServer.now))
            try await server.records.items.update(
                id, state: .rejected, reason: Reason(code: "time.future", chinese: "所见", english: "seen"),
                verdict: .rejected, score: nil)
            try await test(server, id)
        }
    }

    private func post(_ server: TestServer, _ path: String, _ headers: [String], _ body: String)
        async throws -> TestAnswer
    {
        try await server.request("POST", path, headers + [json], body: Array(body.utf8))
    }

    /// A page's session of headquarters: its cookie, and the form token that its pages repeat.
    private func headquarters(_ server: TestServer) async throws -> [String] {
        let token = RandomToken.make()
        try await server.records.accounts.openSession(
            digest: RandomToken.digest(token), account: AccountID("hq"), at: TestServer.now,
            expiresAt: TestServer.now.addingTimeInterval(60))
        return [
            "Cookie: \(SessionCookie.name)=\(token)",
            "X-Form-Token: \(SessionCookie.formToken(for: token))",
        ]
    }

    @Test func `a store appeals once and headquarters answers`() async throws {
        try await withRefusedPhoto { server, id in
            let appeal = #"{"reason":"换了新手机，\n时间没调好"}"#
            let first = try await post(server, "/v1/items/\(id)/appeal", [importer], appeal)
            #expect(first.status == 201)
            #expect(try first.json()["appeal"] as? String == "换了新手机， 时间没调好")
            let second = try await post(server, "/v1/items/\(id)/appeal", [importer], appeal)
            #expect(second.status == 409)
            #expect(try second.json()["code"] as? String == "alreadyAppealed")
            let open = try await server.get("/v1/appeals", importer)
            #expect(open.text.contains(id.rawValue))

            let hq = try await headquarters(server)
            let decided = try await post(
                server, "/v1/items/\(id)/decision", hq, #"{"verdict":"trusted","reason":"已核对"}"#)
            #expect(decided.status == 200)
            let item = try #require(try await server.records.items.find(id))
            #expect(item.verdict == .trusted && item.state == .analysed)
            #expect(!(try await server.get("/v1/appeals", importer)).text.contains(id.rawValue))
            let rates = try await server.get("/v1/override-rates", importer).text
            #expect(rates.contains(#"{"code":"time.future","decided":1,"overturned":1}"#))
            let custody = try await server.get("/v1/items/\(id)/custody", importer).text
            #expect(custody.contains(#""action":"appealed""#) && custody.contains(#""action":"decided""#))
            #expect(try await server.records.custody.verifyChain() == nil)
        }
    }

    @Test func `only headquarters decides, with a reason and a known verdict`() async throws {
        try await withRefusedPhoto { server, id in
            let decision = "/v1/items/\(id)/decision"
            let trusted = #"{"verdict":"trusted","reason":"x"}"#
            #expect(try await post(server, decision, [importer], trusted).status == 403)
            let hq = try await headquarters(server)
            #expect(try await post(server, decision, [hq[0]], trusted).status == 403)
            #expect(
                try await post(server, decision, hq, #"{"verdict":"trusted","reason":" "}"#).status == 422)
            #expect(try await post(server, decision, hq, #"{"verdict":"fine","reason":"x"}"#).status == 422)
            #expect(try await post(server, decision, hq, "{").status == 400)
            let form = try await server.request(
                "POST", decision, hq + ["Content-Type: text/plain"], body: Array(trusted.utf8))
            #expect(form.status == 415)
            #expect(try await post(server, "/v1/items/\(id)/appeal", hq, trusted).status == 403)
            #expect(try await post(server, "/v1/items/none/appeal", [importer], trusted).status == 404)
            #expect(try await server.records.custody.entries(id).map(\.action) == [.received])
        }
    }

    @Test func `whoever opens an original stands in the chain, a look at its headers does not`() async throws
    {
        try await withRefusedPhoto { server, id in
            let hq = try await headquarters(server)
            let path = "/v1/items/\(id)/original"
            #expect(try await server.request("HEAD", path, [hq[0]]).status == 200)
            #expect(try await server.records.custody.entries(id).map(\.action) == [.received])
            for _ in 0..<2 { #expect(try await server.get(path, hq[0]).status == 200) }
            let links = try await server.records.custody.entries(id)
            #expect(links.map(\.action) == [.received, .opened])
            #expect(links.last?.actor == AccountID("hq"))
        }
    }
}
