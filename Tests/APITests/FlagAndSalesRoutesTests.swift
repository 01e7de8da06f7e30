import Evidence
import Foundation
import Records
import Testing
import WebTestSupport

@testable import API

/// What programs do with flags and sales.
@Suite(.serialized) struct FlagAndSalesRoutesTests {
    private let importer = "Authorization: Bearer \(TestServer.token)"
    private let json = "Content-Type: application/json"

    private func post(_ server: TestServer, _ path: String, _ body: String) async throws -> TestAnswer {
        try await server.request("POST", path, [importer, json], body: Array(body.utf8))
    }

    @Test func `an integrator reads a flag's history and may not change the flag`() async throws {
        try await TestServer.run { server in
            let flag = Flag(
                id: FlagID("f"), rule: "r", ruleVersion: "1", store: TestChain.store.id,
                from: TestServer.today, to: TestServer.today, title: [:], recommendation: [:],
                severity: "info", evidence: [])
            _ = try await server.records.flags.raise(flag, at: TestServer.now)
            #expect(try await post(server, "/v1/flags/f/state", #"{"state":"closed"}"#).status == 403)
            #expect(try await post(server, "/v1/flags/f/undo", "{}").status == 403)
            #expect(try await post(server, "/v1/flags/none/state", #"{"state":"closed"}"#).status == 404)
            #expect(try await post(server, "/v1/flags/f/state", #"{"state":"gone"}"#).status == 422)
            let history = try await server.get("/v1/flags/f/history", importer)
            #expect(history.status == 200 && history.text.contains(#""to":"open""#))
        }
    }

    @Test func `the character NUL is a sender's mistake, not a failure of the service`() async throws {
        try await TestServer.run { server in
            let flag = Flag(
                id: FlagID("f"), rule: "r", ruleVersion: "1", store: TestChain.store.id,
                from: TestServer.today, to: TestServer.today, title: [:], recommendation: [:],
                severity: "info", evidence: [])
            _ = try await server.records.flags.raise(flag, at: TestServer.now)
            for path in ["/v1/items/%00", "/v1/items/a%00/pack", "/v1/flags/%00/history"] {
                #expect(try await server.get(path, importer).status == 404, "\(path)")
            }
            let headquarters = "Authorization: Bearer \(TestServer.token(of: "hq"))"
            let refused = try await server.request(
                "POST", "/v1/flags/f/state", [headquarters, json],
                body: Array(#"{"state":"dismissed","reason":"a\u0000b"}"#.utf8))
            #expect(refused.status == 422)
            #expect(try refused.json()["code"] as? String == "unreadableText")
        }
    }

    @Test func `sales come in whole or not at all`() async throws {
        try await TestServer.run { server in
            let good = #"{"day":"2026-11-20","fen":123400,"receipts":88,"store":"HZ-001"}"#
            let answer = try await post(server, "/v1/sales", #"{"days":[\#(good)]}"#)
            #expect(answer.status == 200)
            #expect(try answer.json()["days"] as? Int == 1)
            for bad in [
                good + "," + good, good.replacing("HZ-001", with: "XX"), good.replacing("88", with: "-1"),
                good.replacing("123400", with: "9000000000000"),
            ] {
                let refused = try await post(server, "/v1/sales", #"{"days":[\#(bad)]}"#)
                #expect(refused.status == 422 && refused.text.contains("days["), "\(refused.text)")
            }
            #expect(try await post(server, "/v1/sales", #"{"days":[{"store":"HZ-001"}]}"#).status == 400)
            #expect(try await post(server, "/v1/sales", "no").status == 400)
        }
    }
}
