import Evidence
import Foundation
import Originals
import Records
import TestSupport
import Testing
import WebTestSupport

/// One item's evidence pack over real HTTP.
@Suite(.serialized) struct PackRoutesTests {
    private let sound = "media/s16-16k.wav"

    private func bearer(_ account: String) -> String {
        "Authorization: Bearer \(TestServer.token(of: account))"
    }

    private func send(to server: TestServer) async throws -> EvidenceID {
        let answer = try await server.upload(
            "/v1/batches/HZ-001/2026-11-22/items",
            fields: [("kind", "consultationAudio"), ("slot", "consultation-1"), ("consent", "true")],
            file: try Array(Fixture.data(sound)))
        return EvidenceID(try #require(try answer.json()["id"] as? String))
    }

    @Test func `headquarters takes a pack with the original in it and stands in its chain`() async throws {
        let sound: [UInt8] = try Array(Fixture.data(sound))
        try await TestServer.run { server in
            let id = try await send(to: server)
            let head = try await server.request("HEAD", "/v1/items/\(id)/pack", [bearer("hq")])
            #expect(head.status == 200)
            #expect(try await server.records.custody.entries(id).map(\.action) == [.received])
            let pack = try await server.get("/v1/items/\(id)/pack", bearer("hq"))
            #expect(pack.status == 200 && pack.headers["content-type"] == "application/zip")
            #expect(pack.headers["content-length"] == "\(pack.body.count)")
            let name = try #require(pack.headers["content-disposition"])
            #expect(name.hasPrefix("attachment; filename=\"HZ-001_2026-11-22_consultation-1_"))
            #expect(pack.body.starts(with: [0x50, 0x4B, 0x03, 0x04]))
            #expect(Data(pack.body).range(of: Data(sound)) != nil)
            let text = String(decoding: pack.body, as: UTF8.self)
            #expect(text.contains("custody.json") && text.contains("index.html"))
            let opened = try #require(try await server.records.custody.entries(id).last)
            #expect(opened.action == .opened && opened.actor == AccountID("hq") && opened.detail == "export")
            #expect(text.contains(opened.hash))
            let document = try await server.get("/v1/items/\(id)", bearer("hq")).json()
            #expect((document["links"] as? [String: String])?["pack"] == "/v1/items/\(id)/pack")
        }
    }

    @Test func `a pack is for those who may have the original`() async throws {
        try await TestServer.run { server in
            let path = "/v1/items/\(try await send(to: server))/pack"
            #expect(try await server.get(path).status == 401)
            let program = "Authorization: Bearer \(TestServer.token)"
            for line in [bearer("hz001"), program] {
                let answer = try await server.get(path, line)
                #expect(answer.status == 403)
                #expect(try answer.json()["code"] as? String == "originalNotYours")
            }
            #expect(try await server.get(path, bearer("hz002")).status == 404)
            #expect(try await server.request("POST", path, [bearer("hq")]).status == 405)
        }
    }

    @Test func `what no longer is what was received is not handed out`() async throws {
        try await TestServer.run { server in
            let id = try await send(to: server)
            let item = try #require(try await server.records.items.find(id))
            let file = server.originals.url(of: item.sha256)
            let bytes = try Data(contentsOf: file)
            try FileManager.default.removeItem(at: file)
            try (bytes + Data([0])).write(to: file)
            let altered = try await server.get("/v1/items/\(id)/pack", bearer("hq"))
            #expect(altered.status == 409)
            #expect(try altered.json()["code"] as? String == "originalAltered")
            #expect(try await server.records.custody.entries(id).map(\.action) == [.received])
            _ = try await server.records.items.erase(
                id, reason: "顾客要求", actor: AccountID("hq"), at: TestServer.now)
            let erased = try await server.get("/v1/items/\(id)/pack", bearer("hq"))
            #expect(erased.status == 410)
            #expect(try erased.json()["code"] as? String == "erased")
        }
    }

    @Test func `the pack of a purged item comes without its bytes`() async throws {
        let sound = Data(try Fixture.data(sound))
        try await TestServer.run { server in
            let id = try await send(to: server)
            try await server.records.items.update(
                id, state: .analysed, reason: nil, verdict: .trusted, score: nil)
            _ = try await server.records.retention.purge(
                [id], by: RetentionPolicy(version: "a"), actor: AccountID("worker"), at: TestServer.now,
                lastCustody: .max)
            let pack = try await server.get("/v1/items/\(id)/pack", bearer("hq"))
            #expect(pack.status == 200)
            #expect(Data(pack.body).range(of: sound) == nil)
            #expect(String(decoding: pack.body, as: UTF8.self).contains("原件已按保存期限于"))
        }
    }
}
