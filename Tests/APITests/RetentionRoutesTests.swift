import Evidence
import Foundation
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import API

/// What programs see of an original that was purged, and how headquarters holds one.
@Suite(.serialized) struct RetentionRoutesTests {
    private let json = "Content-Type: application/json"

    private func bearer(_ account: String) -> String {
        "Authorization: Bearer \(TestServer.token(of: account))"
    }

    /// Sends an item and gives it a result.
    private func analysed(
        _ server: TestServer, _ kind: EvidenceKind = .shelfPhoto
    ) async throws -> EvidenceID {
        let isSound = kind == .consultationAudio
        let answer = try await server.upload(
            "/v1/batches/HZ-001/\(TestServer.today)/items",
            fields: [
                ("kind", kind.rawValue), ("slot", isSound ? "consultation-1" : "shelf-1"),
                ("consent", "true"),
            ], file: Array(try Fixture.data(isSound ? "media/s16-16k.wav" : "media/rgb8.png")))
        let id = EvidenceID(try #require(try answer.json()["id"] as? String))
        try await server.records.items.update(
            id, state: .analysed, reason: nil, verdict: .trusted, score: 90)
        return id
    }

    private func purge(_ server: TestServer, _ id: EvidenceID) async throws {
        let item = try #require(try await server.records.items.find(id))
        _ = try await server.records.retention.purge(
            [id], by: RetentionPolicy(version: "a"), actor: AccountID("worker"), at: TestServer.now,
            lastCustody: .max)
        try server.originals.erase(item.sha256)
    }

    @Test(arguments: [EvidenceKind.shelfPhoto, .consultationAudio])
    func `a purged original is gone, and all that was made of it is not`(kind: EvidenceKind) async throws {
        try await TestServer.run { server in
            let id = try await analysed(server, kind)
            #expect(try await server.get("/v1/items/\(id)/original", bearer("hq")).status == 200)
            try await purge(server, id)
            for path in ["original", "rendition"] {
                let answer = try await server.get("/v1/items/\(id)/\(path)", bearer("hq"))
                #expect(answer.status == 410)
                let document = try answer.json()
                #expect(document["code"] as? String == "purged")
                let words = try #require(document["messages"] as? [String: String])
                #expect(words["zh"]?.contains("原件已按保存期限于") == true)
                #expect(words["en"]?.contains("removed after its retention period") == true)
            }
            // Who may not see originals is told that, not what became of this one.
            #expect(try await server.get("/v1/items/\(id)/original", bearer("hz001")).status == 403)
            let item = try await server.get("/v1/items/\(id)", bearer("hq")).json()
            #expect(item["state"] as? String == "analysed" && item["score"] as? Double == 90)
            #expect(item["purgedAt"] as? String == TestServer.now.ISO8601Format())
            #expect((item["sha256"] as? String)?.count == 64)
            let custody = try await server.get("/v1/items/\(id)/custody", bearer("hq"))
            let opened = custody.text.components(separatedBy: #""action":"opened""#).count - 1
            #expect(opened == 1, "nobody opened what was gone")
            #expect(custody.text.contains(#""action":"purged""#))
            #expect(try await server.get("/v1/items/\(id)/findings", bearer("hq")).status == 200)
            #expect(try await server.records.jobs.progress().waiting == 0)
        }
    }

    @Test func `the same bytes sent again get the old receipt`() async throws {
        try await TestServer.run { server in
            let id = try await analysed(server)
            try await purge(server, id)
            let again = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "shelfPhoto"), ("slot", "shelf-1")],
                file: Array(try Fixture.data("media/rgb8.png")))
            #expect(again.status == 200)
            #expect(try again.json()["id"] as? String == id.rawValue)
            #expect(try server.originals.hashes().isEmpty)
        }
    }

    @Test func `a transcript for a purged recording is refused as gone`() async throws {
        try await TestServer.run { server in
            let id = try await analysed(server, .consultationAudio)
            try await purge(server, id)
            let answer = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "consultationAudio"), ("transcriptOf", id.rawValue)],
                file: Array("顾客：你好".utf8))
            #expect(answer.status == 410)
            #expect(try answer.json()["code"] as? String == "purged")
        }
    }

    @Test func `headquarters holds with a reason and releases, nobody else does`() async throws {
        try await TestServer.run { server in
            let id = try await analysed(server)
            func post(_ verb: String, _ account: String, _ body: String) async throws -> TestAnswer {
                try await server.request(
                    "POST", "/v1/items/\(id)/\(verb)", [bearer(account), json], body: Array(body.utf8))
            }
            let reason = #"{"reason":"供应商纠纷"}"#
            #expect(try await post("hold", "hz001", reason).status == 403)
            #expect(try await post("hold", "hq", #"{"reason":" "}"#).status == 422)
            #expect(try await post("release", "hq", reason).status == 409)
            let held = try await post("hold", "hq", reason)
            #expect(held.status == 201)
            let hold = try #require(try held.json()["hold"] as? [String: Any])
            #expect(hold["reason"] as? String == "供应商纠纷" && hold["by"] as? String == "hq")
            #expect(try await post("hold", "hq", reason).status == 409)
            #expect(try await server.get("/v1/holds", bearer("hz001")).text.contains(id.rawValue))
            #expect(try await !server.get("/v1/holds", bearer("hz002")).text.contains(id.rawValue))
            #expect(try await post("release", "hq", reason).status == 200)
            #expect(try await !server.get("/v1/holds", bearer("hq")).text.contains(id.rawValue))
            try await purge(server, id)
            let late = try await post("hold", "hq", reason)
            #expect(late.status == 409)
            #expect(try late.json()["code"] as? String == "purged")
        }
    }

    @Test func `until when an original is kept follows from the policy in force`() async throws {
        try await TestServer.run { server in
            let id = try await analysed(server)
            let path = "/v1/items/\(id)/retention"
            #expect(try await server.get(path, bearer("hz001")).json()["keptUntil"] is NSNull)
            var policy = RetentionPolicy(version: "a")
            policy[.shelfPhoto] = 2
            _ = try await server.records.reference.put(
                kind: .retention, name: "retention", json: try CanonicalJSON.string(policy), by: "hq",
                at: TestServer.now)
            let until = TestServer.now.addingTimeInterval(2 * 86_400).ISO8601Format()
            let standing = try await server.get(path, bearer("hz001")).json()
            #expect(standing["keptUntil"] as? String == until)
            #expect(standing["purgedAt"] is NSNull)
        }
    }
}
